"""All walks between pairs of nodes at once: blocks of destinations that share a factorisation.

With A_kl = exp(−λ cost_kl), the sum over all walks from i to j is B_ij of B = (I − A)⁻¹ (Allen and
Arkolakis 2022). exp(−λ cost) leaves the range of numbers, so each block rescales by potentials,
the cost φ_k of the cheapest path from k to the block's first destination:

    Ã_kl = exp(−λ (cost_kl + φ_l − φ_k)) ≤ 1,    B̃_ij = B_ij exp(λ (φ_i − φ_j)).

Destinations share a block if the way to the first and back costs little enough for B̃ to stay
within range. I − Ã is an M-matrix: eliminated without row exchanges it has positive pivots
exactly if its spectral radius is below one, and no sum in it cancels but on the diagonal, so that
small entries are as accurate as large ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geoecon.corridors.graph import Graph, Links
from geoecon.variables import Array

SHARED = 200.0  # λ × (cost there and back) up to which destinations share a block
DEEPEST = 600.0  # the same once prices have been added: exp(−600) is still a normal number


class OutOfRangeError(ArithmeticError):
    """Numbers of a block span more than a float can: its destinations need blocks of their own."""


class DivergesError(ArithmeticError):
    """The sum over all walks diverges: the spectral radius is one or more."""


@dataclass(frozen=True, eq=False)
class Block:
    """Pairs whose destinations share potentials, and the part of the graph that they use.

    Attributes
    ----------
    pairs : [pair], which of the pairs asked for these are
    origin : [pair], local number of the origin
    column : [pair], position of the destination among `destinations`
    destinations : [destination], local numbers; potentials lead to the first
    nodes : [node], numbers in the whole graph
    links : [link], numbers in the whole graph: all links on a walk of one of the pairs
    tail, head : [link], local numbers
    """

    pairs: Links
    origin: Links
    column: Links
    destinations: Links
    nodes: Links
    links: Links
    tail: Links
    head: Links

    def factor(self, cost: Array, sensitivity: float) -> Factor:
        """The block at these costs [link of the whole graph], USD a tonne.

        Raises DivergesError where the sum over walks diverges.
        """
        here = cost[self.links]
        potential = self._potential(here)
        weight = np.exp(-sensitivity * (here + potential[self.head] - potential[self.tail]))
        return Factor(self, sensitivity, weight, potential, self._eliminate(weight))

    def _potential(self, cost: Array) -> Array:
        """[node] the cost of the cheapest path to the first destination."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        order, pointers, tails = self._into
        size = len(self.nodes)
        backwards = csr_array((cost[order], tails, pointers), shape=(size, size))
        return dijkstra(backwards, indices=int(self.destinations[0]))

    @cached_property
    def _into(self) -> tuple[Links, NDArray[np.int32], NDArray[np.int32]]:
        """Links sorted by the node they enter: order, pointers by node, tails."""
        order = np.argsort(self.head, kind="stable")
        return order, _pointers(self.head, len(self.nodes)), self.tail[order].astype(np.int32)

    @cached_property
    def _pattern(self) -> tuple[Links, NDArray[np.int32], NDArray[np.int32]]:
        """Where the identity's and each link's entry stands in I − Ã, by columns; rows, pointers.

        Parallel links add up in one entry.
        """
        size = len(self.nodes)
        diagonal = np.arange(size)
        place = np.concatenate([diagonal, self.head]) * size + np.r_[diagonal, self.tail]
        distinct, slot = np.unique(place, return_inverse=True)
        rows = (distinct % size).astype(np.int32)
        return slot, rows, _pointers(distinct // size, size)

    def _eliminate(self, weight: Array) -> Any:
        from scipy.sparse import csc_array
        from scipy.sparse.linalg import splu

        slot, rows, pointers = self._pattern
        size = len(self.nodes)
        entries = np.bincount(slot, weights=np.concatenate([np.ones(size), -weight]))
        if (entries[slot[:size]] <= 0).any():
            raise DivergesError
        matrix = csc_array((entries, rows, pointers), shape=(size, size))
        try:
            found = splu(
                matrix,
                permc_spec="MMD_AT_PLUS_A",
                diag_pivot_thresh=0.0,
                options={"SymmetricMode": True, "Equil": False},
            )
        except RuntimeError as singular:
            raise DivergesError from singular
        pivots = found.U.diagonal()
        if (found.perm_r != found.perm_c).any() or not (pivots > 0).all():
            raise DivergesError
        return found


@dataclass(frozen=True, eq=False)
class Factor:
    """A block at given costs: `weight` Ã [link], `potential` φ [node], and the factors of I − Ã."""

    block: Block
    sensitivity: float
    weight: Array
    potential: Array
    lu: Any

    def columns(self, nodes: Links) -> Array:
        """B̃ [node, one of `nodes`]: sums over walks to these nodes."""
        unit = np.zeros((len(self.potential), len(nodes)))
        unit[nodes, np.arange(len(nodes))] = 1.0
        return self.lu.solve(unit)

    def rows(self, start: Array) -> Array:
        """B̃ᵀ `start` [node, destination]: what sets out, carried on along all walks."""
        return self.lu.solve(start, "T")

    @cached_property
    def arrive(self) -> Array:
        """B̃ [node, destination]."""
        return self.columns(self.block.destinations)

    @cached_property
    def walks(self) -> Array:
        """B̃_ij [pair]. Raises OutOfRangeError."""
        found = self.arrive[self.block.origin, self.block.column]
        if not (np.isfinite(found).all() and (found > np.exp(-DEEPEST)).all()):
            raise OutOfRangeError
        return found

    @cached_property
    def index(self) -> Array:
        """G_ij = −ln B_ij / λ [pair], USD a tonne."""
        ends = self.block.destinations[self.block.column]
        fall = self.potential[self.block.origin] - self.potential[ends]
        return fall - np.log(self.walks) / self.sensitivity

    def carried(self, mass: Array) -> Array:
        """Ỹ [node, destination]: `mass` [pair] spread over the walks, so that Ỹ Ã B̃ is a load."""
        start = np.zeros_like(self.arrive)
        np.add.at(start, (self.block.origin, self.block.column), mass / self.walks)
        return self.rows(start)

    def load(self, carried: Array) -> Array:
        """Load [link of the block], in the unit of the mass `carried`."""
        ends = carried[self.block.tail], self.arrive[self.block.head]
        return self.weight * np.einsum("ld,ld->l", *ends)

    def use(self, chosen: Links) -> Array:
        """Expected passages [chosen, pair] of each pair's tonne over `chosen` links of the block.

        A walk may pass a link more than once.
        """
        return self._use(chosen, self.columns(self.block.tail[chosen]))

    def passages(self, carried: Array, chosen: Links) -> tuple[Array, Array]:
        """Expected products of passages over two links [chosen, chosen], in tonnes, and `use`.

        A walk passes a first and later b, or the other way round: Ỹ Ã_a B̃ Ã_b B̃ and its mirror;
        with itself a link is also met once for each passage.
        """
        tail, head = self.block.tail[chosen], self.block.head[chosen]
        come, weight = self.columns(tail), self.weight[chosen]
        met = carried[tail] @ self.arrive[head].T
        both = np.outer(weight, weight) * come[head] * met
        once = np.diag(weight * np.diagonal(met))
        return both + both.T + once, self._use(chosen, come)

    def _use(self, chosen: Links, come: Array) -> Array:
        leave = self.arrive[self.block.head[chosen]][:, self.block.column]
        return come[self.block.origin].T * self.weight[chosen][:, None] * leave / self.walks


def blocks(
    graph: Graph, sensitivity: float, origin: Links, destination: Links, shared: float = SHARED
) -> tuple[Block, ...]:
    """Blocks of all pairs that are joined by a path; the others are in none of them."""
    there = _Network(graph)
    found = []
    waiting = np.unique(destination)
    while waiting.size:
        together, near, joined = there.around(waiting, sensitivity, shared)
        waiting = waiting[~together]
        pairs = np.flatnonzero(np.isin(destination, near) & joined[origin])
        if pairs.size:
            found.append(there.block(pairs, origin[pairs], destination[pairs], near, joined))
    return tuple(found)


def cheapest(graph: Graph, origin: Links, destination: Links) -> Array:
    """Cost of each pair's cheapest path [pair], USD a tonne; inf where there is none."""
    from scipy.sparse.csgraph import dijkstra

    ends, column = np.unique(destination, return_inverse=True)
    return dijkstra(_Network(graph).into, indices=ends)[column, origin]


class _Network:
    """The open links of a graph in the form that shortest-path routines want."""

    def __init__(self, graph: Graph) -> None:
        from scipy.sparse import csr_array

        self.graph, self.links = graph, np.flatnonzero(graph.open)
        self.tail, self.head = graph.tail[self.links], graph.head[self.links]
        order = np.argsort(self.tail, kind="stable")
        parts = (graph.cost[self.links][order], self.head[order].astype(np.int32))
        shape = (graph.nodes, graph.nodes)
        self.out = csr_array((*parts, _pointers(self.tail, graph.nodes)), shape=shape)
        back = np.argsort(self.head, kind="stable")
        parts = (graph.cost[self.links][back], self.tail[back].astype(np.int32))
        self.into = csr_array((*parts, _pointers(self.head, graph.nodes)), shape=shape)

    def around(
        self, waiting: Links, sensitivity: float, shared: float
    ) -> tuple[NDArray[np.bool_], Links, NDArray[np.bool_]]:
        """Which destinations lie near the first, these themselves, and which nodes reach them."""
        from scipy.sparse.csgraph import dijkstra

        first = int(waiting[0])
        there = dijkstra(self.into, indices=first)
        together = waiting == first
        if waiting.size > 1:
            both_ways = there[waiting] + dijkstra(self.out, indices=first)[waiting]
            together |= sensitivity * both_ways <= shared
        return together, waiting[together], np.isfinite(there)

    def block(
        self, pairs: Links, origin: Links, destination: Links, near: Links, joined: Any
    ) -> Block:
        """The block of these pairs: nodes that an origin reaches and that reach a destination."""
        from scipy.sparse.csgraph import dijkstra

        reached = dijkstra(self.out, indices=np.unique(origin), min_only=True)
        inside = joined & np.isfinite(reached)
        near = near[inside[near]]
        number = np.cumsum(inside) - 1
        links = inside[self.tail] & inside[self.head]
        return Block(
            pairs,
            number[origin],
            np.searchsorted(near, destination),
            number[near],
            np.flatnonzero(inside),
            self.links[links],
            number[self.tail[links]],
            number[self.head[links]],
        )


def _pointers(owner: Links, size: int) -> NDArray[np.int32]:
    """Where the entries of each owner begin and end in a list sorted by owner."""
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=size))]).astype(np.int32)
