"""`Network`: nodes and links over land and sea, dated, priced by cargo, every number sourced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from geoecon.corridors.graph import Graph
from geoecon.errors import unknown_name
from geoecon.variables import Array

Cargo = Literal["crude", "gas", "container", "bulk"]
Kind = Literal["field", "terminal", "port", "crossing", "hub", "zone"]
Mode = Literal["pipeline", "rail", "road", "sea", "ferry", "inland waterway", "transfer"]
Status = Literal["open", "closed", "planned"]
CARGOES: tuple[str, ...] = get_args(Cargo)
KINDS: tuple[str, ...] = get_args(Kind)
MODES: tuple[str, ...] = get_args(Mode)
STATUSES: tuple[str, ...] = get_args(Status)

REVERSE = "-reverse"
"""What the name of a two-way link ends in for the way back."""


@dataclass(frozen=True)
class Node:
    """A place; `region` is the economy whose trade starts or ends here, empty for none."""

    id: str
    name: str
    kind: str
    territory: str
    longitude: float
    latitude: float
    region: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class Freight:
    """What carrying a tonne of one cargo over a link costs, USD a tonne."""

    cargo: str
    usd_t: float
    source: str


@dataclass(frozen=True)
class Link:
    """A way from one node to another; each number names the source it was taken from.

    `territory` is whose soil (or canal or strait) it crosses, empty on the high seas. A
    capacity of None does not limit; its source and the note say why. Every source may be several
    ids, separated by blanks. `facts` lists all facts of the ledger about the link, those that
    disagree with what is used among them.
    """

    id: str
    from_node: str
    to_node: str
    mode: str
    territory: str
    freight: tuple[Freight, ...]
    length_km: float
    length_source: str
    time_days: float
    time_source: str
    border_delay_days: float = 0.0
    border_source: str = ""
    fee_usd_t: float = 0.0
    fee_owner: str = ""
    fee_source: str = ""
    capacity_kt_month: float | None = None
    capacity_source: str = ""
    opened: date | None = None
    closed: date | None = None
    status: str = "open"
    route: str = ""
    passage: str = ""
    facts: tuple[str, ...] = ()
    note: str = ""

    @property
    def cargo(self) -> frozenset[str]:
        """The cargoes that may use it."""
        return frozenset(rate.cargo for rate in self.freight)

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of all sources of its numbers, each once, in the order of the fields."""
        named = [self.length_source, *(rate.source for rate in self.freight), self.time_source]
        named += [self.border_source, self.fee_source, self.capacity_source]
        return tuple(dict.fromkeys(" ".join(named).split()))

    def freight_usd_t(self, cargo: str) -> float:
        """USD a tonne of `cargo`; inf where the cargo cannot use the link."""
        return next((rate.usd_t for rate in self.freight if rate.cargo == cargo), np.inf)

    def is_open(self, day: date) -> bool:
        """Whether it is in use on a day: opened by then, not yet closed, of status open."""
        begun = self.opened is None or self.opened <= day
        ended = self.closed is not None and self.closed <= day
        return self.status == "open" and begun and not ended


@dataclass(frozen=True)
class User:
    """What others load between two neighbouring nodes in a year, kt a month, by any open link."""

    from_node: str
    to_node: str
    cargo: str
    year: int
    user: str
    load_kt_month: float
    source: str
    note: str = ""


@dataclass(frozen=True)
class Volume:
    """What was observed on a route from `start` to `end`, kt; `origin` is empty for all origins."""

    route: str
    commodity: str
    origin: str
    start: date
    end: date
    volume_kt: float
    source: str
    note: str = ""


@dataclass(frozen=True)
class Network:
    """Nodes, directed links, the loads of other users and the volumes observed."""

    name: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    users: tuple[User, ...] = ()
    volumes: tuple[Volume, ...] = ()

    @cached_property
    def node_index(self) -> dict[str, int]:
        """Node id -> its number in a graph."""
        return {node.id: number for number, node in enumerate(self.nodes)}

    @cached_property
    def link_index(self) -> dict[str, int]:
        """Link id -> its number in a graph."""
        return {link.id: number for number, link in enumerate(self.links)}

    def node(self, node_id: str) -> Node:
        """The node called `node_id`; UnknownNameError."""
        if node_id not in self.node_index:
            raise unknown_name("node", node_id, self.node_index, where=f"network {self.name!r}")
        return self.nodes[self.node_index[node_id]]

    def link(self, link_id: str) -> Link:
        """The link called `link_id`; UnknownNameError."""
        if link_id not in self.link_index:
            raise unknown_name("link", link_id, self.link_index, where=f"network {self.name!r}")
        return self.links[self.link_index[link_id]]

    def zone(self, region: str) -> Node:
        """The node where the trade of an economy starts and ends; UnknownNameError."""
        zones = {node.region: node for node in self.nodes if node.kind == "zone"}
        if region not in zones:
            raise unknown_name("zone", region, zones, where=f"network {self.name!r}")
        return zones[region]

    def route(self, name: str) -> tuple[Link, ...]:
        """The links of a named route, such as `cpc`; UnknownNameError."""
        found = tuple(link for link in self.links if link.route == name)
        if not found:
            known = {link.route for link in self.links} - {""}
            raise unknown_name("route", name, known, where=f"network {self.name!r}")
        return found

    def on(self, day: date) -> Network:
        """The network as it stands on a day: closed and planned links are left out."""
        return replace(self, links=tuple(link for link in self.links if link.is_open(day)))

    def without(self, links: Iterable[str]) -> Network:
        """The network less the links named; UnknownNameError."""
        gone = {self.link(name).id for name in links}
        return replace(self, links=tuple(link for link in self.links if link.id not in gone))

    def graph(self, cargo: str, value_of_time_usd_t_day: float = 0.0) -> Graph:
        """All its links for one cargo, numbered as `link_index`; call `on` first for a date.

        The cost is freight + fee + value of time · (time + border delay), USD a tonne, and inf
        on a link that the cargo cannot use. Raises UnknownNameError.
        """
        if cargo not in CARGOES:
            raise unknown_name("cargo", cargo, CARGOES)
        freight = np.array([link.freight_usd_t(cargo) for link in self.links])
        fee = np.array([link.fee_usd_t for link in self.links])
        days = np.array([link.time_days + link.border_delay_days for link in self.links])
        return Graph(
            tail=np.array([self.node_index[link.from_node] for link in self.links], np.int64),
            head=np.array([self.node_index[link.to_node] for link in self.links], np.int64),
            cost=freight + fee + value_of_time_usd_t_day * days,
            capacity=self.capacity(),
            nodes=len(self.nodes),
            node_names=tuple(node.name for node in self.nodes),
            link_names=tuple(link.id for link in self.links),
        )

    def capacity(self) -> Array:
        """[link] kt a month; inf where nothing limits."""
        limits = (link.capacity_kt_month for link in self.links)
        return np.array([np.inf if limit is None else limit for limit in limits])

    def preload(self, year: int) -> Array:
        """[link] what other users load, kt a month of `year`.

        Several links between the same nodes (moorings) share a load in proportion to their
        capacities. A load whose links are all shut is not moved elsewhere.
        """
        load = np.zeros(len(self.links))
        for user in (user for user in self.users if user.year == year):
            shared = self._between(user)
            load[shared] += user.load_kt_month * _shares(self.capacity()[shared])
        return load

    def _between(self, user: User) -> list[int]:
        ends = (user.from_node, user.to_node)
        return [
            number
            for number, link in enumerate(self.links)
            if (link.from_node, link.to_node) == ends and user.cargo in link.cargo
        ]


def _shares(capacity: Array) -> Array:
    """[link] shares of a load: by capacity, or equal among the unlimited where there are any."""
    unlimited = np.isinf(capacity)
    weight = np.where(unlimited, 1.0, 0.0) if unlimited.any() else capacity
    return weight / weight.sum() if weight.any() else weight
