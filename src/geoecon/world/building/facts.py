"""The 2023 facts that the world must agree with, read from a folder of tidy tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geoecon.errors import MissingValueError
from geoecon.sources import baci, kazstat, wdi, wmd
from geoecon.sources.table import rows
from geoecon.world.building.labels import DATA, Labels

YEAR = 2023
TABLES = {
    "gdp": "economies.csv",
    "pairs": "goods_total_2023.csv",
    "raw": "raw_materials_2023.csv",
    "headings": "kazakhstan_raw_materials_2015_2024.csv",
    "production": "production_2023.csv",
    "official": "kazakhstan_partners_2019_2023.csv",
}


@dataclass(frozen=True)
class Supplement:
    """A figure that the fact tables lack: (economy, partner or "", quantity) and its reason."""

    economy: str
    partner: str
    quantity: str
    value: float
    note: str


@dataclass(frozen=True)
class Facts:
    """GDP by economy, goods trade by pair, raw materials by pair, production, official trade."""

    gdp: dict[str, float]
    pairs: baci.Pairs
    raw: baci.Products
    tonnes: baci.Products
    headings: baci.Products
    production: wmd.Production
    official: kazstat.PartnerTrade
    supplements: tuple[Supplement, ...]

    def supplement(self, economy: str, quantity: str) -> Supplement:
        """The supplement of that economy and quantity (MissingValueError where there is none)."""
        for row in self.supplements:
            if (row.economy, row.quantity) == (economy, quantity):
                return row
        raise MissingValueError(
            f"no {quantity} for {economy}", where="supplements.csv", remedy="add a sourced row"
        )


def read_facts(folder: Path, labels: Labels, supplements: Path = DATA) -> Facts:
    """Read and check every table of `folder` (DataError with file and line)."""
    known = labels.regions
    values, tonnes = baci.read_raw_materials(folder / TABLES["raw"], known)
    return Facts(
        gdp={c: e.gdp for c, e in wdi.read_economies(folder / TABLES["gdp"]).items()},
        pairs=baci.read_pairs(folder / TABLES["pairs"], known),
        raw=values,
        tonnes=tonnes,
        headings=baci.read_headings(folder / TABLES["headings"], YEAR, known),
        production=wmd.read_production(folder / TABLES["production"], known),
        official=kazstat.read_partners(folder / TABLES["official"], YEAR, known),
        supplements=_supplements(supplements / "supplements.csv"),
    )


def _supplements(path: Path) -> tuple[Supplement, ...]:
    columns = ("economy", "partner", "quantity", "value_usd_million", "note")
    return tuple(
        Supplement(
            row.text("economy"),
            (row.cells["partner"] or "").strip(),
            row.text("quantity"),
            row.number("value_usd_million"),
            row.text("note"),
        )
        for row in rows(path, columns)
    )


def gdp_of(facts: Facts, labels: Labels) -> list[float]:
    """GDP in the order of the regions, supplements where the World Bank has none."""
    return [
        facts.gdp[code] if code in facts.gdp else facts.supplement(code, "gdp").value
        for code in labels.regions
    ]
