"""One adjoint solve over one forward solve: the embedded world, trade alone and with routes."""

from functools import partial

from geoecon import load_world, solve
from geoecon.corridors import load_network
from geoecon.couple.adjoint import CoupledAdjoint, CoupledGradient
from geoecon.couple.everything import Together, after
from geoecon.couple.scenario import solve_corridors
from geoecon.equilibrium.adjoint import gradient
from geoecon.scenario import build_shock
from geoecon.verbs import prepare
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


@benchmark("adjoint_routes")
def adjoint_routes(options: Options) -> Figures:
    """Derivatives of a real income by all of trade and of the network, over one coupled solve.

    Both are of the northern corridor closed for a year, with crude and goods. The forward solve
    reads no file that it could have had; the adjoint begins where it ended.
    """
    scenario, world = prepare("northern-corridor-closed")
    shock, network = build_shock(scenario, world)[0], load_network()
    together = after(world, scenario, shock)
    forward = partial(solve_corridors, world, scenario, shock, network, everything=True)
    both = paired(partial(derived, together, scenario.focus), forward, options.runs, repeats=1)
    steps = {"adjoint_steps": both.our_value.steps}
    solves = {"trade_solves": both.baseline_value.agreement.trade_solves}
    return {"adjoint_routes": both.figures(slower_is_over=False) | steps | solves}


def derived(together: Together, region: str) -> CoupledGradient:
    """All derivatives of a real income, from the solution on."""
    return CoupledAdjoint.at(together.solution, together.parts).gradient(region)
