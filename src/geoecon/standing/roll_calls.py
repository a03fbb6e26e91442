"""Roll calls of the General Assembly on other topics than the war, from Voeten's data.

The table `data/standing/roll_calls.csv` has a row a resolution and a column an economy; a bloc's
column holds what most of its members cast, `apart` those that cast something else. An empty cell
is no vote on record: absent, or lost in the copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from geoecon.errors import FactError
from geoecon.parameters import expand_members
from geoecon.parameters.tables import Row, read_table
from geoecon.standing.record import CASTS, TOPICS, Vote

SOURCE = "voeten-unga"
ABOUT = ("resolution", "day", "title", "topic", "apart")
"""The columns that are no economies."""


def roll_calls() -> Iterator[Vote]:
    """Every vote of the table. Raises FactError for a topic or a cast that is none."""
    for row in read_table("roll_calls", "standing"):
        name, day = f"{row['resolution']} {row['title']}", date.fromisoformat(row["day"])
        if row["topic"] not in TOPICS:
            raise _unreadable(name, row["topic"], "topic", tuple(TOPICS))
        for code, cast in _casts(row, day).items():
            if cast not in CASTS:
                raise _unreadable(name, cast, "cast", tuple(CASTS))
            yield Vote(name, day, code, cast, SOURCE, checked=True, topic=row["topic"])


def _casts(row: Row, day: date) -> dict[str, str]:
    """What each economy cast, members of a bloc by themselves."""
    named = ((name, cast) for name, cast in row.items() if name not in ABOUT and cast)
    found = {code: cast for name, cast in named for code in expand_members(name, day)}
    pairs = (entry.partition("=") for entry in row["apart"].split())
    return found | {code: cast for code, _, cast in pairs}


def _unreadable(resolution: str, word: str, what: str, known: tuple[str, ...]) -> FactError:
    return FactError(
        f"cannot read {word!r} as a {what}",
        where=f"data/standing/roll_calls.csv, {resolution}",
        why=f"a {what} is one of {', '.join(known)}",
    )
