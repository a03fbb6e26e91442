"""Quantitative geoeconomics: what a cut-off, union, sanction or agreement costs, and who says so.

>>> import geoecon
>>> run = geoecon.run("russia-trade-stops")
>>> run.headline().loc["KAZ", "real_income_pct"] < 0
True

The nouns are `World`, `Scenario`, `Shock`, `Solution` and `Run`; everything else is a verb, the
same here and on the command line. Names are imported when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geoecon.equilibrium.close import close_accounts
    from geoecon.equilibrium.solution import Solution
    from geoecon.equilibrium.solve import solve
    from geoecon.errors import GeoeconError
    from geoecon.frontier import find_frontier
    from geoecon.measures.indices import indices
    from geoecon.measures.minerals import minerals
    from geoecon.measures.sensitivity import sensitivities
    from geoecon.overview import describe_world
    from geoecon.parameters.blocs import bloc
    from geoecon.parameters.depth import depth_effects
    from geoecon.provenance import Source
    from geoecon.report import write_report
    from geoecon.runs.run import Run
    from geoecon.scenario import Scenario, build_shock, list_scenarios, load_scenario
    from geoecon.scenario.shock import Shock
    from geoecon.standing import standing_of
    from geoecon.sweep.run import run_sweep
    from geoecon.verbs import check, compare, explain, facts, run
    from geoecon.world.store import load_world, save_world
    from geoecon.world.world import World

_HOME = {
    "GeoeconError": "geoecon.errors",
    "Run": "geoecon.runs.run",
    "Scenario": "geoecon.scenario",
    "Shock": "geoecon.scenario.shock",
    "Solution": "geoecon.equilibrium.solution",
    "Source": "geoecon.provenance",
    "World": "geoecon.world.world",
    "bloc": "geoecon.parameters.blocs",
    "build_shock": "geoecon.scenario",
    "check": "geoecon.verbs",
    "close_accounts": "geoecon.equilibrium.close",
    "compare": "geoecon.verbs",
    "depth_effects": "geoecon.parameters.depth",
    "describe_world": "geoecon.overview",
    "explain": "geoecon.verbs",
    "facts": "geoecon.verbs",
    "find_frontier": "geoecon.frontier",
    "indices": "geoecon.measures.indices",
    "list_scenarios": "geoecon.scenario",
    "load_scenario": "geoecon.scenario",
    "load_world": "geoecon.world.store",
    "minerals": "geoecon.measures.minerals",
    "run": "geoecon.verbs",
    "run_sweep": "geoecon.sweep.run",
    "save_world": "geoecon.world.store",
    "sensitivities": "geoecon.measures.sensitivity",
    "solve": "geoecon.equilibrium.solve",
    "standing_of": "geoecon.standing",
    "write_report": "geoecon.report",
}

__all__ = [
    "GeoeconError",
    "Run",
    "Scenario",
    "Shock",
    "Solution",
    "Source",
    "World",
    "bloc",
    "build_shock",
    "check",
    "close_accounts",
    "compare",
    "depth_effects",
    "describe_world",
    "explain",
    "facts",
    "find_frontier",
    "indices",
    "list_scenarios",
    "load_scenario",
    "load_world",
    "minerals",
    "run",
    "run_sweep",
    "save_world",
    "sensitivities",
    "solve",
    "standing_of",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'geoecon' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
