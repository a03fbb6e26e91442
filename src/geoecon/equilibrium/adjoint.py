"""Derivatives of one outcome with respect to every tariff, trade cost and productivity at once.

At a solution u of F(u, p) = 0 an outcome g(u, p) changes by dg/dp = ∂g/∂p + λ ∂F/∂p, where
λ ∂F/∂u = −∂g/∂u: one linear system, transposed, whatever the number of parameters p (Giles and
Pierce 2000, section 2). It is solved by GMRES (Saad and Schultz 1986), led by the solver's own
step (`steps.moves`) transposed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geoecon.equilibrium import equations as eq
from geoecon.equilibrium.assemble import starting_point
from geoecon.equilibrium.linearised import Linearised, Outcome, Trade, linearise, passed_back
from geoecon.equilibrium.problem import build_problem
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.state import Unknowns, evaluate, unknowns
from geoecon.equilibrium.steps import Response, joined, response_at
from geoecon.errors import NotConvergedError, RangeError, unknown_name
from geoecon.variables import Array

TOLERANCE = 1e-10
MAX_STEPS = 400
ROUNDING = 10  # times the tolerance: what rounding adds to the residual


@dataclass(frozen=True, eq=False)
class Gradient:
    """Derivatives of an outcome at a solution; zero where there is no trade or output.

    Attributes
    ----------
    tariff : [exporter, importer, sector], per unit of the ratio: × 0.01 is one percentage point.
    trade_cost : [exporter, importer, sector], per unit of logarithm: × 0.01 is one per cent.
    productivity : [region, sector], per unit of logarithm.
    steps : reverse passes that the linear system took.
    residual : of that system, relative.
    """

    tariff: Array
    trade_cost: Array
    productivity: Array
    steps: int
    residual: float


def gradient(
    solution: Solution,
    region: str,
    outcome: str = "real income",
    *,
    tolerance: float = TOLERANCE,
) -> Gradient:
    """Derivatives of an outcome of `region` at `solution`, by one linear solve.

    `outcome` is `real income` (ln of its change), `exports` or `tariff revenue` (million USD a
    year, world factor income being the numeraire). The model has no kinks, so a derivative holds
    for rises and falls alike; trade that does not exist, or was stopped, stays absent.

    Raises UnknownNameError for a region or an outcome, RangeError where the region's loss is
    unbounded, NotConvergedError for an unconverged solution or linear system.
    """
    position = _position(solution, region)
    if outcome not in OUTCOMES:
        raise unknown_name("outcome", outcome, OUTCOMES)
    problem, _ = build_problem(solution.world, solution.shock)
    at = unknowns(problem, starting_point(problem, solution))
    result = evaluate(problem, solution.closure, at)
    lin = linearise(problem, solution.closure, at, result)
    weights = OUTCOMES[outcome](lin, int(np.flatnonzero(problem.kept == position)[0]))
    direct, _ = passed_back(lin, _nothing(at), weights)
    error, steps, residual = _adjoint(lin, -joined(direct), tolerance)
    _, trade = passed_back(lin, error, weights)
    return _gradient(solution, lin, trade, steps, residual)


def _position(solution: Solution, region: str) -> int:
    """The region's place in the world, if it has an answer there."""
    position = solution.world.region(region)
    if region in solution.unbounded:
        raise RangeError(
            f"the loss of {region} has no derivative",
            why=f"it lost every supplier of {', '.join(solution.unbounded[region])}",
            remedy="take the derivative at the baseline, or leave it a supplier",
        )
    if not solution.converged:
        raise NotConvergedError(
            "an unconverged solution has no derivative",
            reason=solution.reason,
            remedy="solve with more steps first",
        )
    return position


def _real_income(lin: Linearised, region: int) -> Outcome:
    """Weights of ln I'_n − ln P̂_n, where P̂ is the price of final demand."""
    none = _none(lin)
    none.income[region] = 1 / lin.result.income[region]
    none.price[:, region] = -lin.final_share[:, region]
    return none


def _exports(lin: Linearised, region: int) -> Outcome:
    """Weights of sales abroad before tariff, Σ_s of million USD."""
    none = _none(lin)
    none.exports[:, region] = 1.0
    return none


def _tariff_revenue(lin: Linearised, region: int) -> Outcome:
    """Weights of duties received after pooling, million USD."""
    none = _none(lin)
    none.received[region] = 1.0
    return none


OUTCOMES: dict[str, Callable[[Linearised, int], Outcome]] = {
    "real income": _real_income,
    "exports": _exports,
    "tariff revenue": _tariff_revenue,
}


def _none(lin: Linearised) -> Outcome:
    """An outcome that depends on nothing, to be filled."""
    shape = lin.problem.alpha.shape
    return Outcome(np.zeros(shape), np.zeros(shape[1]), np.zeros(shape[1]), np.zeros(shape))


def _nothing(at: Unknowns) -> Unknowns:
    return Unknowns(*(np.zeros_like(part) for part in at))


def _adjoint(lin: Linearised, target: Array, tolerance: float) -> tuple[Unknowns, int, float]:
    """Weights of the errors whose weights of the unknowns are `target`, steps and residual."""
    from scipy.sparse.linalg import LinearOperator, gmres

    response, none, steps = response_at(lin.problem, lin.result), _none(lin), 0

    def errors(step: Array) -> Unknowns:
        return moves_passed_back(lin, response, unknowns(lin.problem, step))

    def reverse(step: Array) -> Array:
        nonlocal steps
        steps += 1
        return joined(passed_back(lin, errors(step), none)[0])

    operator = LinearOperator((target.size, target.size), matvec=reverse, dtype=np.float64)
    step, _ = gmres(operator, target, rtol=tolerance, restart=MAX_STEPS, maxiter=1)
    residual = float(np.linalg.norm(reverse(step) - target) / (np.linalg.norm(target) or 1.0))
    if not residual < ROUNDING * tolerance:
        raise NotConvergedError(
            f"the adjoint system stopped after {steps} steps",
            reason="max steps",
            where=f"relative residual {residual:.2e}",
            why="regions that hardly trade, or a model close to having no equilibrium",
            remedy="use a longer horizon, or compare two solutions instead",
        )
    return errors(step), steps, residual


def moves_passed_back(lin: Linearised, response: Response, step: Unknowns) -> Unknowns:
    """Weights of the errors from those of the step that they cause: `steps.moves` transposed.

    A step is close to minus the errors times the inverse of their derivatives, which is why it
    leads the linear solve. That of the numeraire moves every logarithm of its block alike.
    """
    p, price, spending, rent = lin.problem, step.price, step.spending, step.factor_income
    if p.uses_inputs:
        price = price + eq.by_user(response.own_share * price, p.input_share)
        used = eq.by_supplier(response.sales_share * spending, p.input_share)
        spending = spending + response.own_sales * used
    level = response.own_content * price + response.final_share * step.spending
    level = step.wage + level.sum(axis=0) + rent.sum(axis=0)
    if p.any_specific:
        rent = response.factor_income * rent
        mean = (rent.sum(axis=0) + response.labour * step.wage) / p.income
        rent = rent - p.rent * mean
    wage = response.level * level
    everything = sum(part.sum(axis=0) for part in step[1:]) + step.wage
    wage[lin.left_out] = -np.bincount(p.block, everything)
    return Unknowns(wage, price, spending, rent)


def _gradient(
    solution: Solution, lin: Linearised, trade: Trade, steps: int, residual: float
) -> Gradient:
    """Weights of single cells [sector, importer, exporter], spread over all regions."""
    p, result, demand = lin.problem, lin.result, lin.demand
    net = p.net_trade * (demand[:, :, None] * trade.exports[:, None, :])
    net += p.border_trade * (demand * trade.imports)[:, :, None]
    gross = net + p.trade * (demand * trade.gross + trade.access / result.access)[:, :, None]
    gross *= result.attraction[:, None, :]
    net *= result.attraction[:, None, :]
    own = np.arange(len(p.kept))
    home = p.home * result.attraction * (demand * trade.home + trade.access / result.access)
    gross[:, own, own] = home
    gross *= -p.theta[:, :, None]
    tariff = gross - net
    tariff[:, own, own] = 0.0
    cells = (slice(None), *np.ix_(p.kept, p.kept))
    count = len(solution.world.regions)
    spread = np.zeros((2, len(p.theta), count, count))
    spread[0][cells], spread[1][cells] = tariff, gross
    productivity = np.zeros((count, len(p.theta)))
    productivity[p.kept] = (p.theta * trade.attraction).T
    return Gradient(
        tariff=spread[0].transpose(2, 1, 0) / (1 + solution.tariff),
        trade_cost=spread[1].transpose(2, 1, 0),
        productivity=productivity,
        steps=steps,
        residual=residual,
    )
