"""How far the unknowns are from equilibrium, and how far each should move for it.

The incomes of all factors of a region move together by the imbalance of its trade, relative to
that trade and not to income, so that nearly closed regions are pinned as firmly as open ones.
Labour and the sector-specific factors move against each other by their own excess demands.
Damping comes from trade elasticities and shares where the iteration stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geoecon.equilibrium import equations as eq
from geoecon.equilibrium.problem import Problem
from geoecon.equilibrium.state import Pass, Unknowns
from geoecon.variables import Array

LOWEST_SPENDING = 0.05  # of the step before: keeps the logarithm defined on the way


@dataclass(frozen=True, eq=False)
class Errors:
    """Relative errors, in logarithms.

    trade [region]: sales abroad and transfers received over purchases abroad and transfers paid
    labour [region]: labour's income over ŵL
    factor_income [region, sector]: V̂ implied over V̂ where there is a specific factor
    price, spending [region, sector]: implied over assumed
    """

    trade: Array
    labour: Array
    price: Array
    factor_income: Array
    spending: Array

    def largest(self) -> float:
        """The largest error; labour's follows from the others by Walras' law."""
        parts = (self.trade, self.price, self.factor_income, self.spending)
        return max(float(np.abs(part).max()) for part in parts)


@dataclass(frozen=True, eq=False)
class Damping:
    """Step factors in (0, 1]: region's level, labour [region], factor_income [region, sector]."""

    level: Array
    labour: Array
    factor_income: Array


def errors(problem: Problem, at: Unknowns, result: Pass) -> Errors:
    """The errors of some unknowns, given their pass through the equations."""
    gave = result.exports + np.maximum(result.transfers, 0)
    took = result.imports + np.maximum(-result.transfers, 0)
    trades = (gave > 0) & (took > 0)
    relative = _log_ratio(gave, took, trades)
    specific = (1 - problem.beta) * problem.value_added > 0
    income = result.value_added / np.where(specific, problem.value_added, 1.0)
    paid = at.wage * problem.labour_income
    earned = (problem.beta * result.value_added).sum(axis=1)
    spent = problem.expenditure > 0
    ratio = result.expenditure / np.where(spent, at.expenditure, 1.0)
    return Errors(
        trade=np.where(trades, relative, np.sign(gave) - np.sign(took)),  # one way: never balanced
        labour=_log_ratio(earned, paid, (earned > 0) & (paid > 0)),
        price=np.log(result.price / at.price),
        factor_income=_log_ratio(income, at.factor_income, specific & (income > 0)),
        spending=np.where(spent, np.log(np.maximum(ratio, LOWEST_SPENDING)), 0.0),
    )


def moves(problem: Problem, error: Errors, damping: Damping) -> Array:
    """The damped step of every unknown, in the order of `solver.pack`."""
    specific = (1 - problem.beta) * problem.value_added
    total = problem.labour_income + specific.sum(axis=1)
    mean = (
        problem.labour_income * error.labour + (specific * error.factor_income).sum(axis=1)
    ) / total
    level = error.trade * damping.level
    wage = level + (error.labour - mean) * damping.labour
    relative = (error.factor_income - mean[:, None]) * damping.factor_income * (specific > 0)
    factor_income = level[:, None] + relative
    spending = level[:, None] + error.spending
    parts = (wage, error.price.ravel(), factor_income.ravel(), spending.ravel())
    return np.concatenate(parts)


def damping_at(problem: Problem, at: Unknowns, result: Pass) -> Damping:
    """Step factors from trade elasticities and from shares at the unknowns given.

    A region whose costs rise 1 % loses a % of its exports and draws b % more imports, with a the
    export-weighted θ (1 − own share at destination) and b the import-weighted θ · home share. A
    sector whose specific factor earns 1 % more loses θ γ (1 − β) times the share of its sales
    that others contest.
    """
    attraction = result.attraction.T[:, None, :]
    access = result.access.T[:, :, None]
    flow = problem.net_trade * attraction * (at.expenditure / result.access).T[:, :, None]
    abroad = 1 - problem.trade * attraction / access
    theta = problem.theta[:, None, None]
    own_share = problem.home * result.attraction / result.access
    at_home = own_share.T[:, :, None]
    lost = (theta * abroad * flow).sum(axis=(0, 1)) / _positive(flow.sum(axis=(0, 1)))
    drawn = (theta * at_home * flow).sum(axis=(0, 2)) / _positive(flow.sum(axis=(0, 2)))
    own = eq.home_sales(problem.home, result.attraction, result.access, at.expenditure)
    contested = (abroad * flow).sum(axis=1).T + (1 - own_share) * own
    exposed = problem.theta * problem.gamma * contested / _positive(flow.sum(axis=1).T + own)
    weight = problem.beta * problem.value_added
    labour = (exposed * problem.beta * weight).sum(axis=1) / _positive(weight.sum(axis=1))
    return Damping(
        level=1 / (1 + lost + drawn),
        labour=1 / (1 + labour),
        factor_income=1 / (1 + exposed * (1 - problem.beta)),
    )


def _log_ratio(top: Array, bottom: Array, where: NDArray[np.bool_]) -> Array:
    """ln(top / bottom) where `where` holds, zero elsewhere."""
    return np.log(np.where(where, top, 1.0) / np.where(where, bottom, 1.0))


def _positive(values: Array) -> Array:
    """Values, with one where there is nothing to divide."""
    return np.where(values > 0, values, 1.0)
