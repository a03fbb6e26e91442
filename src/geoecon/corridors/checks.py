"""What a network must fulfil before anything is computed on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from geoecon.corridors.network import (
    CARGOES,
    KINDS,
    MODES,
    REVERSE,
    STATUSES,
    Link,
    Network,
    Node,
)
from geoecon.errors import DataError, LabelError, RangeError, nearest

CARRIED = {
    "pipeline": {"crude", "gas"},
    "rail": {"crude", "container", "bulk"},
    "road": {"container", "bulk"},
    "sea": {"crude", "container", "bulk"},
    "ferry": {"crude", "container", "bulk"},
    "inland waterway": {"crude", "container", "bulk"},
    "transfer": set(CARGOES),
}
"""Which cargoes a mode can carry at all; a link may carry fewer."""


def check_network(network: Network, where: Mapping[str, str] | None = None) -> None:
    """Refuse a network that cannot be used.

    `where` says in which file and line an id stands. Raises LabelError for unknown names, repeated
    ids and isolated nodes, RangeError for numbers out of range, DataError for a number without a
    source or a cargo on a mode that cannot carry it.
    """
    places = where or {}
    _check_ids([node.id for node in network.nodes], "node")
    _check_ids([link.id for link in network.links], "link")
    for node in network.nodes:
        _check_node(node, places.get(node.id, f"node {node.id}"))
    for link in network.links:
        at = places.get(link.id.removesuffix(REVERSE), f"link {link.id}")
        _check_link(link, network, at)
    _check_isolated(network, places)
    for user in network.users:
        _check_ends(user.from_node, user.to_node, network, f"users, {user.user} {user.year}")


def _check_ids(ids: list[str], what: str) -> None:
    twice = (
        sorted({name for name in ids if ids.count(name) > 1}) if len(set(ids)) < len(ids) else []
    )
    if twice:
        raise LabelError(f"{what} {twice[0]!r} is used twice", why="it is called by its id")


def _check_node(node: Node, at: str) -> None:
    _check_word("kind", node.kind, KINDS, at)
    if not (-180 <= node.longitude <= 180 and -90 <= node.latitude <= 90):
        raise RangeError(
            "coordinates off the map",
            where=at,
            why=f"longitude {node.longitude}, latitude {node.latitude}",
        )
    if node.kind == "zone" and not node.region:
        raise LabelError("a zone without a region", where=at, why="its trade would be nobody's")
    if not node.source:
        raise DataError("coordinates without a source", where=at)


def _check_link(link: Link, network: Network, at: str) -> None:
    _check_word("mode", link.mode, MODES, at)
    _check_word("status", link.status, STATUSES, at)
    _check_ends(link.from_node, link.to_node, network, at)
    _check_cargo(link, at)
    for name, value, source in _numbers(link):
        if not (math.isfinite(value) and value >= 0):
            raise RangeError(f"{name} is {value:g}", where=at, why="it is zero or more")
        if value and not source:
            raise DataError(f"{name} without a source", where=at, why="every number has one")
    if not link.capacity_source:
        raise DataError(
            "capacity without a source",
            where=at,
            why="if nothing limits the link, the source says why",
        )
    if bool(link.fee_usd_t) != bool(link.fee_owner):
        raise DataError("a fee needs an owner and an owner a fee", where=at)


def _numbers(link: Link) -> Iterator[tuple[str, float, str]]:
    yield "length_km", link.length_km, link.length_source
    yield "time_days", link.time_days, link.time_source
    yield "border_delay_days", link.border_delay_days, link.border_source
    yield "fee_usd_t", link.fee_usd_t, link.fee_source
    for rate in link.freight:
        yield f"freight of {rate.cargo}", rate.usd_t, rate.source
    if link.capacity_kt_month is not None:
        yield "capacity_kt_month", link.capacity_kt_month, link.capacity_source


def _check_cargo(link: Link, at: str) -> None:
    strange = link.cargo - CARRIED[link.mode]
    if strange or not link.cargo:
        raise DataError(
            f"{', '.join(sorted(strange)) or 'no cargo'} on {link.mode}",
            where=at,
            why=f"{link.mode} carries {', '.join(sorted(CARRIED[link.mode]))}",
        )


def _check_ends(start: str, end: str, network: Network, at: str) -> None:
    for name in (start, end):
        if name not in network.node_index:
            raise LabelError(
                f"unknown node {name!r}", where=at, remedy=nearest(name, network.node_index)
            )
    if start == end:
        raise LabelError(f"a link from {start!r} to itself", where=at)


def _check_isolated(network: Network, places: Mapping[str, str]) -> None:
    joined = {end for link in network.links for end in (link.from_node, link.to_node)}
    alone = [node.id for node in network.nodes if node.id not in joined]
    if alone:
        raise LabelError(
            f"no link reaches {', '.join(alone[:8])}",
            where=places.get(alone[0], f"node {alone[0]}"),
            why="nothing can start, end or pass there",
        )


def _check_word(what: str, word: str, known: Iterable[str], at: str) -> None:
    if word not in set(known):
        raise LabelError(f"unknown {what} {word!r}", where=at, remedy=nearest(word, known))
