"""The whole build on a made-up world of eight economies, from either layout of the ICIO."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geoecon.errors import MissingValueError
from geoecon.sources.icio import Icio
from geoecon.sources.kazstat import PartnerTrade
from geoecon.world.building.assemble import Built, build
from geoecon.world.building.facts import Facts, Supplement
from geoecon.world.building.labels import Labels, read_labels
from geoecon.world.building.log import to_csv
from geoecon.world.building.page import page
from geoecon.world.building.parameters import Parameters
from geoecon.world.building.write import write_report, write_world
from geoecon.world.store import load_world

CODES = ("AUT", "CZE", "DEU", "ITA", "KAZ", "KGZ", "TWN", "XAF")
COUNTRIES = ("AUT", "CZE", "DEU", "ITA", "KAZ", "TWN", "AGO")
SUPPLEMENTS = (
    Supplement("TWN", "", "gdp", 60_000.0, ""),
    Supplement("TWN", "", "goods_exports_fob", 9_000.0, ""),
    Supplement("TWN", "", "goods_imports_cif", 8_000.0, ""),
    Supplement("KAZ", "", "goods_exports_total_fob", 1_400.0, ""),
    Supplement("KAZ", "", "goods_imports_total_cif", 700.0, ""),
)


@pytest.fixture(scope="module")
def labels() -> Labels:
    full = read_labels()
    keep: dict[str, Any] = {
        name: {c: getattr(full, name)[c] for c in CODES}
        for name in ("names", "members", "technology_from", "centres")
    }  # fmt: skip
    return replace(full, regions=CODES, **keep)


@pytest.fixture(scope="module")
def facts() -> Facts:
    rng = np.random.default_rng(11)
    traders = [code for code in CODES if code != "TWN"]
    pairs = {(i, n): float(rng.uniform(200, 900)) for i in traders for n in traders if i != n}
    pairs |= {("KAZ", code): 250.0 for code in ("AUT", "CZE", "DEU", "ITA")}
    buyers = [code for code in traders if code != "KAZ"]
    oil = {("KAZ", code, "crude_oil"): 100.0 for code in ("AUT", "CZE", "DEU", "ITA")}
    gas = ("KAZ", "KGZ", "natural_gas")
    return Facts(
        gdp={code: 50_000.0 for code in CODES if code != "TWN"},
        pairs=pairs,
        raw={**oil, gas: 10.0, ("KAZ", "DEU", "minerals"): 20.0},
        tonnes={**dict.fromkeys(oil, 150.0), gas: 40.0, ("KAZ", "ITA", "crude_oil"): 400.0},
        headings={("KAZ", "DEU", "260300"): 20.0},
        production={("KAZ", "Copper"): 6e5},
        official=PartnerTrade(
            "KAZ", dict.fromkeys(buyers, 1_400.0 / 6), dict.fromkeys(buyers, 700.0 / 6)
        ),
        supplements=SUPPLEMENTS,
    )


@pytest.fixture(scope="module")
def icio(labels: Labels) -> Icio:
    rng = np.random.default_rng(12)
    industries = tuple(s for key in labels.sectors for s in labels.industries[key])
    n, j = len(COUNTRIES), len(industries)
    flows = rng.uniform(0.0, 0.04, (n, j, n, j))
    for c in range(n):
        flows[c, :, c] *= 200.0
    final = rng.uniform(0.0, 4.0, (n, j, n))
    for c in range(n):
        final[c, :, c] *= 200.0
    output = flows.sum(axis=(2, 3)) + final.sum(axis=2)
    primary = output - flows.sum(axis=(0, 1))
    assert primary.min() > 0
    return Icio(COUNTRIES, industries, flows, output, primary, final.sum(axis=2))


@pytest.fixture(scope="module")
def built(facts: Facts, icio: Icio, labels: Labels) -> Built:
    return build(facts, icio, parameters(labels), labels)


def parameters(labels: Labels) -> Parameters:
    """Five per cent on goods, nothing pooled or owned abroad."""
    n, j = len(labels.regions), len(labels.sectors)
    tariff = np.tile(0.05 * labels.good, (n, n, 1)) * (1 - np.eye(n))[:, :, None]
    return Parameters(
        tariff, np.eye(n), np.ones((n, j)), np.zeros((n, j)), np.zeros((n, n)), np.full(j, 5.0)
    )


def reported(icio: Icio) -> Icio:
    """The same table with final demand by destination and a rest of the world that sells little."""
    n, j = icio.output.shape
    final = np.zeros((n, j, n))
    for c in range(n):
        final[c, :, c] = 0.7 * icio.final_sales[c]
        final[c] += (0.25 * icio.final_sales[c] / n)[:, None]
    return replace(icio, final=final, rest_purchases=np.full((n, j, j), 1e-4))


def check_accounts(built: Built, gdp: np.ndarray) -> None:
    arrays = built.arrays
    flow, share = arrays["flow"], arrays["input_share"]
    output = flow.sum(axis=1)
    np.testing.assert_allclose((arrays["value_added_share"] * output).sum(axis=1), gdp)
    spending = np.einsum("ins,ins->ns", flow, 1 + arrays["tariff"])
    final = spending - np.einsum("nrs,ns->nr", share, output)
    assert final.min() >= 0
    np.testing.assert_allclose(final / final.sum(axis=1, keepdims=True), arrays["final_share"])


def test_accounts_close_and_gdp_holds(built: Built) -> None:
    check_accounts(built, np.where(np.array(CODES) == "TWN", 60_000.0, 50_000.0))


def test_official_final_demand_builds_as_well(facts: Facts, icio: Icio, labels: Labels) -> None:
    other = build(facts, reported(icio), parameters(labels), labels)
    check_accounts(other, np.where(np.array(CODES) == "TWN", 60_000.0, 50_000.0))


def test_official_rows_win(built: Built, labels: Labels) -> None:
    goods = built.arrays["flow"][:, :, :11].sum(axis=2)
    k, kgz = labels.region("KAZ"), labels.region("KGZ")
    assert goods[k, kgz] == pytest.approx(1_400 / 6)
    assert goods[kgz, k] * 1.06 == pytest.approx(700 / 6)


def test_contract_oil_is_spread_and_its_total_stays(built: Built, labels: Labels) -> None:
    four = [labels.region(code) for code in ("ITA", "DEU", "AUT", "CZE")]
    goods = built.arrays["flow"][labels.region("KAZ"), :, :11].sum(axis=1)
    assert goods[four].sum() == pytest.approx(4 * 1_400 / 6)
    oil = built.arrays["flow"][labels.region("KAZ"), :, labels.sector("oil-gas")]
    assert oil[labels.region("ITA")] / oil[labels.region("AUT")] == pytest.approx(400 / 150)


def test_taiwan_meets_its_customs_totals(built: Built, labels: Labels) -> None:
    goods = built.arrays["flow"][:, :, :11].sum(axis=2)
    t = labels.region("TWN")
    assert goods[t].sum() - goods[t, t] == pytest.approx(9_000, rel=1e-9)
    assert built.arrays["estimated"][t, :t, :11].all()


def test_every_change_and_check_is_reported(built: Built) -> None:
    kinds = {change.what for change in built.changes}
    assert {"official trade", "oil booked by contract", "Taiwan estimated", "check: GDP"} <= kinds
    rows = list(csv.DictReader(to_csv(built.changes).splitlines()))
    assert len(rows) == len(built.changes)
    assert all(row["reason"] for row in rows)
    assert "GDP of 8 economies" in page(built.changes)


def test_raw_materials_without_a_quantity_are_refused(
    facts: Facts, icio: Icio, labels: Labels
) -> None:
    crude = {key: value for key, value in facts.tonnes.items() if key[2] == "crude_oil"}
    with pytest.raises(MissingValueError, match="natural_gas"):
        build(replace(facts, tonnes=crude), icio, parameters(labels), labels)


def test_an_economy_without_gdp_is_refused_by_name(
    facts: Facts, icio: Icio, labels: Labels
) -> None:
    without = {code: value for code, value in facts.gdp.items() if code != "KGZ"}
    with pytest.raises(MissingValueError, match="no gdp for KGZ"):
        build(replace(facts, gdp=without), icio, parameters(labels), labels)


def test_writing_twice_gives_the_same_bytes_and_a_world(
    built: Built, labels: Labels, tmp_path: Path
) -> None:
    digests = set()
    for name in ("one", "two"):
        write_world(built, labels, {"name": "test"}, tmp_path / f"{name}.npz")
        digests.add(hashlib.sha256((tmp_path / f"{name}.npz").read_bytes()).hexdigest())
    assert len(digests) == 1
    world = load_world(tmp_path / "one.npz", "as given")
    assert world.regions == CODES
    assert abs(world.deficit.sum()) < 1e-6
    write_report(built, tmp_path / "reconcile.csv")
    assert (tmp_path / "reconcile.csv").read_text().startswith("what,economy,partner")
