"""One HTML document about exposure over the years: a line a power, both losses, closed forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geoecon.report.exposure_years_figures import MOST, years_chart
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
from geoecon.report.units import MISSING, signed, size_percent

HEADS = {
    "exports_musd": "Exports, bn USD",
    "imports_musd": "Imports, bn USD",
    "hhi_exports": "HHI of exports",
    "hhi_imports": "HHI of imports",
    "first_buyer": "Largest buyer",
    "first_buyer_pct": "Largest buyer, %",
    "first_seller": "Largest seller",
    "first_seller_pct": "Largest seller, %",
}
PLACES = {"hhi_exports": 3, "hhi_imports": 3, "first_buyer_pct": 1, "first_seller_pct": 1}
PARTS = (
    ("loss_pct", "Loss of the country, per cent of its income", 3),
    ("own_loss_pct", "Loss of the power by its own act, per cent of its income", 3),
    ("leverage", "Leverage: loss of the country over loss of the power, both in USD", 2),
    ("exports_share_pct", "Share of the power in official exports of goods, per cent", 1),
    ("imports_share_pct", "Share of the power in official imports of goods, per cent", 1),
)
"""Column, what a table of it is called, decimal places."""
Record = Mapping[str, Any]
Rows = Sequence[dict[str, Any]]


def write_years_report(path: Path, record: Record) -> Path:
    """Write the report of `years_record` as one file that needs no other; returns its path."""
    name = record["names"][record["focus"][0]]
    title = f"Exposure of {name}, {record['years'][0]} to {record['years'][-1]}"
    parts = [_part(record, horizon) for horizon in record["closures"]]
    page = document(title, _opening(title, record), *parts, _trade(record), _basis(record))
    path.write_text(page, encoding="utf-8")
    return path


def years_line(record: Record, horizon: str) -> str:
    """The largest exposure to one economy in the first year and in the last, in a sentence."""
    told = []
    for year in (record["years"][0], record["years"][-1]):
        rows = [row for row in of_year(record, horizon, year) if not row["bloc"]]
        if rows:
            who, loss = rows[0]["power_name"], rows[0]["loss_pct"]
            size = "a loss without bound" if loss is None else size_percent(loss)
            told.append(f"in {year} to {who} ({size})")
    return f"{horizon.capitalize()}, largest exposure to one economy: {', '.join(told)}."


def of_year(record: Record, horizon: str, year: int) -> Rows:
    """The rows of one year and horizon, the largest loss first."""
    return [row for row in record["rows"] if (row["horizon"], row["year"]) == (horizon, year)]


def largest_powers(record: Record, horizon: str) -> list[str]:
    """Powers in the order of their largest loss in any year, without bound first."""
    most: dict[str, float] = {}
    for row in record["rows"]:
        if row["horizon"] == horizon and not row["unanswered"]:
            loss = float("inf") if row["loss_pct"] is None else row["loss_pct"]
            most[row["power"]] = max(loss, most.get(row["power"], loss))
    return sorted(most, key=lambda power: -most[power])


def by_year(record: Record, horizon: str, key: str, places: int) -> list[list[str]]:
    """A row a power: its name, then the cell of each year; a dash where there is no number."""
    cells = {
        (row["power"], row["year"]): row for row in record["rows"] if row["horizon"] == horizon
    }
    rows = []
    for power in largest_powers(record, horizon):
        found = [cells[power, year] for year in record["years"]]
        told = [_cell(row, key, places) for row in found]
        rows.append([power if found[0]["bloc"] else found[0]["power_name"], *told])
    return rows


def trade_cells(row: Record) -> list[str]:
    """The year and its closed forms, in the order of `HEADS`."""
    told = [str(row["year"])]
    for key in HEADS:
        if key.endswith("_musd"):
            told.append(f"{row[key] / 1000:.1f}")
        else:
            told.append(f"{row[key]:.{PLACES[key]}f}" if key in PLACES else str(row[key]))
    return told


def _cell(row: Record, key: str, places: int) -> str:
    if key == "loss_pct" and row["unbounded"]:
        return f"no supplier of {row['unbounded']}"
    return MISSING if row[key] is None else signed(row[key], places).removeprefix("+")


def _opening(title: str, record: Record) -> str:
    solves = record["solves"]
    told = f"{solves['cut_offs']} cut-offs in {solves['trade_solves']} solves of trade alone."
    lines = [years_line(record, horizon) for horizon in record["closures"]]
    return element(
        "header",
        paragraph(f"geoecon exposure --years · {record['world']}", class_="kicker"),
        element("h1", text(title)),
        paragraph("How did exposure move with who buys and who sells?", class_="question"),
        *(paragraph(line, class_="answer") for line in lines),
        paragraph(told),
    )


def _part(record: Record, horizon: str) -> str:
    first = _lines(record, horizon)
    title = f"Loss of real income, {horizon}: the {len(first)} largest"
    order = dict.fromkeys(name for other in record["closures"] for name in _lines(record, other))
    picture = to_svg(years_chart(first, list(order)), title) if first else ""
    base = f"The world of {record['base_year']} with the partners of each year."
    folded = [
        element("details", element("summary", text(name)), _table(record, horizon, key, places))
        for key, name, places in PARTS
    ]
    lead = f"Closure of trade imbalances: {record['closures'][horizon]}."
    return section(horizon.capitalize(), figure(title, picture, base), *folded, lead=lead)


def _lines(record: Record, horizon: str) -> dict[str, dict[int, float]]:
    """Name -> year -> loss of the largest powers with a number in some year."""
    lines = {
        _title(record, power): _line(record, horizon, power)
        for power in largest_powers(record, horizon)
    }
    return dict([(name, line) for name, line in lines.items() if line][:MOST])


def _title(record: Record, power: str) -> str:
    row = next(row for row in record["rows"] if row["power"] == power)
    return power if row["bloc"] else str(row["power_name"])


def _line(record: Record, horizon: str, power: str) -> dict[int, float]:
    return {
        row["year"]: row["loss_pct"]
        for row in record["rows"]
        if (row["horizon"], row["power"]) == (horizon, power) and row["loss_pct"] is not None
    }


def _table(record: Record, horizon: str, key: str, places: int) -> str:
    meaning = record["definitions"][key]
    heads = [heading("Power", record["definitions"]["power"])]
    heads += [heading(str(year), meaning) for year in record["years"]]
    return _drawn(heads, by_year(record, horizon, key, places))


def _trade(record: Record) -> str:
    told = record["definitions"]
    heads = [heading("Year", told["year"]), *(heading(HEADS[key], told[key]) for key in HEADS)]
    lead = "Official trade in goods by partner, as the source books it; nothing solved."
    inner = _drawn(heads, [trade_cells(row) for row in record["trade"]])
    return section("Closed forms beside it", inner, lead=lead)


def _drawn(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    body = (element("tr", *(element("td", text(cell)) for cell in row)) for row in rows)
    inner = element("thead", element("tr", *heads)), element("tbody", *body)
    return element("div", element("table", *inner, class_="numbers"), class_="scroll")


def _basis(record: Record) -> str:
    return section(
        "What is held fixed",
        bullets(text(line) for line in record["held"]),
        element("h3", "What it cannot say"),
        bullets(text(line) for line in record["limits"]),
        element("h3", "What this rests on"),
        bullets(text(line) for line in record["sources"]),
    )
