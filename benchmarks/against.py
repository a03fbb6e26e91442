"""One world and shock: geoecon beside the textbook and the plain loop, answers compared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import geoecon
from baselines.plain_loop import solve_plain
from baselines.textbook import Found, solve_textbook
from geoecon import Shock, Solution, World
from registry import Figures, Options
from timing import paired

AGREE = 1e-8  # wages; both sides stop at 1e-10


def check_same(solution: Solution, wage: np.ndarray, who: str) -> float:
    """The largest relative gap of wages; raises ValueError where the two answers differ."""
    gap = float(np.abs(wage / solution.wage - 1).max())
    if gap > AGREE:
        raise ValueError(f"{who} finds other wages: {gap:.1e} apart")
    return gap


def against_textbook(world: World, shock: Shock, options: Options) -> Figures:
    """Seconds and ratio against the textbook, from world and shock to flows, all included.

    The plain loop, where it covers the world, is timed once beside each pair as well.
    """
    both = paired(
        lambda: geoecon.solve(world, shock), lambda: solve_textbook(world, shock), options.runs
    )
    solution, found = both.our_value, both.baseline_value
    gap = check_same(solution, found.wage, "the textbook")
    return both.figures() | {
        "evaluations": solution.steps,
        "baseline_passes": passes(found),
        "largest_gap": gap,
        **plain_loop(world, shock, solution, options),
    }


def passes(found: Found) -> int:
    """Array sweeps that the textbook needed."""
    return found.outer + found.price_passes + found.spending_passes


def plain_loop(world: World, shock: Shock, solution: Solution, options: Options) -> Figures:
    """Ratio against the plain loop, labour being the only factor."""
    if (world.labour_share < 1).any():
        return {}
    both = paired(
        lambda: geoecon.solve(world, shock), lambda: solve_plain(world, shock), options.runs
    )
    check_same(solution, both.baseline_value.wage, "the plain loop")
    return {
        "plain_loop_ratio": both.figures()["ratio"],
        "plain_loop_seconds": both.figures()["baseline_seconds"],
        "plain_loop_passes": both.baseline_value.passes,
    }


def beside(world: World, shocks: dict[str, Callable[[World], Shock]], options: Options) -> Figures:
    """The same for further shocks, so that the one in the headline cannot have been picked."""
    chosen = list(shocks.items())[: 1 if options.quick else None]
    return {name: against_textbook(world, make(world), options) for name, make in chosen}
