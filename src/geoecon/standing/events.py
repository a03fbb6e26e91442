"""Visits, summits, agreements and security events: dated facts of the ledger, by economy.

The table `data/standing/events.csv` says of a fact what kind of event it is and whom it concerns;
day, words and source are the fact's. What happened in a war, and how it went, is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from geoecon.errors import FactError
from geoecon.ledger import fact
from geoecon.parameters import expand_members
from geoecon.parameters.tables import Row, read_table

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.provenance import Source

KINDS = ("visit", "summit", "agreement", "statement", "security", "infrastructure", "vote")


@dataclass(frozen=True)
class Event:
    """One event: from a day to another (the same for most), of a kind, with those concerned.

    `who` holds economies and blocs as the table names them; `fact` is the id in the ledger.
    """

    start: date
    end: date
    kind: str
    what: str
    who: tuple[str, ...]
    fact: str
    source: Source
    note: str

    @property
    def economies(self) -> tuple[str, ...]:
        """Those concerned, blocs as their members of the day."""
        return expand_members(" ".join(self.who), self.start)


def events(*names: str, since: date = date.min, until: date = date.max) -> tuple[Event, ...]:
    """The events on record that concern all the economies or blocs named, by day.

    A bloc concerns its members, so an event with a bloc is one with each of them; a bloc that is
    named must itself be in the event.
    """
    return tuple(
        event
        for event in _events()
        if since <= event.end and event.start <= until and _concerns(event, names)
    )


def events_frame(*names: str, since: date = date.min, until: date = date.max) -> pd.DataFrame:
    """`events` as a table: start, end, kind, what, who, fact, source, note."""
    import pandas as pd

    rows = [
        (
            one.start, one.end, one.kind, one.what, " ".join(one.who), one.fact,
            one.source.title, one.note,
        )
        for one in events(*names, since=since, until=until)
    ]  # fmt: skip
    columns = ["start", "end", "kind", "what", "who", "fact", "source", "note"]
    return pd.DataFrame(rows, columns=columns)


def _concerns(event: Event, names: tuple[str, ...]) -> bool:
    return set(names) <= {*event.who, *event.economies}


@cache
def _events() -> tuple[Event, ...]:
    found = [_event(row) for row in read_table("events", "standing")]
    return tuple(sorted(found, key=lambda event: (event.start, event.fact)))


def _event(row: Row) -> Event:
    """The row with the day and the source of its fact. Raises FactError without a day."""
    told = fact(row["fact"])
    spans = [*told.value.spans, *told.period.spans]
    span = next((span for span in spans if span.start and span.end), None)
    if span is None or span.start is None or span.end is None:
        raise FactError(
            f"{told.id} has no day", where="data/standing/events.csv", why="an event has one"
        )
    who = tuple(row["who"].split())
    return Event(
        span.start, span.end, row["kind"], row["what"], who, told.id, told.source, told.note
    )
