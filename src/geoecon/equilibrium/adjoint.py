"""Derivatives of one outcome with respect to everything that trade depends on, at once.

At a solution u of F(u, p) = 0 an outcome g(u, p) changes by dg/dp = ∂g/∂p + λ ∂F/∂p, where
λ ∂F/∂u = −∂g/∂u: one linear system, transposed, whatever the number of parameters p (Giles and
Pierce 2000, section 2). It is solved by GMRES (Saad and Schultz 1986), led by the solver's own
step (`steps.moves`) transposed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geoecon.equilibrium import equations as eq
from geoecon.equilibrium.assemble import starting_point
from geoecon.equilibrium.linearised import Linearised, Outcome, Trade, linearise, passed_back
from geoecon.equilibrium.outcomes import OUTCOMES, nothing
from geoecon.equilibrium.problem import build_problem
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.state import Unknowns, baseline, evaluate, unknowns
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
    wedge : [exporter, importer, sector], the same; carriers earn it, all by income.
    productivity : [region, sector], per unit of logarithm.
    transfer : [region], per million USD a year that all regions give it by income.
    steps : reverse passes that the linear system took.
    residual : of that system, relative.
    """

    tariff: Array
    trade_cost: Array
    wedge: Array
    productivity: Array
    transfer: Array
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
    adjoint = Adjoint.at(solution)
    return adjoint.gradient(adjoint.outcome(region, outcome), tolerance=tolerance)


@dataclass(frozen=True, eq=False)
class Adjoint:
    """The model linearised at a solution: derivatives of as many outcomes as are asked for."""

    solution: Solution
    lin: Linearised

    @classmethod
    def at(cls, solution: Solution) -> Adjoint:
        """The model at a solution. Raises NotConvergedError if that is none."""
        if not solution.converged:
            raise NotConvergedError(
                "an unconverged solution has no derivative",
                reason=solution.reason,
                remedy="solve with more steps first",
            )
        problem, _ = build_problem(solution.world, solution.shock)
        at = unknowns(problem, starting_point(problem, solution))
        result = evaluate(problem, solution.closure, at)
        return cls(solution, linearise(problem, solution.closure, at, result))

    @cached_property
    def response(self) -> Response:
        """What leads the linear solve."""
        return response_at(self.lin.problem, self.lin.result)

    def outcome(self, region: str, outcome: str) -> Outcome:
        """The weights of an outcome of a region. Raises UnknownNameError and RangeError."""
        position = _position(self.solution, region)
        if outcome not in OUTCOMES:
            raise unknown_name("outcome", outcome, OUTCOMES)
        kept = self.lin.problem.kept
        return OUTCOMES[outcome](self.lin, int(np.flatnonzero(kept == position)[0]))

    def trade_outcome(self, flow: Array, cost: Array) -> Outcome:
        """The outcome Σ flow · ln flow' + Σ cost · ln ĉ of flows abroad and unit costs.

        Weights `flow` [exporter, importer, sector] and `cost` [region, sector].
        """
        kept = self.lin.problem.kept
        cells = flow[np.ix_(kept, kept)].transpose(2, 1, 0).copy()
        own = np.arange(len(kept))
        cells[:, own, own] = 0.0
        return nothing(self.lin)._replace(flow=cells, cost=cost[kept].T)

    def gradient(self, weights: Outcome, *, tolerance: float = TOLERANCE) -> Gradient:
        """Derivatives of an outcome. Raises NotConvergedError for the linear system."""
        none = unknowns(self.lin.problem, baseline(self.lin.problem))
        direct, _ = passed_back(self.lin, none, weights)
        error, steps, residual = self._errors(-joined(direct), tolerance)
        _, trade = passed_back(self.lin, error, weights)
        return _gradient(self, weights, trade, steps, residual)

    def _errors(self, target: Array, tolerance: float) -> tuple[Unknowns, int, float]:
        """Weights of the errors whose weights of the unknowns are `target`, steps and residual."""
        from scipy.sparse.linalg import LinearOperator, gmres

        lin, none, steps = self.lin, nothing(self.lin), 0

        def errors(step: Array) -> Unknowns:
            return moves_passed_back(lin, self.response, unknowns(lin.problem, step))

        def reverse(step: Array) -> Array:
            nonlocal steps
            steps += 1
            return joined(passed_back(lin, errors(step), none)[0])

        operator = LinearOperator((target.size, target.size), matvec=reverse, dtype=np.float64)
        step, _ = gmres(operator, target, rtol=tolerance, restart=MAX_STEPS, maxiter=1)
        residual = float(np.linalg.norm(reverse(step) - target) / (np.linalg.norm(target) or 1.0))
        if not residual < ROUNDING * tolerance:
            raise _no_answer(steps, residual)
        return errors(step), steps, residual


def _position(solution: Solution, region: str) -> int:
    """The region's place in the world, if it has an answer there."""
    position = solution.world.region(region)
    if region in solution.unbounded:
        raise RangeError(
            f"the loss of {region} has no derivative",
            why=f"it lost every supplier of {', '.join(solution.unbounded[region])}",
            remedy="take the derivative at the baseline, or leave it a supplier",
        )
    return position


def _no_answer(steps: int, residual: float) -> NotConvergedError:
    return NotConvergedError(
        f"the adjoint system stopped after {steps} steps",
        reason="max steps",
        where=f"relative residual {residual:.2e}",
        why="regions that hardly trade, or a model close to having no equilibrium",
        remedy="use a longer horizon, or compare two solutions instead",
    )


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
    adjoint: Adjoint, weights: Outcome, trade: Trade, steps: int, residual: float
) -> Gradient:
    """Derivatives for all regions, from weights of those solved for."""
    solution, p = adjoint.solution, adjoint.lin.problem
    cells = (slice(None), *np.ix_(p.kept, p.kept))
    count = len(solution.world.regions)
    spread = np.zeros((3, len(p.theta), count, count))
    spread[0][cells], spread[1][cells], spread[2][cells] = _cells(adjoint.lin, weights, trade)
    productivity, transfer = np.zeros((count, len(p.theta))), np.zeros(count)
    productivity[p.kept] = (p.theta * trade.attraction - weights.cost).T
    transfer[p.kept] = trade.transfer
    return Gradient(
        tariff=spread[0].transpose(2, 1, 0) / (1 + solution.tariff),
        trade_cost=spread[1].transpose(2, 1, 0),
        wedge=spread[2].transpose(2, 1, 0),
        productivity=productivity,
        transfer=transfer,
        steps=steps,
        residual=residual,
    )


def _cells(lin: Linearised, weights: Outcome, trade: Trade) -> tuple[Array, Array, Array]:
    """Weights of ln(1 + t), ln d and ln W of single cells [sector, importer, exporter]."""
    p, result, demand = lin.problem, lin.result, lin.demand
    sold = p.net_trade * (demand[:, :, None] * trade.exports[:, None, :])
    sold *= result.attraction[:, None, :]
    if weights.flow is not None:
        sold += weights.flow
    border = p.border_trade * (demand * trade.imports)[:, :, None]
    border *= result.attraction[:, None, :]
    gross = p.trade * (demand * trade.gross + trade.access / result.access)[:, :, None]
    gross *= result.attraction[:, None, :]
    gross += sold
    gross += border
    own = np.arange(len(p.kept))
    home = p.home * result.attraction * (demand * trade.home + trade.access / result.access)
    gross[:, own, own] = home
    gross *= -p.theta[:, :, None]
    wedge = gross - sold
    wedge[:, own, own] = 0.0
    tariff = wedge - border
    tariff[:, own, own] = 0.0
    return tariff, gross, wedge
