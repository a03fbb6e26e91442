"""Ranges in words: beside each number in the answer, and what they are ranges of."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import numpy as np

from geoecon.measures.ranges import ELASTICITIES, SIDES, Draws, Span, span, varied
from geoecon.report.content import Content
from geoecon.report.units import (
    NARROW,
    change_words,
    decimals,
    listed,
    percent,
    signed,
    visible,
)

Bracket = Callable[[str, str], str]
"""Region or bloc and measure -> the range behind its number, ` (−0.4 to +0.1 %)`, or nothing."""

INCOME = "real_income_pct"
BILLION = 1000.0
"""Million USD from which a range is told in billions."""
EASE = {
    "low": "where buyers find other suppliers with difficulty",
    "high": "where they do so easily",
}
"""What low and high trade elasticities mean."""
WORDS = {
    "trade_effect_pct": "the published effect of the agreement on trade",
    "removed_pct": "the share of the barriers that goes",
    "premium_pct": "the premium on goods that go round",
    "leak_pct": "the share that goes round",
    "pct": "the size of the barrier or tax",
    "change_pct": "the size of the change",
    "return_pct": "the return on capital",
    "share_pct": "the share of plants that move",
    "discount_pct": "the discount",
    "reserved_pct": "the share of exports reserved",
    "output_pct": "the growth of output",
}
"""Numbers of instruments that have a range, in words."""
MOST = 3
"""Ranges of the scenario's own numbers in the paragraph, the widest first."""
FIELD = re.compile(r"instruments\[(\d+)\]\.(\w+)")


def no_bracket(_code: str, _measure: str) -> str:
    """Where no range is known."""
    return ""


def brackets(content: Content) -> Bracket:
    """The ranges over the elasticities alone, for each number of a paragraph; none of no width."""
    return partial(_bracket, content)


def _bracket(content: Content, code: str, measure: str) -> str:
    found = span(content.shown, content.ends, ELASTICITIES, code, measure)
    if found is None or not (visible(found.lowest) or visible(found.highest)):
        return ""
    told = between(found, measure)
    return f" ({told})" if " to " in told else ""


def between(found: Span, measure: str) -> str:
    """`−0.54 to +0.09 %`, `−1.5 to +0.2 bn USD`; one number where both ends look the same."""
    ends, size = (found.lowest, found.highest), max(abs(found.lowest), abs(found.highest))
    unit, scale, places = f"{NARROW}%", 1.0, decimals(size)
    if measure.endswith("_musd"):
        billions = size >= BILLION
        unit, scale = (" bn USD", BILLION) if billions else (" million USD", 1.0)
        places = 1 if size / scale < (100 if billions else 10) else 0
    told = dict.fromkeys(signed(value / scale, places) for value in ends)
    return f"{' to '.join(told)}{unit}"


def elasticities_sentence(content: Content) -> str:
    """What the numbers in brackets are, which end gave which, and which end has no number."""
    if ELASTICITIES not in varied(content.ends):
        return ""
    found = span(content.shown, content.ends, ELASTICITIES, content.focus, INCOME)
    which = f": for {content.focus_name} {_sides(found)}" if found else ""
    long = content.solution.world.horizon == "long run"
    values = "published" if long else "published or, at this horizon, mostly assumed"
    gaps = [gap for gap in (_gap(content, side) for side in SIDES) if gap]
    return " ".join(
        [
            f"Numbers in brackets run from the lowest to the highest {values} values of how "
            f"easily trade changes suppliers, with all else the same{which}.",
            *gaps,
        ]
    )


def _sides(found: Span) -> str:
    """Which end of the elasticities gave which number."""
    numbers = {side: getattr(found, side) for side in SIDES}
    told = {side: percent(value) for side, value in numbers.items() if np.isfinite(value)}
    if len(set(told.values())) == 1 < len(told):
        return f"{told[SIDES[0]]} at both ends"
    return listed([f"{number} {EASE[side]}" for side, number in told.items()])


def _gap(content: Content, side: str) -> str:
    """Who has no number at one end of the elasticities, and why; "" where all have."""
    end = next(e for e in content.ends if e.varied == ELASTICITIES and e.side == side)
    if end.table is None:
        return f"At the {side} values the model has no answer ({end.reason})."
    lost = end.table[end.table["unbounded"] != ""]["name"].tolist()
    return f"At the {side} values the loss of {listed(lost)} has no bound." if lost else ""


def instruments_sentence(content: Content) -> str:
    """What the ranges of the scenario's own numbers do to the focus, each of them alone."""
    found = [
        (one, what)
        for what in varied(content.ends)
        if what != ELASTICITIES
        and (one := span(content.shown, content.ends, what, content.focus, INCOME))
    ]
    wide = sorted(found, key=lambda pair: pair[0].lowest - pair[0].highest)
    told = [
        f"{between(one, INCOME)} over the range of {varied_words(content, what)}"
        for one, what in wide[:MOST]
        if visible(one.highest - one.lowest)
    ]
    if not told:
        return ""
    alone = ", each taken alone" if len(found) > 1 else ""
    more = "; its other ranges do less" if len(found) > len(told) else ""
    lead = f"The scenario's own numbers have ranges too: real income in {content.focus_name} is"
    held = " with what carriage costs as in the answer" if content.views else ""
    return f"{lead} {listed(told)}{alone}{held}{more}."


def varied_words(content: Content, what: str) -> str:
    """A number of an instrument in words, with its instrument where several have such a one."""
    ((at, field),) = FIELD.findall(what)
    same = [name for name in varied(content.ends) if name.endswith(f".{field}")]
    which = f" in measure {int(at) + 1}" if len(same) > 1 else ""
    return f"{WORDS.get(field, 'the size of the measure')}{which}"


def draws_sentence(content: Content) -> str:
    """What random draws over everything that has a range say of the focus."""
    if content.draws is None:
        return ""
    draws: Draws = content.draws
    rows = draws.quantiles
    row = rows[(rows["region"] == content.focus) & (rows["measure"] == INCOME)]
    drawn = f"{draws.size} random draws over all these ranges at once (seed {draws.seed})"
    failed = draws.size - draws.solved
    lost = f" {failed} of them have no answer and are left out." if failed else ""
    if row.empty:
        return f"Of {drawn} none gives a number for {content.focus_name}.{lost}"
    low, middle, high = (float(row.iloc[0][name]) for name in ("p5", "p50", "p95"))
    return (
        f"In {drawn}, real income in {content.focus_name} {change_words(middle)} in the middle one "
        f"and lies between {between(Span(low, middle, high), INCOME).replace(' to ', ' and ')} in "
        f"nine of ten.{lost}"
    )
