"""A network as one cargo sees it: its ways, what room others leave, and who is paid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from geoecon.corridors.calibration import calibrated, charges, load_calibration
from geoecon.corridors.graph import Graph
from geoecon.corridors.network import Link, Network
from geoecon.variables import Array

MONTHS = 12
THOUSAND_TO_MILLION = 1e-3  # kt × USD a tonne is thousand USD
SHIPPING = "world shipping"
"""Who is paid on the high seas: nobody's territory."""


@dataclass(frozen=True, eq=False)
class Ways:
    """`network` has its seas contracted; `graph` numbers links and nodes as it does.

    room : [link], kt a month that other users leave; charge : [link], USD a tonne that is paid,
    scarcity apart (time is not paid to anybody); sensitivity : λ of route choice, tonnes per USD;
    legs : by sailing, the links of the whole network that it takes
    """

    network: Network
    graph: Graph
    room: Array
    charge: Array
    sensitivity: float
    legs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, network: Network, cargo: str, year: int) -> Ways:
        """The calibrated ways of `cargo` on a network as it stands on a day (`Network.on`).

        `year` is that of other users' loads. The latest are kept: contracting the seas takes most
        of the time of a solve, and is the same for any elasticities. Raises UnknownNameError.
        """
        return _built(network, cargo, year)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links, in the order of the graph."""
        return self.network.links

    def nodes(self, names: Iterable[str]) -> NDArray[np.int64]:
        """Numbers of nodes in the graph [name]."""
        return np.array([self.network.node_index[name] for name in names], dtype=np.int64)

    def node_of(self, region: str) -> int:
        """Number of the node where a region's trade starts and ends."""
        return int(self.nodes([self.network.zone(region).id])[0])

    def charged(self, load: Array) -> dict[str, float]:
        """Million USD a year by territory: what carrying a load [link] costs, scarcity apart.

        Where a link lies on several territories they share alike; the high seas are `SHIPPING`.
        """
        return self.earned(load, self.charge)

    def earned(self, load: Array, rate: Array) -> dict[str, float]:
        """Million USD a year by territory of links in use, at a rate [link], USD a tonne."""
        used = np.flatnonzero(load > 0)
        paid = np.zeros(len(load))
        paid[used] = load[used] * rate[used] * THOUSAND_TO_MILLION * MONTHS
        owners, owner, link, share = self._owned
        sums = np.bincount(owner, share * paid[link], minlength=len(owners))
        here = np.bincount(owner, load[link] > 0, minlength=len(owners)) > 0
        return {name: float(sums[at]) for at, name in enumerate(owners) if here[at]}

    @cached_property
    def _owned(self) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int64], Array]:
        """Owners, and owner, link and share of each part of a link that somebody owns [part]."""
        of = [link.territory.split() or [SHIPPING] for link in self.links]
        names = tuple(dict.fromkeys(name for some in of for name in some))
        at = {name: number for number, name in enumerate(names)}
        parts = [
            (at[name], number, 1 / len(some)) for number, some in enumerate(of) for name in some
        ]
        owner, link, share = (np.array(column) for column in zip(*parts, strict=True))
        return names, owner, link, share

    def rent(self, load: Array, price: Array) -> float:
        """Million USD a year that scarce room is worth to whoever may use it."""
        used = load > 0
        return float(load[used] @ price[used]) * THOUSAND_TO_MILLION * MONTHS


@lru_cache(maxsize=8)
def _built(network: Network, cargo: str, year: int) -> Ways:
    calibration = load_calibration(cargo)
    ways = calibrated(network, cargo, calibration)
    room = np.maximum(ways.graph.capacity - ways.network.preload(year), 0.0)
    paid = ways.network.graph(cargo).cost + charges(ways.network, calibration)
    return Ways(ways.network, ways.graph, room, paid, ways.sensitivity)


def closed_links(before: Ways, after: Ways) -> NDArray[np.int64]:
    """Numbers, in `before`, of the links that carried its cargo and cannot in `after`."""
    usable = after.graph.open & (after.room > 0)
    still = {link.id for link, use in zip(after.links, usable, strict=True) if use}
    carried = before.graph.open & (before.room > 0)
    gone = [use and link.id not in still for link, use in zip(before.links, carried, strict=True)]
    return np.flatnonzero(gone)
