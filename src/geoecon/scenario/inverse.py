"""The shock that leads back from a counterfactual to the world it came from."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import ScenarioError
from geoecon.scenario.shock import ResolvedShock, Shock
from geoecon.variables import Array
from geoecon.world.world import World


class Counterfactual(Protocol):
    """What `undo` reads of a `geoecon.equilibrium.solution.Solution`."""

    @property
    def unbounded(self) -> dict[str, tuple[str, ...]]:
        """Regions without an answer."""

    @property
    def closure(self) -> str:
        """What happened to imbalances."""

    @property
    def block(self) -> tuple[int, ...]:
        """The trading block of each region."""

    @property
    def value_added(self) -> Array:
        """Income of labour and specific factors [region, sector], million USD a year."""

    @property
    def unit_cost(self) -> Array:
        """Unit cost over its baseline [region, sector]."""

    @property
    def price(self) -> Array:
        """Price index over its baseline [region, sector]."""

    @property
    def expenditure(self) -> Array:
        """Spending with tariffs [region, sector], million USD a year."""


def undo(shock: Shock, world: World, solution: Counterfactual) -> Shock:
    """The shock that leads from `solution.counterfactual_world()` back to `world`.

    With unit costs ĉ, prices P̂ and trade cost d, the shares there are
    π' = (π + added) κ̂^(−θ) (ĉ/P̂)^(−θ), and the way back needs π (ĉ/P̂)^(−θ) before costs: a cost
    of ((π + added) / π)^(1/θ) / d where trade goes on, and where it was stopped the same share as
    an added flow, so that an embargo comes back too. Trade that was only added gets an infinite
    cost. Tariffs, duty shares, productivity and payments go back to what they were.

    Raises ScenarioError where a region lost a supplier: there is no world to come back from.
    """
    if solution.unbounded:
        raise ScenarioError(
            f"there is no way back for {', '.join(solution.unbounded)}",
            why="a region that lost every supplier of a sector has no accounts",
            remedy="restore the trade by a new scenario on the original world",
        )
    done = shock.resolved(world)
    stopped = np.isinf(done.trade_cost)
    return Shock(
        trade_cost=np.where(stopped, 1.0, _cost_back(done, world)),
        tariff=world.tariff,
        productivity=1 / done.productivity,
        added_flow=np.where(stopped, _flow_back(done, world, solution), 0.0),
        revenue_share=world.revenue_share,
        transfer=_transfer_back(done, world, solution) if done.transfer.any() else None,
    )


def _cost_back(done: ResolvedShock, world: World) -> Array:
    """The cost that takes trade back, infinite for trade that was only added."""
    grown = world.flow + done.added_flow
    ratio = np.divide(grown, world.flow, out=np.ones_like(grown), where=world.flow > 0)
    only_added = (world.flow == 0) & (done.added_flow > 0)
    factor = ratio ** (1 / world.trade_elasticity) / done.trade_cost
    return np.where(only_added, np.inf, factor)


def _flow_back(done: ResolvedShock, world: World, solution: Counterfactual) -> Array:
    """Trade at the counterfactual's prices and tariffs that goes back to the old share."""
    relative = solution.unit_cost[:, None, :] / solution.price[None, :, :]
    tariffs = (1 + world.tariff) / (1 + done.tariff)
    share = world.trade_share * (relative / tariffs) ** -world.trade_elasticity
    return share * solution.expenditure[None] / (1 + done.tariff)


def _transfer_back(done: ResolvedShock, world: World, solution: Counterfactual) -> Array:
    """Payments that take back those made, which are now a part of deficits [region].

    Deficits of none go of themselves, fixed ones need the payment itself, and those that are a
    share of income F' what the payment has become at the baseline's income, T F / F'.
    """
    if solution.closure == "zero":
        return np.zeros_like(done.transfer)
    block, was = np.array(solution.block), world.value_added.sum(axis=1)
    paid = _balanced(done.transfer, was, block)
    if solution.closure == "world share":
        return -paid
    now = solution.value_added.sum(axis=1)
    return -_balanced(paid * was / now, was, block)


def _balanced(transfer: Array, income: Array, block: NDArray[np.intp]) -> Array:
    """Payments less their sum in each trading block, which is shared by income."""
    rest = np.bincount(block, transfer) / np.bincount(block, income)
    balanced: Array = transfer - rest[block] * income
    return balanced
