"""The section of a report on routes: what gets out, which way, who loses, and what binds next."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import pandas as pd

from geoecon.report.html import element, figure, paragraph, section, text
from geoecon.report.routes_figures import route_loads
from geoecon.report.routes_lines import BAND, COLOURS
from geoecon.report.routes_map import routes_map
from geoecon.report.routes_tables import (
    bottlenecks,
    buyers,
    carriers,
    links_in_numbers,
    route_table,
)
from geoecon.report.routes_words import Names, answer, link_title, method
from geoecon.report.svg import to_svg

BOUNDARIES = "Country outlines: Natural Earth, public domain; they imply no opinion on boundaries."


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
    return figure(
        title, to_svg(route_loads(rows), title), caption, class_="scrolled"
    ) + route_table(rows, names)


def losers(tables: Mapping[str, pd.DataFrame], names: Names) -> str:
    """Buyers and carriers side by side, those that lose most first; "" without both."""
    found = [buyers(tables["buyers"], names), carriers(tables["carriers"], names)]
    inner = [element("div", one) for one in found if one]
    return element("div", *inner, class_="pair") if inner else ""


def _route_name(row: pd.Series[Any], routes: pd.DataFrame, names: Names) -> str:
    """Its name, with the origin where a route carries cargo of several."""
    name = names.get(row["route"], row["route"])
    several = (routes["route"] == row["route"]).sum() > 1
    return f"{name} ({names.get(row['origin'], row['origin'])})" if several else name


def _asset(name: str) -> str:
    return files("geoecon.report").joinpath(name).read_text("utf-8")


def _script() -> str:
    return element("script", _asset("routes.js"))
