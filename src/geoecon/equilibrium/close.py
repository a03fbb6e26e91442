"""Published tables whose accounts do not close, made into a world by the model itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geoecon.equilibrium.closure import check_closure
from geoecon.equilibrium.problem import Problem
from geoecon.equilibrium.solver import solve_problem
from geoecon.equilibrium.state import Pass, trade_flows
from geoecon.equilibrium.supply import trading_blocks
from geoecon.errors import NotConvergedError
from geoecon.variables import Array, checked, labels_of
from geoecon.world import accounts
from geoecon.world.world import World


@dataclass(frozen=True)
class ClosedAccounts:
    """A world that closes, and what had to change for it.

    `dropped` are the negative final demands left out: (region, sector, million USD);
    `largest_change` is the largest relative change of a region's value added.
    """

    world: World
    dropped: tuple[tuple[str, str, float], ...]
    largest_change: float


def close_accounts(
    flow: Any,
    *,
    trade_elasticity: Any,
    regions: Sequence[str],
    sectors: Sequence[str],
    tariff: Any,
    input_share: Any,
    closure: str = "zero",
    name: str = "own data",
) -> ClosedAccounts:
    """A closed world from tables that give some negative final demand.

    Final shares are the positive part of spending less input use, scaled to one; trade shares,
    technology and tariffs stay as given, and the equilibrium under `closure` becomes the
    baseline (as Caliendo and Parro 2015 do, section 5.1). Arrays as in `World.from_arrays`.

    Raises DataError for arrays that cannot be used, NotConvergedError.
    """
    check_closure(closure)
    labels = labels_of(regions, sectors)
    given = {
        key: checked(key, value, labels)
        for key, value in {
            "flow": flow,
            "tariff": tariff,
            "input_share": input_share,
            "trade_elasticity": trade_elasticity,
        }.items()
    }
    raw = accounts.expenditure(given["flow"], given["tariff"]) - accounts.input_demand(
        given["input_share"], accounts.output(given["flow"])
    )
    problem = _problem(given, np.maximum(raw, 0.0))
    outcome = solve_problem(problem, closure, tolerance=1e-12, max_steps=2000)
    if outcome.reason != "converged":
        raise NotConvergedError(
            f"no closed world found after {outcome.steps} steps: {outcome.reason}",
            reason=outcome.reason,
            remedy="check the tables for negative or missing entries, or try another closure",
        )
    closed = trade_flows(problem, outcome.result).transpose(2, 1, 0)
    world = World.from_arrays(
        **(given | {"flow": closed}), regions=regions, sectors=sectors, name=name
    )
    return ClosedAccounts(world, _dropped(raw, regions, sectors), _moved(problem, outcome.result))


def _problem(given: dict[str, Array], final: Array) -> Problem:
    flow, tariff = given["flow"], given["tariff"]
    abroad, home = accounts.split_share(accounts.trade_share(flow, tariff))
    spending = accounts.expenditure(flow, tariff).T
    gamma = 1 - given["input_share"].sum(axis=1).T
    output = accounts.output(flow).T
    j, n = spending.shape
    net = abroad / (1 + tariff.transpose(2, 1, 0))
    return Problem(
        kept=np.arange(n),
        trade=abroad,
        net_trade=net,
        border_trade=net,
        home=home,
        theta=given["trade_elasticity"][:, None],
        input_share=given["input_share"],
        gamma=gamma,
        beta=np.ones((j, n)),
        alpha=(final / final.sum(axis=1, keepdims=True)).T,
        productivity=np.zeros((j, n)),
        expenditure=spending,
        value_added=gamma * output,
        deficit=accounts.trade_gap(flow),
        transfer=np.zeros(n),
        revenue_share=np.eye(n),
        foreign_share=np.zeros((j, n)),
        owner_share=np.zeros((n, n)),
        input_substitution=1.0,
        final_substitution=1.0,
        block=trading_blocks(abroad, spending > 0, output > 0),
    )


def _dropped(
    raw: Array, regions: Sequence[str], sectors: Sequence[str]
) -> tuple[tuple[str, str, float], ...]:
    cells = np.argwhere(raw < 0)
    return tuple((regions[n], sectors[s], float(raw[n, s])) for n, s in cells)


def _moved(problem: Problem, result: Pass) -> float:
    return float(np.abs(result.value_added.sum(axis=0) / problem.income - 1).max())
