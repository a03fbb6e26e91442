"""Why there is no solution: told apart, and told with the region it hangs on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geoecon.equilibrium.problem import Problem
from geoecon.equilibrium.solver import Outcome, solve_problem
from geoecon.equilibrium.supply import trading_one_way
from geoecon.errors import NoEquilibriumError, NotConvergedError, SolveError
from geoecon.world.world import World

BISECTIONS = 12
RUNAWAY_PRICE = 1e6  # times the baseline: costs that feed on themselves, not a dear good
NEGLIGIBLE = 1e-9  # of a block's factor income


def check_block_deficits(world: World, problem: Problem, closure: str) -> None:
    """Raises NoEquilibriumError where fixed deficits cannot be paid inside a trading block."""
    if closure != "world share":
        return
    total = np.bincount(problem.block, problem.deficit)
    size = np.bincount(problem.block, problem.income)
    worst = int(np.argmax(np.abs(total) / size))
    if abs(total[worst]) <= NEGLIGIBLE * size[worst]:
        return
    members = [world.regions[problem.kept[i]] for i in np.flatnonzero(problem.block == worst)]
    shown = ", ".join(members[:6]) + (" …" if len(members) > 6 else "")
    raise NoEquilibriumError(
        f"deficits of {total[worst]:,.6g} million USD have nobody left to finance them",
        reason="no equilibrium",
        where=f"{shown}: trades with nobody else in this scenario",
        why="closure 'world share' keeps each deficit at its baseline value",
        remedy="use closure 'own income' or 'zero'",
    )


def explain_failure(world: World, problem: Problem, closure: str, outcome: Outcome) -> SolveError:
    """The error for a failed solve, after asking whether smaller deficits would have a solution.

    Under fixed deficits, deficits are scaled up from zero until the model no longer solves; a
    region whose income is then almost gone is why there is no equilibrium (a continuation
    argument, not a proof).
    """
    p = problem
    apart = trading_one_way(p.trade, p.expenditure > 0, p.value_added > 0, p.block)
    if apart.any():
        return _one_way_trade(tuple(world.regions[i] for i in p.kept[apart]))
    if not 1 / RUNAWAY_PRICE < _extreme_price(outcome) < RUNAWAY_PRICE:
        return _runaway_costs(world, problem, outcome)
    if closure == "world share":
        scale, region, left = _last_solved(problem)
        if 0 < scale < 1 or outcome.reason == "income not positive":
            name = world.regions[problem.kept[region]]
            return NoEquilibriumError(
                f"no equilibrium exists under closure 'world share': the income of {name} "
                "reaches zero",
                reason="no equilibrium",
                where=f"{name}, whose deficit is {problem.deficit[region]:,.0f} million USD",
                why=f"with deficits scaled to {scale:.3f} of the baseline's it still spends "
                f"{left:.1%} of its baseline income, and no solution is found beyond",
                remedy="use closure 'own income' or 'zero', or a smaller shock",
            )
    return NotConvergedError(
        f"the solver stopped after {outcome.steps} steps: {outcome.reason}",
        reason=outcome.reason,
        where=f"largest relative residual {outcome.residual:.2e}",
        why="no statement on whether an equilibrium exists",
        remedy="raise max_steps, split the shock into smaller ones, or try another closure",
    )


def _one_way_trade(apart: tuple[str, ...]) -> NoEquilibriumError:
    """Trade that only goes one way balances at no wage."""
    shown = ", ".join(apart[:6]) + (" …" if len(apart) > 6 else "")
    return NoEquilibriumError(
        "no equilibrium exists: some trade goes one way only",
        reason="no equilibrium",
        where=f"{shown}: no chain of purchases leads to the other regions and back",
        why="what it buys must be paid by what it sells, and no wage makes the two equal",
        remedy="stop the trade in both directions, or leave some of it in each",
    )


def _extreme_price(outcome: Outcome) -> float:
    """The price farthest from its baseline; one where none is finite."""
    price = np.exp(outcome.unknowns.price)
    finite = price[np.isfinite(price) & (price > 0)]
    return float(finite[np.argmax(np.abs(np.log(finite)))]) if finite.size else 1.0


def _runaway_costs(world: World, problem: Problem, outcome: Outcome) -> NoEquilibriumError:
    """Costs that feed on themselves: dear inputs that nothing replaces, or ever cheaper ones."""
    price, extreme = np.exp(outcome.unknowns.price), _extreme_price(outcome)
    sector, region = np.argwhere(price == extreme)[0]
    name = world.regions[problem.kept[region]]
    rise = extreme > 1
    return NoEquilibriumError(
        f"no equilibrium exists: costs in {name} {'rise' if rise else 'fall'} without bound",
        reason="no equilibrium",
        where=f"{name}, first of all {world.sectors[sector]}",
        why=(
            "with trade elasticities and input substitution this low, making the inputs at home "
            "needs more of the same inputs than it yields"
            if rise
            else "with input substitution above one, cheaper inputs make themselves cheaper still"
        ),
        remedy="use a longer horizon, or a smaller shock",
    )


def _last_solved(problem: Problem) -> tuple[float, int, float]:
    """Largest share of the deficits that solves; who then has least income left, and how much."""
    low, high = 0.0, 1.0
    poorest, least = 0, 1.0
    baseline = problem.income + problem.deficit
    for _ in range(BISECTIONS):
        scale = (low + high) / 2
        trial = replace(problem, deficit=problem.deficit * scale)
        outcome = solve_problem(trial, "world share", tolerance=1e-8, max_steps=400)
        if outcome.reason == "converged":
            low = scale
            left = outcome.result.income / np.maximum(baseline, 1e-300)
            poorest, least = int(np.argmin(left)), float(left.min())
        else:
            high = scale
    return low, poorest, least
