"""Route choice by logit over all walks, in closed form (Allen and Arkolakis 2022).

A walk of cost c is taken in proportion to exp(−λ c); λ is the sensitivity, tonnes per USD. With
A_kl = exp(−λ cost_kl) and B = (I − A)⁻¹ the cost index of a pair is G_ij = −ln(B_ij) / λ and a
tonne on its way from i to j passes link kl B_ik A_kl B_lj / B_ij times on average.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geoecon.corridors.graph import Graph, Links
from geoecon.corridors.walks import Block, DivergesError, Factor, blocks
from geoecon.errors import RangeError, RouteError
from geoecon.variables import Array

BISECTIONS = 60


def route_index(graph: Graph, sensitivity: float, origin: Links, destination: Links) -> Array:
    """Cost index G [pair], USD a tonne; inf where no path leads from `origin` to `destination`.

    Raises RangeError (the sensitivity) and RouteError (it is below the least admissible).
    """
    found = np.full(len(origin), np.inf)
    for factor in factors(graph, sensitivity, origin, destination):
        found[factor.block.pairs] = factor.index
    return found


def link_use(graph: Graph, sensitivity: float, origin: Links, destination: Links) -> Array:
    """Expected passages [pair, link] of each pair's tonne; 0 where no path joins the pair.

    Raises RangeError and RouteError as `route_index`.
    """
    use = np.zeros((len(origin), graph.links))
    for factor in factors(graph, sensitivity, origin, destination):
        every = np.arange(len(factor.block.links))
        use[np.ix_(factor.block.pairs, factor.block.links)] = factor.use(every).T
    return use


def expected(
    graph: Graph, sensitivity: float, origin: Links, destination: Links, value: Array
) -> Array:
    """What a pair's tonne meets on its way [pair]: the sum of `value` [link] over the links passed.

    Freight, fees, kilometres or days, whatever adds up along a path; 0 where no path joins the
    pair. Raises RangeError and RouteError as `route_index`.
    """
    found = np.zeros(len(origin))
    for factor in factors(graph, sensitivity, origin, destination):
        block = factor.block
        met = factor.weight * value[block.links]
        per_link = met[:, None] * factor.arrive[block.head]
        start = np.zeros_like(factor.arrive)
        np.add.at(start, block.tail, per_link)
        total = factor.lu.solve(start)[block.origin, block.column]
        found[block.pairs] = total / factor.walks
    return found


def shares(
    graph: Graph,
    sensitivity: float,
    origin: Links,
    destination: Links,
    links: Iterable[int],
) -> Array:
    """Share of each pair's cargo [pair] that passes at least one of `links`; nan without a path.

    One minus what would be left of the sum over walks without them: 1 − exp(−λ (G° − G)). A path
    that crosses a territory twice counts once. Raises RangeError and RouteError as `route_index`.
    """
    now = route_index(graph, sensitivity, origin, destination)
    around = route_index(graph.without(links), sensitivity, origin, destination)
    share = np.full(len(now), np.nan)
    joined = np.isfinite(now)
    share[joined] = -np.expm1(-sensitivity * np.maximum(around[joined] - now[joined], 0.0))
    return share


def factors(
    graph: Graph, sensitivity: float, origin: Links, destination: Links
) -> tuple[Factor, ...]:
    """The factorised blocks of all pairs that a path joins.

    Raises RangeError and RouteError as `route_index`.
    """
    check_sensitivity(sensitivity)
    found = blocks(graph, sensitivity, np.asarray(origin), np.asarray(destination))
    try:
        return tuple(block.factor(graph.cost, sensitivity) for block in found)
    except DivergesError:
        raise too_low(graph, sensitivity, origin, destination) from None


def least_sensitivity(graph: Graph, origin: Links, destination: Links) -> float:
    """The least admissible sensitivity, tonnes per USD: above it the sums over walks are finite.

    It is where the spectral radius of A reaches one on the links between the pairs: 0 if these
    hold no cycle, inf if a cycle costs nothing.
    """
    parts = blocks(graph, 1.0, np.asarray(origin), np.asarray(destination))
    parts = tuple({block.links.tobytes(): block for block in parts}.values())
    cyclic = [block for block in parts if _has_cycle(block, np.ones(len(block.links), dtype=bool))]
    if any(_has_cycle(block, graph.cost[block.links] == 0) for block in cyclic):
        return np.inf
    return max((_least(block, graph.cost) for block in cyclic), default=0.0)


def check_sensitivity(sensitivity: float) -> None:
    """Raises RangeError unless the sensitivity is a positive number."""
    if not (np.isfinite(sensitivity) and sensitivity > 0):
        raise RangeError(
            f"sensitivity {sensitivity} of route choice",
            why="it is a positive number, tonnes per USD",
            remedy="take a large one, such as 100, for cheapest routes alone",
        )


def too_low(graph: Graph, sensitivity: float, origin: Links, destination: Links) -> RouteError:
    """The refusal of a sensitivity at which cycles are walked without end."""
    least = least_sensitivity(graph, origin, destination)
    return RouteError(
        f"sensitivity {sensitivity:g} of route choice is too low",
        reason="sensitivity too low",
        why="the spectral radius of exp(-sensitivity * cost) is one or more: going round in "
        "circles costs so little that the sum over all walks has no end",
        remedy=f"take more than {least:.6g} tonnes per USD, the least admissible"
        if np.isfinite(least)
        else "give a cost to the links of the cycle that costs nothing",
    )


def _least(block: Block, cost: Array) -> float:
    """The least admissible sensitivity of a block with cycles, all of them at a cost."""
    high = 1.0 / cost[block.links].max()
    while not _finite(block, cost, high):
        high *= 2
    low = high / 2
    while _finite(block, cost, low):
        low /= 2
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (low, middle) if _finite(block, cost, middle) else (middle, high)
    return high


def _finite(block: Block, cost: Array, sensitivity: float) -> bool:
    try:
        block.factor(cost, sensitivity)
    except DivergesError:
        return False
    return True


def _has_cycle(block: Block, chosen: Array) -> bool:
    """Whether the `chosen` links of a block [link] hold a directed cycle."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    tail, head = block.tail[chosen], block.head[chosen]
    if (tail == head).any():
        return True
    size = len(block.nodes)
    matrix = coo_array((np.ones(len(tail)), (tail, head)), shape=(size, size)).tocsr()
    return connected_components(matrix, connection="strong", return_labels=False) < size
