"""The model linearised at a solution, read backwards: from errors and outcomes to what moves them.

The weight of a variable is the derivative of a scalar with respect to it; the scalar is a
weighted sum of the errors of the equations (`steps.errors`) plus an outcome. One reverse pass
through the equations of `state.evaluate` gives the weights of all unknowns and of all trade, and
costs about as much as a forward pass, however many tariffs there are (Griewank and Walther 2008,
Evaluating Derivatives, chapter 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geoecon.equilibrium import equations as eq
from geoecon.equilibrium.problem import Problem
from geoecon.equilibrium.solver import numeraire_regions
from geoecon.equilibrium.state import Pass, Unknowns
from geoecon.variables import Array


class Outcome(NamedTuple):
    """Weights of an outcome: its derivatives with respect to what it is made of.

    exports [sector, region], income and received duties [region] per million USD; price and unit
    cost [sector, region] and single flows abroad [sector, importer, exporter] per unit of
    logarithm; no flows are weights of zero.
    """

    exports: Array
    income: Array
    received: Array
    price: Array
    cost: Array
    flow: Array | None = None


class Trade(NamedTuple):
    """Weights of what trade is made of [sector, region]: enough for those of every single cell.

    exports, imports (before tariff), gross (spending abroad with tariff) and home (sales) per
    million USD; access and attraction per unit of logarithm; transfer [region] per million USD
    that all others give by income.
    """

    exports: Array
    imports: Array
    gross: Array
    home: Array
    access: Array
    attraction: Array
    transfer: Array


@dataclass(frozen=True, eq=False)
class Linearised:
    """What stays fixed while weights are passed back [sector, region] unless said otherwise.

    `input_share` [region, supplier, sector], `content` (value added in cost) and `final_share`
    are shares at the solution; in million USD, `inputs` is what is bought of each supplier,
    `demand` spending over access, `gross` spending abroad with tariff, `rent` what specific
    factors earn, `labour_income` what labour does [region], `gave` what a region pays for its
    imports with [region]. `bought` marks goods with spending, `specific` cells with a specific
    factor, `left_out` the region of each block whose balance gives way to the numeraire.
    """

    problem: Problem
    closure: str
    result: Pass
    input_share: Array
    content: Array
    final_share: Array
    inputs: Array
    demand: Array
    gross: Array
    labour_income: Array
    rent: Array
    bought: NDArray[np.bool_]
    specific: NDArray[np.bool_]
    left_out: NDArray[np.intp]
    gave: Array


def linearise(problem: Problem, closure: str, at: Unknowns, result: Pass) -> Linearised:
    """The shares and levels at a solution `at`, whose pass is `result`."""
    p, power = problem, 1 - problem.input_substitution
    shares, content, rent = p.input_share, p.gamma, np.zeros_like(p.gamma)
    value_added = at.wage
    if p.any_specific:
        value_added = eq.value_added_price(at.wage, at.factor_income, p.beta)
        rent = p.rent * np.exp(at.factor_income)
    if power:
        relative = at.price.T[:, :, None] - result.cost.T[:, None, :]
        shares = shares * np.exp(power * relative)
        content = content * np.exp(power * (value_added - result.cost))
    transfers = result.deficit + result.rents + result.received - result.duties
    demand = result.expenditure / result.access
    gave = result.exports.sum(axis=0) + np.maximum(transfers, 0)
    return Linearised(
        problem=p,
        closure=closure,
        result=result,
        input_share=shares,
        content=content,
        final_share=eq.final_spending(at.price, p.alpha, np.ones(1), p.final_substitution),
        inputs=eq.by_user(result.output, shares),
        demand=demand,
        gross=demand * eq.market_access(p.trade, result.attraction),
        labour_income=p.labour_income * np.exp(at.wage),
        rent=rent,
        bought=p.expenditure > 0,
        specific=p.rent > 0,
        left_out=numeraire_regions(p),
        gave=np.where(gave > 0, gave, 1.0),  # a region that trades with nobody is left out
    )


def passed_back(lin: Linearised, error: Unknowns, outcome: Outcome) -> tuple[Unknowns, Trade]:
    """Weights of the unknowns and of trade, from weights of the errors and of an outcome.

    In the place of a left-out balance stands the numeraire: ln of the factor income of its block
    over the baseline. Goods that nobody buys and cells without a specific factor have minus the
    unknown itself for an error. Of the four parts of `Trade` in million USD, each is the reverse
    of one line of the accounts; prices, costs and wages follow in the opposite order to
    `state.evaluate`.
    """
    p, result, power = lin.problem, lin.result, 1 - lin.problem.input_substitution
    spent = np.where(lin.bought, error.spending, 0.0) / np.where(lin.bought, result.spending, 1)
    used = eq.by_supplier(spent, lin.input_share)
    sold, made = used, np.zeros_like(used)
    if p.any_specific:
        made = np.where(lin.specific, error.factor_income, 0.0)
        sold = used + made / np.where(lin.specific, result.output, 1.0)
    balance = error.wage / lin.gave
    balance[lin.left_out] = 0.0
    income = outcome.income + (spent * lin.final_share).sum(axis=0)
    wage, factor_income, carried = _incomes(lin, error.wage, income, income + balance)
    received = outcome.received + income + balance
    duties = (p.revenue_share @ received if p.pools_duties else received) - balance
    trade, demand = _trade(
        lin,
        error.price,
        exports=outcome.exports + sold + balance - carried,
        imports=np.broadcast_to(carried - balance - duties, sold.shape),
        gross=np.broadcast_to(duties, sold.shape),
        home=sold,
        transfer=income + balance - carried,
        flow=outcome.flow,
    )

    cost = outcome.cost - p.theta * trade.attraction - power * (result.output * used + made)
    value_added = lin.content * cost + power * made
    price = outcome.price + eq.by_user(cost, lin.input_share) - error.price
    if power:
        price = price + power * spent * lin.inputs
    price = price + _final_prices(lin, spent)
    rent = -error.factor_income
    if p.any_specific:
        rent = rent + factor_income + (1 - p.beta) * value_added
    wage = wage + (p.beta * value_added).sum(axis=0)
    spending = np.where(lin.bought, demand, 0.0) - error.spending
    return Unknowns(wage, price, spending, rent), trade


def _incomes(
    lin: Linearised, error: Array, income: Array, transfers: Array
) -> tuple[Array, Array, Array]:
    """Weights of wages, of factor incomes, and of what carriers are paid [region].

    `income` is the weight of factor income as a part of income, `transfers` that of deficits and
    rents [region]; `error` holds the weight of the numeraire of each block. Carriers' weights
    cancel while nobody pays them, but count for whatever would be paid.
    """
    p, block = lin.problem, lin.problem.block
    earned = income + error[lin.left_out][block] / p.block_income[block]
    if lin.closure == "own income":
        earned = earned + _own_income_deficits(lin, transfers)
    carried = (np.bincount(block, transfers * p.income) / p.block_income)[block]
    rent = np.broadcast_to(earned, lin.rent.shape)
    if p.any_specific:
        paid = p.owner_share @ transfers - transfers * p.owner_share.sum(axis=1)
        rent = earned + p.foreign_share * paid
    return lin.labour_income * earned, lin.rent * rent, carried


def _own_income_deficits(lin: Linearised, transfers: Array) -> Array:
    """Weights of factor income through deficits that are shares of it (`closure.deficits`)."""
    block = lin.problem.block
    income, share = lin.result.factor_income, lin.problem.deficit / lin.problem.income
    total = np.bincount(block, income)
    excess = share - (np.bincount(block, share * income) / total)[block]
    mean = np.bincount(block, transfers * income) / total
    weight: Array = excess * (transfers - mean[block])
    return weight


def _final_prices(lin: Linearised, spent: Array) -> Array | float:
    """Weights of prices through the shares of final demand, which move unless Cobb-Douglas."""
    power = 1 - lin.problem.final_substitution
    if not power:
        return 0.0
    final = lin.final_share * lin.result.income
    return power * (spent * final - lin.final_share * (spent * final).sum(axis=0))


def _trade(
    lin: Linearised,
    price: Array,
    *,
    exports: Array,
    imports: Array,
    gross: Array,
    home: Array,
    transfer: Array,
    flow: Array | None,
) -> tuple[Trade, Array]:
    """All weights of trade, and those of spending, from those of what is sold and paid."""
    p, result, demand = lin.problem, lin.result, lin.demand
    attraction = result.attraction
    own = p.home * attraction * demand * home
    paid = own + demand * eq.market_access(p.net_trade, attraction * exports)
    paid = paid + result.imports * imports + lin.gross * gross
    if flow is not None:
        paid = paid + flow.sum(axis=2)
    access = -price / p.theta - paid
    share = access / result.access
    sold = result.exports * exports + eq.exports(p.border_trade, attraction, demand * imports)
    sold = sold + eq.exports(p.trade, attraction, demand * gross + share)
    sold = sold + own + p.home * attraction * share
    if flow is not None:
        sold = sold + flow.sum(axis=1)
    return Trade(exports, imports, gross, home, access, sold, transfer), paid
