"""`solve`: a world and a shock to a checked `Solution`, or an error that says why there is none."""

from __future__ import annotations

import time

from geoecon.equilibrium.assemble import assemble, starting_point
from geoecon.equilibrium.closure import check_closure
from geoecon.equilibrium.feasibility import check_block_deficits, explain_failure
from geoecon.equilibrium.problem import build_problem
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solver import solve_problem
from geoecon.errors import LabelError
from geoecon.scenario.shock import Shock
from geoecon.world.world import World


def solve(
    world: World,
    shock: Shock | None = None,
    *,
    closure: str = "own income",
    tolerance: float = 1e-10,
    max_steps: int = 1000,
    throw: bool = True,
    start: Solution | None = None,
) -> Solution:
    """The counterfactual of `shock` in `world`.

    Parameters
    ----------
    closure : `zero`, `world share` or `own income`
        what happens to imbalances (see `closure.deficits`).
    tolerance : largest relative residual of prices, spending, factor incomes and trade balances.
    throw : False returns an unconverged Solution, marked by its `reason`, instead of raising.
    start : a solution for the same regions and sectors to begin from: fewer steps to one nearby,
        as along a path of shocks. The answer is the same within the tolerance.

    Raises NoEquilibriumError (none under this closure, naming the region whose income would have
    to fall to zero) or NotConvergedError; DataError for arrays that do not fit the world.
    """
    check_closure(closure)
    if start is not None and start.price.shape != world.output.shape:
        raise LabelError(
            "the solution to start from is of another world",
            why=f"it has {start.price.shape} regions and sectors, this world {world.output.shape}",
            remedy="start from a solution of this world, or leave `start` out",
        )
    began = time.perf_counter()
    resolved = (shock or Shock()).resolved(world)
    problem, unbounded = build_problem(world, resolved)
    check_block_deficits(world, problem, closure)
    point = None if start is None else starting_point(problem, start)
    outcome = solve_problem(problem, closure, tolerance=tolerance, max_steps=max_steps, start=point)
    if outcome.reason != "converged" and throw:
        raise explain_failure(world, problem, closure, outcome)
    seconds = time.perf_counter() - began
    return assemble(world, resolved, closure, problem, outcome, unbounded, seconds)
