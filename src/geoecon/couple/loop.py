"""The joint fixed point of the trade model and everything that moves goods through a network.

Each part of the network turns its own unknowns into an effect on trade, and what the trade model
answers into how far these unknowns should move. All move together, accelerated, with one solve of
the trade model a round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from geoecon.equilibrium.anderson import Anderson
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.errors import NotConvergedError
from geoecon.scenario.shock import Shock
from geoecon.variables import Array
from geoecon.world.world import World

MEMORY = 8


@dataclass(frozen=True, eq=False)
class Effect:
    """What a part does to trade.

    trade_cost, wedge : [exporter, importer, sector], factors; productivity : [region, sector],
    factor; transfer : [region], million USD a year that regions earn beyond the baseline;
    border : [exporter, importer, sector], the part of `wedge` that is paid before the border
    """

    trade_cost: Array
    wedge: Array
    productivity: Array
    transfer: Array
    border: Array

    @classmethod
    def none(cls, world: World) -> Effect:
        """No effect; the arrays may be changed."""
        flow, output = world.flow.shape, world.output.shape
        nothing = np.zeros(len(world.regions))
        return cls(np.ones(flow), np.ones(flow), np.ones(output), nothing, np.ones(flow))


class Part(Protocol):
    """Something that moves goods: unknowns in logarithms, zero at the baseline."""

    @property
    def size(self) -> int:
        """How many unknowns it has."""

    def effect(self, point: Array) -> Effect:
        """What the unknowns do to trade."""

    def move(self, point: Array, solution: Solution) -> Array:
        """How far each unknown is from what the network makes of this trade."""


@dataclass(frozen=True)
class Agreement:
    """Where trade and network agree.

    residual : the largest relative difference of tonnes, prices and incomes between the two sides;
    trade_solves : how often the trade model was solved; effects : what each part does to trade
    """

    solution: Solution
    residual: float
    trade_solves: int
    effects: tuple[Effect, ...]


def agree(
    world: World,
    shock: Shock,
    parts: Sequence[Part],
    *,
    closure: str,
    tolerance: float = 1e-8,
    max_rounds: int = 60,
) -> Agreement:
    """Solve the trade model and the parts for unknowns that both agree on.

    `shock` is what the scenario does beside. Raises SolveError (and RouteError) from either side,
    and NotConvergedError from the loop.
    """
    cuts = np.cumsum([part.size for part in parts])
    point = np.zeros(int(cuts[-1]))
    mixer, solution = Anderson(MEMORY, point.size), None
    for number in range(1, max_rounds + 1):
        pieces = np.split(point, cuts[:-1])
        effects = tuple(part.effect(x) for part, x in zip(parts, pieces, strict=True))
        joint = joined(world, shock, effects)
        solution = solve(world, joint, closure=closure, start=solution)
        move = np.concatenate(
            [part.move(x, solution) for part, x in zip(parts, pieces, strict=True)]
        )
        due = sum(part.effect(x).transfer for part, x in zip(parts, pieces, strict=True))
        unpaid = (due - sum(effect.transfer for effect in effects)) / world.income
        residual = float(max(np.abs(move).max(initial=0.0), np.abs(unpaid).max()))
        if residual < tolerance:
            return Agreement(solution, residual, number, effects)
        point = mixer.step(point, move)
    raise NotConvergedError(
        f"trade and network did not agree after {max_rounds} rounds",
        reason="max rounds",
        where=f"they differ by {residual:.1e}",
        why="no statement on whether they could",
        remedy="use a smaller change of the network, or a longer horizon",
    )


def with_routes_held(world: World, shock: Shock, agreement: Agreement, closure: str) -> Solution:
    """The trade model under another shock, what the network does to it held where they agreed.

    Raises SolveError.
    """
    joint = joined(world, shock, agreement.effects)
    return solve(world, joint, closure=closure, start=agreement.solution)


def joined(world: World, shock: Shock, effects: Sequence[Effect]) -> Shock:
    """The scenario's shock and the effects of all parts as one shock.

    What carriers and others earn on one sale adds up: both are paid over what the seller receives.
    """
    total = Effect.none(world)
    for effect in effects:
        total = Effect(
            total.trade_cost * effect.trade_cost,
            total.wedge * effect.wedge,
            total.productivity * effect.productivity,
            total.transfer + effect.transfer,
            total.border * effect.border,
        )
    cost, made, paid = total.trade_cost, total.productivity, total.transfer
    wedge, border = total.wedge, total.border
    return replace(
        shock,
        trade_cost=cost if shock.trade_cost is None else cost * shock.trade_cost,
        productivity=made if shock.productivity is None else made * shock.productivity,
        wedge=wedge if shock.wedge is None else wedge + shock.wedge - 1,
        transfer=paid if shock.transfer is None else paid + shock.transfer,
        border=border if shock.border is None else border + shock.border - 1,
    )
