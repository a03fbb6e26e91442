"""Scenarios on the embedded network: closing adds only, numbers change as asked, pairs apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import numpy as np
import pytest

from geoecon.corridors import Network, load_network
from geoecon.corridors.changes import changed_network, pair_classes, pair_network
from geoecon.errors import (
    ConflictError,
    DataError,
    LabelError,
    RangeError,
    ScenarioError,
    UnknownNameError,
)
from geoecon.scenario import Scenario
from geoecon.scenario.reader import read_scenario

DAY = date(2024, 7, 1)
MOORINGS = ["cpc-mooring-1", "cpc-mooring-2", "cpc-mooring-3"]
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


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network()


@pytest.fixture(scope="module")
def now(network: Network) -> Network:
    return network.on(DAY)


def scenario(*instruments: dict[str, object], **more: object) -> Scenario:
    base = {"name": "s", "title": "T", "question": "Q?", "date": str(DAY), "focus": "KAZ"}
    entries = [{"source": "OIL114"} | entry for entry in instruments]
    return Scenario.model_validate(base | {"instruments": entries} | more)


def close(**named: object) -> dict[str, object]:
    return {"kind": "close"} | named


def degrade(**named: object) -> dict[str, object]:
    return {"kind": "degrade"} | named


@pytest.mark.parametrize(
    ("named", "gone"),
    [
        ({"links": MOORINGS[:1]}, {MOORINGS[0]}),
        ({"links": "brest-malaszewicze"}, {"brest-malaszewicze", "brest-malaszewicze-reverse"}),
        ({"links": "brest-malaszewicze-reverse"}, {"brest-malaszewicze-reverse"}),
        ({"passage": "suez"}, {"suez", "suez-reverse"}),
        ({"node": "cpc-terminal"}, {"cpc-russian-section-2", *MOORINGS}),
    ],
)
def test_closing_takes_away_what_is_named_and_nothing_else(network, now, named, gone):
    changed, log = changed_network(network, scenario(close(**named)))
    assert changed == now.without(gone)
    assert {change.link for change in log} == gone
    assert {(change.old, change.new) for change in log} == {("open", "closed")}


def test_closing_adds_to_the_defaults_and_never_opens_anything(network, now):
    changed, _ = changed_network(network, scenario(close(passage="suez"), close(territory="RUS")))
    assert set(changed.links) < set(now.links)
    assert not any("RUS" in link.territory.split() for link in changed.links)
    assert not any(link.passage == "northern-sea-route" for link in changed.links)


def test_a_scenario_that_closes_nothing_there_leaves_the_network_as_it_is(network, now):
    toll = {"kind": "tariff", "exporters": "CHN", "importers": "KAZ", "set_pct": 5}
    assert changed_network(network, scenario(toll)) == (now, ())


def test_changes_leave_the_whole_network_untouched(network, now):
    before = replace(network)
    changed_network(network, scenario(close(route="cpc"), NEW))
    assert network == before
    assert network.on(DAY) == now


def test_closing_for_one_cargo_leaves_the_others(network, now):
    changed, _ = changed_network(network, scenario(close(links="suez", cargo="crude")))
    assert now.link("suez").cargo - changed.link("suez").cargo == {"crude"}
    assert len(changed.links) == len(now.links)
    assert np.isinf(changed.graph("crude").cost[changed.link_index["suez"]])


def test_two_of_three_moorings_out_leave_a_third(network, now):
    changed, log = changed_network(network, scenario(degrade(links=MOORINGS, units_out=2)))
    for name in MOORINGS:
        assert changed.link(name).capacity_kt_month == pytest.approx(3500 / 3)
    others = {link for link in now.links if link.id not in MOORINGS}
    assert set(changed.links) >= others
    assert {change.unit for change in log} == {"kt a month"}
    share = changed_network(network, scenario(degrade(links=MOORINGS, capacity_factor=1 / 3)))[0]
    assert np.allclose(share.capacity(), changed.capacity())


def test_a_route_is_degraded_where_it_has_limits(network, now):
    changed, log = changed_network(network, scenario(degrade(route="cpc", capacity_factor=0.5)))
    limited = {link.id for link in now.route("cpc") if link.capacity_kt_month is not None}
    assert {change.link for change in log} == limited
    finite = np.isfinite(now.capacity())
    assert (np.isfinite(changed.capacity()) == finite).all()


def test_more_room_less_freight_other_times(network, now):
    changed, _ = changed_network(
        network,
        scenario(
            {"kind": "expand", "links": "aktau-oil-berths", "added_kt_month": 100},
            {"kind": "freight", "links": "btc-georgia", "change_usd_t": 1.5},
            {"kind": "freight", "route": "cpc", "change_pct": 10},
            {"kind": "speed", "links": "boyuk-kesik-tbilisi", "time_factor": 0.5},
        ),
    )
    assert changed.link("aktau-oil-berths").capacity_kt_month == pytest.approx(533.3)
    dearer = changed.link("btc-georgia").freight_usd_t("crude")
    assert dearer == pytest.approx(now.link("btc-georgia").freight_usd_t("crude") + 1.5)
    paid = [sum(link.freight_usd_t("crude") for link in net.route("cpc")) for net in (now, changed)]
    assert paid[1] == pytest.approx(1.1 * paid[0])
    old, new = (net.link("boyuk-kesik-tbilisi") for net in (now, changed))
    assert (new.time_days, new.border_delay_days) == (old.time_days / 2, old.border_delay_days / 2)


def test_a_delay_of_a_territory_falls_on_its_land_borders_alone(network, now):
    entry = {"kind": "border delay", "territory": "POL", "add_days": 2}
    changed, log = changed_network(network, scenario(entry))
    assert "brest-malaszewicze" in {change.link for change in log}
    for change in log:
        link = now.link(change.link)
        ends = {now.node(link.from_node).territory, now.node(link.to_node).territory}
        assert len(ends) == 2
        assert changed.link(link.id).border_delay_days == link.border_delay_days + 2


def test_what_is_closed_by_default_opens_only_where_it_is_named(network, now):
    changed, log = changed_network(network, scenario({"kind": "open", "route": "baku-supsa"}))
    opened = set(changed.link_index) - set(now.link_index)
    assert opened == {link.id for link in network.route("baku-supsa")}
    assert {change.what for change in log} == {"link opened"}
    with pytest.raises(ScenarioError, match="no link that this could change"):
        changed_network(network, scenario({"kind": "open", "route": "cpc"}))


def test_a_new_link_is_there_both_ways_and_can_be_changed(network, now):
    dearer = {"kind": "freight", "links": NEW["id"], "change_pct": 50}
    changed, _ = changed_network(network, scenario(dearer, NEW | {"both_ways": True}))
    added = set(changed.link_index) - set(now.link_index)
    assert added == {"aktau-baku-pipeline", "aktau-baku-pipeline-reverse"}
    assert changed.link("aktau-baku-pipeline").freight_usd_t("crude") == pytest.approx(18)
    assert np.isinf(changed.link("aktau-baku-pipeline").freight_usd_t("container"))


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (NEW | {"id": "atasu-alashankou"}, LabelError),
        (NEW | {"to_node": "nowhere"}, LabelError),
        (NEW | {"cargo": "container"}, DataError),
        (degrade(links=MOORINGS, units_out=3), RangeError),
        ({"kind": "freight", "links": "btc-georgia", "change_usd_t": -100}, RangeError),
        ({"kind": "border delay", "node": "dostyk", "add_days": -9}, RangeError),
        (degrade(links="cpc-russian-section-1", capacity_factor=0.5), ScenarioError),
        (close(links="cpc-kazakh-section-before-2023"), ScenarioError),
        ({"kind": "transit fee", "territory": "EAEU", "usd_t": 5}, RangeError),
    ],
)
def test_what_cannot_be_done_is_refused(network, entry, kind):
    with pytest.raises(kind):
        changed_network(network, scenario(entry))


@pytest.mark.parametrize(
    ("named", "nearest"),
    [
        ("links: [suez, cpc-moring-1]", "cpc-mooring-1"),
        ("route: cpcc", "cpc"),
        ("passage: sues", "suez"),
        ("territory: Rusia", "Russia"),
        ("territory: ATA", "ATA"),
        ("node: dostik", "dostyk"),
        ("route: cpc\n    exporters: Kazakhstann", "Kazakhstan"),
    ],
)
def test_unknown_names_are_told_with_the_nearest_and_the_line(network, named, nearest):
    text = (
        f"title: T\nquestion: Q?\ndate: {DAY}\nfocus: KAZ\ninstruments:\n"
        f"  - kind: close\n    source: OIL114\n    {named}\n"
    )
    asked = read_scenario(text, file="mine.yaml", name="mine")
    with pytest.raises(UnknownNameError) as caught:
        changed_network(network, asked)
    assert f"mine.yaml, line {9 if 'exporters' in named else 8} " in str(caught.value)
    assert nearest in str(caught.value)


@pytest.mark.parametrize(
    "pair",
    [
        (close(links=MOORINGS), {"kind": "expand", "links": MOORINGS[0], "factor": 2}),
        (close(territory="RUS"), degrade(links=MOORINGS, units_out=2)),
        (close(territory="AZE"), {"kind": "open", "route": "baku-supsa"}),
        (degrade(links=MOORINGS, units_out=2), {"kind": "expand", "route": "cpc", "factor": 2}),
        (
            {"kind": "transit fee", "territory": "RUS", "usd_t": 5},
            {"kind": "transit fee", "territory": "RUS", "usd_t": 6, "exporters": "KAZ"},
        ),
        (
            {"kind": "freight", "route": "cpc", "change_pct": 5},
            {"kind": "freight", "links": "cpc-tengiz-atyrau", "change_usd_t": 5},
        ),
    ],
)
def test_instruments_that_contradict_each_other_are_refused_in_either_order(network, pair):
    for entries in permutations(pair):
        with pytest.raises(ConflictError, match=r"instruments\[0\] and instruments\[1\]"):
            changed_network(network, scenario(*entries))


def test_saying_the_same_twice_is_saying_it_once_and_order_does_not_matter(network):
    entries = [
        degrade(links=MOORINGS, units_out=2),
        close(passage="suez"),
        {"kind": "open", "route": "baku-supsa"},
        {"kind": "freight", "route": "baku-supsa", "change_pct": 10},
    ]
    once = changed_network(network, scenario(*entries))[0]
    assert changed_network(network, scenario(*entries * 2))[0] == once
    assert changed_network(network, scenario(*entries[::-1]))[0] == once


def test_different_pairs_may_pay_different_fees(network):
    fees = [
        {"kind": "transit fee", "territory": "RUS", "usd_t": 5, "exporters": "KAZ"},
        {"kind": "transit fee", "territory": "RUS", "usd_t": 6, "exporters": "CHN"},
    ]
    asked = scenario(*fees)
    changed, _ = changed_network(network, asked)
    link = "border-kaz-rus-cpc"
    for exporter, fee in (("KAZ", 5), ("CHN", 6), ("UZB", 0)):
        seen = pair_network(network, changed, asked, exporter, "ITA")
        (entry,) = [found for found in seen.links if found.from_node == link]
        assert entry.fee_usd_t == fee
        assert entry.fee_owner == ("RUS" if fee else "")


def test_a_fee_is_paid_once_on_a_way_through_and_never_on_ones_own_trade(network):
    asked = scenario({"kind": "transit fee", "territory": "RUS", "usd_t": 5})
    changed, _ = changed_network(network, asked)
    seen = pair_network(network, changed, asked, "KAZ", "ITA")
    assert sum(link.fee_usd_t for link in seen.route("cpc") if link.id != MOORINGS[0]) == 5
    for pair in (("RUS", "ITA"), ("KAZ", "RUS")):
        assert pair_network(network, changed, asked, *pair) == changed


def test_pairs_apart_share_links_in_one_order(network, now):
    asked = scenario(close(territory="RUS", cargo="crude", exporters="KAZ"))
    changed, log = changed_network(network, asked)
    assert changed == now
    assert all(change.scope and change.scope.covers("KAZ", "ITA") for change in log)
    seen = pair_network(network, changed, asked, "KAZ", "ITA")
    assert seen.link_index == changed.link_index
    shut = np.isinf(seen.graph("crude").cost) & np.isfinite(changed.graph("crude").cost)
    assert {link.id for link, gone in zip(seen.links, shut, strict=True) if gone} == {
        change.link for change in log
    }
    assert pair_network(network, changed, asked, "RUS", "ITA") == changed


def test_a_transit_ban_spares_the_trade_of_the_territory(network):
    ban = {"kind": "transit ban", "territory": ["RUS", "BLR"], "cargo": ["container", "bulk"]}
    asked = scenario(ban | {"exporters": "CHN", "importers": "EU27", "both_ways": True})
    pairs = [("CHN", "DEU"), ("DEU", "CHN"), ("CHN", "RUS"), ("KAZ", "DEU"), ("DEU", "POL")]
    assert pair_classes(network, asked, pairs) == {(0,): tuple(pairs[:2]), (): tuple(pairs[2:])}


@pytest.mark.parametrize(
    ("entry", "more"),
    [
        (close(route="cpc", months=1), {"horizon": "long run"}),
        (close(route="cpc", months=1, start="2024-05-01"), {"horizon": "month"}),
        (close(route="cpc", start="2024-08-01"), {"horizon": "month"}),
        ({"kind": "expand", "route": "cpc", "factor": 2, "year": 2027}, {"horizon": "month"}),
    ],
)
def test_what_is_not_in_force_at_the_horizon_is_refused(network, entry, more):
    with pytest.raises(ConflictError):
        changed_network(network, scenario(entry, **more))
