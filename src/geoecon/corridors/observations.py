"""What went by each route in a year: the volumes that calibration fits and predicts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geoecon.errors import DataError
from geoecon.parameters.tables import read_table

ALL = "all"
"""The route of an observation that is the total over all routes."""


@dataclass(frozen=True)
class Observation:
    """A volume of a year, kt.

    `status` is observed; given (it enters as demand, so that meeting it shows little); residual (no
    source gives the route: the total less the others); or forecast (by a source, for its year).
    """

    cargo: str
    origin: str
    route: str
    year: int
    kt: float
    status: str
    source: str
    note: str = ""


@cache
def read_observations() -> tuple[Observation, ...]:
    """All observations of the embedded network."""
    return tuple(
        Observation(
            row["cargo"],
            row["origin"],
            row["route"],
            int(row["year"]),
            float(row["kt"]),
            row["status"],
            row["source"],
            row["note"],
        )
        for row in read_table("observations", "network")
    )


def observed(cargo: str, year: int) -> dict[str, Observation]:
    """The observations of a cargo and year by route, the total apart."""
    rows = read_observations()
    chosen = (row for row in rows if (row.cargo, row.year) == (cargo, year) and row.route != ALL)
    return {row.route: row for row in chosen}


def exported(cargo: str, origin: str, year: int) -> float:
    """The total over all routes, kt. Raises DataError for a year without one."""
    rows = (row for row in read_observations() if row.route == ALL)
    totals = {row.year: row.kt for row in rows if (row.cargo, row.origin) == (cargo, origin)}
    if year not in totals:
        raise DataError(
            f"no total of {cargo} from {origin} in {year}",
            why="what is exported in all is an input of the year",
            remedy="take one of " + ", ".join(map(str, sorted(totals))),
        )
    return totals[year]
