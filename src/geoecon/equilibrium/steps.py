"""How far the unknowns are from equilibrium, and how far each should move for it.

The incomes of all factors of a region move together by the imbalance of its trade, relative to
that trade and not to income, so that nearly closed regions are pinned as firmly as open ones.
Labour and the sector-specific factors move against each other by their own excess demands.
Errors of prices and spending are carried once through the region's own input-output links.
Damping comes from trade elasticities and shares where the iteration stands.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geoecon.equilibrium import equations as eq
from geoecon.equilibrium.problem import Problem
from geoecon.equilibrium.state import Pass, Unknowns
from geoecon.variables import Array

LOWEST_SPENDING = 0.05  # of the step before: keeps the logarithm defined on the way


class Response(NamedTuple):
    """How regions respond to a step, measured at some unknowns.

    level, labour [region] and factor_income [sector, region] are step factors in (0, 1];
    own_share [sector, region] is the home share of spending, own_content the part of a good's
    price that the region's own factors earn directly, final_share the part of spending that
    comes of income, own_sales the value of home sales and sales_share one over the spending that
    they lead to.
    """

    level: Array
    labour: Array
    factor_income: Array
    own_share: Array
    own_content: Array
    final_share: Array
    own_sales: Array
    sales_share: Array


def trade_error(result: Pass) -> Array:
    """ln of sales abroad and transfers received over purchases abroad and transfers paid [region].

    Where trade goes one way only it is one or minus one: never balanced.
    """
    transfers = result.deficit + result.rents + result.received - result.duties
    gained = np.maximum(transfers, 0)
    gave = result.exports.sum(axis=0) + gained
    took = result.imports.sum(axis=0) + (gained - transfers)
    error = np.log(gave / took)
    if np.isfinite(error.sum()):
        return error
    trades = (gave > 0) & (took > 0)
    return np.where(trades, _log_ratio(gave, took), np.sign(gave) - np.sign(took))


def labour_error(problem: Problem, at: Unknowns, result: Pass) -> Array:
    """ln of labour's income over ŵL [region]."""
    earned = (problem.beta * result.value_added).sum(axis=0)
    return _log_ratio(earned, problem.labour_income * np.exp(at.wage))


def factor_income_error(problem: Problem, at: Unknowns, result: Pass) -> Array:
    """ln of V̂ implied over V̂ where there is a specific factor [sector, region]."""
    if not problem.any_specific:
        return at.factor_income
    specific = problem.rent > 0
    now = np.where(specific, result.value_added, 0.0)
    return _log_ratio(now, problem.value_added * np.exp(at.factor_income))


def spending_error(problem: Problem, result: Pass) -> Array:
    """ln of spending implied over assumed [sector, region]."""
    error = np.log(np.maximum(result.spending / result.expenditure, LOWEST_SPENDING))
    if problem.unspent.size:
        error.ravel()[problem.unspent] = 0.0
    return error


def errors(problem: Problem, at: Unknowns, result: Pass) -> Unknowns:
    """The relative errors, in logarithms; that of trade stands in the place of wages."""
    return Unknowns(
        trade_error(result),
        result.price - at.price,
        spending_error(problem, result),
        factor_income_error(problem, at, result),
    )


def largest(error: Unknowns) -> float:
    """The largest error of all; not a number if any is not."""
    return float(np.abs(joined(error)).max())


def joined(parts: Unknowns) -> Array:
    """The parts as one vector, in the order of a point."""
    return np.concatenate([part.ravel() for part in parts])


def moves(problem: Problem, error: Unknowns, labour: Array, response: Response) -> Array:
    """The step of every unknown, in the order of a point; `labour` is the error of labour."""
    level = error.wage * response.level
    wage, factor_income = level, error.factor_income
    if problem.any_specific:
        earned = problem.labour_income * labour + (problem.rent * factor_income).sum(axis=0)
        mean = earned / problem.income
        wage = level + (labour - mean) * response.labour
        factor_income = level + (factor_income - mean) * response.factor_income
    price = error.price + response.own_content * level
    spending = error.spending + response.final_share * level
    if problem.uses_inputs:
        price = price + response.own_share * eq.by_supplier(price, problem.input_share)
        sales = eq.by_user(response.own_sales * error.spending, problem.input_share)
        spending = spending + response.sales_share * sales
    return joined(Unknowns(wage, price, spending, factor_income))


def response_at(problem: Problem, result: Pass) -> Response:
    """Step factors from trade elasticities and from shares where the pass was made.

    A region whose factor incomes rise 1 % loses a % of its exports and draws b % more imports:
    a is the export-weighted θ k (1 − own share at destination), b the import-weighted
    θ k · home share, with k the part of unit cost that is made at home, k = γ + Σ_r a_r h_r k_r.
    A sector whose specific factor earns 1 % more loses θ γ (1 − β) times the share of its sales
    that others contest.
    """
    p, expenditure = problem, result.expenditure
    own_share = p.home * result.attraction / result.access
    own_sales = own_share * expenditure
    # exports times the exporter's share at their destination, so much of them is uncontested
    weight = expenditure / result.access**2
    uncontested = np.einsum("sni,sni,sn->si", p.trade, p.net_trade, weight) * result.attraction**2
    contested = result.exports - uncontested
    content = p.gamma
    for _ in range(2):
        content = p.gamma + eq.by_supplier(own_share * content, p.input_share)
    lost = (p.theta * content * contested).sum(axis=0)
    drawn = (p.theta * content * own_share * result.imports).sum(axis=0)
    lost = lost / _positive(result.exports.sum(axis=0))
    drawn = drawn / _positive(result.imports.sum(axis=0))
    sold = _positive(result.exports + own_sales)
    exposed = p.theta * p.gamma * (contested + (1 - own_share) * own_sales) / sold
    labour = p.beta * p.value_added
    mobile = (exposed * p.beta * labour).sum(axis=0) / _positive(labour.sum(axis=0))
    # before accounts close inputs may exceed spending; they then stand for it
    bought = expenditure > 0
    size = np.maximum(expenditure, eq.by_user(own_sales, p.input_share))
    return Response(
        level=1 / (1 + lost + drawn),
        labour=1 / (1 + mobile),
        factor_income=1 / (1 + exposed * (1 - p.beta)),
        own_share=own_share,
        own_content=own_share * p.gamma,
        final_share=np.where(bought, p.alpha * result.income / _positive(expenditure), 0.0),
        own_sales=own_sales,
        sales_share=np.where(bought, 1 / _positive(size), 0.0),
    )


def _log_ratio(top: Array, bottom: Array) -> Array:
    """ln(top / bottom) where both are positive, zero elsewhere."""
    both = (top > 0) & (bottom > 0)
    return np.log(np.where(both, top, 1.0) / np.where(both, bottom, 1.0))


def _positive(values: Array) -> Array:
    """Values, with one where there is nothing to divide."""
    return np.where(values > 0, values, 1.0)
