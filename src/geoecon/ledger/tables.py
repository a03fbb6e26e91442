"""Facts as rows to print, as plain records and as a tidy frame."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from geoecon.ledger.observe import observations
from geoecon.ledger.records import Fact, Span
from geoecon.ledger.store import load_facts

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("id", "subject", "quantity", "value", "unit", "period", "source", "note")
"""The columns of `table_rows`."""

Record = dict[str, str | float | None]


def table_rows(facts: Iterable[Fact]) -> list[tuple[str, ...]]:
    """One row of text a fact, as the sources print it, under `COLUMNS`."""
    return [
        (f.id, f.subject, f.quantity, f.raw, f.unit, f.period.text, f.source.title, f.note)
        for f in facts
    ]


def facts_records(facts: Iterable[Fact]) -> list[Record]:
    """Tidy records, ready for JSON: one for each amount of a fact, or for each of its dates.

    `low`, `high` (None for words and dates) are in `unit`; `start`, `end` are ISO days of the
    period, or of the date that the fact gives.
    """
    return [record for fact in facts for record in _records(fact)]


def facts_frame(facts: Iterable[Fact] | None = None) -> pd.DataFrame:
    """`facts_records` as a data frame, of all facts by default; a number not given is missing."""
    import pandas as pd

    records = facts_records(load_facts() if facts is None else facts)
    frame = pd.DataFrame.from_records(records)
    days = {column: pd.to_datetime(frame[column]) for column in ("start", "end")}
    return frame.astype({"low": "float64", "high": "float64"}).assign(**days)


def _records(fact: Fact) -> list[Record]:
    amounts = [
        _record(fact, seen.span, seen.amount.label, seen.amount.unit)
        | {"low": seen.amount.low, "high": seen.amount.high, "bound": seen.amount.bound}
        for seen in observations(fact)
    ]
    undated = () if amounts else fact.period.spans or (Span(),)
    dates = fact.value.spans or undated
    return [*amounts, *(_record(fact, span, "", fact.unit) for span in dates)]


def _record(fact: Fact, span: Span, part: str, unit: str) -> Record:
    return {
        "id": fact.id,
        "subject": fact.subject,
        "quantity": fact.quantity,
        "part": part,
        "kind": fact.value.kind,
        "low": None,
        "high": None,
        "bound": "",
        "unit": unit,
        "start": _iso(span.start),
        "end": _iso(span.end),
        "status": fact.period.status,
        "words": fact.value.words,
        "raw": fact.raw,
        "period": fact.period.text,
        "source": fact.source.title,
        "url": fact.source.url,
        "note": fact.note,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
