"""From the solver's arrays, which cover the regions kept, to a `Solution` for all of them."""

from __future__ import annotations

import numpy as np

from geoecon.equilibrium import equations as eq
from geoecon.equilibrium.problem import Problem
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solver import Outcome
from geoecon.equilibrium.state import baseline, trade_flows
from geoecon.scenario.shock import ResolvedShock
from geoecon.variables import Array
from geoecon.world.world import World


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # unconverged: marked by reason
def assemble(
    world: World,
    shock: ResolvedShock,
    closure: str,
    problem: Problem,
    outcome: Outcome,
    unbounded: dict[int, list[int]],
    seconds: float,
) -> Solution:
    """The Solution of an outcome; regions not solved for are NaN, and their trade is zero."""
    result, at = outcome.result, outcome.unknowns
    flow = trade_flows(problem, result)
    final_price = eq.consumer_price(result.price, problem.alpha, problem.final_substitution)
    values = {
        "wage": np.exp(at.wage),
        "price": np.exp(result.price),
        "unit_cost": np.exp(result.cost - problem.productivity),
        "factor_income": _change(problem.value_added, result.value_added),
        "output": result.output,
        "value_added": result.value_added,
        "expenditure": result.expenditure,
        "income": result.income,
        "tariff_revenue": result.received,
        "net_rents": result.rents,
        "deficit": result.deficit,
        "consumer_price": np.exp(final_price),
    }
    return Solution(
        world=world,
        shock=shock,
        closure=closure,
        reason=outcome.reason,
        residuals=books(problem, outcome, flow),
        walras=outcome.walras,
        steps=outcome.steps,
        seconds=seconds,
        unbounded={
            world.regions[i]: tuple(world.sectors[s] for s in lost) for i, lost in unbounded.items()
        },
        block=_blocks(world, problem),
        flow=_spread_flow(world, problem, flow),
        **{name: _spread(world, problem, value) for name, value in values.items()},
    )


@np.errstate(invalid="ignore", divide="ignore")
def starting_point(problem: Problem, near: Solution) -> Array:
    """The solver's point at a solution; nothing has changed where that one has no number."""
    p = problem
    spending = near.expenditure[p.kept].T / p.expenditure
    parts = (near.wage[p.kept], near.price[p.kept].T, spending, near.factor_income[p.kept].T)
    logs = np.log(np.concatenate([part.ravel() for part in parts]))
    size = baseline(problem).size
    return np.where(np.isfinite(logs), logs, 0.0)[:size]


def books(problem: Problem, outcome: Outcome, flow: Array) -> dict[str, float]:
    """Relative residuals of the counterfactual's books, worst region each.

    prices: P̂ against the P̂ it implies; spending: X' against its uses; goods: sales against
    output; labour: labour income against ŵL; income: final spending against earnings.
    """
    result, at, p = outcome.result, outcome.unknowns, problem
    spent = np.where(p.expenditure > 0, result.expenditure, 1.0)
    labour = (p.beta * result.value_added).sum(axis=0)
    paid = p.labour_income * np.exp(at.wage)
    total = result.expenditure.sum(axis=0)
    carried = (result.imports - result.exports).sum()
    received = result.deficit + result.rents + result.received - result.duties
    return {
        "prices": _worst(np.expm1(result.price - at.price)),
        "spending": _worst(np.where(p.expenditure > 0, result.spending / spent - 1, 0.0)),
        "goods": _worst((flow.sum(axis=1) - result.output).sum(axis=0) / total),
        "labour": _worst((labour - paid) / np.where(paid > 0, paid, 1.0)),
        "world": _worst((received.sum() - carried) / total.sum()),
    }


def _change(before: Array, after: Array) -> Array:
    """after / before, one where there was nothing before."""
    some = before > 0
    return np.where(some, after, 1.0) / np.where(some, before, 1.0)


def _worst(values: Array) -> float:
    return float(np.abs(values).max())


def _spread(world: World, problem: Problem, values: Array) -> Array:
    """`values` [region] or [sector, region] as [region] or [region, sector] for all regions."""
    whole = np.full((len(world.regions), *values.shape[:-1]), np.nan)
    whole[problem.kept] = values.T
    whole.setflags(write=False)
    return whole


def _spread_flow(world: World, problem: Problem, flow: Array) -> Array:
    """Flows [exporter, importer, sector] of all regions: those left out neither sell nor buy."""
    whole = flow.transpose(2, 1, 0)
    if len(problem.kept) < len(world.regions):
        whole = np.zeros(world.flow.shape)
        whole[problem.kept[:, None], problem.kept] = flow.transpose(2, 1, 0)
    whole.setflags(write=False)
    return whole


def _blocks(world: World, problem: Problem) -> tuple[int, ...]:
    """Trading block of each region; −1 for those left out."""
    block = np.full(len(world.regions), -1)
    block[problem.kept] = problem.block
    return tuple(int(number) for number in block)
