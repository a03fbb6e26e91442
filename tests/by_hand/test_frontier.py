"""The frontier of four options in a world of three, against a plain loop over all sets.

Stated in advance: exact changes compose (Dekle, Eaton and Kortum 2008), so that cutting a power off
in the world that a set of options leaves is the set and the cut-off in one solve. Cheaper trade
with a power makes the country more exposed to it, cheaper trade with another one less: the loss
rises with the share of spending that goes to whom is cut off (Arkolakis, Costinot and
Rodríguez-Clare 2012).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.frontier import Frontier, find_frontier
from geoecon.frontier.options import read_options
from geoecon.runs.solve import balanced
from geoecon.scenario.shock import Shock
from geoecon.testing.toys import oil_and_factories
from geoecon.world.world import World

TOY = """
title: Four options in a world of three
question: What is best for A?
date: 2024-01-01
focus: A
closure: zero
discount_pct: 0
discount_source: "assumption: money is free"
powers:
  - {power: B, chance_pct: 5, range_pct: [1, 10], source: "assumption: invented"}
  - {power: C, chance_pct: 3, range_pct: [1, 10], source: "assumption: invented"}
options:
  - name: closer-to-b
    title: Cheaper trade with B
    cost: {yearly_musd: 1, source: "assumption: invented"}
    instruments:
      - {kind: barrier, exporters: B, importers: A, change_pct: -8, source: "assumption: invented"}
      - {kind: barrier, exporters: A, importers: B, change_pct: -8, source: "assumption: invented"}
  - name: closer-to-c
    title: Cheaper trade with C
    cost: {yearly_musd: 0.1, source: "assumption: invented"}
    instruments:
      - {kind: barrier, exporters: C, importers: A, change_pct: -5, source: "assumption: invented"}
  - name: factories
    title: Better factories
    cost: {capital_musd: 20, years: 10, source: "assumption: invented"}
    instruments:
      - {kind: productivity, regions: A, sectors: goods, change_pct: 2,
         source: "assumption: invented"}
  - name: wells
    title: Better wells
    cost: {yearly_musd: 30, source: "assumption: invented"}
    needs: [factories]
    instruments:
      - {kind: productivity, regions: A, sectors: oil, change_pct: 1,
         source: "assumption: invented"}
"""
COST = {"closer-to-b": 1.0, "closer-to-c": 0.1, "factories": 2.0, "wells": 30.0}
CHANCE = {"B": 0.05, "C": 0.03}


@pytest.fixture(scope="module")
def world() -> World:
    return balanced(oil_and_factories())


@pytest.fixture(scope="module")
def found(world: World, tmp_path_factory: pytest.TempPathFactory) -> Frontier:
    asked = read_options(TOY, file="toy.yaml", name="toy")
    return find_frontier(asked, tmp_path_factory.mktemp("toy") / "out", world, workers=1)


def shock_of(chosen: tuple[str, ...]) -> Shock:
    """Regions A, B, C and sectors oil, goods, by position."""
    cost, made = np.ones((3, 3, 2)), np.ones((3, 2))
    if "closer-to-b" in chosen:
        cost[0, 1] = cost[1, 0] = 0.92
    if "closer-to-c" in chosen:
        cost[2, 0] = 0.95
    if "factories" in chosen:
        made[0, 1] = 1.02
    if "wells" in chosen:
        made[0, 0] = 1.01
    return Shock(trade_cost=cost, productivity=made)


def by_hand(world: World) -> dict[tuple[str, ...], tuple[float, float]]:
    """Expected income and largest exposure of every set, cut-offs in the world that it leaves."""
    rows = {}
    sets = (some for size in range(5) for some in combinations(COST, size))
    for chosen in sets:
        if "wells" in chosen and "factories" not in chosen:
            continue
        after = solve(world, shock_of(chosen), closure="zero")
        start, income = after.counterfactual_world(), world.income[0] * after.real_income[0]
        expected, losses = (1 - sum(CHANCE.values())) * income, []
        for power, chance in CHANCE.items():
            cost = np.ones((3, 3, 2))
            at = world.region(power)
            cost[0, at] = cost[at, 0] = np.inf
            left = solve(start, Shock(trade_cost=cost), closure="zero").real_income[0]
            expected += chance * income * left
            losses.append(100 * (1 - left))
        rows[chosen] = expected - sum(COST[name] for name in chosen), max(losses)
    return rows


def test_every_set_is_what_a_plain_loop_says(world: World, found: Frontier) -> None:
    rows, table = by_hand(world), found.sets().set_index("options")
    assert len(table) == len(rows) == 12
    for chosen, (expected, exposure) in rows.items():
        row = table.loc[" ".join(chosen)]
        assert row["expected_musd"] == pytest.approx(expected, rel=1e-8)
        assert row["exposure_pct"] == pytest.approx(exposure, rel=1e-7)


def test_the_frontier_is_what_a_plain_loop_keeps(world: World, found: Frontier) -> None:
    rows = by_hand(world)
    best = [
        one for one, (income, exposure) in rows.items()
        if not any(i >= income and e <= exposure and (i, e) != (income, exposure)
                   for i, e in rows.values())
    ]  # fmt: skip
    told = [tuple(row["options"]) for row in found.record["frontier"]]
    assert told == sorted(best, key=lambda one: rows[one][1])
    assert 1 < len(told) < len(rows)


def test_expected_signs_of_exposure(found: Frontier) -> None:
    worth = found.options().set_index("name")
    assert found.record["nothing"]["power"] == "B"
    assert worth.loc["closer-to-b", "alone_points"] > 0
    assert worth.loc["closer-to-c", "alone_points"] < 0


def test_values_of_options(world: World, found: Frontier) -> None:
    """Alone is on top of what it needs; Shapley values add up to what all options bring."""
    rows, worth = by_hand(world), found.options().set_index("name")
    base = {one: income for one, (income, _) in rows.items()}
    alone = base["factories", "wells"] - base["factories",]
    assert worth.loc["wells", "alone_musd"] == pytest.approx(alone, rel=1e-6)
    top = base["closer-to-b", "closer-to-c", "factories"] - base["closer-to-b", "closer-to-c"]
    assert worth.loc["factories", "on_top_musd"] == pytest.approx(top, rel=1e-6)
    everything = base[tuple(COST)] - base[()]
    assert worth["shapley_musd"].sum() == pytest.approx(everything, rel=1e-6)


def test_the_solves_are_counted(found: Frontier) -> None:
    counts = found.record["counts"]
    assert counts["sets"] == counts["solved"] == 12
    assert counts["trade_solves"] == 12 * 3
    assert counts["network_solves"] == 0
