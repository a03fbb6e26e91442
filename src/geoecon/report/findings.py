"""The answer in words, key figures, and the tables of economies."""

from __future__ import annotations

import pandas as pd

from geoecon.parameters import memberships
from geoecon.report.content import Content
from geoecon.report.html import element, paragraph, section, table, text
from geoecon.report.prose import answer
from geoecon.report.ranges import range_columns
from geoecon.report.units import MISSING, NARROW, money, percent, signed

HEADS = (
    "", "Real income, %", "Worth, bn USD", "Terms of trade, %", "Volume of trade, %",
    "Exports, %", "Imports, %", "Tariff revenue, bn USD",
)  # fmt: skip


def opening(content: Content) -> str:
    """Title, question and answer."""
    scenario = content.scenario
    kicker = f"geoecon scenario · {scenario.name} · {scenario.date.day} {scenario.date:%B %Y}"
    return element(
        "header",
        paragraph(kicker, class_="kicker"),
        element("h1", text(scenario.title)),
        paragraph(scenario.question, class_="question"),
        paragraph(answer(content), class_="answer"),
    )


def key_figures(content: Content) -> str:
    """Tiles for the focus, a table for it and those around it."""
    row = content.shown.iloc[0]
    told = [
        ("Real income", percent(row["real_income_pct"])),
        ("Worth, a year", money(row["equivalent_variation_musd"], sign=True)),
        ("Real wage", percent(row["real_wage_pct"])),
        ("Exports", percent(row["exports_pct"])),
        ("Imports", percent(row["imports_pct"])),
        ("Tariff revenue", money(row["tariff_revenue_change_musd"], sign=True)),
    ]
    tiles = (
        element("div", element("dt", text(name)), element("dd", *_split(value)))
        for name, value in told
    )
    lead = "Changes against the baseline. Real income is income over the prices people pay."
    title = f"{content.focus_name} and those around it"
    inner = element("dl", *tiles, class_="tiles")
    note = paragraph(bloc_names(content), class_="note")
    return section(title, inner, shown_table(content), note, lead=lead)


def shown_table(content: Content) -> str:
    """The headline of the focus and those around it, with the ranges behind real income."""
    columns = range_columns(content)
    heads = (*HEADS[:2], *(f"{head.capitalize()}, %" for head in columns), *HEADS[2:])
    rows = []
    for at, (_, row) in enumerate(content.shown.iterrows()):
        name, income, *rest = _headline_cells(row)
        rows.append([name, income, *(column[at] for column in columns.values()), *rest])
    return table(heads, rows, class_="numbers")


def bloc_names(content: Content) -> str:
    """What the abbreviations of blocs in the table stand for; "" without blocs."""
    names = {row.bloc: row.bloc_name for row in memberships()}
    blocs = [code for code in content.shown.index if code not in content.headline.index]
    return "; ".join(f"{code}: {names[code]}" for code in blocs)


def _split(value: str) -> tuple[str, str]:
    """The number of a tile, and its unit in small type."""
    number, _, unit = value.replace(NARROW, " ").partition(" ")
    return text(number), element("small", text(f" {unit}"))


def headline_table(rows: pd.DataFrame) -> str:
    """Real income, its split, trade and revenue, one line a region or bloc."""
    return table(HEADS, [_headline_cells(row) for _, row in rows.iterrows()], class_="numbers")


def _headline_cells(row: pd.Series[float]) -> list[str]:
    if row["unbounded"]:
        return [str(row["name"]), "no number", *[MISSING] * 6]
    return [
        str(row["name"]),
        signed(row["real_income_pct"], 2),
        signed(row["equivalent_variation_musd"] / 1000, 2),
        signed(row["terms_of_trade_pct"], 2),
        signed(row["trade_volume_pct"], 2),
        signed(row["exports_pct"], 1),
        signed(row["imports_pct"], 1),
        signed(row["tariff_revenue_change_musd"] / 1000, 2),
    ]


def all_economies(content: Content) -> str:
    """The headline of every economy, folded away."""
    summary = element("summary", text(f"All {len(content.headline)} economies, sortable"))
    order = content.headline.sort_values("real_income_pct", kind="stable")
    return element("details", summary, headline_table(order))
