"""One HTML document about a frontier: the picture, the sets on it, what each option is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.report.frontier_figures import frontier_chart
from geoecon.report.html import (
    bullets,
    document,
    element,
    figure,
    heading,
    paragraph,
    section,
    text,
)
from geoecon.report.svg import to_svg
from geoecon.report.units import MISSING, money, signed, size_percent

if TYPE_CHECKING:
    import pandas as pd

Cells = Mapping[str, Any]
NOTHING = "nothing"
SET_HEADS = {
    "options": "Options",
    "cost_musd": "Cost, mn USD a year",
    "gain_musd": "Gain, mn USD a year",
    "exposure_pct": "Exposure, %",
    "power": "To",
    "routes_gain_musd": "Gain with routes",
    "routes_exposure_pct": "Exposure with routes",
    "difference_musd": "Difference, mn USD",
    "difference_points": "Difference, points",
    "gap_musd": "Gap, mn USD",
    "at_low": "Low chances",
    "at_high": "High chances",
}
OPTION_HEADS = {
    "title": "Option",
    "cost_musd": "Cost, mn USD a year",
    "alone_musd": "Alone, mn USD",
    "on_top_musd": "On top, mn USD",
    "shapley_musd": "Shapley, mn USD",
    "alone_points": "Alone, points",
    "on_top_points": "On top, points",
    "shapley_points": "Shapley, points",
}
PLACES = {"exposure_pct": 3, "routes_exposure_pct": 3}
UNSIGNED = ("cost_musd", "exposure_pct", "routes_exposure_pct", "gap_musd")
TITLE = "Expected gain against the largest single exposure"


def write_frontier_report(path: Path, record: Cells, picture: str) -> Path:
    """Write the report of `frontier.json` as one file that needs no other; returns its path."""
    page = document(
        record["title"],
        _opening(record),
        _picture(record, picture),
        _sets(record),
        _options(record),
        _basis(record),
    )
    path.write_text(page, encoding="utf-8")
    return path


def frontier_svg(record: Cells, sets: pd.DataFrame) -> str:
    """The chart as one `<svg>` element."""
    return to_svg(frontier_chart(record, sets, [row["options"] for row in worded(record)]), TITLE)


def set_words(row: Cells, every: Sequence[str]) -> str:
    """The options of a set in words: of more than half of all, those that it leaves out."""
    chosen = row["options"]
    left = [name for name in every if name not in chosen]
    if not left:
        return "all"
    if len(left) < len(chosen) and len(left) < len(every) / 2:
        return f"all but {', '.join(left)}"
    return ", ".join(chosen) or NOTHING


def worded(record: Cells) -> list[dict[str, Any]]:
    """The rows of the frontier with the number and the words of their sets."""
    names = [row["name"] for row in record["options"]]
    return [
        {**row, "options": f"{at}: {set_words(row, names)}"}
        for at, row in enumerate(record["frontier"], 1)
    ]


def answer_lines(record: Cells) -> list[str]:
    """Doing nothing, the least exposed set and the one with the highest income, in words."""
    name, nothing, rows = record["focus_name"], record["nothing"], record["frontier"]
    if nothing["exposure_pct"] is None:
        told = f"{name}, nothing done: the largest single exposure has no number."
    else:
        told = (
            f"{name}, nothing done: the largest single exposure is to {nothing['power']}, "
            f"{size_percent(nothing['exposure_pct'])} of real income."
        )
    if not rows:
        return [told, "No set of options has a number in every state."]
    names = [row["name"] for row in record["options"]]
    ends = (("Least exposed", rows[0]), ("Highest expected income", rows[-1]))
    return [told, *(f"{word}: {_set_line(row, names)}." for word, row in ends)]


def count_line(record: Cells) -> str:
    """How many sets were solved, and in how many solves."""
    counts = record["counts"]
    told = (
        f"{counts['solved']:,} of {counts['sets']:,} sets solved in {counts['trade_solves']:,} "
        f"solves of trade alone, {counts['network_solves']} of route options with the network"
    )
    again = counts.get("again_solves")
    told += f", {again} of sets on the frontier with it." if again else "."
    if record["search"]:
        gap = record["search"]
        told += (
            f" Searched: {gap['left']:,} sets not solved could still be on the frontier; the "
            f"largest gap is {money(gap['largest_gap_musd'])} a year."
        )
    return told


def cell(row: Cells, key: str) -> str:
    """A cell as text: a dash where there is no number."""
    value = row.get(key)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if value is None:
        return MISSING
    places = PLACES.get(key, 3 if key.endswith("points") else 1)
    words = signed(value, places)
    return words.removeprefix("+") if key in UNSIGNED else words


def shown_heads(rows: Sequence[Cells], heads: Mapping[str, str]) -> dict[str, str]:
    """The headings of columns in which some row has something."""
    return {
        key: words for key, words in heads.items() if any(row.get(key) is not None for row in rows)
    }


def _set_line(row: Cells, names: Sequence[str]) -> str:
    return (
        f"{set_words(row, names)}, with {size_percent(row['exposure_pct'])} exposed to "
        f"{row['power']} and {money(row['gain_musd'], sign=True)} a year"
    )


def _opening(record: Cells) -> str:
    return element(
        "header",
        paragraph(f"geoecon frontier · {record['name']}", class_="kicker"),
        element("h1", text(record["title"])),
        paragraph(record["question"], class_="question"),
        *(paragraph(line, class_="answer") for line in answer_lines(record)),
        paragraph(count_line(record)),
    )


def _picture(record: Cells, picture: str) -> str:
    chances = ", ".join(
        f"{one['title']} {one['chance_pct']:g} % ({one['low_pct']:g} to {one['high_pct']:g})"
        for one in record["states"][1:]
    )
    caption = (
        "Each grey dot is a set of options; on the frontier no other set has more income and less "
        "exposure; numbers as in the table. Gain: expected real income less that of doing nothing, "
        f"at prices of {record['world']}. Chances within a year (assumed): {chances}. "
        f"Horizon: {record['horizon']}. Sources: below."
    )
    return section("The frontier", figure(TITLE, picture, caption))


def _sets(record: Cells) -> str:
    rows = worded(record)
    lead = "Sets that no other beats, by rising exposure. Headings tell what they mean."
    return section("The sets on it", _table(rows, shown_heads(rows, SET_HEADS), record), lead=lead)


def _options(record: Cells) -> str:
    heads = shown_heads(record["options"], OPTION_HEADS)
    lead = "What each option adds to expected real income after its cost, and to the exposure."
    costs = [
        element("b", text(row["title"])) + text(f": {row['cost_source']}. {row['note']}".rstrip())
        for row in record["options"]
    ]
    return section(
        "What each option is worth",
        _table(record["options"], heads, record),
        element("h3", "Where the costs are from"),
        bullets(costs),
        lead=lead,
    )


def _table(rows: Sequence[Cells], heads: Mapping[str, str], record: Cells) -> str:
    known = record["definitions"]
    head = element("tr", *(heading(words, known.get(key, "")) for key, words in heads.items()))
    body = (element("tr", *(element("td", text(cell(row, key))) for key in heads)) for row in rows)
    whole = element("table", element("thead", head), element("tbody", *body), class_="numbers")
    return element("div", whole, class_="scroll")


def _basis(record: Cells) -> str:
    return section(
        "What this rests on",
        bullets(text(line) for line in record["sources"]),
        element("h3", "What it cannot say"),
        bullets(text(line) for line in record["limits"]),
    )
