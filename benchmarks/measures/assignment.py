"""Loading a network of 194 zones and 3,024 links, every pair with cargo, under capacities."""

from dataclasses import replace

import numpy as np

from baselines import aequilibrae_model
from geoecon.corridors.demands import Demands
from geoecon.corridors.graph import Graph
from geoecon.corridors.loading import Assignment, assign
from geoecon.testing.networks import grid
from registry import Figures, Options, benchmark
from timing import paired

SENSITIVITY = 0.5  # tonnes per USD, on links of 5 to 15 USD
TIGHT = 40  # busiest links, of which room is taken away


def problem(side: int, zones: int) -> tuple[Graph, Demands]:
    """A grid whose busiest links hold 15 per cent less than they would carry."""
    graph, demands = grid(0, side, zones)
    load = assign(graph, demands, SENSITIVITY).load[0]
    room = np.maximum(1.3 * load, load.mean())
    busy = np.argsort(load)[-TIGHT:]
    room[busy] = 0.85 * load[busy]
    return replace(graph, capacity=room), demands


@benchmark("assignment_vs_aequilibrae", "assignment_details")
def assignment_vs_aequilibrae(options: Options) -> Figures:
    """194 zones, 3,024 links, hard capacities, against AequilibraE 1.7 (no hard capacities)."""
    if not aequilibrae_model.installed():
        return {"assignment_vs_aequilibrae": {"skipped": "aequilibrae is not installed"}}
    graph, demands = problem(*((8, 20) if options.quick else (28, 194)))
    theirs, matrix = aequilibrae_model.prepared(graph, demands)
    both = paired(
        lambda: assign(graph, demands, SENSITIVITY),
        lambda: aequilibrae_model.loaded(theirs, matrix),
        options.runs,
    )
    found: Assignment = both.our_value
    details = {
        "links": graph.links,
        "demands": len(demands),
        "binding": int((found.price > 0).sum()),
        "steps": found.steps,
        "worst_residual": max(found.residuals.values()),
        **both.baseline_value,
    }
    return {"assignment_vs_aequilibrae": both.figures(), "assignment_details": details}
