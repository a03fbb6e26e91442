"""What a scenario does to routes, as tables: kt and million USD a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geoecon.corridors.routes import read_routes
from geoecon.couple.carriage import income
from geoecon.couple.exports import ExportsPart
from geoecon.couple.freight import FreightPart
from geoecon.couple.scenario import Corridors
from geoecon.couple.ways import THOUSAND_TO_MILLION
from geoecon.measures.route_tables import (
    COLUMNS,
    OnLinks,
    bottlenecks_table,
    buyers_table,
    carriers_table,
    links_table,
    routes_table,
)
from geoecon.parameters.tables import read_table


@dataclass(frozen=True)
class RouteView:
    """One commodity on its routes: tables with the columns of `COLUMNS`, and scalars.

    facts : commodity, exporter ("" for all), produced, exported and stranded_kt_month, revenue
        before and after (delivered value less charges, million USD a month), cut_off (buyer ->
        the links that cut it off), months, residual, trade_solves
    """

    tables: Mapping[str, pd.DataFrame]
    facts: Mapping[str, Any]


def route_views(corridors: Corridors) -> tuple[RouteView, ...]:
    """A view of each exporter's cargo, and of goods in containers and in bulk: most moved first."""
    views = [_exports(corridors, part) for part in corridors.exports]
    if corridors.freight is not None:
        views.append(_freight(corridors, corridors.freight))
    return tuple(sorted(views, key=_moved, reverse=True))


def _moved(view: RouteView) -> float:
    """The largest change of a route's load, over all loads before."""
    routes = view.tables["routes"]
    before, after = routes["before_kt_month"], routes["after_kt_month"]
    return float(after.sub(before).abs().max() / max(before.sum(), 1.0))


def _exports(corridors: Corridors, part: ExportsPart) -> RouteView:
    base, now, ways = part.exports, part.shipment, part.ways
    if now is None:
        raise AssertionError("a part of a solved scenario has been loaded")
    commodity = _commodity(base.exporter, base.cargo)
    before = OnLinks(base.ways.links, base.shipment.load, base.ways.room, base.shipment.price)
    after = OnLinks(ways.links, now.load, ways.room, now.price)
    routes = [route for route in read_routes() if route.commodity == commodity]
    tables = {
        "routes": routes_table(routes, base.exporter, before, after, both_ways=False),
        "links": links_table(corridors, base.cargo, before, after),
        "carriers": carriers_table(base.ways.charged(base.shipment.load), ways.charged(now.load)),
        "buyers": buyers_table(part),
        "bottlenecks": bottlenecks_table(corridors, after),
    }
    left = max(float(base.output.sum() - now.sold.sum()), 0.0)  # less is rounding
    facts = {
        "commodity": commodity,
        "exporter": base.exporter,
        "produced_kt_month": float(base.output.sum()),
        "exported_kt_month": float(now.sold.sum()),
        "stranded_kt_month": left,
        "revenue_before_musd_month": base.receipt * float(base.mass.sum()) * THOUSAND_TO_MILLION,
        "revenue_after_musd_month": part.receipt_now * float(now.sold.sum()) * THOUSAND_TO_MILLION,
        "cut_off": part.cut_off(),
    }
    return RouteView(tables, facts | _common(corridors))


def _freight(corridors: Corridors, part: FreightPart) -> RouteView:
    base = part.freight
    was, now = next(iter(base.ways.values())), next(iter(part.ways.values()))
    if part.loading is None:
        raise AssertionError("a part of a solved scenario has been loaded")
    before = OnLinks(was.links, base.loading.load.sum(axis=0), was.room, base.loading.price)
    after = OnLinks(now.links, part.loading.load.sum(axis=0), now.room, part.loading.price)
    routes = [route for route in read_routes() if route.commodity == "containers"]
    tables = {
        "routes": routes_table(routes, "all", before, after, both_ways=True, commodity="goods"),
        "links": links_table(corridors, "container", before, after),
        "carriers": carriers_table(
            income(base.ways, base.loading), income(part.ways, part.loading)
        ),
        "buyers": pd.DataFrame(columns=list(COLUMNS["buyers"])),
        "bottlenecks": bottlenecks_table(corridors, after),
    }
    shipped = float(part.loading.shipped.sum())
    facts = {
        "commodity": "goods in containers and in bulk",
        "exporter": "",
        "produced_kt_month": shipped,
        "exported_kt_month": shipped,
        "stranded_kt_month": 0.0,
        "revenue_before_musd_month": None,
        "revenue_after_musd_month": None,
        "cut_off": part.cut_off(),
    }
    return RouteView(tables, facts | _common(corridors))


def _common(corridors: Corridors) -> dict[str, Any]:
    return {
        "months": corridors.months,
        "residual": corridors.agreement.residual,
        "trade_solves": corridors.agreement.trade_solves,
    }


def _commodity(exporter: str, cargo: str) -> str:
    rows = read_table("exports", "network")
    return next(
        row["commodity"] for row in rows if (row["exporter"], row["cargo"]) == (exporter, cargo)
    )
