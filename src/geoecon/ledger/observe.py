"""Facts of one quantity over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geoecon.ledger.records import Amount, Fact, Span
from geoecon.ledger.units import unit


@dataclass(frozen=True)
class Observation:
    """One amount of a fact at one span of its period."""

    fact: Fact
    span: Span
    amount: Amount

    @property
    def base(self) -> str:
        """The unit that this amount is compared in."""
        return unit(self.amount.unit).base

    @property
    def number(self) -> float:
        """The amount in its base unit."""
        return self.amount.number * unit(self.amount.unit).factor


@dataclass(frozen=True)
class Series:
    """What the sources say of one quantity of one subject, in time order, in one base unit."""

    subject: str
    quantity: str
    base: str
    observations: tuple[Observation, ...]


def observations(fact: Fact) -> tuple[Observation, ...]:
    """Every amount of a fact with its span; an open span where the fact gives no period.

    As many amounts as spans pair up (`17 -> 32` in 2023/2030); one amount holds in each span;
    a change within one span leaves its second amount; other parts share the whole period.
    """
    spans = fact.period.spans or (Span(),)
    amounts = fact.value.amounts
    if len(amounts) == len(spans):
        pairs = list(zip(spans, amounts, strict=True))
    elif fact.value.kind == "change":
        pairs = [(spans[-1], amounts[-1])]
    else:
        pairs = [(span, amount) for span in spans for amount in amounts]
    return tuple(Observation(fact, span, amount) for span, amount in pairs)


def series(facts: Iterable[Fact]) -> list[Series]:
    """The facts with numbers, one series for each subject, quantity and base unit.

    Series keep the order in which the facts first name them.
    """
    groups: dict[tuple[str, str, str], list[Observation]] = {}
    for seen in (one for fact in facts for one in observations(fact)):
        key = (seen.fact.subject, seen.fact.quantity, seen.base)
        groups.setdefault(key, []).append(seen)
    return [Series(*key, tuple(sorted(group, key=_when))) for key, group in groups.items()]


def _when(seen: Observation) -> tuple[date, date, str]:
    return (seen.span.start or date.min, seen.span.end or date.max, seen.fact.id)
