"""Ranges in tables: behind each number of real income, and of the focus by what is varied."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geoecon.measures.ranges import ELASTICITIES, Span, span, varied
from geoecon.report.content import Content
from geoecon.report.html import element, section, table, text
from geoecon.report.prose_ranges import EASE, INCOME, between, varied_words
from geoecon.report.units import MISSING, signed

Rows = list[list[str]]
LEAD = (
    "The scenario solved again with one thing at the low and at the high end of its range, all "
    "else the same. The range is over both ends and the answer, since an effect need not grow with "
    "what is varied."
)


def income_range(content: Content, code: str, what: str = ELASTICITIES) -> str:
    """Real income of a region or bloc over a range, `−0.54 to +0.09`; a dash where unknown."""
    found = span(content.shown, content.ends, what, code, INCOME)
    return _numbers(found.lowest, found.highest) if found else MISSING


def drawn_range(content: Content, code: str) -> str:
    """p5 to p95 of real income over the draws; a dash where unknown."""
    if content.draws is None:
        return MISSING
    rows = content.draws.quantiles
    row = rows[(rows["region"] == code) & (rows["measure"] == INCOME)]
    return MISSING if row.empty else _numbers(row["p5"].iloc[0], row["p95"].iloc[0])


def range_columns(content: Content) -> dict[str, list[str]]:
    """A column for each range of real income that there is, over the regions shown, per cent."""
    codes = [str(code) for code in content.shown.index]
    found = {}
    if any(end.varied == ELASTICITIES for end in content.ends):
        found["range over elasticities"] = [income_range(content, code) for code in codes]
    if content.draws is not None:
        found["nine of ten draws"] = [drawn_range(content, code) for code in codes]
    return found


def headline_rows(content: Content) -> tuple[tuple[str, ...], Rows]:
    """Heads and rows of the focus and those around it, with the ranges that there are."""
    columns = range_columns(content)
    more = (f"{head}, %" for head in columns)
    heads = ("", "real income, %", *more, "million USD a year", "exports, %", "imports, %")
    return heads, [
        _row(row, [column[at] for column in columns.values()])
        for at, (_, row) in enumerate(content.shown.iterrows())
    ]


def _row(row: pd.Series[float], ranges: Sequence[str]) -> list[str]:
    name = str(row["name"])
    if row["unbounded"]:
        name = f"{name}: no number, no supplier of {row['unbounded']}"
    return [
        name,
        signed(row[INCOME], 2),
        *ranges,
        signed(row["equivalent_variation_musd"], 0),
        signed(row["exports_pct"], 2),
        signed(row["imports_pct"], 2),
    ]


def ranges_section(content: Content) -> str:
    """HTML: real income of the focus at both ends of each thing that has a range; "" without."""
    heads = ("What is varied", "At the low end, %", "In the answer, %", "At the high end, %")
    rows = [_ends(content, what) for what in varied(content.ends)]
    notes = [
        element("p", text(f"{end.side} end of {_words(content, end.varied)}: {end.reason}"))
        for end in content.ends
        if end.table is None
    ]
    return section(
        f"How sure is real income in {content.focus_name}",
        table(heads, rows, class_="numbers"),
        *notes,
        lead=LEAD,
    )


def _ends(content: Content, what: str) -> list[str]:
    found = span(content.shown, content.ends, what, content.focus, INCOME)
    numbers = [found.low, found.central, found.high] if found else [float("nan")] * 3
    return [_words(content, what), *(signed(value, 2) for value in numbers)]


def _words(content: Content, what: str) -> str:
    if what == ELASTICITIES:
        return f"trade elasticities (low: {EASE['low']}; high: {EASE['high']})"
    return varied_words(content, what)


def _numbers(low: float, high: float) -> str:
    return between(Span(low, low, high), "").rsplit("\u202f", 1)[0]
