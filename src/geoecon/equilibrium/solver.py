"""The joint fixed point in log wages, prices, factor incomes and spending, accelerated.

All unknowns move at once (no nested loops). A wage moves by the imbalance of its region's trade
relative to that trade, not to its income, so that nearly closed regions are pinned as firmly as
open ones; damping comes from the trade elasticities at the shocked starting point.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geoecon.equilibrium import equations as eq
from geoecon.equilibrium.anderson import Anderson
from geoecon.equilibrium.problem import Problem
from geoecon.equilibrium.state import Pass, Unknowns, evaluate
from geoecon.variables import Array

LOWEST_SPENDING = 0.05  # of the step before: keeps the logarithm defined on the way


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


@dataclass(frozen=True, eq=False)
class Damping:
    """Step factors: wage [region], factor_income [region, sector]; both in (0, 1]."""

    wage: Array
    factor_income: Array


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # ends as `not finite`
def solve_problem(problem: Problem, closure: str, *, tolerance: float, max_steps: int) -> Outcome:
    """Iterate until the largest relative residual is below `tolerance`.

    The reason is `converged`, `income not positive`, `max steps` or `not finite`.
    """
    damping = damping_at_start(problem)
    left_out = numeraire_regions(problem)
    unknowns = baseline(problem)
    point = pack(problem, unknowns)
    mixer = Anderson()
    for step in range(1, max_steps + 1):
        result = evaluate(problem, closure, unknowns)
        error = residuals(problem, unknowns, result)
        walras = float(np.abs(error[0][left_out]).max())
        error[0][left_out] = 0.0
        residual = max(float(np.abs(part).max()) for part in error)
        reason = stop_reason(residual, tolerance, result)
        if reason:
            return Outcome(unknowns, result, reason, step, residual, walras)
        unknowns = numeraire(problem, unpack(problem, mixer.step(point, damped(error, damping))))
        point = pack(problem, unknowns)
    return Outcome(unknowns, result, "max steps", max_steps, residual, walras)


def stop_reason(residual: float, tolerance: float, result: Pass) -> str:
    """Why to stop here, or nothing."""
    if not np.isfinite(residual):
        return "not finite"
    if residual >= tolerance:
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


def residuals(problem: Problem, at: Unknowns, result: Pass) -> tuple[Array, Array, Array, Array]:
    """Relative errors of wages (trade balance), prices, factor incomes and spending, in logs."""
    gave = result.exports + np.maximum(result.transfers, 0)
    took = result.imports + np.maximum(-result.transfers, 0)
    trades = (gave > 0) & (took > 0)
    relative = np.log(np.where(trades, gave, 1.0) / np.where(trades, took, 1.0))
    wage = np.where(trades, relative, np.sign(gave) - np.sign(took))  # one way: never balanced
    made = problem.value_added > 0
    income = result.value_added / np.where(made, problem.value_added, 1.0)
    factor_income = np.where(made, np.log(np.where(made, income, 1.0) / at.factor_income), 0.0)
    spent = problem.expenditure > 0
    ratio = result.expenditure / np.where(spent, at.expenditure, 1.0)
    spending = np.where(spent, np.log(np.maximum(ratio, LOWEST_SPENDING)), 0.0)
    return wage, np.log(result.price / at.price), factor_income, spending


def damped(error: tuple[Array, Array, Array, Array], damping: Damping) -> Array:
    """The residual vector with its damping applied, in the order of `pack`."""
    wage, price, factor_income, spending = error
    return np.concatenate(
        [
            wage * damping.wage,
            price.ravel(),
            (factor_income * damping.factor_income).ravel(),
            spending.ravel(),
        ]
    )


def damping_at_start(problem: Problem) -> Damping:
    """Step factors from trade elasticities and shares at baseline costs and the new trade costs.

    A wage that rises 1 % costs exports a % and adds b % to imports, with a the export-weighted
    θ (1 − own share at destination) and b the import-weighted θ · home share.
    """
    ones = np.ones_like(problem.expenditure)
    access = eq.market_access(problem.trade, ones)
    flow = problem.net_trade * (problem.expenditure / access).T[:, :, None]
    abroad = 1 - problem.trade / access.T[:, :, None]
    theta = problem.theta[:, None, None]
    at_home = (problem.home / access).T[:, :, None]
    lost = (theta * abroad * flow).sum(axis=(0, 1)) / _positive(flow.sum(axis=(0, 1)))
    drawn = (theta * at_home * flow).sum(axis=(0, 2)) / _positive(flow.sum(axis=(0, 2)))
    own = eq.home_sales(problem.home, ones, access, problem.expenditure)
    own_abroad = 1 - np.diagonal(problem.trade, axis1=1, axis2=2).T / access
    contested = (abroad * flow).sum(axis=1).T + own_abroad * own
    exposed = contested / _positive(flow.sum(axis=1).T + own)
    fixed = problem.theta * problem.gamma * (1 - problem.beta) * exposed
    return Damping(1 / (1 + lost + drawn), 1 / (1 + fixed))


def _positive(values: Array) -> Array:
    """Values, with one where there is nothing to divide."""
    return np.where(values > 0, values, 1.0)


def pack(problem: Problem, at: Unknowns) -> Array:
    """The unknowns as one vector of logarithms (spending relative to the baseline)."""
    spent = problem.expenditure > 0
    ratio = np.where(spent, at.expenditure, 1.0) / np.where(spent, problem.expenditure, 1.0)
    parts = (at.wage, at.price.ravel(), at.factor_income.ravel(), ratio.ravel())
    return np.log(np.concatenate(parts))


def unpack(problem: Problem, point: Array) -> Unknowns:
    """The inverse of `pack`."""
    n, j = problem.expenditure.shape
    values = np.exp(point)
    price, factor_income, ratio = values[n:].reshape(3, n, j)
    return Unknowns(values[:n], price, factor_income, ratio * problem.expenditure)
