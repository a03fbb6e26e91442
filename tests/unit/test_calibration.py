"""The shipped calibration meets what it was fitted to, and predicts what its page says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geoecon.corridors import calibration_tables as tables
from geoecon.corridors import load_network
from geoecon.corridors.calibration import Calibration, calibrated, charges, load_calibration
from geoecon.corridors.crude import (
    crude_demands,
    crude_flows,
    demands_of,
    field_exports,
    paired,
    purchases,
    read_purchases,
)
from geoecon.corridors.evidence import network_sources
from geoecon.corridors.fitting import fit, predictions, year_loading, year_volumes, year_ways
from geoecon.corridors.loading import assign
from geoecon.corridors.logit import least_sensitivity
from geoecon.corridors.observations import exported, observed, read_observations
from geoecon.corridors.pairs import pair_flows
from geoecon.corridors.routes import back, read_route, read_routes, route_volumes
from geoecon.errors import DataError, NotConvergedError, RouteError, UnknownNameError
from geoecon.ledger import fact
from geoecon.parameters.tables import FACT_ID, read_table, sources

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "calibration.md"
NETWORK = load_network()
TOLERANCE = {"crude": 0.05, "container": 0.15, "bulk": 0.15}


@pytest.mark.parametrize("cargo", tables.FITTED)
def test_shipped_parameters_meet_the_fitted_year(cargo: str) -> None:
    year = tables.FITTED[cargo]
    rows = predictions(NETWORK, load_calibration(cargo), year, None)
    seen = [row for row in rows if row.observation is not None]
    assert {row.route for row in seen} == set(observed(cargo, year))
    for row in seen:
        assert row.miss is not None
        assert abs(row.miss) < TOLERANCE[cargo], row


def test_the_routes_carry_all_crude() -> None:
    volumes = year_volumes(year_ways(NETWORK, load_calibration("crude"), 2024), "crude", 2024)
    assert sum(volumes.values()) == pytest.approx(exported("crude", "KAZ", 2024), rel=0.01)


def test_refitting_changes_nothing() -> None:
    shipped = load_calibration("crude")
    again = fit(NETWORK, shipped, tables.FITTED["crude"])
    assert [row.value for row in again.free] == pytest.approx(
        [row.value for row in shipped.free], abs=0.006
    )


def test_fit_finds_its_way_from_elsewhere() -> None:
    shipped = load_calibration("crude")
    start = shipped.fitted([8.0, 6.0, -1.0, 14.0])
    again = fit(NETWORK, start, 2024)
    assert [row.value for row in again.free] == pytest.approx(
        [row.value for row in shipped.free], abs=0.006
    )


@pytest.mark.parametrize("cargo", tables.FITTED)
def test_sensitivity_is_above_the_least_with_room_to_spare(cargo: str) -> None:
    calibration, year = load_calibration(cargo), tables.FITTED[cargo]
    assert calibration.sensitivity > 1.25 * tables.least(NETWORK, calibration, year)


@pytest.fixture(scope="module")
def scores() -> pd.DataFrame:
    """The misses of model and naive forecast."""
    return tables.score_table(NETWORK)


def test_page_states_the_mean_misses(scores: pd.DataFrame) -> None:
    text = PAGE.read_text(encoding="utf8")
    row = re.compile(r"^\| (crude|container|bulk) \| (\d{4}) \| ([\d.]+) \| ([\d.]+) \|$", re.M)
    told = [(c, int(y), float(m), float(n)) for c, y, m, n in row.findall(text)]
    found = scores.to_numpy().tolist()
    assert told == [(c, y, m, n) for c, y, m, n in found]


def test_crude_is_predicted_better_than_by_last_years_shares(scores: pd.DataFrame) -> None:
    crude = scores[scores["cargo"] == "crude"]
    assert (crude["model %"] < crude["naive %"]).all()


def test_counts() -> None:
    counts = tables.count_table(NETWORK).set_index("cargo")
    assert (counts["free parameters"] <= counts["independent"]).all()
    crude = counts.loc["crude"]
    assert crude["free parameters"] == 4
    assert crude["observations"] == 7
    assert crude["independent"] == 4


def test_a_volume_on_a_route_is_net_of_what_comes_back() -> None:
    ways = year_ways(NETWORK, load_calibration("container"), 2023)
    load = np.zeros(len(ways.network.links))
    load[ways.network.link_index["kartaly-samara"]] = 5.0
    load[ways.network.link_index["kartaly-samara-reverse"]] = 2.0
    volumes = route_volumes(ways.network, load)
    assert volumes["northern"] == 3.0
    assert volumes["cpc"] == 0.0
    assert back("a-reverse") == "a"


def test_gates_and_passages_stand_in_the_network() -> None:
    passages = {link.passage for link in NETWORK.links}
    for route in read_routes():
        assert all(gate in NETWORK.link_index for gate in route.gates), route
        assert route.gates or route.passage in passages
    with pytest.raises(UnknownNameError, match="atyrau-samara"):
        read_route("atyrau-samar")


def test_charges_are_put_where_routes_are_counted() -> None:
    crude = load_calibration("crude")
    found = charges(NETWORK, crude)
    charged = {NETWORK.links[k].id: found[k] for k in np.flatnonzero(found)}
    assert set(charged) == {
        "atyrau-samara-kazakh-section",
        "atasu-alashankou",
        "aktau-baku-tankers",
        "aktau-makhachkala-tankers",
    }
    ways = year_ways(NETWORK, crude, 2024)
    bare = ways.network.graph("crude", crude.value_of_time)
    assert ways.graph.cost - bare.cost == pytest.approx(charges(ways.network, crude))


def test_a_changed_network_keeps_ends_and_gates() -> None:
    now = NETWORK.on(date(2024, 6, 30))
    flows = crude_flows(calibrated(now, "crude"), "KAZ", 2024)
    shut = now.without([link.id for link in now.route("cpc")])
    ways = calibrated(shut, "crude")
    assert ways.sensitivity == load_calibration("crude").sensitivity
    assert len(demands_of(flows, ways.network)) == len(flows)
    cut = calibrated(now.without(["kashagan-atyrau"]), "crude")
    demands = demands_of(flows, cut.network)
    with pytest.raises(RouteError, match="Kashagan"):
        assign(cut.graph, demands, cut.sensitivity)


def test_crude_demands_keep_both_totals() -> None:
    ways = year_ways(NETWORK, load_calibration("crude"), 2024)
    total = exported("crude", "KAZ", 2024)
    flows = crude_flows(ways, "KAZ", 2024)
    for field, kt in field_exports("KAZ", 2024, total).items():
        assert sum(flow.kt for flow in flows if flow.origin == field) == pytest.approx(kt)
    for region, kt in purchases("KAZ", 2024, total).items():
        zone = ways.network.zone(region).id
        assert sum(flow.kt for flow in flows if flow.destination == zone) == pytest.approx(kt)
    demands = crude_demands(ways, "KAZ", 2024)
    assert 12 * demands.mass.sum() == pytest.approx(total)
    assert demands.must_go.all()


def test_pairs_of_two_by_two_keep_the_odds() -> None:
    cost = np.array([[1.0, 3.0], [2.0, 2.0]])
    kt = paired(cost, np.array([3.0, 1.0]), np.array([2.0, 2.0]), 0.5)
    assert kt.sum(axis=1) == pytest.approx([3.0, 1.0])
    assert kt.sum(axis=0) == pytest.approx([2.0, 2.0])
    odds = kt[0, 0] * kt[1, 1] / (kt[0, 1] * kt[1, 0])
    assert odds == pytest.approx(np.exp(0.5 * (3 + 2 - 1 - 2)))


def test_pairs_that_cannot_be_met_are_refused() -> None:
    cost = np.array([[1.0, np.inf], [1.0, np.inf], [np.inf, 1.0]])
    with pytest.raises(NotConvergedError, match="not paired"):
        paired(cost, np.array([1.0, 1.0, 1.0]), np.array([1.0, 2.0]), 0.5)
    with pytest.raises(NotConvergedError, match="no field"):
        paired(cost[:2], np.array([1.0, 2.0]), np.array([1.0, 2.0]), 0.5)


def test_stated_purchases_stay_and_years_before_the_first_are_refused() -> None:
    assert purchases("KAZ", 2024, 68_600.0)["UZB"] == 50.0
    assert sum(purchases("KAZ", 2023, 70_500.0).values()) == pytest.approx(70_500.0)
    assert {row.year for row in read_purchases("KAZ", 2025)} == {2024}
    with pytest.raises(DataError, match="2019"):
        read_purchases("KAZ", 2019)
    with pytest.raises(UnknownNameError, match="exporter"):
        purchases("FRA", 2024, 1.0)
    with pytest.raises(DataError, match="more than"):
        field_exports("KAZ", 2025, 60_000.0)
    with pytest.raises(DataError, match="no total"):
        exported("crude", "KAZ", 2019)
    with pytest.raises(UnknownNameError, match="cargo"):
        load_calibration("gold")


def test_container_pairs_take_their_total_from_the_blocs_they_name() -> None:
    flows = pair_flows(NETWORK, "container", 2023)
    outside = {NETWORK.zone(name).id for name in ("TUR", "GEO", "AZE", "ARM")}
    inside = sum(flow.kt for flow in flows if flow.destination not in outside)
    assert inside == pytest.approx(83_925)
    assert outside <= {flow.destination for flow in flows}


def test_observations_agree_with_the_volumes_of_the_network() -> None:
    volumes = {
        (volume.route, volume.start.year): []
        for volume in NETWORK.volumes
        if volume.commodity == "crude oil" and volume.origin == "KAZ"
    }
    for volume in NETWORK.volumes:
        key = (volume.route, volume.start.year)
        if key in volumes and volume.origin == "KAZ" and (volume.end - volume.start).days > 360:
            volumes[key].append(volume.volume_kt)
    for row in read_observations():
        if row.cargo == "crude" and row.source.count("OIL") == 1 and row.status != "forecast":
            assert row.kt in volumes[row.route, row.year], row


def test_every_source_is_known() -> None:
    known = sources("network")
    for table in ("crude_flows", "crude_fields", "observations", "pair_totals", "calibration"):
        for row in read_table(table, "network"):
            assert row["source"]
            for name in row["source"].split():
                assert name in known or fact(name) if FACT_ID.fullmatch(name) else name in known
    assert network_sources(NETWORK)


def test_loading_of_a_year_conserves_mass_under_capacity() -> None:
    ways = year_ways(NETWORK, load_calibration("crude"), 2025)
    loaded = year_loading(ways, "crude", 2025)
    assert (loaded.load[0] <= loaded.room * (1 + 1e-9)).all()
    assert loaded.residuals["conservation"] < 1e-9


def test_least_sensitivity_of_the_table_is_that_of_the_demands() -> None:
    calibration: Calibration = load_calibration("crude")
    ways = year_ways(NETWORK, calibration, 2024)
    demands = crude_demands(ways, "KAZ", 2024)
    here = least_sensitivity(ways.graph, demands.origin, demands.destination)
    assert tables.least(NETWORK, calibration, 2024) == here
