"""Raw materials by HS heading: who sold what to whom, and the faults of the figures.

One year of all economies, and every year of the exporters that `scripts/build_minerals.py` keeps in
full. Of the others sales below 0.1 million USD are left out: a pair that is missing is not zero.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from geoecon.errors import unknown_name
from geoecon.parameters.tables import DATA, Row, read_table

YEAR = 2023
"""The year of the embedded world, of which every exporter is kept."""


@dataclass(frozen=True)
class Heading:
    """A six-digit heading: `material` as World Mining Data has it, `sector` of the world."""

    code: str
    name: str
    material: str
    sector: str
    note: str


@dataclass(frozen=True)
class Exports:
    """What one economy sold of one heading in a year.

    Attributes
    ----------
    value : million USD, all buyers.
    mass : thousand tonnes; None where it is not known.
    buyers : value by importer; None where only the total is known.
    source : id of the source of the total.
    note : what to know of it.
    """

    heading: Heading
    year: int
    value: float
    mass: float | None
    buyers: dict[str, float] | None
    tonnes: dict[str, float]
    source: str
    note: str = ""


@cache
def headings() -> dict[str, Heading]:
    """Every heading by its code."""
    rows = read_table("minerals-headings", "world")
    fields = ("name", "material", "sector", "note")
    return {row["heading"]: Heading(row["heading"], *(row[key] for key in fields)) for row in rows}


def find_headings(names: Iterable[str], where: str = "") -> tuple[Heading, ...]:
    """The headings that codes mean: `2601`, `2601 11` or `260111`; a short code means all under it.

    Raises UnknownNameError with the nearest ones.
    """
    found: dict[str, Heading] = {}
    for name in names:
        digits = re.sub(r"[ .]", "", name)
        inside = [code for code in headings() if digits and code.startswith(digits)]
        if not inside:
            raise unknown_name("HS heading", name, headings(), where)
        found |= {code: headings()[code] for code in inside}
    return tuple(found.values())


def years(exporter: str) -> tuple[int, ...]:
    """The years for which the sales of an economy are on record."""
    return tuple(sorted({int(row["year"]) for row in _sales() if row["exporter"] == exporter}))


def exports(exporter: str, year: int = YEAR) -> dict[str, Exports]:
    """What an economy sold in a year, by heading.

    Figures from elsewhere stand in for headings that BACI lacks; trade among the members of a group
    is left out. Raises UnknownNameError for a year or exporter without a record.
    """
    known = tuple(map(str, years(exporter)))
    if not known:
        sellers = {row["exporter"] for row in _sales()}
        raise unknown_name("seller of raw materials", exporter, sellers)
    if str(year) not in known:
        raise unknown_name(f"year of the raw materials that {exporter} sells", str(year), known)
    found: dict[str, list[Row]] = {}
    for row in _sales():
        if (row["exporter"], row["year"]) == (exporter, str(year)) and row["importer"] != exporter:
            found.setdefault(row["heading"], []).append(row)
    sold = {code: _exports(headings()[code], year, rows) for code, rows in sorted(found.items())}
    return sold | {extra.heading.code: extra for extra in _supplements(exporter, year)}


def _exports(heading: Heading, year: int, rows: list[Row]) -> Exports:
    masses = {row["importer"]: float(row["mass_kt"]) for row in rows if row["mass_kt"]}
    buyers = {row["importer"]: float(row["value_musd"]) for row in rows}
    mass = sum(masses.values()) if len(masses) == len(rows) else None
    source = "geopolrisk-minerals"
    return Exports(heading, year, sum(buyers.values()), mass, buyers, masses, source)


def _supplements(exporter: str, year: int) -> Iterator[Exports]:
    for row in read_table("minerals-supplements", "world"):
        if (row["exporter"], row["year"]) == (exporter, str(year)):
            mass = float(row["mass_kt"]) if row["mass_kt"] else None
            heading, value = headings()[row["heading"]], float(row["value_musd"])
            yield Exports(heading, year, value, mass, None, {}, row["source"], row["note"])


def bought(importer: str, code: str, year: int = YEAR) -> dict[str, float]:
    """What an economy bought of a heading in a year by exporter, million USD.

    Only of exporters on record for that year, which are all in `YEAR` and few in others.
    """
    return dict(_purchases().get((importer, code, year), {}))


@cache
def _purchases() -> dict[tuple[str, str, int], dict[str, float]]:
    """Value by exporter, of each (importer, heading, year); trade inside a group left out."""
    found: dict[tuple[str, str, int], dict[str, float]] = {}
    for row in _sales():
        if row["exporter"] != row["importer"]:
            key = row["importer"], row["heading"], int(row["year"])
            found.setdefault(key, {})[row["exporter"]] = float(row["value_musd"])
    return found


@cache
def world_exports() -> dict[tuple[str, int], float]:
    """World trade by (heading, year), million USD, between all countries of BACI."""
    return {
        (row["heading"], int(row["year"])): float(row["value_musd"])
        for row in _zipped("minerals-world")
    }


@cache
def production_shares() -> dict[tuple[str, str, int], float]:
    """Share of world production by (economy, material, year), ratios (World Mining Data)."""
    return {
        (row["economy"], row["material"], int(row["year"])): float(row["world_share"])
        for row in _zipped("minerals-production")
    }


@cache
def _sales() -> tuple[Row, ...]:
    return tuple(_zipped("minerals"))


def _zipped(name: str) -> Iterator[Row]:
    with gzip.open(DATA / "world" / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
