"""Measures against sums done by hand, and where a loss has no number."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.errors import UnknownNameError
from geoecon.measures import by_group, by_partner, by_sector, decomposition, headline
from geoecon.scenario.shock import Shock
from geoecon.testing.random_worlds import Recipe, random_shock, random_world
from geoecon.world.world import World


@pytest.fixture
def solution() -> Solution:
    world = random_world(Recipe(regions=4, sectors=3), seed=3)
    return solve(world, random_shock(world, seed=4))


def without_supplier() -> Solution:
    """C makes no grain and buys all of it from A, which stops selling to it."""
    flow = np.zeros((3, 3, 2))
    flow[:, :, 0] = [[60, 10, 10], [10, 60, 10], [10, 10, 60]]
    flow[:, :, 1] = [[30, 5, 8], [5, 30, 0], [0, 0, 0]]
    world = World.from_arrays(
        flow, regions=["A", "B", "C"], sectors=["tools", "grain"], trade_elasticity=4.0
    )
    cost = np.ones(flow.shape)
    cost[0, 2, 1] = np.inf
    return solve(world, Shock(trade_cost=cost))


def test_equivalent_variation_is_real_income_in_money(solution: Solution) -> None:
    table = headline(solution)
    money = table["real_income_pct"] / 100 * solution.world.income
    assert table["equivalent_variation_musd"].to_numpy() == pytest.approx(money.to_numpy())


def test_exports_of_the_world_are_its_imports(solution: Solution) -> None:
    table = headline(solution)
    for when in ("before", "after"):
        total = table[[f"exports_{when}_musd", f"imports_{when}_musd"]].sum()
        assert total.iloc[0] == pytest.approx(total.iloc[1])


def test_partners_and_sectors_add_up_to_the_headline(solution: Solution) -> None:
    table, sectors = headline(solution), by_sector(solution)
    for code in solution.world.regions:
        partners = by_partner(solution, code)
        own = sectors[sectors["region"] == code]
        for name in ("exports_before_musd", "exports_after_musd", "imports_after_musd"):
            expected = table.loc[code, name]
            assert partners[name].sum() == pytest.approx(expected)
            assert own[name].sum() == pytest.approx(expected)


def test_a_group_of_one_is_its_member(solution: Solution) -> None:
    code = solution.world.regions[1]
    row, one = by_group(solution, {"alone": [code]}).loc["alone"], headline(solution).loc[code]
    for name in ("real_income_pct", "terms_of_trade_pct", "exports_pct", "imports_after_musd"):
        assert row[name] == pytest.approx(one[name]), name


def test_a_group_of_all_trades_with_nobody(solution: Solution) -> None:
    row = by_group(solution, {"world": solution.world.regions}).loc["world"]
    assert row["exports_before_musd"] == row["imports_after_musd"] == 0


def test_small_tariff_changes_split_without_remainder() -> None:
    world = random_world(Recipe(regions=4, sectors=3, deficit=0.0), seed=5)
    abroad = (1 - np.eye(4))[:, :, None]
    solution = solve(world, Shock(tariff=world.tariff + 1e-4 * abroad), closure="zero")
    split = decomposition(solution)
    change = 100 * (solution.real_income - 1)
    assert np.abs(split["remainder_pct"]).max() < 1e-3 * np.abs(change).max()


def test_other_weights_are_refused(solution: Solution) -> None:
    with pytest.raises(UnknownNameError, match="average"):
        decomposition(solution, weights="averaged")


def test_a_loss_without_a_number_stays_apart() -> None:
    solution = without_supplier()
    table = headline(solution)
    assert table.loc["C", "unbounded"] == "grain"
    numbers = table.drop(columns=["name", "unbounded"])
    before = [name for name in numbers if name.endswith("before_musd")]
    assert numbers.loc["C"].drop(before).isna().all()
    assert numbers.loc[["A", "B"]].notna().all().all()
    assert by_group(solution, {"both": ["A", "C"]}).loc["both", "unbounded"] == "C"
