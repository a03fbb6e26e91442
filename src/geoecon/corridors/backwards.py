"""A loading read backwards: from weights of what came out to those of costs, room and demands.

The weight of a variable is the derivative of a scalar with respect to it. By the envelope theorem
a pair's cost index moves with the cost of a link by the tonne's expected passages; a load moves by
λ times the covariance of passages. Both come from sums over walks with the same factors as the
loading, so that one reverse pass costs about as much as one evaluation, whatever the number of
links. Where rooms bind, their prices μ move so that they stay full (implicit function theorem on
the links that bind): with ν = −K⁻¹ h, K = −d load / dμ and h what the prices of these links would
do, the loads on them weigh ν less, and ν is the weight of room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from geoecon.corridors.dual import Cargo
from geoecon.corridors.graph import Links
from geoecon.corridors.loading import Assignment
from geoecon.corridors.saddle import Problem, State
from geoecon.corridors.walks import Factor
from geoecon.errors import RangeError
from geoecon.variables import Array

NEAR = 1e-3  # of its room: so much more or less of it, and a link begins or ceases to bind
SINGULAR = 1e-10  # of the largest eigenvalue: full links whose prices are not pinned down
PART = 1e-3  # of a direction without a price: links that take part in it

FULL = "full, and more room is worth nothing yet", "more room"
FREE = "full, and a little more room is worth nothing", "less room"
SHARED = "full together with others that share its price", ""


class Kink(NamedTuple):
    """A link where derivatives hold one way alone: what it is, and which way (empty for none)."""

    link: str
    why: str
    holds_for: str


class Answer(NamedTuple):
    """Weights of a loading's answer.

    cost_index, shipped : [demand], per USD a tonne and per kt a month; paid : [demand], of what
    the mean tonne pays for charges and scarcity, per USD; load : [cargo, link], per kt a month;
    price : [link], per USD a tonne
    """

    cost_index: Array
    shipped: Array
    paid: Array
    load: Array
    price: Array


class Given(NamedTuple):
    """Weights of what a loading was given.

    cost, charge : [cargo, link], per USD a tonne; room : [link], per kt a month; mass : [demand],
    per kt a month; worth : [demand], per USD a tonne
    """

    cost: Array
    charge: Array
    room: Array
    mass: Array
    worth: Array


@dataclass(frozen=True, eq=False)
class Backwards:
    """A loading that is to be read backwards; `charge` [cargo, link], USD a tonne, inf if closed.

    Demands must go or are elastic.
    """

    loading: Assignment
    charge: Array
    state: State

    @classmethod
    def of(cls, loading: Assignment, charge: Mapping[str, Array]) -> Backwards:
        """The loading, and what its links charge by cargo. Raises RangeError for reservations."""
        demands, full = loading.demands, loading.room <= 0
        if (~demands.must_go & ~demands.elastic).any():
            raise RangeError(
                "a demand that may be stranded has no derivative here",
                why="it is all or nothing beside spare room",
                remedy="give it an elasticity, or let the field that yields it keep it",
            )
        room = np.where(full, np.inf, loading.room)
        cargoes = tuple(_cargo(loading, name) for name in loading.graphs)
        problem = Problem(
            cargoes, demands.mass, demands.reservation, room, np.asarray(demands.elasticity)
        )
        price = np.where(full, 0.0, loading.price)
        state = State(problem, price, problem.market(price), loading.shipped)
        rates = [np.where(c.graph.open, charge[n], 0.0) for n, c in zip(loading.graphs, cargoes,
                                                                       strict=True)]  # fmt: skip
        return cls(loading, np.array(rates), state)

    @cached_property
    def binding(self) -> Links:
        """The links whose room is used up at a price."""
        return np.flatnonzero(self.state.price > 0)

    def nothing(self) -> Answer:
        """Weights of an outcome that depends on nothing, to be filled."""
        rows, links = len(self.loading.demands), len(self.loading.room)
        by_row = np.zeros(rows), np.zeros(rows), np.zeros(rows)
        return Answer(*by_row, np.zeros_like(self.loading.load), np.zeros(links))

    def given(self, weights: Answer) -> Given:
        """Weights of what the loading was given, from those of its answer."""
        room = np.zeros(len(self.loading.room))
        found = self._pass(weights)
        if self.binding.size:
            pull = found.cost.sum(axis=0) + found.charge.sum(axis=0) + weights.price
            fuller = -self._inverse @ pull[self.binding]
            room[self.binding] = fuller
            for more, of in zip(fuller, self._filled, strict=True):
                parts = zip(found, of, strict=True)
                found = Given(*(part - more * other for part, other in parts))
        return found._replace(room=room)

    @cached_property
    def _filled(self) -> tuple[Given, ...]:
        """Weights of the load on each binding link at given prices."""
        numbers, nothing = np.arange(len(self.loading.room)), self.nothing()
        return tuple(
            self._pass(nothing._replace(load=nothing.load + (numbers == link)))
            for link in self.binding
        )

    def kinks(self) -> tuple[Kink, ...]:
        """Links where a move one way does not do the opposite of a move the other way."""
        name, state = next(iter(self.loading.graphs.values())).link, self.state
        spare = np.where(state.problem.limited, -state.gradient / state.problem.size, np.inf)
        full = np.flatnonzero((spare < NEAR) & (state.price == 0))
        found = ((full, FULL), (self.nearly_free, FREE), (self.unpinned, SHARED))
        return tuple(Kink(name(int(link)), *why) for links, why in found for link in links)

    @cached_property
    def nearly_free(self) -> Links:
        """Full links whose price a little more room would bring to nothing."""
        price, room = self.state.price[self.binding], self.loading.room[self.binding]
        falls = np.diagonal(self._inverse) * NEAR * room
        return np.setdiff1d(self.binding[price < falls], self.unpinned)

    @cached_property
    def unpinned(self) -> Links:
        """Full links whose prices the loading does not pin down: room of each has no weight."""
        values, vectors, _ = self._spectrum
        loose = np.abs(vectors[:, values <= SINGULAR * values.max(initial=0.0)])
        return self.binding[(loose > PART).any(axis=1)]

    @cached_property
    def _spectrum(self) -> tuple[Array, Array, Array]:
        """Eigenvalues and eigenvectors of K [binding, binding] in its own units, and the units."""
        size = 2 * (len(self.binding),)
        falls = np.array([of.cost.sum(axis=0)[self.binding] for of in self._filled]).reshape(size)
        slope = -(falls + falls.T) / 2
        units = 1 / np.sqrt(np.maximum(np.diagonal(slope), np.finfo(float).tiny))
        values, vectors = np.linalg.eigh(slope * np.outer(units, units))
        return values, vectors, units

    @cached_property
    def _inverse(self) -> Array:
        """K⁻¹ [binding, binding] where prices are pinned down."""
        values, vectors, units = self._spectrum
        pinned = values > SINGULAR * values.max(initial=0.0)
        scaled = vectors * units[:, None]
        inverse: Array = (scaled[:, pinned] / values[pinned]) @ scaled[:, pinned].T
        return inverse

    def _pass(self, weights: Answer) -> Given:
        """Weights at given prices: no link has to stay full."""
        state, loading = self.state, self.loading
        cost, charge = np.zeros_like(loading.load), np.zeros_like(loading.load)
        reach = np.zeros(len(loading.demands))
        factors = zip(state.market.factors, state.carried, strict=True)
        for (number, factor), flow in factors:
            block, demands = factor.block, state.market.demands(number, factor)
            walks = _Walks(factor)
            met, spread = walks.covered(
                state.shipped[demands], weights.load[number, block.links], flow
            )
            reach[demands] = met
            answers = state.answers[demands] * (weights.shipped[demands] + met)
            here = walks.load(weights.cost_index[demands] - answers) - factor.sensitivity * spread
            paid = weights.paid[demands]
            if paid.any():
                rates = (self.charge[number] + state.price)[block.links]
                here -= factor.sensitivity * walks.covered(paid, rates)[1]
                charge[number, block.links] += walks.load(paid)
            cost[number, block.links] += here
        return Given(cost, charge, np.zeros(len(loading.room)), *self._demanded(weights, reach))

    def _demanded(self, weights: Answer, reach: Array) -> tuple[Array, Array]:
        """Weights of mass and of worth [demand]; `reach` is what the loads of a tonne weigh."""
        problem, index = self.state.problem, self.state.market.index
        joined = np.isfinite(index)
        tonne = np.where(joined, weights.shipped + reach, 0.0)
        elastic = problem.elastic & joined
        worth = np.where(elastic, problem.worth, 1.0)
        share = np.where(elastic, (np.where(elastic, index, 1.0) / worth), 1.0)
        bought = share ** -np.where(elastic, problem.elasticity, 0.0)
        answer = np.where(elastic, problem.elasticity * self.state.shipped / worth, 0.0)
        return bought * tonne, answer * tonne


@dataclass(frozen=True, eq=False)
class _Walks:
    """Sums over the walks of one block."""

    factor: Factor

    def load(self, mass: Array) -> Array:
        """Load [link of the block] of a mass [pair] that may be negative."""
        return self.factor.load(self.factor.carried(mass))

    def _steps(self, value: Array) -> Any:
        """A value [link of the block] as a sparse matrix [node, node]."""
        from scipy.sparse import csr_array

        block, size = self.factor.block, len(self.factor.potential)
        return csr_array((value, (block.tail, block.head)), shape=(size, size))

    def covered(self, mass: Array, value: Array, flow: Array | None = None) -> tuple[Array, Array]:
        """Σ of `value` over the links passed [pair]; Σ mass · cov(passages, that sum) [link].

        E(N_k S) splits S into what was met before link k, on it and after it. `flow` is the mass
        on its way, if it is known.
        """
        if not value.any():
            return np.zeros_like(mass), np.zeros_like(value)
        factor, block = self.factor, self.factor.block
        flow = factor.carried(mass) if flow is None else flow
        met = self._steps(factor.weight * value)
        after, before = factor.lu.solve(met @ factor.arrive), factor.rows(met.T @ flow)
        total = after[block.origin, block.column] / factor.walks
        leave = factor.arrive[block.head]
        sofar = before[block.tail] + value[:, None] * flow[block.tail]
        product = np.einsum("ld,ld->l", sofar, leave)
        product += np.einsum("ld,ld->l", flow[block.tail], after[block.head])
        return total, factor.weight * product - self.load(mass * total)


def _cargo(loading: Assignment, name: str) -> Cargo:
    """One cargo on the links that have room."""
    of = np.flatnonzero(loading.demands.cargo == name)
    graph = loading.graphs[name].without(np.flatnonzero(loading.room <= 0))
    ends = loading.demands.origin[of], loading.demands.destination[of]
    return Cargo(graph, loading.sensitivity[name], of, *ends)
