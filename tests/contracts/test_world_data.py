"""What the embedded world promises: it closes, and it agrees with the figures it was built from."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

DATA = Path(str(files("geoecon"))) / "data" / "world"
WORLD = DATA / "eurasia-2023.npz"
CIF_FOB = 1.06
CLOSES = 1e-9


@pytest.fixture(scope="module")
def world() -> dict[str, np.ndarray]:
    with np.load(WORLD, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


@pytest.fixture(scope="module")
def report() -> list[dict[str, str]]:
    with (DATA / "reconcile.csv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def economies() -> list[dict[str, str]]:
    with (DATA / "economies.csv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def goods(world: dict[str, np.ndarray]) -> np.ndarray:
    """Goods flows [exporter, importer], nothing at home."""
    total: np.ndarray = world["flow"][:, :, :11].sum(axis=2)
    return total * (1 - np.eye(len(total)))


def test_labels_are_those_of_the_tables(
    world: dict[str, np.ndarray], economies: list[dict[str, str]]
) -> None:
    assert list(world["regions"]) == [row["code"] for row in economies]
    with (DATA / "sectors.csv").open(encoding="utf-8") as handle:
        assert list(world["sectors"]) == [row["key"] for row in csv.DictReader(handle)]
    members = [code for row in economies for code in row["members"].split()]
    assert len(members) == len(set(members))


def test_every_economy_that_matters_here_is_in_it(world: dict[str, np.ndarray]) -> None:
    wanted = (
        "ARM BLR KAZ KGZ RUS UZB TJK TKM MNG AZE GEO TUR IRN IRQ CHN IND USA GBR JPN KOR TWN SAU "
        "ARE QAT KWT UKR MDA AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU "
        "LUX LVA MLT NLD POL PRT ROU SVK SVN SWE XAF XAM XAP XEU XME"
    )
    assert set(wanted.split()) <= set(world["regions"])


def test_nothing_is_missing_or_negative(world: dict[str, np.ndarray]) -> None:
    for name in ("flow", "input_share", "final_share", "value_added_share", "trade_elasticity"):
        assert np.isfinite(world[name]).all(), name
        assert world[name].min() >= 0, name


def test_accounts_close(world: dict[str, np.ndarray]) -> None:
    flow, tariff, share = world["flow"], world["tariff"], world["input_share"]
    output = flow.sum(axis=1)
    np.testing.assert_allclose(share.sum(axis=1) + world["value_added_share"], 1.0, atol=CLOSES)
    np.testing.assert_allclose(world["final_share"].sum(axis=1), 1.0, atol=CLOSES)
    spending = np.einsum("ins,ins->ns", flow, 1 + tariff)
    gap = flow.sum(axis=(0, 2)) - flow.sum(axis=(1, 2))
    duties = np.einsum("ins,ins->n", flow, tariff)
    income = (world["value_added_share"] * output).sum(axis=1) + duties + gap
    uses = np.einsum("nrs,ns->nr", share, output) + world["final_share"] * income[:, None]
    relative = np.abs(spending - uses) / spending.sum(axis=1, keepdims=True)
    assert relative.max() < CLOSES
    assert abs(gap.sum()) < CLOSES * income.sum()


def test_gdp_is_within_two_per_cent(
    world: dict[str, np.ndarray], report: list[dict[str, str]]
) -> None:
    built = (world["value_added_share"] * world["flow"].sum(axis=1)).sum(axis=1)
    target = {row["economy"]: float(row["before"]) for row in report if row["what"] == "check: GDP"}
    assert set(target) == set(world["regions"])
    for code, value in zip(world["regions"], built, strict=True):
        assert value == pytest.approx(target[str(code)], rel=0.02), code


@pytest.mark.parametrize(("side", "total"), [("exports", 79_100.0), ("imports", 60_400.0)])
def test_kazakh_totals_are_within_three_per_cent(
    world: dict[str, np.ndarray], side: str, total: float
) -> None:
    k = list(world["regions"]).index("KAZ")
    table = goods(world)
    built = table[k].sum() if side == "exports" else table[:, k].sum() * CIF_FOB
    assert built == pytest.approx(total, rel=0.03)


@pytest.mark.parametrize("side", ["exports", "imports"])
def test_fifteen_largest_partners_are_within_ten_per_cent(
    world: dict[str, np.ndarray], report: list[dict[str, str]], side: str
) -> None:
    regions, table = list(world["regions"]), goods(world)
    k = regions.index("KAZ")
    line = table[k] if side == "exports" else table[:, k] * CIF_FOB
    rows = [r for r in report if r["what"].startswith(f"check: goods {side}")]
    partners = [row for row in rows if row["partner"] != "all"]
    assert len(partners) == 15
    for row in partners:
        built = sum(line[regions.index(code)] for code in row["partner"].split("+"))
        assert built == pytest.approx(float(row["before"]), rel=0.1), row["partner"]


def test_kazakh_oil_is_half_of_its_exports(world: dict[str, np.ndarray]) -> None:
    """Crude was 42 bn of 79 bn in the official figures, gas about 1.3 bn more."""
    k, oil = list(world["regions"]).index("KAZ"), list(world["sectors"]).index("oil-gas")
    exported = world["flow"][k, :, oil].sum() - world["flow"][k, k, oil]
    assert 38_000 < exported < 46_000


def test_services_cross_borders_and_margins_do_not(world: dict[str, np.ndarray]) -> None:
    sectors = list(world["sectors"])
    outside = world["flow"] * (1 - np.eye(len(world["regions"])))[:, :, None]
    abroad = outside.sum(axis=(0, 1))
    assert abroad[sectors.index("transport")] > 1e6
    assert abroad[sectors.index("business-services")] > 2e6
    assert abroad[sectors.index("trade")] == 0


def test_what_the_icio_lacks_is_marked_estimated(
    world: dict[str, np.ndarray], economies: list[dict[str, str]]
) -> None:
    estimated = world["estimated"]
    assert estimated.dtype == bool
    assert estimated.shape == world["flow"].shape
    lacking = [n for n, row in enumerate(economies) if row["technology_from"] != "icio"]
    assert estimated[lacking][:, :, 11:].all()
    assert not estimated.all()


def test_technology_is_borrowed_from_a_reported_economy(economies: list[dict[str, str]]) -> None:
    own = {row["code"] for row in economies if row["technology_from"] == "icio"}
    for row in economies:
        assert row["technology_from"] in own | {"icio"}, row["code"]
        assert row["technology_reason"]


def test_duties_stay_out_of_unions_and_are_pooled_in_the_eaeu(
    world: dict[str, np.ndarray],
) -> None:
    regions = list(world["regions"])
    kaz, rus, deu, fra = (regions.index(code) for code in ("KAZ", "RUS", "DEU", "FRA"))
    assert world["tariff"][rus, kaz].max() == 0
    assert world["tariff"][deu, fra].max() == 0
    assert world["tariff"][deu, kaz].max() > 0
    assert world["revenue_share"][kaz, rus] > 0.5
    np.testing.assert_allclose(world["revenue_share"].sum(axis=1), 1.0)


def test_metadata_names_everything(world: dict[str, np.ndarray]) -> None:
    metadata = json.loads(str(world["metadata"]))
    assert metadata["name"] == "eurasia-2023"
    assert set(metadata["region_names"]) == set(world["regions"])
    assert len(metadata["inputs"]) == 7


def test_the_files_are_small() -> None:
    assert WORLD.stat().st_size < 4e6
    assert (DATA / "reconcile.csv").stat().st_size < 3e5
    with np.load(WORLD, allow_pickle=False) as stored:
        assert sum(stored[name].nbytes for name in stored.files) > 1e6


def test_every_supplement_and_gdp_has_a_known_source(economies: list[dict[str, str]]) -> None:
    with (DATA.parent / "sources" / "world.csv").open(encoding="utf-8") as handle:
        known = {row["id"] for row in csv.DictReader(handle)}
    with (DATA / "supplements.csv").open(encoding="utf-8") as handle:
        cited = {row["source"] for row in csv.DictReader(handle)}
    assert cited | {row["gdp_source"] for row in economies} <= known


@pytest.mark.skipif(
    not {"GEOECON_WORLD_FACTS", "GEOECON_ICIO"} <= os.environ.keys(),
    reason="set GEOECON_WORLD_FACTS and GEOECON_ICIO to rebuild the world",
)
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    script = Path(__file__).parents[2] / "scripts" / "build_world.py"
    facts, icio = os.environ["GEOECON_WORLD_FACTS"], os.environ["GEOECON_ICIO"]
    subprocess.run(
        [sys.executable, script, "--facts", facts, "--icio", icio, "--out", tmp_path], check=True
    )
    for name in (WORLD.name, "reconcile.csv"):
        digests = {
            hashlib.sha256((folder / name).read_bytes()).hexdigest() for folder in (DATA, tmp_path)
        }
        assert len(digests) == 1, name
