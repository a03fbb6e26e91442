"""Readers: what they give, and how they refuse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from geoecon.errors import AccountError, GeoeconError, LabelError, MissingValueError, RangeError
from geoecon.sources import baci, icio, kazstat, wdi, wmd

KNOWN = ("KAZ", "RUS", "ITA")
Reader = Callable[[Path], object]
READERS: dict[str, tuple[Reader, str, str]] = {
    "pairs": (
        lambda path: baci.read_pairs(path, KNOWN),
        "exporter,importer,value_usd_million",
        "KAZ,RUS,{}",
    ),
    "raw": (
        lambda path: baci.read_raw_materials(path, KNOWN),
        "exporter,importer,commodity,value_usd_million,quantity_kt",
        "KAZ,RUS,coal,{},1",
    ),
    "headings": (
        lambda path: baci.read_headings(path, 2023, KNOWN),
        "year,exporter,importer,hs6,value_usd_million",
        "2023,KAZ,RUS,270900,{}",
    ),
    "official baci": (
        lambda path: baci.read_official(path, 2023, {"398": "KAZ", "643": "RUS"}),
        "t,i,j,k,v,q",
        "2023,398,643,270900,{},5",
    ),
    "production": (
        lambda path: wmd.read_production(path, KNOWN),
        "economy,material,quantity,unit",
        "KAZ,Coal,{},metr. t",
    ),
    "partners": (
        lambda path: kazstat.read_partners(path, 2023, KNOWN),
        "year,partner,export_usd_million,import_usd_million",
        "2023,RUS,{},5",
    ),
    "gdp": (
        lambda path: wdi.read_economies(path),
        "economy,name,gdp_usd_million,members",
        "KAZ,Kazakhstan,{},KAZ",
    ),
}


def written(folder: Path, *lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    ("value", "error"),
    [("", MissingValueError), ("nan", MissingValueError), ("x", MissingValueError),
     ("-1", RangeError)],
)  # fmt: skip
def test_bad_number_is_refused_with_file_and_line(
    tmp_path: Path, name: str, value: str, error: type[GeoeconError]
) -> None:
    reader, header, line = READERS[name]
    path = written(tmp_path, header, line.format(value))
    with pytest.raises(error, match=r"table\.csv, line 2"):
        reader(path)


@pytest.mark.parametrize("name", READERS)
def test_missing_column_is_refused(tmp_path: Path, name: str) -> None:
    reader, header, _ = READERS[name]
    path = written(tmp_path, header.replace(header.split(",")[1], "other", 1))
    with pytest.raises(LabelError, match="line 1"):
        reader(path)


@pytest.mark.parametrize("name", [n for n in READERS if n != "gdp"])
def test_unknown_code_is_refused_with_the_nearest(tmp_path: Path, name: str) -> None:
    reader, header, line = READERS[name]
    bad = (
        line.format(1).replace("RUS", "RUZ").replace("643", "644").replace("KAZ,Coal", "KAZZ,Coal")
    )
    with pytest.raises(LabelError, match="line 2"):
        reader(written(tmp_path, header, bad))


def test_repeated_pair_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "exporter,importer,value_usd_million", "KAZ,RUS,1", "KAZ,RUS,2")
    with pytest.raises(LabelError, match="repeated row for KAZ RUS"):
        baci.read_pairs(path, KNOWN)


def test_official_baci_adds_members_in_million_usd(tmp_path: Path) -> None:
    path = written(tmp_path, "t,i,j,k,v,q", "2023,1,643,10121,1000,1", "2023,2,643,10121,500,1",
                   "2022,1,643,10121,9,1")  # fmt: skip
    values = baci.read_official(path, 2023, {"1": "XAF", "2": "XAF", "643": "RUS"})
    assert values == {("XAF", "RUS", "010121"): 1.5}


def test_raw_material_without_quantity_has_no_quantity(tmp_path: Path) -> None:
    header = "exporter,importer,commodity,value_usd_million,quantity_kt"
    values, tonnes = baci.read_raw_materials(written(tmp_path, header, "KAZ,RUS,coal,3,"), KNOWN)
    assert values == {("KAZ", "RUS", "coal"): 3.0}
    assert tonnes == {}


def test_partners_of_another_year_are_left_out(tmp_path: Path) -> None:
    header = "year,partner,export_usd_million,import_usd_million"
    trade = kazstat.read_partners(
        written(tmp_path, header, "2022,RUS,1,2", "2023,RUS,3,4"), 2023, KNOWN
    )
    assert (trade.exports, trade.imports) == ({"RUS": 3.0}, {"RUS": 4.0})


def test_world_bank_download_skips_its_preamble_and_gaps(tmp_path: Path) -> None:
    path = written(tmp_path, '"Data Source","WDI"', "", "Country Name,Country Code,2023",
                   "Kazakhstan,KAZ,2e9", "Eritrea,ERI,")  # fmt: skip
    assert wdi.read_indicator(path, "2023") == {"KAZ": 2000.0}


def test_kilograms_become_tonnes(tmp_path: Path) -> None:
    path = written(tmp_path, "economy,material,quantity,unit", "KAZ,Gold,131204,kg")
    assert wmd.read_production(path, KNOWN)["KAZ", "Gold"] == pytest.approx(131.204)


COUNTRIES, INDUSTRIES = ("AAA", "BBB", "ROW"), ("A01", "C19")


def synthetic(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Intermediate flows [i, r, n, s] and final demand [i, r, n] of three countries."""
    rng = np.random.default_rng(seed)
    return rng.uniform(1, 5, (3, 2, 3, 2)), rng.uniform(1, 5, (3, 2, 3))


def official_csv(folder: Path) -> Path:
    flows, final = synthetic()
    labels = [f"{c}_{s}" for c in COUNTRIES for s in INDUSTRIES]
    square, demand = flows.reshape(6, 6), final.reshape(6, 3)
    output = square.sum(axis=1) + demand.sum(axis=1)
    header = ["V1", *labels, *(f"{c}_{k}" for c in COUNTRIES for k in ("HFCE", "GFCF")), "OUT"]
    body = [
        [label, *square[r], *np.repeat(demand[r] / 2, 2), output[r]]
        for r, label in enumerate(labels)
    ]
    body.append(["VA", *(output - square.sum(axis=0)), *np.zeros(7)])
    body.append(["OUT", *output, *np.zeros(7)])
    return written(folder, *(",".join(map(str, line)) for line in [header, *body]))


def test_official_icio_splits_off_the_rest_of_the_world(tmp_path: Path) -> None:
    table = icio.read_icio(official_csv(tmp_path))
    flows, final = synthetic()
    assert table.countries == ("AAA", "BBB")
    assert table.final is not None
    assert table.rest_purchases is not None
    np.testing.assert_allclose(table.intermediate, flows[:2, :, :2])
    np.testing.assert_allclose(table.final, final[:2, :, :2])
    np.testing.assert_allclose(table.rest_purchases, flows[2][:, :2].transpose(1, 0, 2))
    sold_to_rest = flows[:2, :, 2].sum(axis=2) + final[:2].sum(axis=2)
    np.testing.assert_allclose(table.final_sales, sold_to_rest)


def network(table: icio.Icio, *, order: str = "sector") -> dict[str, np.ndarray]:
    """The wheel's layout of the same table, sector-major or (wrongly) country-major."""
    axes = (1, 0, 3, 2) if order == "sector" else (0, 1, 2, 3)
    n = table.output.size
    flows = table.intermediate.transpose(*axes).reshape(n, n)
    output = (table.output.T if order == "sector" else table.output).reshape(-1)
    sales = (table.final_sales.T if order == "sector" else table.final_sales).reshape(-1)
    bought = flows.sum(axis=0)
    return {
        "A": flows / bought,
        "omb": bought / output,
        "go": output,
        "z": sales,
        "countries": np.array(table.countries),
        "sectors": np.array(table.industries),
    }


def test_both_layouts_give_the_same_flows(tmp_path: Path) -> None:
    official = icio.read_icio(official_csv(tmp_path))
    path = tmp_path / "bench.npz"
    np.savez(path, **network(official))
    wheel = icio.read_icio(path)
    for name in ("intermediate", "output", "primary", "final_sales"):
        np.testing.assert_allclose(getattr(wheel, name), getattr(official, name))
    assert wheel.final is None


def test_a_gap_in_the_rows_is_refused(tmp_path: Path) -> None:
    arrays = network(icio.read_icio(official_csv(tmp_path)))
    arrays["z"] = arrays["z"] * 1.5
    with pytest.raises(AccountError, match="sector-major"):
        icio.from_network(arrays, "bench.npz")


def test_nan_in_the_official_table_names_its_line(tmp_path: Path) -> None:
    path = official_csv(tmp_path)
    lines = path.read_text().splitlines()
    cells = lines[3].split(",")
    lines[3] = ",".join([*cells[:2], "", *cells[3:]])
    path.write_text("\n".join(lines))
    with pytest.raises(MissingValueError, match="line 4"):
        icio.read_icio(path)
