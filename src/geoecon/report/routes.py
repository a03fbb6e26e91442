"""The section of a report on routes: what gets out, which way, who loses, and what binds next."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

import pandas as pd

from geoecon.report.html import element, figure, paragraph, section, table, text
from geoecon.report.routes_figures import route_loads
from geoecon.report.routes_map import BAND, COLOURS, routes_map
from geoecon.report.svg import to_svg
from geoecon.report.units import MISSING, NARROW, listed, money, signed

MOST = 12
"""Rows of a table before the rest is folded away."""
BOUNDARIES = "Country outlines: Natural Earth, public domain; they imply no opinion on boundaries."

Names = Mapping[str, str]
Cells = Callable[[Any], list[str]]


def routes_section(
    tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Any], names: Names
) -> str:
    """HTML of the section, "" where all tables are empty; a table without rows is left out.

    `tables` holds routes, links, carriers, buyers and bottlenecks, and `facts` the scalars, as
    `geoecon.measures.routes` makes them (kt and million USD a month); `names` says by code what a
    region, a route or a territory is called.
    """
    if all(rows.empty for rows in tables.values()):
        return ""
    return section(
        "Which way it goes",
        element("style", _asset("routes.css")),
        paragraph(answer(tables, facts, names), class_="answer"),
        route_map(tables, facts, names),
        loads(tables["routes"], facts, names),
        losers(tables, names),
        bottlenecks(tables["bottlenecks"], names),
        links_in_numbers(tables["links"], names),
    )


def answer(tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Any], names: Names) -> str:
    """What leaves and what is stranded, what that costs, and where room is dearest."""
    parts = (_tonnes(facts, names), _revenue(facts), _dearest(tables["bottlenecks"], names))
    return " ".join(part for part in parts if part)


def _tonnes(facts: Mapping[str, Any], names: Names) -> str:
    what, who = facts["commodity"], names.get(facts["exporter"], facts["exporter"])
    produced, stranded = facts["produced_kt_month"], facts["stranded_kt_month"]
    told = f"Of {_kt(produced)} of {what} that {who} has for export in a month, "
    if round(stranded) <= 0:
        return f"{told}all finds a way out."
    share = f"{100 * stranded / produced:.0f}{NARROW}%"
    gone = _kt(facts["exported_kt_month"])
    return f"{told}{gone} leave and {_kt(stranded)} ({share}) are stranded."


def _revenue(facts: Mapping[str, Any]) -> str:
    before, after = facts["revenue_before_musd_month"], facts["revenue_after_musd_month"]
    change = after - before
    word = "loss" if change < 0 else "gain"
    months = facts["months"]
    whole = f", {money(change * months)} over {_months(months)}" if months else ""
    verb = "falls" if change < 0 else "rises"
    return (
        f"Export revenue {verb} from {money(before)} to {money(after)} a month: "
        f"a {word} of {money(change)} a month{whole}."
    )


def _dearest(rows: pd.DataFrame, names: Names) -> str:
    binding = rows[rows["shadow_price_usd_per_t"] > 0]
    if binding.empty:
        return ""
    row = binding.sort_values("shadow_price_usd_per_t", ascending=False, kind="stable").iloc[0]
    return (
        f"Room is dearest {_stretch(row, names)}: one more tonne of room there is worth "
        f"{row['shadow_price_usd_per_t']:,.0f} USD."
    )


def route_map(tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Any], names: Names) -> str:
    """The map with its legend, its style and the script that zooms it; "" without links."""
    links = tables["links"]
    titles = {str(row["link"]): link_title(row, names) for _, row in links.iterrows()}
    codes = dict.fromkeys(code for code in links["territory"] if code)
    countries = {code: names.get(code, code) for code in codes}
    heading = f"Routes of {facts['commodity']}, before and after"
    told = f"{heading}: map of {len(links)} links; the table of links below has all numbers."
    svg = routes_map(links, titles, route_labels(tables["routes"], names), countries, told)
    if not svg:
        return ""
    caption = (
        "Width is proportional to thousand tonnes a month; labels: before → after. Point at a link "
        "for its load, room and price. Buttons, + and − keys or, after a click on the map, the "
        f"wheel zoom; dragging moves. Source: geoecon, network and loads as computed. {BOUNDARIES}"
    )
    picture = figure(heading, svg, caption, class_="wide scrolled zoomable-figure")
    picture = picture.replace('class="picture"', 'class="picture zoomable"')
    return legend() + picture + _script()


def route_labels(routes: pd.DataFrame, names: Names) -> dict[str, tuple[str, ...]]:
    """Name and loads before and after, by route, the most loaded first."""
    sums = routes.groupby("route", sort=False)[["before_kt_month", "after_kt_month"]].sum()
    order = sums.max(axis=1).sort_values(ascending=False, kind="stable").index
    return {
        str(route): (
            names.get(str(route), str(route)),
            f"{sums.loc[route, 'before_kt_month']:,.0f} → {sums.loc[route, 'after_kt_month']:,.0f}",
        )
        for route in order
    }


def link_title(row: pd.Series[Any], names: Names) -> str:
    """What a pointer on a link shows: ends, loads, spare room, price, and what was changed."""
    where = names.get(row["territory"], row["territory"])
    kind = ", ".join(word for word in (row["mode"], where) if word)
    room = row["room_kt_month"]
    spare = "not limited" if math.isnan(room) else f"{_kt(room)}, {_kt(_spare(row))} of it spare"
    return "\n".join(
        line
        for line in (
            f"{row['from_name']} → {row['to_name']} ({kind})",
            f"{_number(row['before_kt_month'])} → {_kt(row['after_kt_month'])} a month",
            f"room a month: {spare}",
            f"a tonne of room is worth {row['shadow_price_usd_per_t']:,.2f} USD"
            if row["shadow_price_usd_per_t"] > 0
            else "",
            f"changed: {row['changed']}" if row["changed"] else "",
        )
        if line
    )


def legend() -> str:
    """What bands, lines, arcs and marks mean."""
    band = f"height:11px;background:{BAND}"
    dashes = f"repeating-linear-gradient(90deg,{COLOURS['closed']} 0 5px,#fff 5px 9px)"
    lines = [
        (band, "load before (alone: nothing left)"),
        (f"height:5px;background:{COLOURS['more']}", "load after: more than before"),
        (f"height:5px;background:{COLOURS['less']}", "less (the band shows beside it)"),
        (f"height:5px;background:{COLOURS['same']}", "the same"),
        (f"height:5px;background:{COLOURS['full']}", "full: room has a price"),
        (f"height:2px;background:{dashes}", "closed"),
        ("height:9px;border:2px solid #7d8593;border-width:2px 0 0;border-radius:50%",
         "arc: a sailing, not its course"),
    ]  # fmt: skip
    keys = [element("span", element("i", style=style), text(words)) for style, words in lines]
    marks = (("×", "flow stopped by the scenario"), ("◆", "changed by the scenario"))
    keys += [element("span", element("b", text(sign)), text(words)) for sign, words in marks]
    return element("div", *keys, class_="lines")


def loads(routes: pd.DataFrame, facts: Mapping[str, Any], names: Names) -> str:
    """Bars and table by route; "" without routes."""
    if routes.empty:
        return ""
    rows = routes.assign(name=[_route_name(row, routes, names) for _, row in routes.iterrows()])
    order = rows[["before_kt_month", "after_kt_month"]].max(axis=1)
    rows = rows.loc[order.sort_values(ascending=False, kind="stable").index]
    title = "Loads by route, before and after"
    caption = (
        "Pale: before. Dark: after. Upright stroke: capacity left after other users; none where "
        f"nothing limits or it is out of the picture. {method(facts)}"
    )
    return figure(title, to_svg(route_loads(rows), title), caption) + _route_table(rows, names)


def _route_table(rows: pd.DataFrame, names: Names) -> str:
    heads = ("Route", "Origin", "Commodity", "Before, kt a month", "after", "change",
             "Capacity left, kt a month", "A tonne of room is worth, USD")  # fmt: skip

    def cells(row: pd.Series[Any]) -> list[str]:
        before, after = row["before_kt_month"], row["after_kt_month"]
        return [
            names.get(row["route"], row["route"]),
            names.get(row["origin"], row["origin"]),
            row["commodity"],
            _number(before),
            _number(after),
            signed(after - before, 0),
            _number(row["capacity_kt_month"], none="not limited"),
            _number(row["shadow_price_usd_per_t"], 2),
        ]

    return table(heads, [cells(row) for _, row in rows.iterrows()], class_="numbers words-3")


def losers(tables: Mapping[str, pd.DataFrame], names: Names) -> str:
    """Buyers and carriers side by side, those that lose most first; "" without both."""
    found = [buyers(tables["buyers"], names), carriers(tables["carriers"], names)]
    inner = [element("div", one) for one in found if one]
    return element("div", *inner, class_="pair") if inner else ""


def buyers(rows: pd.DataFrame, names: Names) -> str:
    """Tonnes and delivered prices by buyer; "" without rows."""
    heads = ("Buyer", "Before, kt a month", "after", "change", "Price before, USD a tonne", "after")

    def cells(row: pd.Series[Any]) -> list[str]:
        before, after = row["before_kt_month"], row["after_kt_month"]
        prices = [_number(row[f"{when}_usd_t"]) for when in ("before", "after")]
        change = signed(after - before, 0)
        return [names.get(row["region"], row["region"]), _number(before), _number(after), change,
                *prices]  # fmt: skip

    change = rows["after_kt_month"] - rows["before_kt_month"]
    return _ranked("Buyers: what they get and what they pay", heads, rows, change, cells)


def carriers(rows: pd.DataFrame, names: Names) -> str:
    """What carriers and transit countries earn; "" without rows."""
    heads = ("Paid to", "Before, million USD a month", "after", "change")

    def cells(row: pd.Series[Any]) -> list[str]:
        earned = [_number(row[f"{when}_musd_month"], 1) for when in ("before", "after")]
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
            f"{row['from_name']} → {row['to_name']}",
            names.get(row["territory"], row["territory"]) or MISSING,
            _number(price, 2) if binds else "0",
            _number(row["room_kt_month"]),
            "100" if binds else _number(100 * row["fill"]),
            _number(row["rent_musd_month"], 1),
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
    """Every link of the map as a table, folded away; "" without links."""
    heads = ("Stretch", "By", "Territory", "Before, kt a month", "after", "Room, kt a month",
             "A tonne of room is worth, USD", "Changed")  # fmt: skip
    rows = [
        [
            f"{row['from_name']} → {row['to_name']}",
            row["mode"],
            names.get(row["territory"], row["territory"]) or MISSING,
            _number(row["before_kt_month"]),
            _number(row["after_kt_month"]),
            _number(row["room_kt_month"], none="not limited"),
            _number(row["shadow_price_usd_per_t"], 2),
            row["changed"],
        ]
        for _, row in links.iterrows()
    ]
    found = table(heads, rows, class_="numbers words-3")
    summary = element("summary", text(f"All {len(rows)} links of the map, sortable"))
    return element("details", summary, found) if found else ""


def method(facts: Mapping[str, Any]) -> str:
    """How well routes and trade agree, for a caption."""
    return (
        f"Source: geoecon, routes and trade solved together (residual {facts['residual']:.0e}, "
        f"{facts['trade_solves']} solves of the trade model)."
    )


def _ranked(
    title: str, heads: tuple[str, ...], rows: pd.DataFrame, change: pd.Series[float], cells: Cells
) -> str:
    """A table under a heading, the largest loss first."""
    ordered = rows.loc[change.sort_values(kind="stable").index]
    inner = _folded(heads, [cells(row) for _, row in ordered.iterrows()])
    return element("h3", text(title)) + inner if inner else ""


def _folded(heads: tuple[str, ...], rows: list[list[str]]) -> str:
    """A table of the first rows, those beyond `MOST` in one folded away."""
    kind = "numbers words-3" if heads[0] == "" else "numbers"
    first, rest = table(heads, rows[:MOST], class_=kind), rows[MOST:]
    if not rest:
        return first
    summary = element("summary", text(f"{len(rest)} more"))
    return first + element("details", summary, table(heads, rest, class_=kind))


def _route_name(row: pd.Series[Any], routes: pd.DataFrame, names: Names) -> str:
    """Its name, with the origin where a route carries cargo of several."""
    name = names.get(row["route"], row["route"])
    several = (routes["route"] == row["route"]).sum() > 1
    return f"{name} ({names.get(row['origin'], row['origin'])})" if several else name


def _stretch(row: pd.Series[Any], names: Names) -> str:
    where = names.get(row["territory"], row["territory"])
    place = f" ({where})" if where else ""
    return f"between {listed([row['from_name'], row['to_name']])}{place}"


def _spare(row: pd.Series[Any]) -> float:
    return max(row["room_kt_month"] - row["after_kt_month"], 0.0)


def _number(value: float, places: int = 0, none: str = MISSING) -> str:
    return none if math.isnan(value) else f"{value:,.{places}f}"


def _kt(value: float) -> str:
    return f"{_number(value)} kt"


def _months(months: float) -> str:
    return f"{months:g} month{'' if months == 1 else 's'}"


def _asset(name: str) -> str:
    return files("geoecon.report").joinpath(name).read_text("utf-8")


def _script() -> str:
    return element("script", _asset("routes.js"))
