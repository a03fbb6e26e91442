"""The tables of a view on routes: kt and million USD a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from geoecon.corridors.network import Link
from geoecon.corridors.routes import Route, back
from geoecon.corridors.sailings import ARRIVED
from geoecon.couple.exports import ExportsPart
from geoecon.couple.scenario import Corridors
from geoecon.couple.ways import MONTHS, THOUSAND_TO_MILLION
from geoecon.variables import Array

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


@dataclass(frozen=True, eq=False)
class OnLinks:
    """Links with load, room and scarcity price [link], found by id."""

    links: tuple[Link, ...]
    load: Array
    room: Array
    price: Array

    @cached_property
    def at(self) -> dict[str, int]:
        """Link id -> its number."""
        return {link.id: number for number, link in enumerate(self.links)}

    def of(self, values: Array, link: str, otherwise: float = 0.0) -> float:
        """A value of a link; `otherwise` for one that is closed."""
        return float(values[self.at[link]]) if link in self.at else otherwise


def routes_table(
    routes: Iterable[Route],
    origin: str,
    before: OnLinks,
    after: OnLinks,
    *,
    both_ways: bool,
    commodity: str = "",
) -> pd.DataFrame:
    """One row a route: loads before and after, room left and what it is worth."""
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


def _volume(route: Route, on: OnLinks, *, both_ways: bool) -> float:
    sign = 1.0 if both_ways else -1.0
    gates = sum(on.of(on.load, gate) + sign * on.of(on.load, back(gate)) for gate in route.gates)
    passing = [
        load
        for link, load in zip(on.links, on.load, strict=True)
        if route.passage and route.passage in link.passage.split()
    ]
    return float(gates + sum(passing))


def _members(route: Route, on: OnLinks) -> list[Link]:
    named = [link for link in on.links if link.route == route.name]
    return named or [link for link in on.links if link.id in route.gates]


def _capacity(route: Route, before: OnLinks, after: OnLinks, *, both_ways: bool) -> float:
    """The least room of what follows one another; parallel links add up. NaN: not limited."""
    if len(route.gates) > 1 and not both_ways:
        rooms = [after.of(after.room, gate) for gate in route.gates]
        racks = [after.of(after.room, link.id) for link in _members(route, before)]
        limited = [room for room in racks if np.isfinite(room)]  # side by side, before the gates
        return _limit(min(sum(rooms), sum(limited) if limited else np.inf))
    groups: dict[tuple[str, str], float] = {}
    for link in _members(route, before):
        ends = link.from_node, link.to_node
        ends = (min(ends), max(ends)) if both_ways else ends
        groups[ends] = groups.get(ends, 0.0) + after.of(after.room, link.id)
    return _limit(min(groups.values(), default=np.inf))


def _limit(room: float) -> float:
    return room if np.isfinite(room) else np.nan


def _price(route: Route, after: OnLinks) -> float:
    """The scarcity prices met along the route, parallel links counting once."""
    ends: dict[tuple[str, str], float] = {}
    for link in _members(route, after):
        price = after.of(after.price, link.id)
        key = link.from_node, link.to_node
        ends[key] = max(ends.get(key, 0.0), price if np.isfinite(price) else 0.0)
    total = sum(ends.values()) if len(route.gates) <= 1 else max(ends.values(), default=0.0)
    return float(total) if total > BINDING else 0.0


def links_table(corridors: Corridors, cargo: str, before: OnLinks, after: OnLinks) -> pd.DataFrame:
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


def _landed(before: OnLinks) -> float:
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


def carriers_table(before: Mapping[str, float], after: Mapping[str, float]) -> pd.DataFrame:
    """What each territory is paid before and after, million USD a month."""
    rows = [
        (owner, before.get(owner, 0.0) / MONTHS, after.get(owner, 0.0) / MONTHS)
        for owner in sorted({*before, *after})
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS["carriers"][:3]))
    table["change_musd_month"] = table["after_musd_month"] - table["before_musd_month"]
    order = table["change_musd_month"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def buyers_table(part: ExportsPart) -> pd.DataFrame:
    """What each buyer gets, kt a month, and pays, USD a tonne."""
    base, now = part.exports, part.shipment
    sold, price = np.zeros(len(base.regions)), np.full(len(base.regions), np.nan)
    if now is not None:
        sold[part.reached], price[part.reached] = now.sold, now.delivered
    columns = (base.regions, base.mass, sold, base.price, price)
    table = pd.DataFrame(dict(zip(COLUMNS["buyers"], columns, strict=True)))
    return table.sort_values("before_kt_month", ascending=False, ignore_index=True)


def bottlenecks_table(corridors: Corridors, after: OnLinks) -> pd.DataFrame:
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
