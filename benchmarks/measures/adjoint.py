"""One adjoint solve over one forward solve: the embedded world, long run and year."""

from functools import partial

from geoecon import load_world, solve
from geoecon.equilibrium.adjoint import gradient
from registry import Figures, Options, benchmark
from timing import paired
from worlds import largest_raises_tariffs


@benchmark("adjoint_long_run", "adjoint_year")
def adjoint(options: Options) -> Figures:
    """All derivatives of a real income where the largest economy adds 25 points of tariff.

    The region is the first in the world's order; every region needs the same linear system.
    """
    horizons = {"adjoint_long_run": "long run", "adjoint_year": "year"}
    return {name: measured(horizon, options) for name, horizon in horizons.items()}


def measured(horizon: str, options: Options) -> Figures:
    """Seconds of both, and how many reverse passes stand against how many steps."""
    world = load_world(horizon=horizon)
    shock = largest_raises_tariffs(world)
    solution = solve(world, shock)
    both = paired(
        partial(gradient, solution, world.regions[0]),
        partial(solve, world, shock),
        5 * options.runs,
        repeats=1,
    )
    passes = {"reverse_passes": both.our_value.steps, "steps": both.baseline_value.steps}
    return both.figures(slower_is_over=False) | passes
