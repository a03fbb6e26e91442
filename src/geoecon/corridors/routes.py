"""Named routes: the gates that a route's cargo passes once, and so what goes by each route."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from geoecon.corridors.network import REVERSE, Network
from geoecon.errors import unknown_name
from geoecon.parameters.tables import read_table
from geoecon.variables import Array


@dataclass(frozen=True)
class Route:
    """A way that statistics count, by the links or the passage where it is counted.

    `gates` are link ids; what passes a gate and comes back over it counts for nothing. A route
    with a `passage` counts every link through it.
    """

    name: str
    commodity: str
    title: str
    gates: tuple[str, ...]
    passage: str = ""
    note: str = ""

    def volume(self, network: Network, load: Array) -> float:
        """What goes by it, in the unit of `load` [link of the network]."""
        gone = sum(_at(network, load, gate) - _at(network, load, back(gate)) for gate in self.gates)
        passing = [self.passage and self.passage in link.passage.split() for link in network.links]
        return float(gone + load[np.array(passing, bool)].sum())


def read_routes() -> tuple[Route, ...]:
    """The routes of the embedded network."""
    return tuple(
        Route(
            row["route"],
            row["commodity"],
            row["title"],
            tuple(row["gates"].split()),
            row["passage"],
            row["note"],
        )
        for row in read_table("routes", "network")
    )


def read_route(name: str) -> Route:
    """The route called `name`; UnknownNameError."""
    known = {route.name: route for route in read_routes()}
    if name not in known:
        raise unknown_name("route", name, known)
    return known[name]


def route_volumes(
    network: Network, load: Array, routes: Iterable[Route] | None = None
) -> dict[str, float]:
    """What goes by each route, kt a month, from the `load` [link] of a network, sailings or not.

    A route whose gates are closed carries nothing.
    """
    chosen = read_routes() if routes is None else routes
    return {route.name: route.volume(network, load) for route in chosen}


def back(link: str) -> str:
    """The id of the way back over a link."""
    return link.removesuffix(REVERSE) if link.endswith(REVERSE) else link + REVERSE


def _at(network: Network, load: Array, link: str) -> float:
    number = network.link_index.get(link)
    return 0.0 if number is None else float(load[number])
