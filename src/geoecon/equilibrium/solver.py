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
from geoecon.equilibrium.state import Pass, Unknowns, evaluate
from geoecon.equilibrium.steps import errors, moves, response_at
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
ATTEMPTS = ((20, 20, 0.5), (8, 25, 0.25), (5, 10, 0.25))
OPEN_MARKET = 9  # times the tolerance: what rounding can explain in the market left out
FINAL = ("converged", "income not positive")


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # ends as `not finite`
def solve_problem(problem: Problem, closure: str, *, tolerance: float, max_steps: int) -> Outcome:
    """Iterate until the largest relative residual is below `tolerance`.

    Up to three attempts share `max_steps`. The reason is `converged`, `income not positive`,
    `max steps`, `not finite` or `market left open`.
    """
    steps, outcome = 0, None
    for memory, patience, part in ATTEMPTS:
        budget = min(max_steps - steps, int(np.ceil(part * max_steps)))
        if budget < 1:
            break
        outcome = _attempt(problem, closure, tolerance, budget, memory, patience)
        steps += outcome.steps
        if outcome.reason in FINAL:
            break
    if outcome is None:
        raise RangeError(f"max_steps is {max_steps}", why="a solve takes at least one step")
    return replace(outcome, steps=steps)


def _attempt(
    problem: Problem, closure: str, tolerance: float, max_steps: int, memory: int, patience: int
) -> Outcome:
    left_out = numeraire_regions(problem)
    unknowns = numeraire(problem, baseline(problem))
    point = pack(problem, unknowns)
    response, mixer, best, waited = None, Anderson(memory), np.inf, 0
    for step in range(1, max_steps + 1):
        result = evaluate(problem, closure, unknowns)
        error = errors(problem, unknowns, result)
        walras = float(np.abs(error.trade[left_out]).max())
        error.trade[left_out] = 0.0
        residual = error.largest()
        reason = stop_reason(residual, walras, tolerance, result)
        if reason or step == max_steps:
            break
        waited = 0 if residual < best / 10 else waited + 1
        if response is None or waited > patience:
            response, mixer, waited = response_at(problem, unknowns, result), Anderson(memory), 0
        best = residual if waited == 0 else best
        move = mixer.step(point, moves(problem, error, response))
        unknowns = numeraire(problem, unpack(problem, move))
        point = pack(problem, unknowns)
    short = "market left open" if residual < tolerance else "max steps"
    return Outcome(unknowns, result, reason or short, step, residual, walras)


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
    size = problem.value_added.sum(axis=1)
    order = np.argsort(-size, kind="stable")
    _, first = np.unique(problem.block[order], return_index=True)
    return order[first]


def baseline(problem: Problem) -> Unknowns:
    """No change: hats of one and baseline spending."""
    ones = np.ones_like(problem.expenditure)
    return Unknowns(np.ones(len(problem.kept)), ones, ones, problem.expenditure)


def numeraire(problem: Problem, at: Unknowns) -> Unknowns:
    """The same unknowns with factor income of each trading block at its baseline value."""
    rent = ((1 - problem.beta) * problem.value_added * at.factor_income).sum(axis=1)
    now = np.bincount(problem.block, at.wage * problem.labour_income + rent)
    was = np.bincount(problem.block, problem.value_added.sum(axis=1))
    scale = (was / now)[problem.block]
    by_sector = scale[:, None]
    return Unknowns(
        at.wage * scale,
        at.price * by_sector,
        at.factor_income * by_sector,
        at.expenditure * by_sector,
    )


def pack(problem: Problem, at: Unknowns) -> Array:
    """The unknowns as one vector of logarithms (spending relative to the baseline).

    Factor incomes count where a specific factor earns something.
    """
    spent = problem.expenditure > 0
    ratio = np.where(spent, at.expenditure, 1.0) / np.where(spent, problem.expenditure, 1.0)
    parts = (at.wage, at.price.ravel(), at.factor_income[problem.specific], ratio.ravel())
    return np.log(np.concatenate(parts))


def unpack(problem: Problem, point: Array) -> Unknowns:
    """The inverse of `pack`."""
    n, j = problem.expenditure.shape
    values = np.exp(point)
    wage, price, income, ratio = np.split(values, np.cumsum([n, n * j, problem.specific.sum()]))
    factor_income = np.ones((n, j))
    factor_income[problem.specific] = income
    spending = ratio.reshape(n, j) * problem.expenditure
    return Unknowns(wage, price.reshape(n, j), factor_income, spending)
