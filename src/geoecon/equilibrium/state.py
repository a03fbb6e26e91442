"""One pass through the equations: from wages, prices and spending to everything else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geoecon.equilibrium import equations as eq
from geoecon.equilibrium.closure import deficits
from geoecon.equilibrium.problem import Problem
from geoecon.variables import Array
from geoecon.world.accounts import net_rents


@dataclass(frozen=True, eq=False)
class Unknowns:
    """What the solver seeks: hats except `expenditure`, in million USD.

    wage [region]; price, factor_income, expenditure [region, sector]. World factor income is the
    numeraire.
    """

    wage: Array
    price: Array
    factor_income: Array
    expenditure: Array


@dataclass(frozen=True, eq=False)
class Pass:
    """What the equations make of some `Unknowns`; equal to them in equilibrium.

    `exports`, `imports` and `transfers` [region] are before tariff and without home sales;
    transfers are deficit, net rents and duties from the pool less those paid in.
    """

    cost: Array
    attraction: Array
    access: Array
    price: Array
    output: Array
    value_added: Array
    expenditure: Array
    income: Array
    factor_income: Array
    duties: Array
    rents: Array
    deficit: Array
    exports: Array
    imports: Array
    transfers: Array


def evaluate(problem: Problem, closure: str, at: Unknowns) -> Pass:
    """Run every equation of the model once at the given unknowns."""
    p, eps = problem, problem.input_substitution
    factor_price = eq.value_added_price(at.wage, at.factor_income, p.beta)
    cost = eq.unit_cost(factor_price, at.price, p.gamma, p.input_share, p.productivity, eps)
    attraction = eq.competitiveness(cost, p.theta)
    foreign = eq.market_access(p.trade, attraction)
    access = p.home * attraction + foreign
    home = eq.home_sales(p.home, attraction, access, at.expenditure)
    exports = eq.exports(p.net_trade, attraction, access, at.expenditure)
    imports = eq.imports(p.net_trade, attraction, access, at.expenditure)
    output = home + exports
    bundle = cost * p.productivity
    value_added = eq.value_added_income(output, factor_price, bundle, p.gamma, eps)

    rent = (1 - p.beta) * p.value_added * at.factor_income
    factor_income = at.wage * p.labour_income + rent.sum(axis=1)
    duties = (at.expenditure / access * foreign - imports).sum(axis=1)
    received = duties @ p.revenue_share
    rents = net_rents(rent, p.foreign_share, p.owner_share)
    baseline = p.value_added.sum(axis=1)
    deficit = deficits(closure, p.deficit, baseline, factor_income, p.block)
    income = factor_income + received + rents + deficit
    inputs = eq.input_spending(output, at.price, bundle, p.input_share, eps)
    final = eq.final_spending(at.price, p.alpha, income, p.final_substitution)
    return Pass(
        cost=cost,
        attraction=attraction,
        access=access,
        price=eq.price_index(access, p.theta),
        output=output,
        value_added=value_added,
        expenditure=inputs + final,
        income=income,
        factor_income=factor_income,
        duties=duties,
        rents=rents,
        deficit=deficit,
        exports=exports.sum(axis=1),
        imports=imports.sum(axis=1),
        transfers=deficit + rents + received - duties,
    )


def trade_flows(problem: Problem, result: Pass, expenditure: Array) -> Array:
    """M'_ins = B_ins ĉ_is^(−θ) X'_ns / Φ_ns, before tariff [exporter, importer, sector]."""
    demand = (expenditure / result.access).T
    flow = problem.net_trade * result.attraction.T[:, None, :] * demand[:, :, None]
    own = np.arange(len(problem.kept))
    flow[:, own, own] = eq.home_sales(problem.home, result.attraction, result.access, expenditure).T
    return flow.transpose(2, 1, 0)
