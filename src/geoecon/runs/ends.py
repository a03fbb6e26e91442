"""The same scenario at the low and the high end of all that is published with a range."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from geoecon.errors import GeoeconError, SolveError
from geoecon.measures.ranges import ELASTICITIES, SIDES, End
from geoecon.parameters import SECTORS, horizon, horizons
from geoecon.report.content import shown_rows
from geoecon.runs.aside import side_by_side

if TYPE_CHECKING:
    from geoecon.equilibrium.solution import Solution
    from geoecon.runs.run import Run
    from geoecon.scenario import Scenario
    from geoecon.world.world import World


def solve_ends(run: Run) -> tuple[End, ...]:
    """Low and high elasticities, then each number of the instruments that has a range, alone.

    Numbers of one name in one instrument, as the leaks through several middlemen, move together.
    What has no range is left out. An end without a solution says why. Beside routes, numbers of
    the other instruments move with what carriage costs as in the answer.
    """
    work = [partial(_end, run, varied, side, *case) for varied, side, case in _cases(run)]
    return tuple(side_by_side(work) if run.corridors else [each() for each in work])


def ranged_sectors(world: World) -> tuple[str, ...]:
    """The sectors whose trade elasticity is that of a preset, and so has its published range.

    None for a world of its own horizon; a sector that a scenario sets is left out.
    """
    if world.horizon not in horizons():
        return ()
    known = [key for key in world.sectors if key in SECTORS]
    preset = dict(zip(known, horizon(world.horizon, known).trade_elasticity, strict=True))
    used = dict(zip(world.sectors, world.trade_elasticity, strict=True))
    return tuple(key for key in known if used[key] == preset[key])


def at_end(world: World, side: str) -> World:
    """The world with every trade elasticity that has a range at its `low` or `high` end."""
    sectors, theta = ranged_sectors(world), world.trade_elasticity.copy()
    preset = horizon(world.horizon, sectors)
    at = np.array([world.sector(key) for key in sectors], dtype=np.int64)
    theta[at] = preset.low if side == "low" else preset.high
    return world.replace(trade_elasticity=theta)


def _cases(run: Run) -> Iterator[tuple[str, str, tuple[Scenario, World]]]:
    from geoecon.scenario.fields import changed

    if ranged_sectors(run.world):
        for side in SIDES:
            yield ELASTICITIES, side, (run.scenario, at_end(run.world, side))
    for name, ranges in _grouped(run.scenario).items():
        for number, side in enumerate(SIDES):
            values = {axis: limits[number] for axis, limits in ranges.items()}
            yield name, side, (changed(run.scenario, values), run.world)


def _grouped(scenario: Scenario) -> dict[str, dict[str, tuple[float, float]]]:
    """Ranges by axis, those of one name in one instrument together."""
    from geoecon.scenario.fields import field_ranges

    found: dict[str, dict[str, tuple[float, float]]] = {}
    for axis, limits in field_ranges(scenario).items():
        instrument, _, path = axis.partition(".")
        name = f"{instrument}.{path.rpartition('.')[2]}"
        found.setdefault(name, {})[axis] = limits
    return found


def _end(run: Run, varied: str, side: str, scenario: Scenario, world: World) -> End:
    from geoecon.measures import headline

    try:
        solution = _solved(run, varied, scenario, world)
    except GeoeconError as error:
        reason = error.reason if isinstance(error, SolveError) else error.what
        return End(varied, side, None, reason)
    return End(varied, side, shown_rows(scenario, solution, headline(solution)))


def _solved(run: Run, varied: str, scenario: Scenario, world: World) -> Solution:
    """In full, or with the routes' costs as in the answer: see `_holds_routes`."""
    from geoecon.couple.loop import with_routes_held
    from geoecon.runs.solve import solve_scenario
    from geoecon.scenario import build_shock

    if run.corridors and _holds_routes(scenario, varied):
        shock, _ = build_shock(scenario, world)
        return with_routes_held(world, shock, run.corridors.agreement, scenario.closure_used)
    return solve_scenario(scenario, world).solution


def _holds_routes(scenario: Scenario, varied: str) -> bool:
    """Whether what routes cost stays as in the answer while something is varied.

    So it does for numbers of instruments that leave routes alone: trade and routes together
    would take ten times as long.
    """
    on_routes = [f"instruments[{at}]." for at, _ in scenario.corridors]
    return varied != ELASTICITIES and not varied.startswith(tuple(on_routes))
