"""The table of levers: order, units, and what it leaves out."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.adjoint import gradient
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.errors import RangeError, UnknownNameError
from geoecon.measures.sensitivity import KINDS, sensitivities
from geoecon.scenario.shock import Shock
from geoecon.testing.random_worlds import Recipe, random_world
from geoecon.world.store import load_world


@pytest.fixture(scope="module")
def solution() -> Solution:
    return solve(random_world(Recipe(regions=4, sectors=2), 1))


def test_the_largest_come_first_and_no_more_than_asked_for(solution: Solution) -> None:
    table = sensitivities(solution, "R1", largest=7)
    assert len(table) == 7
    assert table["change"].abs().is_monotonic_decreasing
    assert set(table["lever"]) <= set(KINDS)


def test_every_lever_once_and_none_inside_a_region(solution: Solution) -> None:
    table = sensitivities(solution, "R1", largest=1000)
    assert not table.duplicated(["lever", "exporter", "importer", "sector"]).any()
    assert (table["exporter"] != table["importer"]).all()
    traded = np.count_nonzero(solution.flow * (1 - np.eye(4))[:, :, None])
    assert (table["lever"] == "tariff").sum() == traded


def test_one_point_of_a_tariff_changes_real_income_as_the_table_says(solution: Solution) -> None:
    row = sensitivities(solution, "R1", levers=["tariff"]).iloc[0]
    world = solution.world
    cell = world.region(row["exporter"]), world.region(row["importer"]), world.sector(row["sector"])
    assert row["now_pct"] == pytest.approx(100 * world.tariff[cell])
    tariff = world.tariff.copy()
    tariff[cell] += 1e-5
    change = solve(world, Shock(tariff=tariff), tolerance=1e-13).real_income[1] - 1
    assert 1e3 * 100 * change == pytest.approx(row["change"], rel=1e-3)
    assert row["step"] == "+1 point"
    assert row["unit"] == "%"


def test_money_outcomes_are_in_million_usd(solution: Solution) -> None:
    row = sensitivities(solution, "R1", "tariff revenue", levers=["tariff"], largest=1).iloc[0]
    found = gradient(solution, "R1", "tariff revenue")
    assert abs(row["change"]) == pytest.approx(np.abs(found.tariff).max() / 100)
    assert row["unit"] == "million USD"


def test_what_nobody_knows_is_refused(solution: Solution) -> None:
    with pytest.raises(UnknownNameError, match="lever"):
        sensitivities(solution, "R1", levers=["prayer"])
    with pytest.raises(UnknownNameError):
        sensitivities(solution, "R9")
    with pytest.raises(RangeError):
        sensitivities(solution, "R1", largest=0)


def test_a_gradient_of_the_embedded_world_takes_few_reverse_passes() -> None:
    """A forward solve of a large shock takes 36 steps at the long run and 57 at the year."""
    for horizon, most in (("long run", 60), ("year", 90)):
        found = gradient(solve(load_world(horizon=horizon)), "KAZ")
        assert found.steps <= most
        assert found.residual < 1e-9
