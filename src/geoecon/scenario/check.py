"""Everything that can be wrong with a scenario, asked before anything is solved."""

from __future__ import annotations

from geoecon.scenario.build import build_shock, with_elasticities
from geoecon.scenario.changes import Change
from geoecon.scenario.schema import Scenario
from geoecon.scenario.selection import Selection
from geoecon.world.world import World


def check_scenario(scenario: Scenario, world: World) -> tuple[Change, ...]:
    """What the scenario would change in a world; raises the error it would be refused with.

    UnknownNameError (country, bloc, sector, source, depth), ConflictError, ConventionError or
    RangeError, each with the line.
    """
    selection = Selection(world, scenario)
    selection.codes((scenario.focus,), ("focus",))
    selection.codes(scenario.around, ("around",))
    with_elasticities(scenario, world)
    return build_shock(scenario, world)[1]
