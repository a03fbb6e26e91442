"""One exporter's cargo, from its fields to all who buy it, under hard capacities.

Fields yield what they yield: a well leads from the source to each field; its capacity is the
field's output, its cost the reservation netback, and its scarcity price what the field earns
beyond that. So cargo stays behind only once its price at the field has fallen to the reservation.
Buyers answer to the delivered price. One loading settles quantities, ways and prices together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from geoecon.corridors.demands import Demands
from geoecon.corridors.graph import Graph, Links
from geoecon.corridors.loading import Assignment, assign
from geoecon.errors import RangeError
from geoecon.variables import Array

SETTLED = 1e-10  # relative, of sales at the baseline
ROUNDS = 200


@dataclass(frozen=True, eq=False)
class Supply:
    """Fields of one exporter.

    node : [field], where in the graph; output : [field], kt a month that can be exported;
    reservation : USD a tonne, the netback below which a field rather keeps its cargo.
    """

    node: Links
    output: Array
    reservation: float


@dataclass(frozen=True, eq=False)
class Buyers:
    """Who buys, and how much at which delivered price.

    node : [buyer], where in the graph; mass : [buyer], kt a month bought at `price` : [buyer],
    USD a tonne delivered; elasticity : how many per cent less when the price is 1 % higher.
    """

    node: Links
    mass: Array
    price: Array
    elasticity: float


@dataclass(frozen=True, eq=False)
class Shipment:
    """What is sold to whom, which way, and what it costs.

    sold, delivered : [buyer], kt a month and USD a tonne (inf where nothing gets through);
    left : [field], kt a month not sold; netback : [field], USD a tonne at the field;
    load, price : [link] of the network's graph, kt a month and scarcity price, USD a tonne
    """

    sold: Array
    delivered: Array
    left: Array
    netback: Array
    load: Array
    price: Array
    loading: Assignment

    @property
    def mean_netback(self) -> float:
        """Netback of the average tonne sold, USD a tonne."""
        well = self.loading.load[0][len(self.load) :]
        return float(self.netback @ well / well.sum())


def ship(
    graph: Graph,
    sensitivity: float,
    supply: Supply,
    buyers: Buyers,
    *,
    room: Array | None = None,
    start: Shipment | Array | None = None,
) -> Shipment:
    """Sell what the fields yield to the buyers through the network.

    `graph` holds the ways of the cargo, `sensitivity` λ tonnes per USD, and `room` [link], kt a
    month, what other users leave of its capacities (all of them if left out). `start` is a
    shipment over the same links to begin from, or scarcity prices [links, then fields].

    Raises RouteError.
    """
    room = graph.capacity if room is None else room
    joined = _joined(graph, room, supply)
    source = np.full(len(buyers.node), graph.nodes)
    wanted = Demands(source, buyers.node, buyers.mass, buyers.price, elasticity=buyers.elasticity)
    begin = start.loading if isinstance(start, Shipment) else start
    loading = assign(joined, wanted, sensitivity, start=begin)
    return _shipment(loading, graph.links, supply)


def settled(
    graph: Graph,
    sensitivity: float,
    supply: Supply,
    buyers: Buyers,
    *,
    netback: float,
    room: Array | None = None,
) -> Shipment:
    """The shipment in which each buyer gets exactly its `mass`: the baseline.

    Delivered prices are found for that; their common level puts the mean `netback`, USD a tonne,
    at the fields. The fields' output is scaled to what is bought. Raises RouteError, and RangeError
    where the prices do not settle.
    """
    output = supply.output * (buyers.mass.sum() / supply.output.sum())
    supply = replace(supply, output=output)
    earned = np.full(len(output), netback - supply.reservation)
    start = np.concatenate([np.zeros(graph.links), earned])
    found = ship(graph, sensitivity, supply, buyers, room=room, start=start)
    for _ in range(ROUNDS):
        level = netback - found.mean_netback
        buyers = replace(buyers, price=found.delivered + level)
        found = ship(graph, sensitivity, supply, buyers, room=room, start=found)
        off = np.abs(found.sold / buyers.mass - 1).max()
        if off < SETTLED and abs(found.mean_netback / netback - 1) < SETTLED:
            return found
    raise RangeError(
        "the baseline of exports does not settle",
        where=f"sales are {off:.1e} from what buyers take",
        why="the network cannot carry to each buyer what it is said to buy",
        remedy="compare capacities, other users' loads and the trade by buyer for that year",
    )


def _joined(graph: Graph, room: Array, supply: Supply) -> Graph:
    """The graph with a source and its wells, of the capacity that other users leave."""
    fields = len(supply.node)
    wells = tuple(f"well at {graph.node(int(node))}" for node in supply.node)
    return Graph(
        tail=np.concatenate([graph.tail, np.full(fields, graph.nodes)]),
        head=np.concatenate([graph.head, supply.node]),
        cost=np.concatenate([graph.cost, np.full(fields, supply.reservation)]),
        capacity=np.concatenate([room, supply.output]),
        nodes=graph.nodes + 1,
        node_names=(*graph.node_names, "source") if graph.node_names else (),
        link_names=(*graph.link_names, *wells) if graph.link_names else (),
    )


def _shipment(loading: Assignment, links: int, supply: Supply) -> Shipment:
    load, price = loading.load[0], loading.price
    return Shipment(
        sold=loading.shipped,
        delivered=loading.index,
        left=supply.output - load[links:],
        netback=supply.reservation + price[links:],
        load=load[:links],
        price=price[:links],
        loading=loading,
    )
