"""Goods in containers and in bulk, from every economy to every other, and what the way costs.

Of a change of the cost index G, what is paid to carriers is a wedge; the rest is time, and variety
of ways, and melts:

    W_ins = 1 + (c' − c)_in / p_s        d_ins = 1 + ((G' − c') − (G − c))_in / p_s

with c the payments of the mean tonne on its way and p the value of a tonne, all in USD. Tonnes
move with value over the exporter's price. On railways and in ports scarce room is dear, and whoever
owns the territory earns it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geoecon.corridors.cuts import cut
from geoecon.corridors.graph import Graph
from geoecon.corridors.loading import Assignment
from geoecon.couple.carriage import aligned, by_class, income, load, payments, reached
from geoecon.couple.carriers import by_region
from geoecon.couple.goods import Good, Rows, row_ends, tonnes, traded_pairs
from geoecon.couple.loop import Effect
from geoecon.couple.ways import MONTHS, THOUSAND_TO_MILLION, Ways, closed_links
from geoecon.equilibrium.solution import Solution
from geoecon.variables import Array
from geoecon.world.world import World

LEAST = 0.05
"""A factor of cost below which a change of the way saves more than goods are worth."""


@dataclass(frozen=True, eq=False)
class Freight:
    """Goods on their way at the baseline.

    rows : what is carried; mass : [row], kt a month; index, paid : [row], USD a tonne, the cost
    index and the payments in it; ways : by cargo, over the same links; loading : who goes where
    """

    goods: tuple[Good, ...]
    rows: Rows
    mass: Array
    index: Array
    paid: Array
    ways: Mapping[str, Ways]
    loading: Assignment


def baseline(world: World, ways: Mapping[str, Ways], goods: Sequence[Good]) -> Freight:
    """Today's trade on today's network. Pairs that no path joins are left out.

    `ways` by cargo. Raises RouteError.
    """
    goods = tuple(good for good in goods if good.sector in world.sectors)
    shared = aligned(ways)
    rows = traded_pairs(world, shared, goods)
    mass = tonnes(world, world.flow, goods, rows)
    loading = load(shared, {cargo: own.graph for cargo, own in shared.items()}, rows.cargo,
                   row_ends(world, shared, rows), mass)  # fmt: skip
    joined = np.isfinite(loading.index)
    paid = payments(shared, loading)
    return Freight(goods, rows.only(joined), mass[joined], loading.index[joined],
                   paid[joined], shared, loading)  # fmt: skip


class FreightPart:
    """The same goods on the network of a scenario; a `Part` of the loop.

    `ways` by cargo, `graphs` by class of rows, and `classes` [row] the class of each: pairs for
    which the scenario closes or changes something of their own have a class of their own.
    Its unknowns are ln(1 + change of payments / value of a tonne) and the same for the rest, for
    each row that a path still joins.
    """

    def __init__(
        self,
        world: World,
        freight: Freight,
        ways: Mapping[str, Ways],
        graphs: Mapping[str, Graph],
        classes: NDArray[np.str_],
    ) -> None:
        self.world, self.freight, self.ways, self.graphs = world, freight, ways, graphs
        self.classes = classes
        self.value = self._value()
        self.ends = row_ends(world, ways, freight.rows)
        self.reached = reached(*by_class(ways, graphs), classes, self.ends)
        self.loading: Assignment | None = None
        self.bounded = False

    @property
    def size(self) -> int:
        """Two for each row reached."""
        return 2 * int(self.reached.sum())

    def effect(self, point: Array) -> Effect:
        """Wedges and trade costs of the sectors carried, and what carriers earn."""
        effect, rows = Effect.none(self.world), self.freight.rows
        self.bounded = False
        paid, rest = np.zeros((2, len(rows)))
        paid[self.reached], rest[self.reached] = np.split(np.expm1(point), 2)
        for good in self.freight.goods:
            of = rows.cargo == good.cargo
            at = rows.exporter[of], rows.importer[of], self.world.sector(good.sector)
            share = self.value[of] / good.usd_t
            self.bounded |= bool((paid[of] * share).min(initial=0.0) <= LEAST - 1)
            self.bounded |= bool((rest[of] * share).min(initial=0.0) <= LEAST - 1)
            effect.wedge[at] = _factor(1 + paid[of] * share)
            melted = _factor(1 + rest[of] * share)
            effect.trade_cost[at] = np.where(self.reached[of], melted, np.inf)
        return replace(effect, transfer=self.earned())

    def move(self, point: Array, solution: Solution) -> Array:
        """Load what is traded now; how far costs are from what then follows."""
        price = solution.unit_cost
        mass = tonnes(self.world, solution.flow, self.freight.goods, self.freight.rows, price)
        kept = self.reached
        self.loading = load(
            self.ways,
            self.graphs,
            self.classes[kept],
            (self.ends[0][kept], self.ends[1][kept]),
            mass[kept],
            self.loading,
        )
        paid = payments(self.ways, self.loading)
        dearer = paid - self.freight.paid[kept]
        rest = self.loading.index - self.freight.index[kept] - dearer
        found = np.concatenate([dearer, rest]) / np.tile(self.value[kept], 2)
        return np.log(_factor(1 + found)) - point

    def earned(self) -> Array:
        """Million USD a year that regions earn beyond the baseline [region]."""
        total = np.zeros(len(self.world.regions))
        if self.loading is None:
            return total
        before, now = (
            income(self.freight.ways, self.freight.loading),
            income(self.ways, self.loading),
        )
        change = {owner: now.get(owner, 0.0) - before.get(owner, 0.0) for owner in before | now}
        total += by_region(self.world, change)
        fewer = self.freight.mass.copy()
        fewer[self.reached] -= self.loading.shipped
        saved = self.freight.paid * fewer * THOUSAND_TO_MILLION * MONTHS
        np.add.at(total, self.freight.rows.exporter, saved)
        return total

    def cut_off(self) -> dict[str, list[str]]:
        """Pairs that no path joins any more, `AAA-BBB` -> the closed links that cut them off."""
        rows, codes = self.freight.rows, self.world.regions
        found: dict[str, list[str]] = {}
        for number in np.flatnonzero(~self.reached):
            own = self.freight.ways[str(rows.cargo[number])]
            after = self.ways[str(rows.cargo[number])]
            own_graph = replace(after, graph=self.graphs[str(self.classes[number])])
            now = own.graph.without(closed_links(own, own_graph))
            start, end = codes[rows.exporter[number]], codes[rows.importer[number]]
            links = cut(own.graph, now, own.node_of(start), own.node_of(end))
            found.setdefault(f"{start}-{end}", [own.links[int(n)].id for n in links])
        return found

    def _value(self) -> Array:
        """Value of a tonne at the baseline [row], USD."""
        rows, flow = self.freight.rows, self.world.flow
        value = np.zeros(len(rows))
        for good in self.freight.goods:
            of = rows.cargo == good.cargo
            value[of] += flow[rows.exporter[of], rows.importer[of], self.world.sector(good.sector)]
        return value / (self.freight.mass * MONTHS * THOUSAND_TO_MILLION)


def _factor(values: Array) -> Array:
    """Factors kept above zero on the way; an answer at the bound is refused (`bounded`)."""
    return np.maximum(values, LEAST)
