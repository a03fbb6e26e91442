"""Random networks and demands for tests of routing and loading."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geoecon.corridors.demands import Demands
from geoecon.corridors.graph import Graph
from geoecon.corridors.loading import assign


def random_graph(seed: int, *, nodes: int = 8, links: int = 20, acyclic: bool = False) -> Graph:
    """A graph in which every node can be reached from node 0 and reaches the last one.

    Costs are 1 to 30 USD a tonne, rooms are unlimited; links may run in parallel.
    """
    rng = np.random.default_rng(seed)
    chain = np.arange(nodes - 1)
    first, second = rng.integers(0, nodes, links), rng.integers(1, nodes, links)
    second = (first + second) % nodes
    if acyclic:
        first, second = np.minimum(first, second), np.maximum(first, second)
    tail, head = np.r_[chain, first], np.r_[chain + 1, second]
    cost = rng.uniform(1, 30, len(tail))
    return Graph(tail, head, cost, np.full(len(tail), np.inf), nodes)


def random_demands(seed: int, graph: Graph, *, rows: int = 3, reservation: bool = True) -> Demands:
    """Demands of 1 to 10 kt a month from early nodes to the last; some may stay behind."""
    rng = np.random.default_rng([seed, 1])
    origin = rng.permutation(graph.nodes // 2 + 1)[:rows]
    worth = np.where(rng.random(len(origin)) < 0.8, rng.uniform(10, 150, len(origin)), np.inf)
    last = np.full(len(origin), graph.nodes - 1)
    mass = rng.uniform(1, 10, len(origin))
    return Demands(origin, last, mass, worth if reservation else np.inf)


def tightened(seed: int, graph: Graph, demands: Demands, share: float = 0.3) -> Graph:
    """The graph with room for about half of the free load on a share of its links."""
    rng = np.random.default_rng([seed, 2])
    load = assign(graph, replace(demands, reservation=np.inf), 1.0).load.sum(axis=0)
    tight = rng.random(graph.links) < share
    room = np.where(tight, rng.uniform(0.3, 0.9, graph.links) * load + 0.1, np.inf)
    return replace(graph, capacity=room)


def grid(seed: int, side: int, zones: int) -> tuple[Graph, Demands]:
    """A square grid of two-way links and demands between all pairs of its random zones."""
    rng = np.random.default_rng(seed)
    square = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([square[:, :-1].ravel(), square[:-1].ravel()])
    head = np.concatenate([square[:, 1:].ravel(), square[1:].ravel()])
    cost = np.tile(rng.uniform(5, 15, len(tail)), 2)
    ends = np.r_[tail, head], np.r_[head, tail]
    zone = np.sort(rng.permutation(side * side)[:zones])
    origin, destination = (end.ravel() for end in np.meshgrid(zone, zone, indexing="ij"))
    apart = origin != destination
    mass = rng.uniform(0.5, 1.5, apart.sum())
    graph = Graph(*ends, cost, np.full(len(cost), np.inf), side * side)
    return graph, Demands(origin[apart], destination[apart], mass)
