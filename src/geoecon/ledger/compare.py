"""Facts that disagree, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import inf, isclose

from geoecon.ledger.files import read_csv
from geoecon.ledger.observe import Observation, observations
from geoecon.ledger.records import Amount, Fact
from geoecon.ledger.store import fact, load_facts
from geoecon.ledger.units import unit


@dataclass(frozen=True)
class Disagreement:
    """Facts that do not agree on `topic`, and why, where that is known."""

    topic: str
    facts: tuple[Fact, ...]
    why: str = ""


def disagreements(facts: Iterable[Fact] | None = None) -> list[Disagreement]:
    """The disagreements that concern any of `facts` (all of them by default).

    Two kinds: those named in `data/facts/comparisons.csv`, where the same thing goes by other
    names or definitions, and those found by `differ` among facts of one subject and quantity.
    A found one that a named one already holds is not repeated.
    """
    if facts is None:
        return list(_all())
    wanted = {entry.id for entry in facts}
    return [one for one in _all() if any(entry.id in wanted for entry in one.facts)]


def differ(one: Fact, other: Fact) -> bool:
    """Whether two facts of one subject and quantity say different things of one period.

    Numbers differ where they lie further apart than their rounding (`apart`), in the same base
    unit and part, both plans or neither, over the same period (additive units) or an
    overlapping one (others: an undated fact overlaps any, but a period that is itself an
    estimate places nothing). Dates differ where they share no day, votes where their words do.
    """
    kinds = {one.value.kind, other.value.kind}
    if kinds == {"date"}:
        return not any(a.overlaps(b) for a in one.value.spans for b in other.value.spans)
    if kinds == {"vote"}:
        return one.value.words != other.value.words and one.period.spans == other.period.spans
    return any(clash(a, b) for a in observations(one) for b in observations(other))


def clash(one: Observation, other: Observation) -> bool:
    """Whether two observations speak of the same thing and lie apart."""
    plans = {one.fact.period.status == "plan", other.fact.period.status == "plan"}
    same = one.base == other.base and one.amount.label == other.amount.label and len(plans) == 1
    return same and _same_time(one, other) and apart(one.amount, other.amount)


def apart(one: Amount, other: Amount) -> bool:
    """Whether two amounts of one base unit differ by more than rounding.

    Each stands for its range widened by half a step on either side. `about` is taken to be
    ten steps wide, `at least` and `at most` are open on one side: a convention of the ledger.
    """
    (low, high), (other_low, other_high) = _bounds(one), _bounds(other)
    return _at_most(high, other_low) or _at_most(other_high, low)


def _at_most(left: float, right: float) -> bool:
    """Whether left <= right, ends that meet up to floating point included."""
    return left < right or isclose(left, right, rel_tol=1e-12)


def _bounds(amount: Amount) -> tuple[float, float]:
    factor = unit(amount.unit).factor
    half = amount.step * (5.0 if amount.bound == "about" else 0.5)
    low = -inf if amount.bound == "at most" else (amount.low - half) * factor
    high = inf if amount.bound == "at least" else (amount.high + half) * factor
    return low, high


def _same_time(one: Observation, other: Observation) -> bool:
    if unit(one.amount.unit).additive or unit(other.amount.unit).additive:
        return one.span == other.span
    estimated = "about" in (one.fact.period.status, other.fact.period.status)
    return not estimated and one.span.overlaps(other.span)


@cache
def _all() -> tuple[Disagreement, ...]:
    named = _named()
    held = [{entry.id for entry in one.facts} for one in named]
    found = [one for one in _found() if not any({f.id for f in one.facts} <= ids for ids in held)]
    return (*found, *named)


def _named() -> list[Disagreement]:
    rows = read_csv("comparisons.csv")
    return [
        Disagreement(row["topic"], tuple(fact(name) for name in row["ids"].split()), row["why"])
        for row in rows
    ]


def _found() -> list[Disagreement]:
    groups: dict[tuple[str, str], list[Fact]] = {}
    for entry in load_facts():
        groups.setdefault((entry.subject, entry.quantity), []).append(entry)
    found = [(key, _disagreeing(group)) for key, group in groups.items()]
    return [Disagreement(f"{key[0]}: {key[1]}", group) for key, group in found if group]


def _disagreeing(group: list[Fact]) -> tuple[Fact, ...]:
    pairs = [pair for pair in combinations(group, 2) if differ(*pair)]
    ids = {entry.id for pair in pairs for entry in pair}
    return tuple(entry for entry in group if entry.id in ids)
