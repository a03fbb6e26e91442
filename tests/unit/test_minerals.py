"""Raw materials by heading: the tables against totals, and what is refused."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import geoecon
from geoecon.cli.app import app
from geoecon.errors import (
    ConflictError,
    LabelError,
    MissingValueError,
    RangeError,
    ScenarioError,
    UnknownNameError,
)
from geoecon.measures.minerals import flaws
from geoecon.parameters import SECTORS, sources
from geoecon.scenario import Scenario, build_shock, explain, load_scenario
from geoecon.scenario.fields import field_ranges
from geoecon.sources.geopolrisk import Sale, read_production, read_sales
from geoecon.world.building.goods import CHAPTERS
from geoecon.world.building.labels import read_labels
from geoecon.world.building.minerals import by_economy, number, production_shares, totals
from geoecon.world.minerals import (
    Exports,
    bought,
    exports,
    find_headings,
    headings,
    world_exports,
    years,
)
from geoecon.world.minerals import (
    production_shares as made,
)
from geoecon.world.store import load_world
from geoecon.world.world import World

OWN = "assumption: a test"


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


def partnership(**changes: Any) -> Scenario:
    one = {"kind": "raw material", "exporter": "KAZ", "headings": "260300", "partner": "FRA"}
    fields = {"name": "ore", "title": "t", "question": "q?", "date": "2023-12-31", "focus": "KAZ"}
    return Scenario.model_validate(fields | {"instruments": [one | {"source": OWN} | changes]})


def test_headings_stand_in_the_sectors_of_the_world_build() -> None:
    for code, heading in headings().items():
        assert heading.sector in SECTORS
        if not code.startswith("27") and not heading.note:
            assert heading.sector == CHAPTERS.get(code[:2], "metals")


def test_what_everybody_sells_is_what_the_world_sells() -> None:
    """Small sales are left out, and places outside the world: Cuba, North Korea."""
    labels = read_labels()
    for code in ("260300", "270900", "811211", "261000"):
        sold = sum(found[code].value for name in labels.regions if code in (found := exports(name)))
        total = world_exports()[code, 2023]
        assert 0.95 * total < sold <= total * (1 + 1e-4)


def test_buyers_and_sellers_keep_the_same_book() -> None:
    sold = exports("KAZ")["260300"].buyers or {}
    assert bought("CHN", "260300")["KAZ"] == sold["CHN"]
    assert sum(sold.values()) == exports("KAZ")["260300"].value


def test_every_year_of_the_exporter_kept_in_full_is_there() -> None:
    assert years("KAZ") == tuple(range(2015, 2025))
    assert years("UZB") == (2023,)
    assert exports("KAZ", 2015)["270900"].value == pytest.approx(21_558, rel=1e-3)


def test_shares_of_production_are_shares() -> None:
    for material in {material for _, material, _ in made()}:
        for year in range(2018, 2025):
            total = sum(share for (_, name, when), share in made().items()
                        if (name, when) == (material, year))  # fmt: skip
            assert total <= 1 + 1e-3
    assert made()["KAZ", "Uranium (U3O8)", 2023] == pytest.approx(24_895 / 63_114, rel=1e-3)


def test_natural_uranium_comes_from_elsewhere_and_says_so() -> None:
    found = exports("KAZ")["284410"]
    assert found.buyers is None
    assert sources()[found.source].kind == "estimate"
    assert exports("KAZ", 2021)["284410"].value < found.value / 2  # the sources disagree
    row = geoecon.minerals("Kazakhstan").loc["284410"]
    assert np.isnan(row["hhi"])
    assert np.isnan(row["world_share"])
    assert row["flaw"].startswith("total alone")


def test_the_table_by_heading_and_by_buyer_agree() -> None:
    table = geoecon.minerals("KAZ")
    copper = geoecon.minerals("KAZ", "2603")
    assert copper["share"].sum() == pytest.approx(1)
    assert (copper["share"] ** 2).sum() == pytest.approx(table.loc["260300", "hhi"])
    assert copper["value_musd"].sum() == pytest.approx(table.loc["260300", "value_musd"])
    assert copper.loc[("260300", "CHN"), "of_purchases"] < 0.1
    assert 0.8 < table.loc["811211", "world_share"] < 0.95  # beryllium


def test_known_faults_are_told() -> None:
    flaw = geoecon.minerals("KAZ")["flaw"]
    assert "CHE 3,698 million USD, of all metals 931" in flaw["710812"]
    assert "ITA pays 324 USD a tonne" in flaw["270900"]
    assert flaw["260112"] == ""


def test_a_price_is_cheap_only_beside_others() -> None:
    alone = Exports(headings()["260300"], 2024, 1.0, 1.0, {"CHN": 1.0}, {"CHN": 1.0}, "")
    assert flaws("KAZ", alone) == {}
    both = {"CHN": 1.0, "RUS": 1.0}
    cheap = Exports(headings()["260300"], 2024, 2.0, 5.0, both, {"CHN": 4.0, "RUS": 1.0}, "")
    assert list(flaws("KAZ", cheap)) == ["CHN"]


def test_codes_are_read_as_people_write_them() -> None:
    assert [found.code for found in find_headings(["2601", "8112 11"])] == [
        "260111", "260112", "811211"
    ]  # fmt: skip
    with pytest.raises(UnknownNameError, match="261000"):
        find_headings(["261001"])
    with pytest.raises(UnknownNameError):
        find_headings([""])


def test_trade_among_the_members_of_a_group_is_no_export() -> None:
    assert "XAF" not in (exports("XAF")["260300"].buyers or {})
    assert "XAF" not in bought("XAF", "260300")


def test_a_seller_or_year_without_a_record_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="seller of raw materials 'KZ'"):
        exports("KZ")
    with pytest.raises(UnknownNameError, match="2023"):
        geoecon.minerals("RUS", year=2020)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"headings": "7108", "reserved_pct": 10}, "CHE buys 3698 .* and 931.1 of all metals"),
        ({"headings": "2603", "partner": "CHN", "reserved_pct": 50}, "CHN buys 90.9 % .* already"),
        ({"headings": "2603", "partner": "DEU", "reserved_pct": 5}, "DEU buys no mining"),
        ({"headings": "2844", "partner": "EST", "reserved_pct": 60}, "EST would buy"),
        ({"headings": "811211", "output_pct": 10}, "mines do not limit metals"),
        ({"headings": "720293", "reserved_pct": 10}, "sells nothing under 720293"),
        ({"exporter": "EAEU", "reserved_pct": 10}, "EAEU is 5 countries"),
    ],
)
def test_what_the_world_cannot_carry_is_refused(
    world: World, changes: dict[str, Any], what: str
) -> None:
    with pytest.raises(RangeError, match=what) as caught:
        build_shock(partnership(**changes), world)
    assert "instruments[0]" in str(caught.value)


def test_a_sector_smaller_than_its_part_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    too_much = Exports(headings()["260300"], 2023, 9e4, None, None, {}, "")
    monkeypatch.setattr("geoecon.scenario.mineral_effects.exports", lambda _: {"260300": too_much})
    with pytest.raises(RangeError, match="90000 million USD, all mining for 8314"):
        build_shock(partnership(reserved_pct=5), world)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({}, "exactly one"),
        ({"reserved_pct": 5, "output_pct": 5}, "exactly one"),
        ({"output_pct": 5, "price_cut_pct": 5}, "reserved"),
        ({"reserved_pct": 5, "owner_share_pct": 5}, "new mines"),
        ({"reserved_pct": 5, "range_pct": [6, 9]}, "outside"),
    ],
)
def test_contradictory_terms_are_refused(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(ScenarioError, match=what):
        partnership(**changes)


def test_two_promises_of_one_sector_contradict(world: World) -> None:
    promises = [partnership(reserved_pct=pct).instruments[0] for pct in (5, 9)]
    with pytest.raises(ConflictError, match="contradict"):
        build_shock(partnership(reserved_pct=5).update(instruments=promises), world)


def test_the_figures_behind_a_promise_are_among_its_sources() -> None:
    found = explain(partnership(headings="2844", reserved_pct=5))
    used = {reference.source.id for reference in found}
    assert "estimate-kazakh-uranium-2023" in used


def test_sales_are_added_up_over_members_and_small_ones_left_out() -> None:
    labels = read_labels()
    sales = [
        Sale(2023, "NER", "FRA", "261210", 2.0, 0.1),
        Sale(2023, "NAM", "FRA", "261210", 3.0, None),
        Sale(2023, "S19", "FRA", "261210", 0.05, 0.1),
        Sale(2023, "PRK", "CHN", "261210", 9.0, 0.1),
        Sale(2015, "KAZ", "CHN", "261210", 0.01, 0.1),
        Sale(2015, "NER", "CHN", "261210", 7.0, 0.1),
    ]
    found = by_economy(sales, labels, 2023, ["KAZ"])
    assert found == {
        (2015, "KAZ", "CHN", "261210"): (0.01, 0.1),
        (2023, "XAF", "FRA", "261210"): (5.0, None),
    }
    assert totals(sales)["261210", 2023] == (14.05, None)
    assert [number(x) for x in (123456.7, 0.000012345, None)] == ["123460", "0.000012345", ""]


def test_production_without_any_output_is_refused() -> None:
    labels = read_labels()
    shares = production_shares({("Tin", "NER", 2023): 1.0, ("Tin", "PRK", 2023): 3.0}, labels)
    assert shares == {("XAF", "Tin", 2023): 0.25}
    with pytest.raises(LabelError, match="Tin"):
        production_shares({("Tin", "NER", 2023): 0.0}, labels)


def wheel(folder: Path, sale: tuple[Any, ...], unit: str = "kg") -> Path:
    """A wheel with one row of trade and one of production."""
    for name, statements in {
        "baci.db": [
            "CREATE TABLE country_codes_V202401b (country_code TEXT, country_iso3 TEXT)",
            "INSERT INTO country_codes_V202401b VALUES ('398', 'KAZ'), ('251', 'FRA')",
            "CREATE TABLE baci_trade (t, i, j, k, v, q)",
        ],
        "world_mining_data.db": [
            'CREATE TABLE v_all_world_mining_data (HS, Country, Country_ISO, "2023", unit)',
            f"INSERT INTO v_all_world_mining_data VALUES ('Gold', 'Its name', 'KAZ', 5, '{unit}')",
            "INSERT INTO v_all_world_mining_data VALUES ('Gold', 'Total', 'DELETE', 9, 'kg')",
        ],
    }.items():
        with closing(sqlite3.connect(folder / name)) as base:
            for statement in statements:
                base.execute(statement)
            if name == "baci.db":
                base.execute("INSERT INTO baci_trade VALUES (?, ?, ?, ?, ?, ?)", sale)
            base.commit()
    path = folder / "a.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("baci.db", "world_mining_data.db"):
            archive.write(folder / name, f"geopolrisk/lib/{name}")
    return path


def test_the_wheel_is_read_as_data(tmp_path: Path) -> None:
    path = wheel(tmp_path, ("2023", "398", "251", 261210, " 7386 ", None))
    assert list(read_sales(path, [2023])) == [Sale(2023, "KAZ", "FRA", "261210", 7.386, None)]
    assert list(read_sales(path, [2022])) == []
    assert read_production(path) == {("Gold", "KAZ", 2023): 0.005}


def test_a_wheel_that_is_not_understood_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="unknown country code '9'"):
        list(read_sales(wheel(tmp_path, ("2023", "9", "251", 1, "1", "1")), [2023]))
    (tmp_path / "other").mkdir()
    path = wheel(tmp_path / "other", ("2023", "398", "251", 1, "", "1"), unit="pounds")
    with pytest.raises(MissingValueError, match="without a value"):
        list(read_sales(path, [2023]))
    with pytest.raises(LabelError, match="unknown unit 'pounds'"):
        read_production(path)


def test_the_command_prints_tables_and_json() -> None:
    call = CliRunner().invoke
    told = json.loads(call(app, ["minerals", "KAZ", "--json"]).stdout)
    assert told["country"] == "KAZ"
    assert {row["heading"] for row in told["headings"]} >= {"284410", "811211"}
    assert next(row for row in told["headings"] if row["heading"] == "284410")["hhi"] is None
    told = json.loads(call(app, ["minerals", "KAZ", "--heading", "2603", "--json"]).stdout)
    assert told["buyers"][0]["buyer"] == "CHN"
    shown = call(app, ["minerals", "KAZ", "--heading", "284410"]).stdout
    assert "total alone" in shown
    refused = call(app, ["minerals", "KAZ", "--heading", "9999"])
    assert refused.exit_code == 2


def test_what_is_assumed_can_be_swept_over_its_range() -> None:
    found = field_ranges(load_scenario("uranium-partnership-france"))
    assert found["instruments[0].output_pct"] == (3.3, 9.5)
    assert found["instruments[1].reserved_pct"] == (6.3, 11.6)
