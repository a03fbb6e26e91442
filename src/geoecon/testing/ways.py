"""Small networks as one cargo sees them, for tests of the loop between trade and corridors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from geoecon.corridors.graph import Graph
from geoecon.corridors.network import Freight, Link, Network, Node
from geoecon.couple.ways import Ways

SOURCE = "assumption"


def ways_of(
    graph: Graph,
    zones: Mapping[str, int],
    *,
    territory: Sequence[str] | None = None,
    charge: Any = None,
    sensitivity: float = 1.0,
    cargo: str = "crude",
) -> Ways:
    """The ways of `cargo` on a graph: nodes `n0`, `n1` ..., links `l0`, `l1` ...

    `zones` are the nodes of regions; `territory` [link] is whose soil each link is on, nobody's if
    left out; `charge` [link] what is paid, USD a tonne, all of the cost if left out. Nobody else
    uses the links: their room is their capacity.
    """
    region = {number: code for code, number in zones.items()}
    nodes = tuple(_node(number, region.get(number, "")) for number in range(graph.nodes))
    soil = territory or [""] * graph.links
    links = tuple(_link(graph, number, soil[number], cargo) for number in range(graph.links))
    paid = graph.cost if charge is None else np.asarray(charge, dtype=np.float64)
    network = Network("test", nodes, links)
    return Ways(network, graph, np.array(graph.capacity), paid, sensitivity)


def _node(number: int, region: str) -> Node:
    kind = "zone" if region else "hub"
    return Node(f"n{number}", f"node {number}", kind, region, 0.0, 0.0, region, SOURCE)


def _link(graph: Graph, number: int, territory: str, cargo: str) -> Link:
    room, cost = float(graph.capacity[number]), float(graph.cost[number])
    return Link(
        id=f"l{number}",
        from_node=f"n{graph.tail[number]}",
        to_node=f"n{graph.head[number]}",
        mode="pipeline",
        territory=territory,
        freight=(Freight(cargo, cost, SOURCE),) if np.isfinite(cost) else (),
        length_km=1.0,
        length_source=SOURCE,
        time_days=0.0,
        time_source=SOURCE,
        capacity_kt_month=room if np.isfinite(room) else None,
        capacity_source=SOURCE,
    )
