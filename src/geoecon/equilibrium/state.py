"""One pass through the equations: from wages, prices and spending to everything else."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geoecon.equilibrium import equations as eq
from geoecon.equilibrium.closure import deficits
from geoecon.equilibrium.problem import Problem
from geoecon.variables import Array


class Unknowns(NamedTuple):
    """What the solver seeks, as logarithms of hats; world factor income is the numeraire.

    wage [region]; price, spending, factor_income [sector, region], the last without rows where
    no sector-specific factor earns anything. All are views of one vector, the `point`.
    """

    wage: Array
    price: Array
    spending: Array
    factor_income: Array


class Pass(NamedTuple):
    """What the equations make of some `Unknowns`; equal to them in equilibrium.

    cost (at given productivity), price: logarithms of hats [sector, region]; output, value_added,
    expenditure (what was assumed), spending (what follows), exports, imports [sector, region] and
    income, factor_income, duties, rents, deficit [region] in million USD. Exports and imports are
    before tariff and without home sales; imports hold what carriers are paid beyond the baseline,
    and the deficit what they earn.
    """

    cost: Array
    attraction: Array
    access: Array
    price: Array
    output: Array
    value_added: Array
    expenditure: Array
    spending: Array
    exports: Array
    imports: Array
    income: Array
    factor_income: Array
    duties: Array
    received: Array
    rents: Array
    deficit: Array


def unknowns(problem: Problem, point: Array) -> Unknowns:
    """The parts of a `point`, as views."""
    shape = sectors, regions = problem.alpha.shape
    size = sectors * regions
    price, spending = regions + size, regions + 2 * size
    return Unknowns(
        point[:regions],
        point[regions:price].reshape(shape),
        point[price:spending].reshape(shape),
        point[spending:].reshape(-1, regions),
    )


def baseline(problem: Problem) -> Array:
    """The point where nothing has changed."""
    sectors, regions = problem.alpha.shape
    return np.zeros(regions + sectors * regions * (3 if problem.any_specific else 2))


def evaluate(problem: Problem, closure: str, at: Unknowns) -> Pass:
    """Run every equation of the model once at the given unknowns."""
    p, eps = problem, problem.input_substitution
    value_added_price, rent = at.wage, None
    if p.any_specific:
        value_added_price = eq.value_added_price(at.wage, at.factor_income, p.beta)
        rent = p.rent * np.exp(at.factor_income)
    cost = value_added_price
    if p.uses_inputs:
        cost = eq.unit_cost(value_added_price, at.price, p.gamma, p.input_share, eps)
    attraction = eq.competitiveness(cost, p.productivity, p.theta)
    home = p.home * attraction
    abroad = eq.market_access(p.trade, attraction)
    access = home + abroad
    expenditure = p.expenditure * np.exp(at.spending)
    demand = expenditure / access
    exports = eq.exports(p.net_trade, attraction, demand)
    imports = demand * eq.market_access(p.border_trade, attraction)
    output = home * demand + exports
    value_added = eq.value_added_income(output, value_added_price, cost, p.gamma, eps)

    factor_income = p.labour_income * np.exp(at.wage)
    rents = np.zeros(len(p.kept))
    if rent is not None:
        factor_income = factor_income + rent.sum(axis=0)
        rents = net_rents(p, rent)
    duties = (demand * abroad - imports).sum(axis=0)
    received = duties @ p.revenue_share if p.pools_duties else duties
    deficit = deficits(closure, p.deficit, p.income, factor_income, p.block)
    if p.pays_carriers:
        deficit = deficit + carriers_income(p, exports, imports)
    income = factor_income + received + rents + deficit
    spending = eq.final_spending(at.price, p.alpha, income, p.final_substitution)
    if p.uses_inputs:
        spending += eq.input_spending(output, at.price, cost, p.input_share, eps)
    return Pass(
        cost=cost,
        attraction=attraction,
        access=access,
        price=eq.price_index(access, p.theta),
        output=output,
        value_added=value_added,
        expenditure=expenditure,
        spending=spending,
        exports=exports,
        imports=imports,
        income=income,
        factor_income=factor_income,
        duties=duties,
        received=received,
        rents=rents,
        deficit=deficit,
    )


def net_rents(problem: Problem, rent: Array) -> Array:
    """Specific-factor income received from abroad less that paid [region]."""
    paid = (problem.foreign_share * rent).sum(axis=0)
    return paid @ problem.owner_share - paid * problem.owner_share.sum(axis=1)


def carriers_income(problem: Problem, exports: Array, imports: Array) -> Array:
    """What carriers earn beyond the baseline [region]: `transfer`, and the rest by income.

    All that buyers pay beyond what sellers receive is earned inside the trading block.
    """
    block, size = problem.block, problem.income
    paid = np.bincount(block, (imports - exports).sum(axis=0))
    left = (paid - np.bincount(block, problem.transfer)) / problem.block_income
    earned: Array = problem.transfer + left[block] * size
    return earned


def trade_flows(problem: Problem, result: Pass) -> Array:
    """M'_ins = B_ins ĉ_is^(−θ) X'_ns / Φ_ns, before tariff [sector, importer, exporter]."""
    demand = result.expenditure / result.access
    flow = problem.net_trade * result.attraction[:, None, :]
    flow *= demand[:, :, None]
    own = np.arange(len(problem.kept))
    flow[:, own, own] = problem.home * result.attraction * demand
    return flow
