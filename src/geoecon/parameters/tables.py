"""The parameter tables of the package and their sources, read with the standard library alone."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import cast

from geoecon.errors import unknown_name
from geoecon.provenance import Source, SourceKind

DATA = Path(__file__).resolve().parent.parent / "data"
FACT_ID = re.compile(r"[A-Z]{3}\d{3}")
"""A source that is not in the table of sources is the id of a fact of the ledger."""

GOODS = (
    "oil-gas",
    "coal",
    "mining",
    "refined-petroleum",
    "metals",
    "agriculture",
    "food",
    "chemicals",
    "machinery",
    "vehicles",
    "manufacturing",
)
AGRICULTURAL = ("agriculture", "food")
SERVICES = ("utilities-construction", "transport", "trade", "business-services", "other-services")
SECTORS = GOODS + SERVICES

Row = dict[str, str]


@cache
def read_table(name: str, folder: str = "parameters") -> tuple[Row, ...]:
    """The rows of one table by column name; a table may not be changed in place."""
    with (DATA / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


SOURCE_TABLES = ("world", "parameters", "map", "network")


def sources(*tables: str) -> dict[str, Source]:
    """Sources by id, of the tables named (see `SOURCE_TABLES`) or of all of them.

    Facts of the ledger are cited by their own id.
    """
    rows = (row for table in tables or SOURCE_TABLES for row in read_table(table, "sources"))
    return {row["id"]: _source(row) for row in rows}


def _source(row: Row) -> Source:
    kind = cast(SourceKind, row["kind"])
    details = {name: row[name] for name in ("url", "licence", "vintage", "sha256", "note")}
    return Source(row["id"], row["title"], kind, **details)


def groups_of(sector: str) -> tuple[str, ...]:
    """The names under which a table may give a rate for a sector, the narrowest first.

    Raises UnknownNameError.
    """
    if sector in SERVICES:
        return (sector, "services")
    if sector not in GOODS:
        raise unknown_name("sector", sector, SECTORS)
    kind = "agricultural" if sector in AGRICULTURAL else "non-agricultural"
    return (sector, kind, "all goods")


def expand_sectors(names: str, sectors: Iterable[str]) -> tuple[str, ...]:
    """Those of `sectors` that a table means by its sector column (empty: all goods)."""
    wanted = names.split() if names else ["all goods"]
    if not names:
        return tuple(sector for sector in sectors if "all goods" in groups_of(sector))
    return tuple(sector for sector in sectors if set(wanted) & set(groups_of(sector)))
