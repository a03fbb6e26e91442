"""Worlds in another order or money, trade costs for some pairs, and shocks undone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geoecon.equilibrium.solution import Solution
from geoecon.scenario.shock import ResolvedShock, Shock
from geoecon.variables import REGION_DIMS, Array, variable
from geoecon.world.world import STORED, World


def reordered(world: World, regions: Sequence[int], sectors: Sequence[int]) -> World:
    """The same world with its regions and sectors listed in another order (positions)."""
    arrays = {name: _taken(name, getattr(world, name), regions, sectors) for name in STORED}
    return world.replace(
        regions=tuple(world.regions[i] for i in regions),
        sectors=tuple(world.sectors[s] for s in sectors),
        **arrays,
    )


def reordered_shock(shock: ResolvedShock, regions: Sequence[int], sectors: Sequence[int]) -> Shock:
    """The same shock for the world that `reordered` gives."""
    dims = {"trade_cost": "flow", "tariff": "flow", "productivity": "output",
            "added_flow": "flow", "revenue_share": "revenue_share"}  # fmt: skip
    return Shock(
        **{name: _taken(like, getattr(shock, name), regions, sectors)
           for name, like in dims.items()}
    )  # fmt: skip


def rescaled(world: World, factor: float) -> World:
    """The same world in another money: every flow times `factor`."""
    return world.replace(flow=world.flow * factor)


def abroad(world: World, factor: float) -> Array:
    """Trade costs [exporter, importer, sector]: `factor` between regions, one at home."""
    foreign = ~np.eye(len(world.regions), dtype=bool)
    return np.where(foreign[:, :, None], factor, np.ones(world.flow.shape))


def between(world: World, one: Sequence[str], other: Sequence[str], factor: float) -> Array:
    """Trade costs [exporter, importer, sector]: `factor` between two groups, both ways.

    Raises UnknownNameError for a region that is not in the world.
    """
    cost = np.ones(world.flow.shape)
    ours = [world.region(code) for code in one]
    theirs = [world.region(code) for code in other]
    cost[np.ix_(ours, theirs)] = factor
    cost[np.ix_(theirs, ours)] = factor
    return cost


def undoing(solution: Solution) -> Shock:
    """The shock that leads from `solution.counterfactual_world()` back to `solution.world`."""
    return Shock(
        trade_cost=1 / solution.shock.trade_cost,
        tariff=solution.world.tariff,
        productivity=1 / solution.shock.productivity,
        revenue_share=solution.world.revenue_share,
    )


def _taken(name: str, values: Array, regions: Sequence[int], sectors: Sequence[int]) -> Array:
    """`values`, with the dims of variable `name`, in the order of the positions given."""
    orders = [regions if dim in REGION_DIMS else sectors for dim in variable(name).dims]
    taken: Array = values[np.ix_(*orders)]
    return taken
