"""What a scenario does to routes, as tables: kt and million USD a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geoecon.corridors.network import Link
from geoecon.corridors.routes import Route, back, read_routes
from geoecon.corridors.sailings import ARRIVED
from geoecon.couple.carriage import income
from geoecon.couple.exports import ExportsPart
from geoecon.couple.freight import FreightPart
from geoecon.couple.scenario import Corridors
from geoecon.couple.ways import MONTHS, THOUSAND_TO_MILLION
from geoecon.parameters.tables import read_table

BINDING = 1e-3  # USD a tonne: a scarcity price below it is rounding
NEARLY = 0.8  # of its room: a link that binds next
MOST_LINKS = 300
FAINT = 0.002  # of the largest load: a sailing below it is left out of the table of links
COLUMNS = {
    "routes": (
        "route", "origin", "commodity", "before_kt_month", "after_kt_month",
        "capacity_kt_month", "shadow_price_usd_per_t",
    ),
    "links": (
        "link", "from_name", "to_name", "mode", "territory", "cargo", "route", "from_longitude",
        "from_latitude", "to_longitude", "to_latitude", "before_kt_month", "after_kt_month",
        "room_kt_month", "shadow_price_usd_per_t", "changed",
    ),
    "carriers": ("region", "before_musd_month", "after_musd_month", "change_musd_month"),
    "buyers": ("region", "before_kt_month", "after_kt_month", "before_usd_t", "after_usd_t"),
    "bottlenecks": (
        "rank", "link", "from_name", "to_name", "territory", "shadow_price_usd_per_t",
        "room_kt_month", "rent_musd_month", "fill",
    ),
}  # fmt: skip


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
    before = _On(base.ways.links, base.shipment.load, base.ways.room, base.shipment.price)
    after = _On(ways.links, now.load, ways.room, now.price)
    routes = [route for route in read_routes() if route.commodity == commodity]
    tables = {
        "routes": _routes(routes, base.exporter, before, after, both_ways=False),
        "links": _links(corridors, base.cargo, before, after),
        "carriers": _carriers(base.ways.charged(base.shipment.load), ways.charged(now.load)),
        "buyers": _buyers(part),
        "bottlenecks": _bottlenecks(corridors, after),
    }
    left = float(base.output.sum() - now.sold.sum())
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
    before = _On(was.links, base.loading.load.sum(axis=0), was.room, base.loading.price)
    after = _On(now.links, part.loading.load.sum(axis=0), now.room, part.loading.price)
    routes = [route for route in read_routes() if route.commodity == "containers"]
    tables = {
        "routes": _routes(routes, "all", before, after, both_ways=True, commodity="goods"),
        "links": _links(corridors, "container", before, after),
        "carriers": _carriers(income(base.ways, base.loading), income(part.ways, part.loading)),
        "buyers": pd.DataFrame(columns=list(COLUMNS["buyers"])),
        "bottlenecks": _bottlenecks(corridors, after),
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


@dataclass(frozen=True, eq=False)
class _On:
    """Links with load, room and scarcity price [link], found by id."""

    links: tuple[Link, ...]
    load: np.ndarray
    room: np.ndarray
    price: np.ndarray

    def __post_init__(self) -> None:
        at = {link.id: number for number, link in enumerate(self.links)}
        object.__setattr__(self, "at", at)

    def of(self, values: np.ndarray, link: str, otherwise: float = 0.0) -> float:
        """A value of a link; `otherwise` for one that is closed."""
        at: dict[str, int] = self.at  # type: ignore[attr-defined]
        return float(values[at[link]]) if link in at else otherwise


def _routes(
    routes: Iterable[Route],
    origin: str,
    before: _On,
    after: _On,
    *,
    both_ways: bool,
    commodity: str = "",
) -> pd.DataFrame:
    rows = [
        (
            route.name,
            origin,
            commodity or route.commodity,
            _volume(route, before, both_ways=both_ways),
            _volume(route, after, both_ways=both_ways),
            _capacity(route, before, after, both_ways=both_ways),
            _price(route, after),
        )
        for route in routes
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS["routes"]))


def _volume(route: Route, on: _On, *, both_ways: bool) -> float:
    sign = 1.0 if both_ways else -1.0
    gates = sum(on.of(on.load, gate) + sign * on.of(on.load, back(gate)) for gate in route.gates)
    passing = [
        load
        for link, load in zip(on.links, on.load, strict=True)
        if route.passage and route.passage in link.passage.split()
    ]
    return float(gates + sum(passing))


def _members(route: Route, on: _On) -> list[Link]:
    named = [link for link in on.links if link.route == route.name]
    return named or [link for link in on.links if link.id in route.gates]


def _capacity(route: Route, before: _On, after: _On, *, both_ways: bool) -> float:
    """The least room of what follows one another; parallel links add up. NaN: not limited."""
    if len(route.gates) > 1 and not both_ways:
        rooms = [after.of(after.room, gate) for gate in route.gates]
        return _limit(sum(rooms))
    groups: dict[tuple[str, str], float] = {}
    for link in _members(route, before):
        ends = link.from_node, link.to_node
        ends = (min(ends), max(ends)) if both_ways else ends
        groups[ends] = groups.get(ends, 0.0) + after.of(after.room, link.id)
    return _limit(min(groups.values(), default=np.inf))


def _limit(room: float) -> float:
    return room if np.isfinite(room) else np.nan


def _price(route: Route, after: _On) -> float:
    """The scarcity prices met along the route, parallel links counting once."""
    ends: dict[tuple[str, str], float] = {}
    for link in _members(route, after):
        price = after.of(after.price, link.id)
        key = link.from_node, link.to_node
        ends[key] = max(ends.get(key, 0.0), price if np.isfinite(price) else 0.0)
    total = sum(ends.values()) if len(route.gates) <= 1 else max(ends.values(), default=0.0)
    return float(total) if total > BINDING else 0.0


def _links(corridors: Corridors, cargo: str, before: _On, after: _On) -> pd.DataFrame:
    """Links that carry something before or after, or are changed; the most moved ones."""
    told = _told(corridors, cargo)
    known = {link.id: link for link in (*before.links, *after.links)}
    place = {node.id: node for node in corridors.network.nodes}
    place |= {node.id: node for node in corridors.changed.nodes}
    total = _landed(before)
    rows = []
    for name, link in known.items():
        was, now = before.of(before.load, name), after.of(after.load, name)
        least = FAINT * total if link.mode == "sea" and not link.route else 0.0
        if max(was, now) <= least and name not in told:
            continue
        start, end = (
            place[node.removesuffix("-arrived")] for node in (link.from_node, link.to_node)
        )
        price = after.of(after.price, name)
        rows.append(
            (
                name, start.name, end.name, link.mode, link.territory, cargo, link.route,
                start.longitude, start.latitude, end.longitude, end.latitude, was, now,
                _limit(after.of(after.room, name)), price if np.isfinite(price) else 0.0,
                told.get(name, ""),
            )
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(COLUMNS["links"]))
    moved = table["after_kt_month"].sub(table["before_kt_month"]).abs()
    size = moved + table["after_kt_month"] * 1e-3 + (table["changed"] != "") * 1e9
    chosen = size.sort_values(ascending=False, kind="stable").index[:MOST_LINKS]
    return table.loc[sorted(chosen)].reset_index(drop=True)


def _landed(before: _On) -> float:
    """The largest load of a link."""
    return float(before.load.max(initial=0.0))


def _shore(node: str) -> str:
    """The port of a node where goods from the sea arrive."""
    return node.removesuffix(ARRIVED)


def _told(corridors: Corridors, cargo: str) -> dict[str, str]:
    """What happened to each link that is changed for a cargo, in a few words."""
    told: dict[str, list[str]] = {}
    for change in corridors.changes:
        if change.cargo and cargo not in change.cargo.split():
            continue
        closed = change.new == "closed"
        words = (
            "closed" if closed else f"{change.what} {_shown(change.old)} -> {_shown(change.new)}"
        )
        told.setdefault(change.link, []).append(words)
    return {link: "; ".join(dict.fromkeys(words)) for link, words in told.items()}


def _shown(value: float | str | None) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _carriers(before: Mapping[str, float], after: Mapping[str, float]) -> pd.DataFrame:
    rows = [
        (owner, before.get(owner, 0.0) / MONTHS, after.get(owner, 0.0) / MONTHS)
        for owner in sorted({*before, *after})
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS["carriers"][:3]))
    table["change_musd_month"] = table["after_musd_month"] - table["before_musd_month"]
    order = table["change_musd_month"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _buyers(part: ExportsPart) -> pd.DataFrame:
    base, now = part.exports, part.shipment
    sold, price = np.zeros(len(base.regions)), np.full(len(base.regions), np.nan)
    if now is not None:
        sold[part.reached], price[part.reached] = now.sold, now.delivered
    columns = (base.regions, base.mass, sold, base.price, price)
    table = pd.DataFrame(dict(zip(COLUMNS["buyers"], columns, strict=True)))
    return table.sort_values("before_kt_month", ascending=False, ignore_index=True)


def _bottlenecks(corridors: Corridors, after: _On) -> pd.DataFrame:
    """Binding links, dearest first: what to build first; then those that are nearly full."""
    place = {node.id: node.name for node in corridors.changed.nodes}
    fill = np.where(np.isfinite(after.room) & (after.room > 0), after.load / after.room, 0.0)
    price = np.where(np.isfinite(after.price), after.price, 0.0)
    chosen = np.flatnonzero((price > BINDING) | (fill >= NEARLY))
    order = sorted(chosen, key=lambda at: (-price[at], -fill[at], after.links[at].id))
    rows = [
        (
            rank, after.links[at].id, place[_shore(after.links[at].from_node)],
            place[_shore(after.links[at].to_node)], after.links[at].territory, float(price[at]),
            float(after.room[at]),
            float(price[at] * after.load[at]) * THOUSAND_TO_MILLION, float(fill[at]),
        )
        for rank, at in enumerate(order, 1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS["bottlenecks"]))


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
