"""The units that facts may use, from one table (`data/facts/units.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal, cast

from geoecon.errors import FactError, nearest
from geoecon.ledger.files import read_csv

Reads = Literal["number", "date", "vote", "tally", "text", "members"]


@dataclass(frozen=True)
class Unit:
    """How a unit is read and compared.

    One `name` is `factor` of `base`. An `additive` unit counts what happens in a period, so
    that only equal periods compare; any other holds through it, so that overlapping ones do.
    `members` are the units of values printed side by side.
    """

    name: str
    reads: Reads
    base: str
    factor: float
    additive: bool
    members: tuple[str, ...]
    meaning: str


@cache
def units() -> dict[str, Unit]:
    """Every unit by name."""
    return {row["unit"]: _unit(row) for row in read_csv("units.csv")}


def unit(name: str) -> Unit:
    """The unit called `name`; FactError, with the nearest names, where there is none."""
    known = units()
    if name not in known:
        raise FactError(
            f"unknown unit {name!r}",
            why="a value without a known unit cannot be read",
            remedy=f"{nearest(name, known)} or add it to units.csv",
        )
    return known[name]


def _unit(row: dict[str, str]) -> Unit:
    members = tuple(name for name in row["members"].split("; ") if name)
    factor = float(Fraction(row["factor"] or "1"))
    reads = cast(Reads, row["reads"])
    additive = row["additive"] == "yes"
    return Unit(row["unit"], reads, row["base"], factor, additive, members, row["meaning"])
