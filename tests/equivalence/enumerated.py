"""Routing and loading written out, path by path of an acyclic graph: slow and plainly right."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from geoecon.corridors.demands import Demands
from geoecon.corridors.graph import Graph
from geoecon.corridors.loading import Assignment


def paths(graph: Graph, origin: int, destination: int) -> np.ndarray:
    """Passages [path, link] of every path, by walking on from each node."""
    found: list[list[int]] = []

    def walk(node: int, passed: list[int]) -> None:
        if node == destination:
            found.append(passed)
        for link in np.flatnonzero((graph.tail == node) & graph.open):
            walk(int(graph.head[link]), [*passed, int(link)])

    walk(origin, [])
    passages = np.zeros((len(found), graph.links))
    for row, links in enumerate(found):
        np.add.at(passages[row], links, 1.0)
    return passages


def index(graph: Graph, sensitivity: float, origin: int, destination: int) -> float:
    """The logit's cost index, from the cheapest path on so that nothing underflows."""
    costs = _costs(graph, paths(graph, origin, destination))
    if not len(costs):
        return np.inf
    least = costs.min()
    return least - np.log(np.exp(-sensitivity * (costs - least)).sum()) / sensitivity


def use(graph: Graph, sensitivity: float, origin: int, destination: int) -> np.ndarray:
    """Expected passages [link]."""
    every = paths(graph, origin, destination)
    costs = _costs(graph, every)
    weight = np.exp(-sensitivity * (costs - costs.min()))
    return weight / weight.sum() @ every


def _costs(graph: Graph, every: np.ndarray) -> np.ndarray:
    return every @ np.where(graph.open, graph.cost, 0.0)


def primal(loading: Assignment) -> tuple[float, np.ndarray]:
    """Cost, entropy / λ and what is stranded, over path flows at the loading's prices; loads.

    Where load <= room, this is above any value of the dual: equal means that both are best.
    """
    ((name, graph),) = loading.priced.items()
    sensitivity, demands = loading.sensitivity[name], loading.demands
    total, load = 0.0, np.zeros(graph.links)
    for row, ends in enumerate(zip(demands.origin, demands.destination, strict=True)):
        every = paths(graph, *map(int, ends))
        weight = np.exp(-sensitivity * (_costs(graph, every) - _costs(graph, every).min()))
        share = weight / weight.sum()
        cost = _costs(loading.graphs[name], every)
        entropy = np.log(np.maximum(share, 1e-300)) / sensitivity
        total += loading.shipped[row] * float(share @ (cost + entropy))
        if loading.stranded[row] > 0:
            total += float(loading.stranded[row] * demands.reservation[row])
        load += loading.shipped[row] * share @ every
    return total, load


def linear_programme(graph: Graph, demands: Demands) -> float:
    """The least cost without entropy, by HiGHS over link flows and what is stranded."""
    rows, links = len(demands), graph.links
    balance = np.zeros((graph.nodes, links))
    np.add.at(balance, (graph.tail, np.arange(links)), 1.0)
    np.add.at(balance, (graph.head, np.arange(links)), -1.0)
    ends = np.zeros((rows, graph.nodes))
    ends[np.arange(rows), demands.origin] += 1
    ends[np.arange(rows), demands.destination] -= 1
    sums = np.hstack([np.kron(np.eye(rows), balance), _columns(ends)])
    limited = np.isfinite(graph.capacity)
    room = np.hstack([np.tile(np.eye(links), rows), np.zeros((links, rows))])[limited]
    stay = np.where(demands.must_go, 0.0, demands.reservation)
    most = np.where(demands.must_go, 0.0, demands.mass)
    flows = [(0.0, None if is_open else 0.0) for is_open in graph.open] * rows
    done = linprog(
        np.concatenate([np.tile(np.where(graph.open, graph.cost, 0.0), rows), stay]),
        A_eq=sums,
        b_eq=(ends * demands.mass[:, None]).ravel(),
        A_ub=room,
        b_ub=graph.capacity[limited],
        bounds=[*flows, *((0.0, top) for top in most)],
        method="highs",
    )
    return float(done.fun) if done.status == 0 else np.inf


def _columns(ends: np.ndarray) -> np.ndarray:
    """What is stranded counts as arrived: the ends [row] in that row's block."""
    rows, nodes = ends.shape
    columns = np.zeros((rows * nodes, rows))
    for row in range(rows):
        columns[row * nodes : (row + 1) * nodes, row] = ends[row]
    return columns
