"""What deals refuse, with the line; ranges of their numbers; that sources are found."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from geoecon.errors import GeoeconError, RangeError, ScenarioError, UnknownNameError
from geoecon.scenario import Scenario, build_shock, explain
from geoecon.scenario.fields import ranged_fields
from geoecon.scenario.reader import read_scenario
from geoecon.sweep.axes import published_spread
from geoecon.testing.toys import oil_and_factories
from geoecon.world.store import load_world
from geoecon.world.world import World

SAID = {"source": "assumption: a test"}
INVESTED = {
    "kind": "investment", "region": "A", "sector": "goods", "owner": "B", "value_musd": 10.0,
    "return_pct": 10.0, "owner_share_pct": 60.0, "return_source": "assumption: earned",
}  # fmt: skip
MOVED = {
    "kind": "relocation", "out_of": "A", "into": "B", "sectors": "goods", "share_pct": 10.0,
    "profit_pct": 40.0, "owner_share_pct": 80.0, "profit_source": "assumption: profits",
}  # fmt: skip
CAPPED = {
    "kind": "price cap", "exporters": "A", "importers": "B", "sectors": "oil", "discount_pct": 5.0
}  # fmt: skip


def scenario(*deals: dict[str, Any]) -> Scenario:
    base = {"name": "s", "title": "T", "question": "Q?", "date": "2023-12-31", "focus": "A"}
    return Scenario.model_validate(base | {"instruments": [deal | SAID for deal in deals]})


def refused(
    error: type[GeoeconError], match: str, *deals: dict[str, Any], world: World | None = None
) -> None:
    with pytest.raises(error, match=match):
        build_shock(scenario(*deals), world or oil_and_factories())


@pytest.mark.parametrize(
    ("deal", "error", "match"),
    [
        (INVESTED | {"value_musd": 0.0}, RangeError, "value_musd"),
        (INVESTED | {"owner_share_pct": 101.0}, RangeError, "owner_share_pct"),
        (INVESTED | {"range_pct": [11.0, 12.0]}, ScenarioError, "outside its own range_pct"),
        (MOVED | {"value_musd": 5.0}, ScenarioError, "exactly one"),
        (MOVED | {"share_pct": None}, ScenarioError, "exactly one"),
        (MOVED | {"share_pct": 100.0}, RangeError, "share_pct"),
        (CAPPED | {"discount_pct": 100.0}, RangeError, "discount_pct"),
        (CAPPED | {"range_pct": [1.0, 4.0]}, ScenarioError, "outside its own range_pct"),
    ],
)
def test_numbers_that_are_none(deal: dict[str, Any], error: type[GeoeconError], match: str) -> None:
    with pytest.raises(error, match=match):
        scenario(deal)


def test_a_range_needs_its_number() -> None:
    deal = MOVED | {"share_pct": None, "value_musd": 5.0, "range_pct": [1.0, 20.0]}
    with pytest.raises(ScenarioError, match="range of share_pct"):
        scenario(deal)


def test_capital_stands_in_one_place() -> None:
    refused(ScenarioError, "one sector of one economy", INVESTED | {"sector": "all"})
    refused(ScenarioError, "one sector of one economy", INVESTED | {"region": "all"})
    refused(ScenarioError, "invests at home", INVESTED | {"owner": "A"})
    refused(UnknownNameError, "Nowhere", INVESTED | {"owner": "Nowhere"})


def idle() -> World:
    """A world in which A makes no goods: it buys them from B and C."""
    world = oil_and_factories()
    flow = world.flow.copy()
    flow[0, :, 1], flow[1, 0, 1] = 0.0, 175.0
    return world.replace(flow=flow)


def test_nothing_grows_from_nothing() -> None:
    refused(RangeError, "nothing is made there", INVESTED, world=idle())
    refused(RangeError, "nothing is made there", MOVED, world=idle())
    there = MOVED | {"out_of": "B", "into": "A"}
    refused(RangeError, "nothing is made there", there, world=idle())


def test_plants_leave_for_elsewhere_and_no_more_than_there_are() -> None:
    refused(ScenarioError, "where they are", MOVED | {"into": ["A", "B"]})
    most = MOVED | {"share_pct": None, "value_musd": 1e6}
    refused(RangeError, "cannot leave", most)
    half = MOVED | {"share_pct": 60.0}
    refused(RangeError, "more plants would leave", half, half | {"into": "C"})


def test_no_plants_move_within_a_year() -> None:
    plants = MOVED | {"out_of": "EU27", "into": "KAZ", "sectors": "food"}
    asked = scenario(plants)
    build_shock(asked, load_world())
    with pytest.raises(ScenarioError, match="no plants are built or moved within a year"):
        build_shock(asked, load_world(horizon="year"))


def test_a_discount_above_the_rent_is_refused_with_the_figure() -> None:
    """A's oil: value added is 0.8 of the price and the field earns 0.7 of that, so 56 per cent."""
    build_shock(scenario(CAPPED | {"discount_pct": 55.9}), oil_and_factories())
    refused(RangeError, "56 % of the price is rent", CAPPED | {"discount_pct": 56.1})
    half = CAPPED | {"discount_pct": 30.0}
    refused(RangeError, "a discount of 60 %", half, half)


def test_a_cap_without_rent_or_trade_is_refused() -> None:
    refused(RangeError, "0 % of the price is rent", CAPPED | {"sectors": "goods", "importers": "C"})
    refused(ScenarioError, "price of nothing", CAPPED | {"exporters": "B", "importers": "A"})
    refused(ScenarioError, "price of nothing", CAPPED | {"discount_pct": 0.0})


def test_the_line_is_named() -> None:
    text = """\
title: T
question: Q?
date: 2023-12-31
focus: A
instruments:
  - {kind: price cap, exporters: A, importers: B, sectors: oil, discount_pct: 1, source: BLK031}
  - kind: price cap
    exporters: A
    importers: B
    sectors: oil
    discount_pct: 70
    source: BLK031
"""
    with pytest.raises(RangeError) as caught:
        build_shock(read_scenario(text, file="caps.yaml", name="caps"), oil_and_factories())
    assert "caps.yaml, line 11" in str(caught.value)


@pytest.mark.parametrize(
    ("deal", "field"),
    [(INVESTED, "return_pct"), (MOVED, "share_pct"), (CAPPED, "discount_pct")],
)
def test_sweeps_know_the_range(deal: dict[str, Any], field: str) -> None:
    asked = scenario(deal | {"range_pct": [2.0, 20.0]})
    name = f"instruments[0].{field}"
    assert ranged_fields(asked) == [name]
    spread = published_spread(name, asked, "here")
    assert (spread.low, spread.mode, spread.high) == (2.0, deal[field], 20.0)


def test_every_source_of_a_deal_is_listed() -> None:
    found = {one.source.title: one.used_for for one in explain(scenario(INVESTED, MOVED, CAPPED))}
    assert found["earned"] == ("instrument 1 (investment), earnings",)
    assert found["profits"] == ("instrument 2 (relocation), earnings",)
    assert len(found["a test"]) == 3


def test_deals_of_different_kinds_multiply_and_their_payments_add_up() -> None:
    world = oil_and_factories()
    made = {"kind": "productivity", "regions": "A", "sectors": "goods", "change_pct": 5.0}
    alone = [build_shock(scenario(deal), world)[0] for deal in (INVESTED, MOVED, made)]
    both, _ = build_shock(scenario(made, MOVED, INVESTED), world)
    whole = np.prod([shock.productivity for shock in alone], axis=0)
    np.testing.assert_allclose(both.productivity, whole, rtol=1e-12)
    np.testing.assert_allclose(both.transfer, alone[0].transfer + alone[1].transfer, rtol=1e-12)
