"""What a fact is made of: amounts, spans of time, a value, a period, a source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from geoecon.provenance import Source

Kind = Literal["number", "range", "change", "parts", "total", "of", "date", "tally", "vote", "text"]
Bound = Literal["exact", "about", "at least", "at most"]
Status = Literal["", "about", "plan"]


@dataclass(frozen=True)
class Amount:
    """One printed number or range, in `unit`, `step` apart from the next printable one.

    `low` equals `high` for a single number. `bound` is what the source says of it
    (`over 26` is at least 26). `label` names it where a value has several.
    """

    low: float
    high: float
    step: float
    unit: str
    bound: Bound = "exact"
    label: str = ""

    @property
    def number(self) -> float:
        """The number, or the middle of the range."""
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Span:
    """Days from `start` to `end`, both included; None where the source leaves it open."""

    start: date | None = None
    end: date | None = None

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a day; an open end reaches as far as time does."""
        latest = max(self.start or date.min, other.start or date.min)
        return latest <= min(self.end or date.max, other.end or date.max)


@dataclass(frozen=True)
class Value:
    """A value as typed data; which fields are filled depends on `kind`.

    - number, range: one amount
    - change: two amounts, from and to; of: the first out of the second
    - parts: several amounts; total: a total, then the parts that add up to it
    - tally: amounts labelled for, against, abstain; one that is not recorded is left out
    - date: spans (a value of number and date has both); vote, text: words
    """

    kind: Kind
    amounts: tuple[Amount, ...] = ()
    spans: tuple[Span, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Period:
    """When a fact holds: one span or several, and whether it is a plan or an estimate."""

    spans: tuple[Span, ...]
    status: Status
    text: str

    @property
    def start(self) -> date | None:
        """First day, None where open or not given."""
        return min((span.start for span in self.spans if span.start), default=None)

    @property
    def end(self) -> date | None:
        """Last day, None where open or not given."""
        return max((span.end for span in self.spans if span.end), default=None)


@dataclass(frozen=True)
class Fact:
    """One sourced fact. `raw` is the value as the source prints it, `value` its reading."""

    id: str
    subject: str
    quantity: str
    value: Value
    unit: str
    period: Period
    source: Source
    note: str
    raw: str

    def cite(self) -> str:
        """One line: what, how much, when, by whom."""
        parts = [f"{self.subject}: {self.quantity} {self.amount()}", self.period.text]
        return f"{self.id} {', '.join(part for part in [*parts, self.source.title] if part)}"

    def amount(self) -> str:
        """The value as printed, with its unit where it is a number that does not repeat it."""
        worded = self.value.kind in ("text", "vote", "date") or self.raw.endswith(self.unit)
        return self.raw if worded else f"{self.raw} {self.unit}"
