"""YAML to a validated `Scenario`, and a scenario to the shocks that the model solves.

Names are imported when they are first used, so that `Shock` costs no more than numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geoecon.scenario.build import build_shock, with_elasticities
    from geoecon.scenario.changes import Change
    from geoecon.scenario.check import check_scenario
    from geoecon.scenario.evidence import Reference, explain
    from geoecon.scenario.inverse import undo
    from geoecon.scenario.reader import list_scenarios, load_scenario
    from geoecon.scenario.schema import Assumption, Elasticity, Scenario
    from geoecon.scenario.shock import Shock

__all__ = [
    "Assumption",
    "Change",
    "Elasticity",
    "Reference",
    "Scenario",
    "Shock",
    "build_shock",
    "check_scenario",
    "explain",
    "list_scenarios",
    "load_scenario",
    "undo",
    "with_elasticities",
]

_HOMES = {
    "Assumption": "schema",
    "Change": "changes",
    "Elasticity": "schema",
    "Reference": "evidence",
    "Scenario": "schema",
    "Shock": "shock",
    "build_shock": "build",
    "check_scenario": "check",
    "explain": "evidence",
    "list_scenarios": "reader",
    "load_scenario": "reader",
    "undo": "inverse",
    "with_elasticities": "build",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
