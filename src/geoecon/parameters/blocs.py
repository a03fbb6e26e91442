"""Blocs over time as tables: who belongs, as what, since when, and how deep they go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geoecon.errors import RangeError, unknown_name
from geoecon.parameters.names import (
    BASELINE,
    Membership,
    blocs,
    memberships,
    resolve_region,
)
from geoecon.parameters.tables import read_table

if TYPE_CHECKING:
    import pandas as pd

STATUSES = ("member", "signatory", "candidate", "observer", "partner")
"""What an economy can be to a bloc, the closest first."""


@dataclass(frozen=True)
class BlocDepth:
    """How deep a bloc goes from a day on; a key of `geoecon.parameters.DEPTHS`."""

    bloc: str
    depth: str
    start: date
    source: str
    note: str


def bloc_depth(bloc: str, on: date = BASELINE) -> BlocDepth | None:
    """The depth of a bloc in force on a day; None where it frees no trade of its own.

    Raises UnknownNameError.
    """
    if bloc not in blocs():
        raise unknown_name("bloc", bloc, blocs())
    rows = [row for row in bloc_depths() if row.bloc == bloc and row.start <= on]
    return max(rows, key=lambda row: row.start, default=None)


def bloc_depths() -> tuple[BlocDepth, ...]:
    """Every depth that a bloc has had, as the table has it."""
    return tuple(
        BlocDepth(
            row["bloc"], row["depth"], date.fromisoformat(row["from"]), row["source"], row["note"]
        )
        for row in read_table("bloc_depths")
    )


def bloc(name: str = "", on: date | str = BASELINE) -> pd.DataFrame:
    """Who is in a bloc on a day, and as what; every bloc in one row where no name is given.

    Columns of one bloc: economy, status (see `STATUSES`), since, until (None: to this day),
    source (a fact's or a source's id); `attrs` holds bloc, name, on, depth and what backs it.
    An economy that is in by way of a bloc that is a member counts since it is in both.
    Columns of all: bloc, name, depth, members, others (their number), since (the first member's
    day among those of that day).

    `name` is a bloc in any of its names. Raises UnknownNameError, and RangeError for no day.
    """
    import pandas as pd

    day = parse_day(on)
    if not name:
        columns = ["bloc", "name", "depth", "members", "others", "since"]
        return pd.DataFrame([_summary(key, day) for key in blocs()], columns=columns)
    key = resolve_region(name)
    depth = bloc_depth(key, day)
    columns = ["economy", "status", "since", "until", "source"]
    frame = pd.DataFrame(_standing_in(key, day), columns=columns)
    frame.attrs = {"bloc": key, "name": _name(key), "on": day, "depth": _depth_attributes(depth)}
    return frame


def parse_day(on: date | str) -> date:
    """A day from itself or from text such as 2023-05-24. Raises RangeError."""
    if isinstance(on, date):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise RangeError(
            f"{on!r} is not a day", why=str(error), remedy="write it as 2023-05-24"
        ) from error


def _depth_attributes(depth: BlocDepth | None) -> dict[str, str]:
    if depth is None:
        return {}
    since = depth.start.isoformat()
    return {"depth": depth.depth, "since": since, "source": depth.source, "note": depth.note}


def _name(key: str) -> str:
    return next(row.bloc_name for row in memberships() if row.bloc == key)


def _summary(key: str, on: date) -> tuple[str, str, str, int, int, date | None]:
    rows = _standing_in(key, on)
    inside = [row for row in rows if row[1] == "member"]
    depth = bloc_depth(key, on)
    since = min((row[2] for row in inside), default=None)
    told = depth.depth if depth else ""
    return key, _name(key), told, len(inside), len(rows) - len(inside), since


Row = tuple[str, str, date, date | None, str]


def _standing_in(key: str, on: date) -> list[Row]:
    """A row for each economy, the closest status first, then by day and code."""
    rows = (row for row in memberships() if row.bloc == key and row.holds(on))
    found = [one for row in rows for one in _unfolded(row, on)]
    return sorted(found, key=lambda one: (STATUSES.index(one[1]), one[2], one[0]))


def _unfolded(row: Membership, on: date) -> Iterator[Row]:
    """The row itself, or one for each member of the bloc that it names."""
    if row.member not in blocs():
        yield row.member, row.status, row.start, row.end, row.source
        return
    for code, status, since, until, _ in _standing_in(row.member, on):
        if status == "member":
            ends = [day for day in (row.end, until) if day]
            yield code, row.status, max(row.start, since), min(ends, default=None), row.source
