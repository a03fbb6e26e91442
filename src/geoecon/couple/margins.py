"""Trade in which third parties earn a margin, solved so that what is paid is what they earn.

Alone, trade and what is earned on it are solved in turn; beside routes, what is earned is one more
part of the loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geoecon.couple.loop import Effect
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.errors import NotConvergedError
from geoecon.scenario.margins import Margin
from geoecon.scenario.shock import Shock
from geoecon.variables import Array
from geoecon.world.world import World

TOLERANCE = 1e-10  # of world factor income
MAX_ROUNDS = 100


def solve_margins(
    world: World, shock: Shock, margins: Sequence[Margin], *, closure: str = "own income"
) -> Solution:
    """The counterfactual of a shock whose wedges are earned by those whom `margins` name.

    Without margins it is `solve`. What earners receive moves the trade that they earn it on, so
    the two are solved in turn until they agree. Raises SolveError.
    """
    solution = solve(world, shock, closure=closure)
    if not margins:
        return solution
    scale, transfer = float(world.income.sum()), np.zeros(len(world.regions))
    paid = solution.shock.transfer
    for _ in range(MAX_ROUNDS):
        earned = _earned(margins, solution)
        if np.abs(earned - transfer).max() < TOLERANCE * scale:
            return solution
        transfer = earned
        shock = replace(shock, transfer=paid + transfer)
        solution = solve(world, shock, closure=closure, start=solution)
    raise NotConvergedError(
        f"trade and what is earned on it did not agree after {MAX_ROUNDS} rounds",
        reason="max rounds",
        why="no statement on whether they could",
        remedy="use a smaller tax or premium",
    )


class MarginsPart:
    """Who earns the wedges of a scenario, a `Part` of the loop with routes.

    Its unknowns are what each region earns, over world income; the wedges are in the shock.
    """

    def __init__(self, world: World, margins: Sequence[Margin]) -> None:
        self.world, self.margins = world, margins
        self.scale = float(world.income.sum())

    @property
    def size(self) -> int:
        """Regions."""
        return len(self.world.regions)

    def effect(self, point: Array) -> Effect:
        """What is earned, million USD a year."""
        return replace(Effect.none(self.world), transfer=self.scale * point)

    def move(self, point: Array, solution: Solution) -> Array:
        """How far what trade pays is from that."""
        return _earned(self.margins, solution) / self.scale - point


def _earned(margins: Sequence[Margin], solution: Solution) -> Array:
    total: Array = np.sum([margin.earned(solution.flow) for margin in margins], axis=0)
    return total
