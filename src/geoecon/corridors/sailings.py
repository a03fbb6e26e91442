"""Seas contracted to sailings from port to port, so that no one goes round in circles at sea.

A sea of short two-way legs that cost cents has no end of walks, and route choice over all of them
needs a sensitivity far above any that is observed. A ship takes the cheapest open way: here each
pair of ports becomes one link of its own, whose `legs` say which sea legs and passages it takes.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count

from geoecon.corridors.network import Freight, Link, Network

ARRIVED = "-arrived"
"""What the name of a port ends in for goods that have come by sea, and leave it by land alone."""

Ways = dict[str, list[tuple[float, Link]]]
"""Sea legs by the node they start from, each with what choosing it costs, USD a tonne."""
Voyages = tuple[tuple[str, Link, tuple[str, ...]], ...]
"""Ports of arrival, the sailings that lead there, and the ids of the legs of each."""


@dataclass(frozen=True)
class Sailings:
    """A network without open sea, and the sea legs that stand behind each sailing, by its id."""

    network: Network
    legs: dict[str, tuple[str, ...]]


def sailings(
    network: Network,
    cargo: str,
    value_of_time_usd_t_day: float = 0.0,
    origins: Collection[str] | None = None,
) -> Sailings:
    """The network for one cargo, its seas contracted; links of other cargoes are left out.

    A sailing leads from a port that the cargo reaches by land to one that it leaves by land, on the
    way of least freight, fee and time. Its fee is the sum of those on the way: pay it out leg by
    leg. Links of mode ferry and those with a route of their own (the Caspian) stay as they are.
    They share no port with open sea, whose ports are split into quays of departure and arrival.

    With `origins`, node ids, no other zone ships the cargo out again: without them crude goes
    round through the ports of those that both buy and sell it.
    """
    links = [
        link
        for link in network.links
        if cargo in link.cargo and (origins is None or not _ships_on(network, link, origins))
    ]
    sea = [link for link in links if link.mode == "sea" and not link.route]
    land = [link for link in links if link.mode != "sea" or link.route]
    afloat = {end for link in sea for end in (link.from_node, link.to_node)}
    loading = sorted(afloat & {link.to_node for link in land})
    landing = frozenset(afloat & {link.from_node for link in land})
    voyages = _at_sea(tuple(sea), tuple(loading), landing, cargo, value_of_time_usd_t_day)
    return _contracted(network, land, landing, voyages, cargo)


@lru_cache(maxsize=8)
def _at_sea(
    sea: tuple[Link, ...],
    loading: tuple[str, ...],
    landing: frozenset[str],
    cargo: str,
    value_of_time: float,
) -> Voyages:
    """The sailings between ports, with their legs. Kept: most changes leave the seas alone."""
    ways: Ways = {}
    for leg in sea:
        cost = leg.freight_usd_t(cargo) + leg.fee_usd_t + value_of_time * _days(leg)
        ways.setdefault(leg.from_node, []).append((cost, leg))
    return tuple(
        (end, _sailing(start, end, legs, cargo), _ids(legs))
        for start in loading
        for end, legs in _voyages(start, ways)
        if end in landing and end != start
    )


def _ships_on(network: Network, link: Link, origins: Collection[str]) -> bool:
    """Whether the link leads out of a zone that is no origin, and not to its neighbour."""
    kinds = (network.node(link.from_node).kind, network.node(link.to_node).kind)
    return kinds[0] == "zone" and kinds[1] != "zone" and link.from_node not in origins


def _contracted(
    network: Network,
    land: list[Link],
    landing: frozenset[str],
    found: Voyages,
    cargo: str,
) -> Sailings:
    ports = {end for end, _, _ in found}
    arrived = [replace(network.node(end), id=end + ARRIVED) for end in sorted(ports)]
    ashore = [_from_quay(link, ports & landing) for link in land]
    voyages = [link for _, link, _ in found]
    joined = {end for link in [*ashore, *voyages] for end in (link.from_node, link.to_node)}
    nodes = tuple(node for node in (*network.nodes, *arrived) if node.id in joined)
    users = tuple(user for user in network.users if user.cargo == cargo)
    contracted = replace(network, nodes=nodes, links=(*ashore, *voyages), users=users)
    return Sailings(contracted, {link.id: legs for _, link, legs in found})


def _from_quay(link: Link, ports: set[str]) -> Link:
    """A link by land out of a port starts where goods from the sea arrive."""
    at_quay = link.from_node in ports
    return replace(link, from_node=link.from_node + ARRIVED) if at_quay else link


def _voyages(start: str, ways: Ways) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """The cheapest way from a port to each point of the sea, as its legs (Dijkstra 1959)."""
    queue: list[tuple[float, int, str, tuple[Link, ...]]] = [(0.0, 0, start, ())]
    done: set[str] = set()
    order = count(1)  # equal costs are taken in the order found
    while queue:
        cost, _, here, legs = heapq.heappop(queue)
        if here in done:
            continue
        done.add(here)
        yield here, legs
        for more, leg in ways.get(here, []):
            heapq.heappush(queue, (cost + more, next(order), leg.to_node, (*legs, leg)))


def _days(leg: Link) -> float:
    return leg.time_days + leg.border_delay_days


def _ids(legs: tuple[Link, ...]) -> tuple[str, ...]:
    return tuple(leg.id for leg in legs)


def _sailing(start: str, end: str, legs: tuple[Link, ...], cargo: str) -> Link:
    """The sum of sea legs as one link; territories, owners and passages are all of theirs."""

    def every(texts: Iterator[str]) -> str:
        different = dict.fromkeys(texts)  # most legs say the same
        return " ".join(dict.fromkeys(" ".join(different).split()))

    freight = sum(leg.freight_usd_t(cargo) for leg in legs)
    priced = (rate.source for leg in legs for rate in leg.freight if rate.cargo == cargo)
    return Link(
        id=f"sailing-{start}-{end}",
        from_node=start,
        to_node=end + ARRIVED,
        mode="sea",
        territory=every(leg.territory for leg in legs),
        freight=(Freight(cargo, freight, every(priced)),),
        length_km=sum(leg.length_km for leg in legs),
        length_source=every(leg.length_source for leg in legs),
        time_days=sum(leg.time_days for leg in legs),
        time_source=every(leg.time_source for leg in legs),
        border_delay_days=sum(leg.border_delay_days for leg in legs),
        border_source=every(leg.border_source for leg in legs),
        fee_usd_t=sum(leg.fee_usd_t for leg in legs),
        fee_owner=every(leg.fee_owner for leg in legs),
        fee_source=every(leg.fee_source for leg in legs),
        capacity_source="not-limiting",
        passage=every(leg.passage for leg in legs),
        note="the cheapest open way by sea",
    )
