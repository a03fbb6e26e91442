"""How far the unknowns are from equilibrium, and how far each should move for it.

The incomes of all factors of a region move together by the imbalance of its trade, relative to
that trade and not to income, so that nearly closed regions are pinned as firmly as open ones.
Labour and the sector-specific factors move against each other by their own excess demands.
Errors of prices and spending are carried through the region's own input-output links at once.
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

ROUNDS = 2  # of inputs into inputs: more of them save no steps
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
        """The largest error of all."""
        parts = (self.trade, self.labour, self.price, self.factor_income, self.spending)
        return max(float(np.abs(part).max()) for part in parts)


@dataclass(frozen=True, eq=False)
class Response:
    """How regions respond to a step, measured at some unknowns.

    level, labour [region] and factor_income [region, sector] are step factors in (0, 1];
    own_share and own_sales [region, sector] are the home share of spending and its value.
    """

    level: Array
    labour: Array
    factor_income: Array
    own_share: Array
    own_sales: Array
    expenditure: Array


def errors(problem: Problem, at: Unknowns, result: Pass) -> Errors:
    """The errors of some unknowns, given their pass through the equations."""
    gave = result.exports + np.maximum(result.transfers, 0)
    took = result.imports + np.maximum(-result.transfers, 0)
    trades = (gave > 0) & (took > 0)
    relative = _log_ratio(gave, took, trades)
    income = result.value_added / np.where(problem.specific, problem.value_added, 1.0)
    paid = at.wage * problem.labour_income
    earned = (problem.beta * result.value_added).sum(axis=1)
    spent = problem.expenditure > 0
    ratio = result.expenditure / np.where(spent, at.expenditure, 1.0)
    return Errors(
        trade=np.where(trades, relative, np.sign(gave) - np.sign(took)),  # one way: never balanced
        labour=_log_ratio(earned, paid, (earned > 0) & (paid > 0)),
        price=np.log(result.price / at.price),
        factor_income=_log_ratio(income, at.factor_income, problem.specific & (income > 0)),
        spending=np.where(spent, np.log(np.maximum(ratio, LOWEST_SPENDING)), 0.0),
    )


def moves(problem: Problem, error: Errors, response: Response) -> Array:
    """The step of every unknown, in the order of `solver.pack`."""
    specific = (1 - problem.beta) * problem.value_added
    total = problem.labour_income + specific.sum(axis=1)
    earned = problem.labour_income * error.labour + (specific * error.factor_income).sum(axis=1)
    mean = earned / total
    level = error.trade * response.level
    wage = level + (error.labour - mean) * response.labour
    relative = (error.factor_income - mean[:, None]) * response.factor_income
    factor_income = level[:, None] + relative
    dearer = error.price + response.own_share * problem.gamma * level[:, None]
    price = _through_prices(problem, response.own_share, dearer)
    spending = _through_demand(problem, response, error.spending)
    parts = (wage, price.ravel(), factor_income[problem.specific], spending.ravel())
    return np.concatenate(parts)


def _through_prices(problem: Problem, own_share: Array, first: Array) -> Array:
    """Log price changes after they have passed through the region's own inputs.

    Sum of the first rounds of p = first + h (a' p): the home share h of a good carries the cost
    of its inputs, a' p.
    """
    total = first
    for _ in range(ROUNDS):
        total = first + own_share * eq.by_supplier(total, problem.input_share)
    return total


def _through_demand(problem: Problem, response: Response, first: Array) -> Array:
    """Log spending changes after producers at home have bought their inputs.

    Sum of the first rounds of X x = X first + a (S x), S being sales at home. Before accounts
    close, inputs may exceed spending; they then stand for it, or the sum would explode.
    """

    def bought(sales: Array) -> Array:
        return (problem.input_share @ sales[:, :, None])[:, :, 0]

    size = _positive(np.maximum(response.expenditure, bought(response.own_sales)))
    total = first
    for _ in range(ROUNDS):
        total = first + bought(response.own_sales * total) / size
    return np.where(response.expenditure > 0, total, 0.0)


def response_at(problem: Problem, at: Unknowns, result: Pass) -> Response:
    """Step factors from trade elasticities and from shares at the unknowns given.

    A region whose factor incomes rise 1 % loses a % of its exports and draws b % more imports:
    a is the export-weighted θ k (1 − own share at destination), b the import-weighted
    θ k · home share, with k the part of unit cost that is made at home, k = γ + Σ_r a_r h_r k_r.
    A sector whose specific factor earns 1 % more loses θ γ (1 − β) times the share of its sales
    that others contest.
    """
    attraction = result.attraction.T[:, None, :]
    access = result.access.T[:, :, None]
    flow = problem.net_trade * attraction * (at.expenditure / result.access).T[:, :, None]
    abroad = 1 - problem.trade * attraction / access
    own_share = problem.home * result.attraction / result.access
    own = own_share * at.expenditure
    content = _home_content(problem, own_share)
    steep = (problem.theta * content).T
    lost = (steep[:, None, :] * abroad * flow).sum(axis=(0, 1))
    drawn = ((steep * own_share.T)[:, :, None] * flow).sum(axis=(0, 2))
    lost, drawn = lost / _positive(flow.sum(axis=(0, 1))), drawn / _positive(flow.sum(axis=(0, 2)))
    contested = (abroad * flow).sum(axis=1).T + (1 - own_share) * own
    exposed = problem.theta * problem.gamma * contested / _positive(flow.sum(axis=1).T + own)
    weight = problem.beta * problem.value_added
    labour = (exposed * problem.beta * weight).sum(axis=1) / _positive(weight.sum(axis=1))
    return Response(
        level=1 / (1 + lost + drawn),
        labour=1 / (1 + labour),
        factor_income=1 / (1 + exposed * (1 - problem.beta)),
        own_share=own_share,
        own_sales=own,
        expenditure=at.expenditure,
    )


def _home_content(problem: Problem, own_share: Array) -> Array:
    """Part of unit cost that the region's own factors earn, k = γ + Σ_r a_r h_r k_r."""
    content = problem.gamma
    for _ in range(ROUNDS):
        content = problem.gamma + eq.by_supplier(own_share * content, problem.input_share)
    return content


def _log_ratio(top: Array, bottom: Array, where: NDArray[np.bool_]) -> Array:
    """ln(top / bottom) where `where` holds, zero elsewhere."""
    return np.log(np.where(where, top, 1.0) / np.where(where, bottom, 1.0))


def _positive(values: Array) -> Array:
    """Values, with one where there is nothing to divide."""
    return np.where(values > 0, values, 1.0)
