"""AequilibraE 1.7 asked to load the same network: bi-conjugate Frank-Wolfe user equilibrium.

It has no hard capacities: where a link is full, a volume-delay function (BPR, α 0.15, β 4) makes
it slow. The two answer the same question by different means, so work is compared and not flows.
Graph and matrix are made outside the timing.
"""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from geoecon.corridors.demands import Demands
from geoecon.corridors.graph import Graph

GAP = 1e-4  # relative, where it stops
UNLIMITED = 1e9
CORES = 2


def installed() -> bool:
    """Whether AequilibraE can be imported."""
    return find_spec("aequilibrae") is not None


def prepared(graph: Graph, demands: Demands) -> tuple[Any, Any]:
    """The graph and the matrix in AequilibraE's form; zones are numbered first."""
    from aequilibrae.matrix import AequilibraeMatrix
    from aequilibrae.paths import Graph as Theirs

    logging.getLogger("aequilibrae").setLevel(logging.ERROR)
    zones = np.unique(demands.origin)
    others = np.setdiff1d(np.arange(graph.nodes), zones)
    number = np.empty(graph.nodes, dtype=np.int64)
    number[np.concatenate([zones, others])] = np.arange(1, graph.nodes + 1)
    theirs = Theirs()
    theirs.network = pd.DataFrame(
        {
            "link_id": np.arange(1, graph.links + 1),
            "a_node": number[graph.tail],
            "b_node": number[graph.head],
            "direction": 1,
            "cost": graph.cost,
            "capacity": np.minimum(graph.capacity, UNLIMITED),
            "alpha": 0.15,
            "beta": 4.0,
        }
    )
    theirs.prepare_graph(np.arange(1, len(zones) + 1))
    theirs.set_graph("cost")
    theirs.set_blocked_centroid_flows(False)
    matrix = AequilibraeMatrix()
    matrix.create_empty(zones=len(zones), matrix_names=["mass"], memory_only=True)
    matrix.index[:] = np.arange(1, len(zones) + 1)
    table = np.zeros((len(zones), len(zones)))
    table[number[demands.origin] - 1, number[demands.destination] - 1] = demands.mass
    matrix.matrix["mass"][:, :] = table
    matrix.computational_view(["mass"])
    return theirs, matrix


def loaded(theirs: Any, matrix: Any) -> dict[str, float]:
    """Assign, and say after how many iterations at which gap it ended."""
    from aequilibrae.paths import TrafficAssignment, TrafficClass

    assignment = TrafficAssignment()
    assignment.set_classes([TrafficClass("cargo", theirs, matrix)])
    assignment.set_vdf("BPR")
    assignment.set_vdf_parameters({"alpha": "alpha", "beta": "beta"})
    assignment.set_capacity_field("capacity")
    assignment.set_time_field("cost")
    assignment.set_algorithm("bfw")
    assignment.set_cores(CORES)
    assignment.max_iter, assignment.rgap_target = 200, GAP
    assignment.execute(log_specification=False)
    last = assignment.report().iloc[-1]
    return {"iterations": float(last["iteration"]), "gap": float(last["rgap"])}
