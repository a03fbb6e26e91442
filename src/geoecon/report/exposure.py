"""One HTML document about exposure: the ranking, both sides' losses, and what each word means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geoecon.report.exposure_figures import exposure_chart
from geoecon.report.html import (
    bullets,
    document,
    element,
    figure,
    heading,
    paragraph,
    section,
    table,
    text,
)
from geoecon.report.svg import to_svg
from geoecon.report.units import MISSING, money, signed, size_percent

MOST = 12
"""Bars in a chart."""
HEADS = {
    "power_name": "Power",
    "kind": "Cut-off",
    "loss_pct": "Loss, % of income",
    "loss_musd": "Loss, mn USD a year",
    "own_loss_pct": "Power's own loss, %",
    "own_loss_musd": "Power's own loss, mn USD a year",
    "leverage": "Leverage",
    "top_sectors": "Works through",
    "crossing": "Cargo that crosses",
    "links": "On the links",
    "unbounded": "Without bound",
    "own_unbounded": "Power without bound",
    "unanswered": "No answer",
}
BESIDE = {
    "power_name": "Power",
    "of_exports_pct": "Of exports, %",
    "of_imports_pct": "Of imports, %",
    "closed_form_pct": "Closed form, %",
    "loss_pct": "Loss, % of income",
}
"""Headings of what simple indices say, the model's loss last."""
LABELS = {"focus": "Country", "horizon": "Horizon"}
"""Headings that a table of several countries has besides."""
PLACES = {"loss_pct": 3, "own_loss_pct": 3, "loss_musd": 0, "own_loss_musd": 0, "leverage": 2,
          "of_exports_pct": 1, "of_imports_pct": 1, "closed_form_pct": 3}  # fmt: skip
KEY = ("focus", "power", "kind", "horizon")
"""What names a cut-off."""
Cells = dict[str, Any]


def write_exposure_report(path: Path, record: Mapping[str, Any]) -> Path:
    """Write the report of `exposure.json` as one file that needs no other; returns its path."""
    names = record["names"]
    title = "Exposure of " + ", ".join(names[code] for code in record["focus"])
    parts = [
        _part(record, code, horizon) for code in record["focus"] for horizon in record["closures"]
    ]
    page = document(title, _opening(title, record), *parts, _words(record), _basis(record))
    path.write_text(page, encoding="utf-8")
    return path


def largest_line(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The largest single exposure in a sentence."""
    focus, who = names[row["focus"]], f"{row['power_name']} ({row['kind']})"
    start = f"{focus}, {row['horizon']}: largest exposure to one {_group(row)} is to {who}"
    if row["unbounded"]:
        return f"{start}: a loss without bound, no supplier of {row['unbounded']} is left."
    lost = f"{size_percent(row['loss_pct'])} of income, {money(row['loss_musd'])} a year"
    own = "its own loss is not known"
    if row["own_loss_musd"] is not None:
        verb = "loses" if row["own_loss_musd"] > 0 else "gains"
        own = f"itself it {verb} {money(abs(row['own_loss_musd']))}"
        own += f" ({size_percent(row['own_loss_pct'])})"
    return f"{start}: {lost}; {own}."


def _group(row: Mapping[str, Any]) -> str:
    return "bloc" if row["bloc"] else "economy"


def _opening(title: str, record: Mapping[str, Any]) -> str:
    solves = record["solves"]
    told = (
        f"{solves['cut_offs']} cut-offs: {solves['trade_only']} of trade alone in "
        f"{solves['trade_solves']} solves, {solves['coupled']} together with the network."
    )
    many = len(record["focus"]) > 1
    lines = [] if many else [largest_line(row, record["names"]) for row in record["largest"]]
    first = exposure_table(record["largest"], record["definitions"], LABELS) if many else ""
    return element(
        "header",
        paragraph(f"geoecon exposure · {record['world']}", class_="kicker"),
        element("h1", text(title)),
        paragraph("What could each power take away, and what would it cost that power?",
                  class_="question"),
        *(paragraph(line, class_="answer") for line in lines),
        first,
        paragraph(told),
    )  # fmt: skip


def _part(record: Mapping[str, Any], focus: str, horizon: str) -> str:
    rows = [row for row in record["rows"] if (row["focus"], row["horizon"]) == (focus, horizon)]
    name = record["names"][focus]
    shown = [row for row in rows if row["loss_musd"] is not None][:MOST]
    title = f"Losses both ways, {horizon}: the {len(shown)} largest with a number"
    picture = to_svg(exposure_chart(shown, name), title) if shown else ""
    chart = figure(title, picture, "Billion USD a year at prices of the baseline.")
    lead = f"Closure of trade imbalances: {record['closures'][horizon]}."
    tables = exposure_table(rows, record["definitions"])
    sectors = [_sectors(record, row) for row in rows]
    return section(f"{name}, {horizon}", chart, tables, _beside(record, rows), *sectors, lead=lead)


def _beside(record: Mapping[str, Any], rows: Sequence[Cells]) -> str:
    """Closed forms of trade cut-offs, folded away."""
    told = [row for row in rows if row["kind"] == "trade"]
    heads = [heading(title, record["definitions"][key]) for key, title in BESIDE.items()]
    body = [element("tr", *(element("td", text(cell(row, key))) for key in BESIDE)) for row in told]
    inner = element("thead", element("tr", *heads)), element("tbody", *body)
    whole = element("div", element("table", *inner, class_="numbers"), class_="scroll")
    title = element("summary", "Beside it: what shares and a closed form say of the same cut-offs")
    return element("details", title, whole) if body else ""


def _sectors(record: Mapping[str, Any], row: Cells) -> str:
    """One cut-off by sector, folded away; "" where it is none of those told so."""
    key = tuple(row[name] for name in KEY)
    told = [one for one in record["sectors"] if tuple(one[name] for name in KEY) == key]
    changes = ("exports_change_musd", "imports_change_musd")
    cells = [[one["sector"], *(signed(one[name], 0) for name in changes)] for one in told]
    heads = ("Sector", "Exports, change, mn USD", "Imports, change, mn USD")
    title = f"By sector: {cell(row, 'power_name')}, {row['kind']}"
    inner = table(heads, cells, class_="numbers")
    return element("details", element("summary", text(title)), inner) if inner else ""


def exposure_table(
    rows: Sequence[Cells], definitions: Mapping[str, str], first: Mapping[str, str] | None = None
) -> str:
    """Every row; a heading tells its definition where the pointer rests on it.

    Columns `first` (key -> heading) stand before the others. Columns of text that no row fills are
    left out; losses without bound come first, as in `rows`.
    """
    heads = {
        key: title
        for key, title in ({**(first or {}), **HEADS}).items()
        if key in PLACES or any(row[key] for row in rows)
    }
    head = element("tr", *(heading(title, definitions[key]) for key, title in heads.items()))
    body = (element("tr", *(element("td", text(cell(row, key))) for key in heads)) for row in rows)
    whole = element("table", element("thead", head), element("tbody", *body), class_="numbers")
    return element("div", whole, class_="scroll")


def cell(row: Mapping[str, Any], key: str) -> str:
    """A cell as text: blocs by their keys, a dash where there is no number."""
    if key == "power_name" and row["bloc"]:
        return str(row["power"])
    if key not in PLACES:
        return str(row[key])
    return MISSING if row[key] is None else signed(row[key], PLACES[key]).removeprefix("+")


def _words(record: Mapping[str, Any]) -> str:
    items = [
        element("b", text(HEADS.get(key, key))) + text(f": {meaning}")
        for key, meaning in record["definitions"].items()
    ]
    return section("What the columns mean", bullets(items))


def _basis(record: Mapping[str, Any]) -> str:
    return section(
        "What this rests on",
        bullets(text(line) for line in record["sources"]),
        element("h3", "What it cannot say"),
        bullets(text(line) for line in record["limits"]),
    )
