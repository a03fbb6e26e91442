"""Obstacles inside a union as it counts them: registered, planned to go, removed, with dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from geoecon.errors import unknown_name
from geoecon.parameters.tables import read_table

What = Literal["registered", "removed", "planned"]
Kind = Literal["barriers", "restrictions", "exemptions", "all"]


@dataclass(frozen=True)
class Obstacles:
    """One count. Barriers break the union's law, restrictions wait for law, exemptions are law.

    `start` is the day of a register, or the first day of the time in which obstacles were removed
    or are to be; `end` the last day of that time. A count weighs all obstacles the same: it says
    nothing of their size.
    """

    bloc: str
    start: date
    end: date | None
    what: What
    kind: Kind
    count: int
    source: str
    note: str


def obstacles(bloc: str, what: What | None = None) -> tuple[Obstacles, ...]:
    """The counts on record for a union, oldest first; those that disagree stand side by side.

    Raises UnknownNameError for a bloc without a register.
    """
    rows = [_obstacles(row) for row in read_table("obstacles")]
    found = [row for row in rows if row.bloc == bloc]
    if not found:
        raise unknown_name("bloc with a register of obstacles", bloc, {row.bloc for row in rows})
    chosen = [row for row in found if what in (None, row.what)]
    return tuple(sorted(chosen, key=lambda row: row.start))


def _obstacles(row: dict[str, str]) -> Obstacles:
    return Obstacles(
        row["bloc"],
        date.fromisoformat(row["from"]),
        date.fromisoformat(row["until"]) if row["until"] else None,
        cast(What, row["what"]),
        cast(Kind, row["kind"]),
        int(row["count"]),
        row["source"],
        row["note"],
    )
