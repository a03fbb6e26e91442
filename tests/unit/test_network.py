"""The network of Eurasia as data: whole, sourced, and closed where it is closed."""

from __future__ import annotations

import heapq
import json
import math
import os
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from geoecon import load_world
from geoecon.corridors import (
    Link,
    Network,
    link_facts,
    load_network,
    network_sources,
)
from geoecon.corridors.sailings import ARRIVED, sailings
from geoecon.corridors.services import great_circle_km
from geoecon.errors import UnknownNameError

DAY = date(2024, 6, 30)
CHECKS = Path(os.environ.get("GEOECON_REPLICATION_DATA", "/work/shared/checks"))
PIPELINES = {  # link -> project of the Global Oil Infrastructure Tracker with the same ends
    "atasu-alashankou": "P0648",
    "kenkiyak-kumkol": "P5197",
    "kenkiyak-atyrau": "P5198",
    "karachaganak-atyrau": "P5202",
}


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network()


@pytest.fixture(scope="module")
def now(network: Network) -> Network:
    return network.on(DAY)


def shortest(
    network: Network, origin: str, cargo: str, modes: set[str] | None = None
) -> dict[str, float]:
    """Shortest lengths from one node to all that can be reached, km."""
    ways: dict[str, list[Link]] = {}
    for link in network.links:
        if cargo in link.cargo and (modes is None or link.mode in modes):
            ways.setdefault(link.from_node, []).append(link)
    queue, done = [(0.0, origin)], dict[str, float]()
    while queue:
        length, here = heapq.heappop(queue)
        if here not in done:
            done[here] = length
            for link in ways.get(here, []):
                heapq.heappush(queue, (length + link.length_km, link.to_node))
    return done


def shut(network: Network, passage: str) -> Network:
    return network.without(link.id for link in network.links if link.passage == passage)


def sea_km(network: Network, origin: str, destination: str) -> float:
    return shortest(network, origin, "container", {"sea"}).get(destination, math.inf)


@pytest.mark.parametrize("cargo", ["container", "bulk"])
def test_every_economy_reaches_every_other(now: Network, cargo: str) -> None:
    regions = load_world().regions
    zones = {now.zone(region).id for region in regions}
    assert len(zones) == len(regions) == 83
    first = now.zone("KAZ").id
    assert zones <= set(shortest(now, first, cargo))
    turned = Network("", now.nodes, tuple(_turned(link) for link in now.links))
    assert zones <= set(shortest(turned, first, cargo))  # and each reaches it, hence one another


def _turned(link: Link) -> Link:
    return replace(link, from_node=link.to_node, to_node=link.from_node)


def test_the_way_through_suez_is_the_shorter_one(now: Network) -> None:
    through, around = (sea_km(net, "shanghai", "rotterdam") for net in (now, shut(now, "suez")))
    assert 18_500 < through < 20_500  # searoute alone: 19,580
    assert through + 3_000 < around < math.inf


def test_a_gulf_behind_a_shut_strait_has_no_way_out_by_sea(now: Network) -> None:
    assert 6_500 < sea_km(now, "kuwait", "singapore") < 8_000
    assert sea_km(shut(now, "hormuz"), "kuwait", "singapore") == math.inf


@pytest.mark.parametrize(
    ("passage", "origin", "destination"),
    [("bosporus", "constanta", "piraeus"), ("gibraltar", "genoa", "rotterdam"),
     ("bab-el-mandeb", "jeddah", "nhava-sheva"), ("malacca", "nhava-sheva", "shanghai"),
     ("panama", "new-york", "los-angeles"), ("danish-straits", "gdansk", "rotterdam")],
)  # fmt: skip
def test_each_passage_is_the_way(now: Network, passage: str, origin: str, destination: str) -> None:
    open_, closed = (sea_km(net, origin, destination) for net in (now, shut(now, passage)))
    assert open_ * 1.05 < closed


CASPIAN = ("aktau-port", "kuryk", "alat", "turkmenbashi", "anzali", "makhachkala", "astrakhan")


@pytest.mark.parametrize("cargo", ["container", "bulk"])
def test_every_way_over_the_caspian_has_a_limit(network: Network, cargo: str) -> None:
    afloat = sailings(network, cargo).network
    over = [
        link
        for link in afloat.links
        if link.mode in ("sea", "ferry")
        and {link.from_node, link.to_node.removesuffix(ARRIVED)} <= set(CASPIAN)
    ]
    limits = {link.id: link.capacity_kt_month for link in over}
    assert None not in limits.values()
    from_aktau = {link.id for link in over if link.from_node == "aktau-port"}
    if cargo == "container":
        assert (from_aktau, limits["aktau-alat-feeder"]) == ({"aktau-alat-feeder"}, 83.3)
    else:
        assert from_aktau == {"aktau-alat-bulk", "aktau-anzali-bulk"}


def test_sailings_leave_no_ferry_without_its_port(network: Network) -> None:
    for cargo in ("container", "bulk", "crude"):
        used = [link for link in network.links if cargo in link.cargo]
        sea = [link for link in used if link.mode == "sea" and not link.route]
        afloat = {end for link in sea for end in (link.from_node, link.to_node)}
        kept = [
            link for link in used if link.mode == "ferry" or (link.mode == "sea" and link.route)
        ]
        assert not afloat & {end for link in kept for end in (link.from_node, link.to_node)}


def test_what_is_closed_by_default_stays_closed(network: Network, now: Network) -> None:
    closed = {link.passage for link in network.links if link.status == "closed"}
    assert {"northern-sea-route", "volga-don", "rhine-main-danube", "kerch"} <= closed
    assert not closed & {link.passage for link in now.links} - {""}
    assert sea_km(now, "azov", "constanta") == math.inf


@pytest.mark.parametrize("field", ["tengiz", "kashagan", "karachaganak", "mangystau", "aktobe"])
def test_kazakh_crude_reaches_the_mediterranean(now: Network, field: str) -> None:
    assert now.zone("ITA").id in shortest(now, field, "crude")


def test_without_the_moorings_no_crude_leaves_through_the_pipeline(now: Network) -> None:
    cut = now.without(f"cpc-mooring-{number}" for number in (1, 2, 3))
    assert "cpc-buoys" in shortest(now, "cpc-terminal", "crude")
    assert set(shortest(cut, "cpc-terminal", "crude")) == {"cpc-terminal"}


def test_the_parts_of_a_tariff_and_a_length_add_up(now: Network) -> None:
    ways = [link for link in now.route("cpc") if "mooring" not in link.id]
    assert sum(link.freight_usd_t("crude") for link in ways) == pytest.approx(38)
    assert sum(link.length_km for link in ways) == 1511
    through = [link for link in now.route("aktau-baku") if link.id.startswith("btc")]
    assert sum(link.freight_usd_t("crude") for link in through) == pytest.approx(24)
    assert sum(link.length_km for link in through) == 1768


def test_capacity_follows_the_date(network: Network) -> None:
    before = network.on(date(2022, 6, 30)).link("cpc-kazakh-section-before-2023")
    after = network.on(DAY).link("cpc-kazakh-section")
    assert (before.capacity_kt_month, after.capacity_kt_month) == (4475.0, 6041.7)
    with pytest.raises(UnknownNameError, match="did you mean"):
        network.on(DAY).link("cpc-kazakh-section-before-2023")


def test_a_graph_has_all_links_and_prices_each_cargo(now: Network) -> None:
    graph, slower = now.graph("crude"), now.graph("crude", value_of_time_usd_t_day=2.0)
    number = now.link_index["atasu-alashankou"]
    link = now.link("atasu-alashankou")
    assert graph.links == len(now.links)
    assert graph.cost[number] == 24.61
    assert slower.cost[number] == pytest.approx(24.61 + 2 * link.time_days)
    assert graph.capacity[number] == 1666.7
    assert np.isinf(now.graph("container").cost[number])


def test_moorings_share_the_load_of_others(now: Network) -> None:
    moorings = [now.link_index[f"cpc-mooring-{number}"] for number in (1, 2, 3)]
    load = now.preload(2024)
    assert load[moorings].sum() == pytest.approx((63_010 - 54_900) / 12, abs=0.1)
    assert np.ptp(load[moorings]) == 0
    alone = now.without(["cpc-mooring-2", "cpc-mooring-3"])
    assert alone.preload(2024)[alone.link_index["cpc-mooring-1"]] == load[moorings].sum()
    assert now.preload(1999).sum() == 0
    assert (load <= now.capacity()).all()


def test_every_source_is_known(network: Network) -> None:
    found = network_sources(network)
    assert {"OIL001", "COR021", "assumed-rates"} <= set(found)
    assert found["OIL011"].kind == "press"
    assert found["assumed-rates"].kind == "assumption"


def test_disagreeing_facts_stand_side_by_side() -> None:
    capacities = {
        fact.raw for fact in link_facts("aktau-oil-berths") if fact.quantity == "capacity"
    }
    assert {"5.2", "7.5", "7"} <= capacities
    assert {"OIL004", "OIL007", "OIL011"} <= {fact.id for fact in link_facts("cpc")}
    with pytest.raises(UnknownNameError, match="aktau-oil-berths"):
        link_facts("aktau-oil-berth")


def test_sea_legs_are_no_shorter_than_the_great_circle(network: Network) -> None:
    legs = [link for link in network.links if link.id.startswith("sea-")]
    ratios = [
        link.length_km / great_circle_km(network.node(link.from_node), network.node(link.to_node))
        for link in legs
        if link.length_km > 50  # lengths are whole kilometres
    ]
    assert len(legs) > 500
    assert min(ratios) > 0.99
    assert max(ratios) < 2.5


def test_land_is_no_shorter_than_the_great_circle(network: Network) -> None:
    short = [
        link.id
        for link in network.links
        if link.mode in ("pipeline", "rail", "road")
        and link.length_km
        < 0.95 * great_circle_km(network.node(link.from_node), network.node(link.to_node))
    ]
    assert short == []


def geometry_km(name: str) -> float:
    path = CHECKS / "pipelines_gem" / "pipelines_bbox_46.5-87.5E_36-55.5N.geojson"
    if not path.is_file():
        pytest.skip(f"no {path}")
    found = json.loads(path.read_text())["features"]
    lines = next(
        entry["geometry"]["coordinates"]
        for entry in found
        if entry["properties"]["ProjectID"] == name
    )
    return sum(_km(*pair) for line in lines for pair in pairwise(line))


def _km(start: list[float], end: list[float]) -> float:
    south, north = math.radians(start[1]), math.radians(end[1])
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin(math.radians(end[0] - start[0]) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


@pytest.mark.parametrize(("link", "project"), PIPELINES.items())
def test_pipelines_are_as_long_as_drawn(network: Network, link: str, project: str) -> None:
    assert network.link(link).length_km == pytest.approx(geometry_km(project), rel=0.15)


def test_the_caspian_pipeline_is_longer_than_its_simplified_drawing(network: Network) -> None:
    drawn = geometry_km("P0646")  # thinned by its source: below the 1,511 km that CPC states
    stated = sum(
        link.length_km for link in network.on(DAY).route("cpc") if "mooring" not in link.id
    )
    assert 0.85 * stated < drawn < stated


def test_the_old_pipeline_from_uzen_to_samara_is_as_long_as_drawn(network: Network) -> None:
    parts = ("uzen-atyrau", "atyrau-samara-kazakh-section", "atyrau-samara-russian-section")
    total = sum(network.link(part).length_km for part in parts)
    assert total == pytest.approx(geometry_km("P0649"), rel=0.15)
