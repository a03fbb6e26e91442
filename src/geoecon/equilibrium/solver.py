"""The joint fixed point in log wages, prices, factor incomes and spending, accelerated.

All unknowns move at once (no nested loops). A wage moves by the imbalance of its region's trade
relative to that trade, not to its income, so that nearly closed regions are pinned as firmly as
open ones (`steps`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geoecon.equilibrium.anderson import Anderson
from geoecon.equilibrium.problem import Problem
from geoecon.equilibrium.state import Pass, Unknowns, baseline, evaluate, unknowns
from geoecon.equilibrium.steps import errors, labour_error, largest, moves, response_at
from geoecon.errors import RangeError
from geoecon.variables import Array


@dataclass(frozen=True, eq=False)
class Outcome:
    """Where the iteration stopped: the unknowns, their pass, and how.

    `walras` is the imbalance of the markets that were left out of the solved system.
    """

    unknowns: Unknowns
    result: Pass
    reason: str
    steps: int
    residual: float
    walras: float


# How many steps Anderson remembers; how many may pass without a tenfold gain before it forgets
# them and the response is measured anew; and the part of all steps. Later attempts are for what
# the first misses.
ATTEMPTS = ((16, 20, 0.5), (8, 25, 0.25), (5, 10, 0.25))
OPEN_MARKET = 9  # times the tolerance: what rounding can explain in the market left out
FINAL = ("converged", "income not positive")


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # ends as `not finite`
def solve_problem(
    problem: Problem,
    closure: str,
    *,
    tolerance: float,
    max_steps: int,
    start: Array | None = None,
) -> Outcome:
    """Iterate until the largest relative residual is below `tolerance`.

    Up to three attempts share `max_steps`; the first begins at the point `start`, if one is
    given, and the others where nothing has changed. The reason is `converged`,
    `income not positive`, `max steps`, `not finite` or `market left open`.
    """
    steps, outcome = 0, None
    for memory, patience, part in ATTEMPTS:
        budget = min(max_steps - steps, int(np.ceil(part * max_steps)))
        if budget < 1:
            break
        point = baseline(problem) if start is None or steps else start
        outcome = _attempt(problem, closure, tolerance, budget, memory, patience, point)
        steps += outcome.steps
        if outcome.reason in FINAL:
            break
    if outcome is None:
        raise RangeError(f"max_steps is {max_steps}", why="a solve takes at least one step")
    return replace(outcome, steps=steps)


def _attempt(
    problem: Problem,
    closure: str,
    tolerance: float,
    max_steps: int,
    memory: int,
    patience: int,
    point: Array,
) -> Outcome:
    left_out = numeraire_regions(problem)
    point = point.copy()
    entry_block = entry_blocks(problem, point.size)
    response, mixer, best, waited = None, Anderson(memory, point.size), np.inf, 0
    for step in range(1, max_steps + 1):
        at = unknowns(problem, point)
        point += numeraire(problem, at)[entry_block]
        result = evaluate(problem, closure, at)
        error = errors(problem, at, result)
        walras = max(abs(error.wage[left_out]).tolist())
        error.wage[left_out] = 0.0
        residual = largest(error)
        labour = error.wage
        if problem.any_specific or residual < tolerance:
            labour = labour_error(problem, at, result)
            residual = max(residual, float(np.abs(labour).max()))
        reason = stop_reason(residual, walras, tolerance, result)
        if reason or step == max_steps:
            break
        waited = 0 if residual < best / 10 else waited + 1
        if response is None or waited > patience:
            response = response_at(problem, result)
            mixer, waited = Anderson(memory, point.size), 0
        best = residual if waited == 0 else best
        point = mixer.step(point, moves(problem, error, labour, response))
    short = "market left open" if residual < tolerance else "max steps"
    return Outcome(at, result, reason or short, step, residual, walras)


def stop_reason(residual: float, walras: float, tolerance: float, result: Pass) -> str:
    """Why to stop here, or nothing.

    Walras' law closes the market left out, more slowly than the others where the region left out
    trades little, and not at all when wages run away.
    """
    if not np.isfinite(residual):
        return "not finite"
    if residual >= tolerance or walras >= OPEN_MARKET * tolerance:
        return ""
    return "converged" if (result.income > 0).all() else "income not positive"


def numeraire_regions(problem: Problem) -> NDArray[np.intp]:
    """The largest region of each trading block: by Walras' law its balance need not be solved."""
    order = np.argsort(-problem.income, kind="stable")
    _, first = np.unique(problem.block[order], return_index=True)
    return order[first]


def entry_blocks(problem: Problem, size: int) -> NDArray[np.intp] | slice:
    """The trading block of each entry of a point; all of them where there is one block."""
    if problem.block.max() == 0:
        return slice(None)
    return problem.block[np.arange(size) % len(problem.kept)]


def numeraire(problem: Problem, at: Unknowns) -> Array:
    """What to add to each logarithm so that factor income stays at its baseline [block]."""
    income = problem.labour_income * np.exp(at.wage)
    if problem.any_specific:
        income = income + (problem.rent * np.exp(at.factor_income)).sum(axis=0)
    shift: Array = np.log(problem.block_income / np.bincount(problem.block, income))
    return shift
