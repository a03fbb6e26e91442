"""The shipped scenarios on routes: mass, room, prices, books and money, one solve each."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import geoecon
from geoecon.corridors.loading import Assignment
from geoecon.corridors.money import paid as paid_by_row
from geoecon.corridors.network import Link
from geoecon.couple.carriage import income, payments
from geoecon.couple.carriers import by_region
from geoecon.couple.exports import ExportsPart
from geoecon.couple.freight import FreightPart
from geoecon.couple.scenario import Corridors
from geoecon.couple.ways import MONTHS, THOUSAND_TO_MILLION
from geoecon.runs.run import Run

CRUDE = (
    "cpc-closed", "cpc-two-moorings-out", "cpc-court-stop", "crude-avoids-russia",
    "aktau-baku-tenfold",
)  # fmt: skip
FREIGHT = ("northern-corridor-closed", "brest-malaszewicze-closed", "middle-corridor-10mt")
NAMES = ("cpc", "atyrau-samara", "atasu-alashankou", "aktau-baku", "aktau-makhachkala", "rail")
KEYS = (
    "route", "origin", "commodity", "before_kt_month", "after_kt_month", "capacity_kt_month",
    "shadow_price_usd_per_t",
)  # fmt: skip
YEARLY = MONTHS * THOUSAND_TO_MILLION
Solved = Callable[[str], Run]


@pytest.fixture(scope="module")
def solved() -> Solved:
    """Runs by name, each solved once."""
    return cache(geoecon.run)


@pytest.fixture(scope="module")
def cpc(solved: Solved) -> Run:
    return solved("cpc-closed")


def corridors(run: Run) -> Corridors:
    assert run.corridors is not None
    return run.corridors


def crude(run: Run) -> ExportsPart:
    return corridors(run).exports[0]


def freight(run: Run) -> FreightPart:
    part = corridors(run).freight
    assert part is not None
    return part


def loadings(run: Run) -> list[tuple[Assignment, np.ndarray]]:
    """Each part's loading with its loads by link [link]."""
    found = [p.shipment.loading for p in corridors(run).exports if p.shipment is not None]
    part = corridors(run).freight
    if part is not None and part.loading is not None:
        found.append(part.loading)
    assert found
    return [(each, each.load.sum(axis=0)) for each in found]


# What can be said of every scenario


@pytest.mark.parametrize("name", CRUDE + FREIGHT)
def test_no_link_is_over_its_room_and_only_full_links_are_scarce(solved: Solved, name: str) -> None:
    for loading, load in loadings(solved(name)):
        assert np.isfinite(load).all()
        limited = np.isfinite(loading.room)
        assert (load[limited] <= loading.room[limited] * (1 + 1e-9)).all()
        assert (load[loading.room <= 0] == 0).all()
        scarce = np.isfinite(loading.price) & (loading.price > 0)
        np.testing.assert_allclose(load[scarce], loading.room[scarce], rtol=1e-6)
        assert (loading.price >= 0).all()


@pytest.mark.parametrize("name", CRUDE + FREIGHT)
def test_what_starts_arrives(solved: Solved, name: str) -> None:
    """At each node: in + starting there = out + ending there."""
    for loading, _ in loadings(solved(name)):
        for cargo, load in zip(loading.graphs, loading.load, strict=True):
            graph, of = loading.graphs[cargo], loading.demands.cargo == cargo
            shipped = loading.shipped[of]
            left = np.zeros(graph.nodes)
            np.add.at(left, graph.tail, load)
            np.add.at(left, graph.head, -load)
            np.add.at(left, loading.demands.origin[of], -shipped)
            np.add.at(left, loading.demands.destination[of], shipped)
            assert np.abs(left).max() <= 1e-9 * max(shipped.sum(), 1.0)


@pytest.mark.parametrize("name", CRUDE + FREIGHT)
def test_trade_and_network_agree_and_the_books_close(solved: Solved, name: str) -> None:
    run = solved(name)
    found = corridors(run).agreement
    assert found.residual < 1e-7
    assert found.trade_solves <= 60
    assert found.solution is run.solution
    assert run.solution.converged
    assert max(run.solution.residuals.values()) < 1e-9
    assert run.solution.walras < 1e-9
    s = run.solution
    earned = s.value_added.sum(axis=1) + s.tariff_revenue + s.net_rents + s.deficit
    assert earned.sum() == pytest.approx(s.income.sum(), rel=1e-8)


@pytest.mark.parametrize("name", CRUDE + FREIGHT)
def test_tables_hold_numbers(solved: Solved, name: str) -> None:
    run = solved(name)
    routes = run.routes()
    assert tuple(routes.columns) == KEYS
    moved = routes[["before_kt_month", "after_kt_month", "shadow_price_usd_per_t"]]
    assert np.isfinite(moved.to_numpy(float)).all()
    assert (routes["shadow_price_usd_per_t"] >= 0).all()
    for view in run.route_views:
        assert not view.tables["links"].empty
        changes = view.tables["carriers"]["change_musd_month"]
        assert np.isfinite(changes.to_numpy(float)).all()


# Crude


@pytest.mark.parametrize("name", CRUDE)
def test_exported_and_stranded_make_what_is_produced(solved: Solved, name: str) -> None:
    """What stays in the fields is counted at the wells, and what is sold at the buyers."""
    run = solved(name)
    part, facts = crude(run), run.route_views[0].facts
    assert part.shipment is not None
    lost = part.exports.output[~part.joined].sum()
    left = part.shipment.left.sum() + lost
    produced = part.exports.output.sum()
    assert (part.shipment.left >= -1e-9 * produced).all()
    assert part.shipment.sold.sum() + left == pytest.approx(produced, rel=1e-9)
    assert facts["stranded_kt_month"] == pytest.approx(left, rel=1e-9, abs=1e-9 * produced)
    assert facts["exported_kt_month"] + facts["stranded_kt_month"] == pytest.approx(
        facts["produced_kt_month"], rel=1e-9
    )


@pytest.mark.parametrize("name", CRUDE)
def test_routes_and_buyers_add_up(solved: Solved, name: str) -> None:
    """Every tonne leaves by one of the named routes, and one of the buyers has it."""
    run = solved(name)
    view = run.route_views[0]
    routes, buyers, facts = view.tables["routes"], view.tables["buyers"], view.facts
    assert tuple(routes["route"]) == NAMES
    produced, exported = facts["produced_kt_month"], facts["exported_kt_month"]
    for table in (routes, buyers):
        assert table["before_kt_month"].sum() == pytest.approx(produced, rel=1e-9)
        assert table["after_kt_month"].sum() == pytest.approx(exported, rel=1e-9)


def test_without_the_terminal_half_is_stranded_and_the_other_ways_are_full(cpc: Run) -> None:
    facts = cpc.route_views[0].facts
    routes = cpc.routes().set_index("route")
    assert facts["stranded_kt_month"] > 0.3 * facts["produced_kt_month"]
    assert routes.loc["cpc", "after_kt_month"] == 0
    samara = routes.loc["atyrau-samara"]
    assert samara["after_kt_month"] == pytest.approx(samara["capacity_kt_month"], rel=1e-6)
    assert samara["shadow_price_usd_per_t"] > 0
    assert facts["revenue_after_musd_month"] < 0.7 * facts["revenue_before_musd_month"]
    left = crude(cpc).shipment
    assert left is not None
    stuck = left.left > 1e-6
    reservation = crude(cpc).exports.reservation
    np.testing.assert_allclose(left.netback[stuck], reservation, rtol=1e-6)


def test_one_mooring_and_the_other_ways_take_nearly_all(solved: Solved) -> None:
    facts = solved("cpc-two-moorings-out").route_views[0].facts
    assert 0 <= facts["stranded_kt_month"] < 0.02 * facts["produced_kt_month"]


def test_what_avoids_russia_is_on_none_of_its_links(solved: Solved) -> None:
    part = crude(solved("crude-avoids-russia"))
    assert part.shipment is not None
    before, after = part.exports.ways, part.ways
    used = {"RUS"} & territories(before.links, part.exports.shipment.load)
    assert used
    assert not {"RUS"} & territories(after.links, part.shipment.load)
    assert after.charged(part.shipment.load).get("RUS", 0.0) == 0


def territories(links: tuple[Link, ...], load: np.ndarray) -> set[str]:
    """Whose soil a load touches."""
    loaded = (link for link, kt in zip(links, load, strict=True) if kt > 0)
    return {code for link in loaded for code in link.territory.split()}


# Money


def charged_on_their_ways(part: ExportsPart) -> float:
    """What all tonnes pay along their ways, wells and scarcity apart, million USD a year."""
    assert part.shipment is not None
    loading = part.shipment.loading
    wells = np.zeros(loading.load.shape[1] - len(part.ways.charge))
    rates = np.concatenate([part.ways.charge, wells])
    used = loading.load[0] > 0
    charges = loading.load[0][used] @ rates[used]
    everything = paid_by_row(loading, rates, np.zeros_like(rates)).sum() * MONTHS
    scarcity = (loading.load[0][used] @ loading.price[used]) * YEARLY
    assert everything == pytest.approx(charges * YEARLY + scarcity, rel=1e-9)
    return float(everything - scarcity)


@pytest.mark.parametrize("name", CRUDE)
def test_what_crude_pays_on_its_way_is_what_owners_receive(solved: Solved, name: str) -> None:
    run = solved(name)
    part = crude(run)
    assert part.shipment is not None
    received = part.ways.charged(part.shipment.load)
    assert sum(received.values()) == pytest.approx(charged_on_their_ways(part), rel=1e-9)
    table = run.route_views[0].tables["carriers"].set_index("region")["after_musd_month"]
    assert table.sum() * MONTHS == pytest.approx(sum(received.values()), rel=1e-9)


@pytest.mark.parametrize("name", FREIGHT)
def test_what_goods_pay_on_their_way_is_what_owners_receive(solved: Solved, name: str) -> None:
    part = freight(solved(name))
    assert part.loading is not None
    rows = payments(part.ways, part.loading) @ part.loading.shipped * YEARLY
    assert sum(income(part.ways, part.loading).values()) == pytest.approx(rows, rel=1e-9)
    base = part.freight
    kept = np.isfinite(base.loading.index)
    before = base.paid @ base.loading.shipped[kept] * YEARLY
    assert sum(income(base.ways, base.loading).values()) == pytest.approx(before, rel=1e-9)


@pytest.mark.parametrize("name", ["cpc-closed", "cpc-court-stop", "crude-avoids-russia"])
def test_stopping_transit_of_crude_costs_the_transit_country(solved: Solved, name: str) -> None:
    """In the table and, to what the last round moved, in the income that trade is solved with."""
    run = solved(name)
    table = run.route_views[0].tables["carriers"].set_index("region")
    change = table.loc["RUS", "change_musd_month"] * MONTHS
    assert change < 0
    at = run.world.region("RUS")
    part = crude(run)
    assert by_region(run.world, part.carried())[at] == pytest.approx(change, rel=1e-9)
    owned = part.owners[at] * (part.dearer - sum(part.carried().values()))
    assert run.solution.shock.transfer[at] == pytest.approx(change + owned, rel=1e-4)


def test_stopping_transit_of_goods_costs_the_transit_countries(solved: Solved) -> None:
    run = solved("northern-corridor-closed")
    table = run.route_views[0].tables["carriers"].set_index("region")
    for code in ("RUS", "BLR", "KAZ"):
        assert table.loc[code, "change_musd_month"] < 0, code
        assert run.solution.shock.transfer[run.world.region(code)] < 0, code
    assert table.loc["EGY", "change_musd_month"] > 0


@pytest.mark.parametrize(
    "name", ["cpc-closed", "cpc-two-moorings-out", "cpc-court-stop", "aktau-baku-tenfold"]
)
def test_buyers_of_crude_pay_beyond_the_seller_what_others_earn(solved: Solved, name: str) -> None:
    """Within 2 % of export revenue: a tonne is worth something else in trade and in the network."""
    run = solved(name)
    part, solution = crude(run), run.solution
    at, sector = part.exporter, part.sector
    abroad = np.arange(len(run.world.regions)) != at
    flow = solution.flow[at, abroad, sector]
    paid = (solution.shock.wedge[at, abroad, sector] - 1) @ flow
    assert abs(paid - solution.shock.transfer.sum()) < 0.02 * flow.sum()


@pytest.mark.parametrize("name", FREIGHT)
def test_buyers_of_goods_pay_beyond_the_seller_what_others_earn(solved: Solved, name: str) -> None:
    """Exact at baseline prices, with ships on the high seas, whose earnings all share by income."""
    run = solved(name)
    part, solution = freight(run), run.solution
    assert part.loading is not None
    sectors = [run.world.sector(good.sector) for good in part.freight.goods]
    tonnes = solution.flow[..., sectors] / solution.unit_cost[:, None, sectors]
    paid = float(((solution.shock.wedge[..., sectors] - 1) * tonnes).sum())
    before = income(part.freight.ways, part.freight.loading)
    now = income(part.ways, part.loading)
    change = {owner: now.get(owner, 0.0) - before.get(owner, 0.0) for owner in before | now}
    abroad = sum(change.values()) - by_region(run.world, change).sum()
    assert abs(paid) > 1
    assert part.earned().sum() + abroad == pytest.approx(paid, rel=1e-6)


# What is written


@pytest.fixture(scope="module")
def folder(cpc: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cpc.save(tmp_path_factory.mktemp("run") / "cpc", report=False)


def test_routes_csv(folder: Path, cpc: Run) -> None:
    with (folder / "routes.csv").open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == KEYS
    assert tuple(row["route"] for row in rows) == NAMES
    assert {row["origin"] for row in rows} == {"KAZ"}
    assert {row["commodity"] for row in rows} == {"crude oil"}
    after = [float(row["after_kt_month"]) for row in rows]
    np.testing.assert_allclose(after, cpc.routes()["after_kt_month"], rtol=1e-12)


def test_run_json(folder: Path) -> None:
    record: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf8"))
    assert record["stranded_kt_month"] > 0
    assert [row["route"] for row in record["routes"]] == list(NAMES)
    assert all(set(row) <= set(KEYS) for row in record["routes"])
    (facts,) = record["corridors"]
    assert facts["commodity"] == "crude oil"
    assert facts["stranded_kt_month"] == record["stranded_kt_month"]
    assert facts["months"] == 1
    assert facts["trade_solves"] <= 60
    assert "routes.csv" in record["files"]


@pytest.mark.parametrize("name", ["links", "carriers", "buyers", "bottlenecks"])
def test_the_other_tables_name_their_commodity(folder: Path, name: str) -> None:
    with (folder / f"routes-{name}.csv").open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert {row["commodity"] for row in rows} == {"crude oil"}
