"""Rows of goods on shared links: who goes where, what it pays, and who is paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geoecon.corridors.demands import Demands
from geoecon.corridors.graph import Graph, Links, Mask
from geoecon.corridors.loading import Assignment, assign
from geoecon.corridors.logit import expected, route_index
from geoecon.couple.ways import Ways
from geoecon.variables import Array


def load(
    ways: Mapping[str, Ways],
    graphs: Mapping[str, Graph],
    classes: NDArray[np.str_],
    ends: tuple[Links, Links],
    mass: Array,
    start: Assignment | None = None,
) -> Assignment:
    """Load rows of mass, kt a month, by class on shared links; classes are `cargo` or `cargo/…`."""
    free, steep = by_class(ways, graphs)
    finite = reached(free, steep, classes, ends)
    wanted = Demands(*ends, np.where(finite, mass, 0.0), cargo=classes)
    return assign(free, wanted, steep, start=start)


def payments(ways: Mapping[str, Ways], loading: Assignment) -> Array:
    """What the mean tonne of each row pays on its way, scarcity included [row], USD."""
    paid = np.zeros(len(loading.demands))
    for name, graph in loading.priced.items():
        of = np.flatnonzero((loading.demands.cargo == name) & np.isfinite(loading.index))
        own = ways[name.partition("/")[0]]
        rates = np.where(graph.open, own.charge + loading.price, 0.0)
        ends = loading.demands.origin[of], loading.demands.destination[of]
        paid[of] = expected(graph, loading.sensitivity[name], *ends, rates)
    return paid


def income(ways: Mapping[str, Ways], loading: Assignment) -> dict[str, float]:
    """Million USD a year by territory: charges and what scarce room earns."""
    sums: dict[str, float] = {}
    for name, row in zip(loading.graphs, loading.load, strict=True):
        own = ways[name.partition("/")[0]]
        for owner, amount in own.earned(row, own.charge + loading.price).items():
            sums[owner] = sums.get(owner, 0.0) + amount
    return sums


def aligned(ways: Mapping[str, Ways], like: Ways | None = None) -> dict[str, Ways]:
    """All cargoes over the same links in the same order: those of `like`, or of the first."""
    first = like or next(iter(ways.values()))
    return {cargo: over_links_of(first, own) for cargo, own in ways.items()}


def over_links_of(first: Ways, own: Ways) -> Ways:
    """The ways of one cargo, its links in the order of another's; what it lacks is closed."""
    at = {link.id: number for number, link in enumerate(own.links)}
    chosen = np.array([at.get(link.id, -1) for link in first.links])
    if (chosen == np.arange(len(chosen))).all() and len(own.links) == len(chosen):
        return own
    cost = np.where(chosen >= 0, own.graph.cost[chosen], np.inf)
    charge = np.where(chosen >= 0, own.charge[chosen], np.inf)
    return replace(
        own,
        network=first.network,
        graph=first.graph.with_cost(cost),
        room=first.room,
        charge=charge,
    )


def reached(
    graphs: Mapping[str, Graph],
    steep: Mapping[str, float],
    classes: NDArray[np.str_],
    ends: tuple[Links, Links],
) -> Mask:
    """[row] whether a path with any room joins its ends."""
    finite = np.zeros(len(classes), dtype=bool)
    for name, graph in graphs.items():
        of = classes == name
        way = graph.without(np.flatnonzero(graph.capacity <= 0))
        finite[of] = np.isfinite(route_index(way, steep[name], ends[0][of], ends[1][of]))
    return finite


def by_class(
    ways: Mapping[str, Ways], graphs: Mapping[str, Graph]
) -> tuple[dict[str, Graph], dict[str, float]]:
    """Graphs with the room that is left, and sensitivities, by class of rows."""
    room = next(iter(ways.values())).room
    free = {name: replace(graph, capacity=room) for name, graph in graphs.items()}
    return free, {name: ways[name.partition("/")[0]].sensitivity for name in graphs}
