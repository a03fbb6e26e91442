"""What a country sells and buys on the network, and by which ways, at the baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geoecon.corridors.graph import Graph, Links
from geoecon.corridors.logit import factors, shares
from geoecon.corridors.network import Link, Network
from geoecon.corridors.reading import load_network
from geoecon.couple.exports import Exports
from geoecon.couple.freight import Freight
from geoecon.couple.scenario import exports_baseline, freight_baseline
from geoecon.couple.ways import MONTHS, THOUSAND_TO_MILLION
from geoecon.parameters.names import BASELINE
from geoecon.parameters.tables import read_table
from geoecon.variables import Array
from geoecon.world.world import World

SIDES = ("exports", "imports")


@dataclass(frozen=True, eq=False)
class Carried:
    """One cargo of one side of a country's trade.

    network : whose links the first of `graph` are, wells perhaps after them; `sensitivity` of
    route choice; origin, destination : [row], nodes of the graph; partner : [row], codes; amount :
    [mass or value, row], kt a month and million USD a year
    """

    side: str
    network: Network
    graph: Graph
    sensitivity: float
    origin: Links
    destination: Links
    partner: NDArray[np.str_]
    amount: Array

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the network."""
        return self.network.links

    @cached_property
    def by_link(self) -> Array:
        """The chance that a row's tonne passes a link [row, link]."""
        return self._chances[0][:, : len(self.links)]

    @cached_property
    def by_node(self) -> Array:
        """The chance that a row's tonne comes by a node [row, node]."""
        return self._chances[1][:, : len(self.network.nodes)]

    @cached_property
    def _chances(self) -> tuple[Array, Array]:
        """Chances by link and by node of the graph.

        A walk that has passed a link passes it B_lk A_kl times more on average, wherever it goes,
        and one at a node is there B_kk times in all: mean passages and visits over these are the
        chance of one or more (first passages of Markov chains: Kemeny and Snell 1960, chapter 3).
        """
        rows = len(self.partner)
        link, node = np.zeros((rows, self.graph.links)), np.zeros((rows, self.graph.nodes))
        for factor in factors(self.graph, self.sensitivity, self.origin, self.destination):
            block = factor.block
            walks = factor.columns(np.arange(len(block.nodes)))
            come = walks[block.origin] / factor.walks[:, None]
            leave = factor.arrive[:, block.column].T
            again = walks[block.head, block.tail] * factor.weight
            use = come[:, block.tail] * factor.weight * leave[:, block.head]
            link[np.ix_(block.pairs, block.links)] = use / (1 + again)
            node[np.ix_(block.pairs, block.nodes)] = come * leave / np.diagonal(walks)
        return link, node

    def chance(self, on: Iterable[int]) -> Array:
        """The chance that a row's tonne passes any of some links [row]."""
        return shares(self.graph, self.sensitivity, self.origin, self.destination, on)


def carried(
    world: World, region: str, *, day: date = BASELINE, network: Network | None = None
) -> tuple[Carried, ...]:
    """What a country sells and buys on the network of a day: goods, and crude of known exporters.

    `network` is the whole network, the embedded one if left out. Raises UnknownNameError and
    RouteError.
    """
    world.region(region)
    today = (network or load_network()).on(day)
    rows = [row for row in read_table("exports", "network") if row["exporter"] == region]
    crude = [_crude(exports_baseline(world, today, row, day.year)) for row in rows]
    return (*crude, *_goods(world, region, freight_baseline(world, today, day.year)))


def _crude(base: Exports) -> Carried:
    loading = base.shipment.loading
    value = base.mass * base.price * MONTHS * THOUSAND_TO_MILLION
    return Carried(
        side="exports",
        network=base.ways.network,
        graph=loading.priced[""],
        sensitivity=base.ways.sensitivity,
        origin=loading.demands.origin,
        destination=loading.demands.destination,
        partner=np.array(base.regions),
        amount=np.array([base.mass, value]),
    )


def _goods(world: World, region: str, freight: Freight) -> Iterator[Carried]:
    """Goods by side and cargo."""
    me, rows = world.region(region), freight.rows
    for side, own in zip(SIDES, (rows.exporter, rows.importer), strict=True):
        for cargo in freight.ways:
            of = np.flatnonzero((own == me) & (rows.cargo == cargo))
            if of.size:
                yield _cargo(world, freight, side, cargo, of)


def _cargo(world: World, freight: Freight, side: str, cargo: str, of: Links) -> Carried:
    rows, demands = freight.rows, freight.loading.demands
    loaded = np.flatnonzero(np.isfinite(freight.loading.index))[of]
    sectors = [world.sector(good.sector) for good in freight.goods if good.cargo == cargo]
    value = world.flow[rows.exporter[of], rows.importer[of]][:, sectors].sum(axis=1)
    other = rows.importer[of] if side == "exports" else rows.exporter[of]
    return Carried(
        side=side,
        network=freight.ways[cargo].network,
        graph=freight.loading.priced[cargo],
        sensitivity=freight.ways[cargo].sensitivity,
        origin=demands.origin[loaded],
        destination=demands.destination[loaded],
        partner=np.array(world.regions)[other],
        amount=np.array([freight.mass[of], value]),
    )
