"""Instruments on routes as validated objects: what they take, and what is refused with its line."""

import pytest

from geoecon.corridors.link_edits import EFFECTS
from geoecon.errors import RangeError, ScenarioError
from geoecon.scenario import Scenario, build_shock
from geoecon.scenario.corridor_instruments import CORRIDOR_KINDS
from geoecon.scenario.reader import read_scenario

LINES = """\
title: T
question: Q?
date: 2024-07-01
focus: KAZ
horizon: month
instruments:
  - kind: {kind}
    source: OIL114
"""
GOOD = [
    ("close", "links: cpc-mooring-1"),
    ("close", "route: [cpc, atyrau-samara]\n    cargo: crude\n    months: 1"),
    ("close", "passage: suez\n    exporters: CHN\n    importers: EU27\n    both_ways: true"),
    ("open", "route: baku-supsa"),
    ("degrade", "route: cpc\n    capacity_factor: 0.5\n    start: 2024-06-15\n    months: 2"),
    ("degrade", "links: [cpc-mooring-1, cpc-mooring-2]\n    units_out: 1"),
    ("expand", "links: aktau-oil-berths\n    factor: 2\n    cost_musd: 100\n    year: 2024"),
    ("freight", "route: cpc\n    change_pct: -10"),
    ("freight", "links: btc-georgia\n    change_usd_t: 2"),
    ("border delay", "node: dostyk\n    set_days: 0"),
    ("speed", "route: middle-corridor\n    time_factor: 0.5"),
    ("transit fee", "territory: RUS\n    usd_t: 5"),
    ("transit ban", "territory: [RUS, Belarus]\n    cargo: [container, bulk]"),
]
NEW = {
    "kind": "add link",
    "id": "aktau-baku-pipeline",
    "from_node": "aktau-oil",
    "to_node": "sangachal",
    "mode": "pipeline",
    "cargo": "crude",
    "length_km": 740,
    "freight_usd_t": 12,
    "time_days": 8,
    "source": "OIL016",
}
BASE = {"name": "s", "title": "T", "question": "Q?", "date": "2024-07-01", "focus": "KAZ"}


def text(kind: str, rest: str) -> str:
    return LINES.format(kind=kind) + f"    {rest}\n"


def read(kind: str, rest: str) -> Scenario:
    return read_scenario(text(kind, rest), file="mine.yaml", name="mine")


@pytest.mark.parametrize(("kind", "rest"), GOOD)
def test_what_is_well_formed_is_read(kind, rest):
    scenario = read(kind, rest)
    assert scenario.has_corridors
    assert [entry.kind for _, entry in scenario.corridors] == [kind]


@pytest.mark.parametrize(
    ("kind", "rest", "line", "words"),
    [
        ("close", "note: nothing named", 7, "not 0"),
        ("close", "route: cpc\n    links: cpc-mooring-1", 7, "not 2"),
        ("close", "route: cpc\n    cargo: oil", 10, "crude"),
        ("close", "routes: cpc", 9, "did you mean route"),
        ("degrade", "route: cpc", 7, "not 0"),
        ("degrade", "route: cpc\n    units_out: 1\n    capacity_factor: 0.5", 7, "not 2"),
        ("degrade", "route: cpc\n    units_out: 1.5", 10, "integer"),
        ("expand", "route: cpc\n    factor: 2\n    added_kt_month: 5", 7, "not 2"),
        ("freight", "route: cpc\n    change_usd_t: 5", 7, "name the links"),
        ("border delay", "node: dostyk", 7, "not 0"),
        ("transit fee", "route: cpc\n    usd_t: 5", 9, "unknown key 'route'"),
        ("closed", "route: cpc", 7, "did you mean close"),
    ],
)
def test_what_is_not_is_refused_with_its_line(kind, rest, line, words):
    with pytest.raises(ScenarioError) as caught:
        read(kind, rest)
    assert f"mine.yaml, line {line} " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        ("degrade", "route: cpc\n    capacity_factor: 1"),
        ("degrade", "route: cpc\n    capacity_factor: 0"),
        ("expand", "route: cpc\n    factor: 0.9"),
        ("expand", "route: cpc\n    added_kt_month: -5"),
        ("close", "route: cpc\n    months: 0"),
        ("speed", "route: cpc\n    time_factor: 0"),
        ("transit fee", "territory: RUS\n    usd_t: -1"),
    ],
)
def test_numbers_out_of_range_are_refused(kind, rest):
    with pytest.raises(RangeError, match=r"mine\.yaml, line 10"):
        read(kind, rest)


def test_the_shock_of_the_trade_model_is_left_alone(small_world):
    one = Scenario.model_validate(BASE | {"instruments": [NEW]})
    shock, changes = build_shock(one, small_world)
    assert not changes
    assert all(value is None for value in vars(shock).values())


def test_how_long_all_of_it_lasts():
    entries = [
        {"kind": "close", "route": "cpc", "months": 2, "source": "OIL114"},
        {"kind": "close", "route": "rail", "months": 1, "source": "OIL114"},
    ]
    made = [Scenario.model_validate(BASE | {"instruments": found}) for found in (entries, [NEW])]
    assert [scenario.months for scenario in made] == [1, None]


def test_every_kind_on_routes_has_its_effect_on_links():
    assert set(CORRIDOR_KINDS) == set(EFFECTS)
