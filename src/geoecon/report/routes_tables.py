"""Tables on routes: loads, buyers, carriers, bottlenecks and links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from geoecon.report.html import element, paragraph, table, text
from geoecon.report.routes_words import Names, number, stretch
from geoecon.report.units import MISSING, signed

MOST = 12
"""Rows of a table before the rest is folded away."""
WORDS = "numbers words-3"
"""The class of a table whose first three columns are words."""

Cells = Callable[[Any], list[str]]


def route_table(rows: pd.DataFrame, names: Names) -> str:
    """Loads, capacity and its price by route; "" without rows."""
    heads = ("Route", "Origin", "Commodity", "Before, kt a month", "after", "change",
             "Capacity left, kt a month", "A tonne of room is worth, USD")  # fmt: skip

    def cells(row: pd.Series[Any]) -> list[str]:
        before, after = row["before_kt_month"], row["after_kt_month"]
        return [
            names.get(row["route"], row["route"]),
            names.get(row["origin"], row["origin"]),
            row["commodity"],
            number(before),
            number(after),
            signed(after - before, 0),
            number(row["capacity_kt_month"], none="not limited"),
            number(row["shadow_price_usd_per_t"], 2),
        ]

    return table(heads, [cells(row) for _, row in rows.iterrows()], class_=WORDS)


def buyers(rows: pd.DataFrame, names: Names) -> str:
    """Tonnes and delivered prices by buyer; "" without rows."""
    heads = ("Buyer", "Before, kt a month", "after", "change", "Price before, USD a tonne", "after")

    def cells(row: pd.Series[Any]) -> list[str]:
        before, after = row["before_kt_month"], row["after_kt_month"]
        prices = [number(row[f"{when}_usd_t"]) for when in ("before", "after")]
        change = signed(after - before, 0)
        return [names.get(row["region"], row["region"]), number(before), number(after), change,
                *prices]  # fmt: skip

    change = rows["after_kt_month"] - rows["before_kt_month"]
    return _ranked("Buyers: what they get and what they pay", heads, rows, change, cells)


def carriers(rows: pd.DataFrame, names: Names) -> str:
    """What carriers and transit countries earn; "" without rows."""
    heads = ("Paid to", "Before, million USD a month", "after", "change")

    def cells(row: pd.Series[Any]) -> list[str]:
        earned = [number(row[f"{when}_musd_month"], 1) for when in ("before", "after")]
        change = signed(row["change_musd_month"], 1)
        return [names.get(row["region"], row["region"]), *earned, change]

    title = "Carriers: freight, fees and rents paid on the way"
    return _ranked(title, heads, rows, rows["change_musd_month"], cells)


def bottlenecks(rows: pd.DataFrame, names: Names) -> str:
    """What binds, dearest first, then what is fullest; "" without rows."""
    heads = ("", "Stretch", "Territory", "A tonne of room is worth, USD", "Room, kt a month",
             "Full, %", "Rent, million USD a month")  # fmt: skip

    def cells(row: pd.Series[Any]) -> list[str]:
        binds, price = row["shadow_price_usd_per_t"] > 0, row["shadow_price_usd_per_t"]
        return [
            f"{row['rank']:.0f}",
            stretch(row),
            names.get(row["territory"], row["territory"]) or MISSING,
            number(price, 2) if binds else "0",
            number(row["room_kt_month"]),
            "100" if binds else number(100 * row["fill"]),
            number(row["rent_musd_month"], 1),
        ]

    ordered = rows.sort_values("rank", kind="stable")
    note = (
        "What is worth building first. Where room is used up, a tonne of it is worth what the "
        "shipper would pay for it, at the margin; a price of 0 means that there is room to spare."
    )
    inner = _folded(heads, [cells(row) for _, row in ordered.iterrows()])
    if not inner:
        return ""
    title = element("h3", "What binds next, and what a tonne of room is worth there")
    return element("div", title, paragraph(note, class_="lead"), inner, class_="next")


def links_in_numbers(links: pd.DataFrame, names: Names) -> str:
    """Every link of the map as a table, the most loaded first, folded away; "" without links."""
    load = links[["before_kt_month", "after_kt_month"]].max(axis=1)
    order = load.sort_values(ascending=False, kind="stable").index
    heads = ("Stretch", "By", "Territory", "Before, kt a month", "after", "Room, kt a month",
             "A tonne of room is worth, USD", "Changed")  # fmt: skip
    rows = [
        [
            stretch(row),
            row["mode"],
            names.get(row["territory"], row["territory"]) or MISSING,
            number(row["before_kt_month"]),
            number(row["after_kt_month"]),
            number(row["room_kt_month"], none="not limited"),
            number(row["shadow_price_usd_per_t"], 2),
            row["changed"],
        ]
        for _, row in links.loc[order].iterrows()
    ]
    found = table(heads, rows, class_=WORDS)
    summary = element("summary", text(f"All {len(rows)} links of the map, sortable"))
    return element("details", summary, found) if found else ""


def _ranked(
    title: str, heads: tuple[str, ...], rows: pd.DataFrame, change: pd.Series[float], cells: Cells
) -> str:
    """A table under a heading, the largest loss first."""
    ordered = rows.loc[change.sort_values(kind="stable").index]
    inner = _folded(heads, [cells(row) for _, row in ordered.iterrows()])
    return element("h3", text(title)) + inner if inner else ""


def _folded(heads: tuple[str, ...], rows: list[list[str]]) -> str:
    """A table of the first rows, those beyond `MOST` in one folded away."""
    kind = WORDS if heads[0] == "" else "numbers"
    first, rest = table(heads, rows[:MOST], class_=kind), rows[MOST:]
    if not rest:
        return first
    summary = element("summary", text(f"{len(rest)} more"))
    return first + element("details", summary, table(heads, rest, class_=kind))
