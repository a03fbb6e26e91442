"""A scenario put to a world and solved: by trade alone, read backwards, or with routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoecon.errors import ConflictError
from geoecon.runs.run import Run

if TYPE_CHECKING:
    from geoecon.equilibrium.solution import Solution
    from geoecon.scenario import Change, Scenario
    from geoecon.scenario.shock import Shock
    from geoecon.world.world import World


def solve_scenario(scenario: Scenario, world: World) -> Run:
    """The run of a scenario in a world that has its elasticities (see `geoecon.run`).

    Raises ScenarioError, ConflictError, SolveError.
    """
    from geoecon.scenario import build_shock

    shock, changes = build_shock(scenario, world)
    rule = scenario.closure_used
    start = balanced(world) if rule == "zero" else world
    if scenario.has_corridors:
        return _with_corridors(scenario, start, shock, changes)
    return Run(scenario, _solved(scenario, start, rule), changes, start)


def balanced(world: World) -> World:
    """`world` with its deficits gone, as the baseline for closure `zero`.

    Caliendo and Parro (2015), section 5.1: deficits are taken away first, so that the scenario's
    own effect is not mixed with theirs. Raises SolveError.
    """
    from geoecon.equilibrium.solve import solve

    if not world.deficit.any():
        return world
    cleared = solve(world, closure="zero").counterfactual_world()
    return cleared.replace(name=f"{world.name}, deficits cleared")


def _solved(scenario: Scenario, world: World, closure: str) -> Solution:
    """Lift what the world contains, if that is asked, and put it or its substitute back."""
    from geoecon.couple.margins import solve_margins
    from geoecon.scenario import undo
    from geoecon.scenario.build import build_step

    imposed = scenario.imposed
    first = set(range(len(scenario.instruments))) - imposed
    shock, margins = build_step(scenario, world, first)
    solution = solve_margins(world, shock, margins, closure=closure)
    if not scenario.contained_in_baseline:
        return solution
    lifted = solution.counterfactual_world()
    if imposed:
        back, margins = build_step(scenario, lifted, imposed)
    else:
        back = undo(shock, world, solution)
    return solve_margins(lifted, back, margins, closure=closure)


def _with_corridors(
    scenario: Scenario, world: World, shock: Shock, changes: tuple[Change, ...]
) -> Run:
    """A run of a scenario that touches routes: trade and network solved together."""
    from geoecon.corridors.changes import check_corridors
    from geoecon.couple.scenario import solve_corridors
    from geoecon.scenario.build import build_step

    if scenario.contained_in_baseline:
        raise ConflictError(
            "a scenario on routes cannot be read backwards",
            where=scenario.name,
            why="the network is that of the scenario's date, with what is in force then",
            remedy="take `contained_in_baseline` out, and say what changes from that day on",
        )
    _, margins = build_step(scenario, world, range(len(scenario.instruments)))
    found = solve_corridors(world, scenario, shock, margins=margins)
    told = (*changes, *check_corridors(scenario))
    return Run(scenario, found.agreement.solution, told, world, found)
