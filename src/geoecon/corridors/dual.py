"""The dual of loading under capacities: what links and cargo look like at scarcity prices μ >= 0.

Shipping q tonnes of a pair at least cost plus entropy / λ costs q G(μ); leaving a tonne stranded
costs its reservation price r. So the least cost of all is the maximum over μ >= 0 of

    D(μ) = Σ_od min over 0 <= q <= T of (q G_od(μ) + (T − q) r_od) − Σ_kl μ_kl room_kl,

a saddle point in (μ, q): concave in μ, with gradient load − room, and linear in q, with gradient
G − r.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geoecon.corridors.graph import Graph, Links
from geoecon.corridors.walks import Block, Factor, OutOfRangeError, blocks
from geoecon.variables import Array


@dataclass(frozen=True, eq=False)
class Cargo:
    """One class of cargo: its links and costs, its sensitivity, and which demands are of it."""

    graph: Graph
    sensitivity: float
    demands: Links
    origin: Links
    destination: Links

    @cached_property
    def parts(self) -> tuple[Block, ...]:
        """The blocks of its pairs."""
        return blocks(self.graph, self.sensitivity, self.origin, self.destination)

    @cached_property
    def joined(self) -> Links:
        """Which of its pairs a path joins."""
        none = np.empty(0, dtype=np.int64)
        return np.concatenate([none, *(block.pairs for block in self.parts)])

    @cached_property
    def apart(self) -> tuple[Block, ...]:
        """One block for each destination: within range whatever the prices."""
        return blocks(self.graph, self.sensitivity, self.origin, self.destination, shared=-1.0)

    def factors(self, price: Array, ease: float) -> tuple[Factor, ...]:
        """Its blocks at scarcity prices [link] and sensitivity times `ease`.

        Raises DivergesError.
        """
        cost, sensitivity = self.graph.cost + price, self.sensitivity * ease
        try:
            found = tuple(block.factor(cost, sensitivity) for block in self.parts)
            _ = [factor.walks for factor in found]
        except OutOfRangeError:
            found = tuple(block.factor(cost, sensitivity) for block in self.apart)
        return found


@dataclass(frozen=True, eq=False)
class Market:
    """All cargoes at some scarcity prices."""

    cargoes: tuple[Cargo, ...]
    index: Array
    factors: tuple[tuple[int, Factor], ...]

    @classmethod
    def at(cls, cargoes: Sequence[Cargo], price: Array, demands: int, ease: float = 1.0) -> Market:
        """The market at prices μ [link], USD a tonne; `ease` scales sensitivities.

        Raises DivergesError.
        """
        index = np.full(demands, np.inf)
        found = []
        for number, cargo in enumerate(cargoes):
            for factor in cargo.factors(price, ease):
                index[cargo.demands[factor.block.pairs]] = factor.index
                found.append((number, factor))
        return cls(tuple(cargoes), index, tuple(found))

    def demands(self, number: int, factor: Factor) -> Links:
        """Which demands a factor's pairs are."""
        return self.cargoes[number].demands[factor.block.pairs]

    def carried(self, shipped: Array) -> list[Array]:
        """Shipments q [demand] on their ways, factor by factor: what loads are made of."""
        return [f.carried(shipped[self.demands(number, f)]) for number, f in self.factors]

    def loads(self, carried: list[Array], links: int) -> Array:
        """Load [cargo, link], kt a month."""
        found = np.zeros((len(self.cargoes), links))
        for (number, factor), flow in zip(self.factors, carried, strict=True):
            found[number, factor.block.links] += factor.load(flow)
        return found

    def response(self, carried: list[Array], shipped: Array, chosen: Links) -> tuple[Array, Array]:
        """How loads and indices answer to the prices of `chosen` links.

        −d load / dμ [chosen, chosen], λ Σ q cov(passages), and dG / dμ [chosen, demand], the
        expected passages.
        """
        slope = np.zeros((len(chosen), len(chosen)))
        use = np.zeros((len(chosen), len(shipped)))
        for (number, factor), flow in zip(self.factors, carried, strict=True):
            links, demands = factor.block.links, self.demands(number, factor)
            local = np.minimum(np.searchsorted(links, chosen), max(len(links) - 1, 0))
            here = np.flatnonzero(links[local] == chosen)
            if not here.size:
                continue
            both, passed = factor.passages(flow, local[here])
            spread = both - (passed * shipped[demands]) @ passed.T
            slope[np.ix_(here, here)] += factor.sensitivity * spread
            use[np.ix_(here, demands)] = passed
        return slope, use
