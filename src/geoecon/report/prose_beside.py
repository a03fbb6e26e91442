"""What else belongs in the answer: leaks, routes, what building costs, and who says so."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from geoecon.corridors.routes import read_routes
from geoecon.measures.routes import RouteView
from geoecon.provenance import Source
from geoecon.report.content import Content
from geoecon.report.routes_words import answer as route_answer
from geoecon.report.units import NARROW, listed, money
from geoecon.scenario import Reference, explain

MOST = 3
"""Middlemen, routes and projects in a sentence before the rest is only counted."""
OWN, TRADE = 4, 2
"""Sources named in the paragraph: the scenario's, and those of the elasticities."""
OURS = ("assumption", "estimate")
YEAR = re.compile(r".*\(\d{4}\)")


def leaks_sentence(content: Content) -> str:
    """What goes round each sanction, through whom, and who gains by it."""
    if content.leaks.empty:
        return ""
    return " ".join(
        _leak(rows, content.names) for _, rows in content.leaks.groupby("instrument", sort=False)
    )


def _leak(rows: pd.DataFrame, names: dict[str, str]) -> str:
    order = rows.sort_values("arrives_pct_of_loss", ascending=False, kind="stable")
    share = order["arrives_pct_of_loss"]
    first = zip(order["middleman"].head(MOST), share.head(MOST), strict=True)
    told = [f"{names.get(code, code)} ({part:.1f}{NARROW}%)" for code, part in first]
    more = len(order) - MOST
    through = listed([*told, f"{more} more"] if more > 0 else told)
    return (
        f"Of the direct trade that the sanctions stop, {share.sum():.1f}{NARROW}% arrives all the "
        f"same, by way of {through}; they pay {money(rows['imports_musd'].sum())} a year for it "
        f"and keep {money(rows['margin_musd'].sum())}."
    )


def routes_sentence(content: Content) -> str:
    """For each commodity: what leaves, what is stranded, and the routes that change most."""
    parts = (part for view in content.views for part in _view(view, content.names))
    return " ".join(part for part in parts if part)


def _view(view: RouteView, names: dict[str, str]) -> tuple[str, ...]:
    whole = route_answer(view.tables, view.facts, names) if view.facts["exporter"] else ""
    return whole, _routes(view.tables["routes"], view.facts["commodity"])


def _routes(rows: pd.DataFrame, commodity: str) -> str:
    """The routes whose loads change most, in million tonnes a month."""
    titles = {route.name: route.title for route in read_routes()}
    sums = rows.groupby("route", sort=False)[["before_kt_month", "after_kt_month"]].sum()
    change = sums["after_kt_month"] - sums["before_kt_month"]
    order = change[change.abs() >= 1].abs().sort_values(ascending=False, kind="stable").index
    told = [f"{titles.get(route, route)} {_loads(sums.loc[route])}" for route in order[:MOST]]
    if not told:
        return f"No route of {commodity} carries much more or less."
    return f"Thousand tonnes of {commodity} a month by route, before and after: {listed(told)}."


def _loads(row: pd.Series[float]) -> str:
    return f"{row['before_kt_month']:,.0f} → {row['after_kt_month']:,.0f}"


def cost_sentence(content: Content) -> str:
    """What building costs, and how much of it nobody has put a price on."""
    from geoecon.scenario.costs import built, total_musd

    rows = built(content.scenario)
    unknown = sum(row.cost_musd is None for row in rows)
    if not rows:
        return ""
    if unknown == len(rows):
        return "No source says what the building costs."
    lacking = f", {unknown} of {len(rows)} projects without a price in print" if unknown else ""
    return f"Building costs {money(total_musd(rows))}, once{lacking}."


def sources_sentence(content: Content) -> str:
    """Who is behind the scenario and the elasticities, by name, and how to see the rest."""
    found = explain(content.scenario, content.solution.world)
    own = _named(found, ("instrument", "assumption", "background"))[:OWN]
    trade = [name for name in _named(found, ("elasticities", "trade elasticity"))[:TRADE]]
    told = [*own, f"for elasticities {listed(trade)}"] if trade else own
    more = len(_named(found, ("",))) - len(own) - len(trade)
    rest = f"; {more} more: geoecon explain {content.scenario.name}" if more > 0 else ""
    return f"Sources: {'; '.join(told)}{rest}." if told else ""


def _named(references: Iterable[Reference], uses: tuple[str, ...]) -> list[str]:
    """Names of the sources first used for one of some things, those used for the first in front.

    Assumptions and estimates of the package's own are no names to give.
    """
    names: dict[str, list[str]] = {}
    for use in uses:
        for one in references:
            if one.used_for[0].startswith(use) and one.source.kind not in OURS:
                ids = names.setdefault(short_name(one.source), [])
                ids += [one.source.id] if one.fact and one.source.id not in ids else []
    return [f"{name} ({', '.join(sorted(ids))})" if ids else name for name, ids in names.items()]


def short_name(source: Source) -> str:
    """Authors and year, or the institution: what stands first in its title."""
    found = YEAR.match(source.title)
    return found[0] if found else re.split(r"[,;:(]", source.title)[0].strip()
