"""`Problem`: a world and a shock as the arrays that the solver iterates on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geoecon.equilibrium.supply import Mask, trading_blocks, without_supplier
from geoecon.scenario.shock import ResolvedShock
from geoecon.variables import Array
from geoecon.world.world import World


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything that stays fixed while the equilibrium is sought.

    `kept` are the positions of the regions solved for (those with every supplier); all other
    arrays cover these alone: [region, sector], trade matrices [sector, importer, exporter].
    `trade` and `net_trade` are A and B without their diagonal, which is the same in both (no
    tariff at home) and stands apart in `home` [region, sector], so that exports and duties never
    come from subtracting home sales.
    """

    kept: NDArray[np.intp]
    trade: Array
    net_trade: Array
    home: Array
    theta: Array
    input_share: Array
    gamma: Array
    beta: Array
    alpha: Array
    productivity: Array
    expenditure: Array
    value_added: Array
    deficit: Array
    revenue_share: Array
    foreign_share: Array
    owner_share: Array
    input_substitution: float
    final_substitution: float
    block: NDArray[np.intp]

    @cached_property
    def specific(self) -> Mask:
        """Where a sector-specific factor earns something [region, sector]."""
        return (1 - self.beta) * self.value_added > 0

    @cached_property
    def labour_income(self) -> Array:
        """Baseline labour income [region]."""
        return (self.beta * self.value_added).sum(axis=1)


def trade_matrix(world: World, shock: ResolvedShock) -> Array:
    """A_ins = π_ins κ̂_ins^(−θ_s), [sector, importer, exporter].

    Trade that an estimate adds enters the shares at baseline prices. An infinite trade cost
    gives an exact zero.
    """
    spending = np.where(world.expenditure > 0, world.expenditure, np.inf)
    share = world.trade_share + shock.added_flow * (1 + world.tariff) / spending
    kappa = shock.trade_cost * (1 + shock.tariff) / (1 + world.tariff)
    dearer = np.ones_like(kappa)  # powers are dear: only where something changes
    np.power(kappa, -world.trade_elasticity, out=dearer, where=kappa != 1)
    return np.ascontiguousarray((share * dearer).transpose(2, 1, 0))


def build_problem(world: World, shock: ResolvedShock) -> tuple[Problem, dict[int, list[int]]]:
    """The problem for the regions that can be supplied, and who cannot be with which sectors."""
    trade = trade_matrix(world, shock)
    unbounded = without_supplier(trade, world.expenditure > 0)
    kept = np.array([i for i in range(len(world.regions)) if i not in unbounded], dtype=np.intp)
    trade = trade[:, kept[:, None], kept]
    block = trading_blocks(trade, world.expenditure[kept] > 0, world.output[kept] > 0)
    same = block[:, None] == block
    pool = world_slice(shock.revenue_share, kept) * same
    pool[np.diag_indices_from(pool)] += 1 - pool.sum(axis=1)
    tariff = shock.tariff.transpose(2, 1, 0)[:, kept[:, None], kept]
    foreign, home = split_home(trade)
    problem = Problem(
        kept=kept,
        trade=foreign,
        net_trade=foreign / (1 + tariff),
        home=home,
        theta=world.trade_elasticity,
        input_share=np.ascontiguousarray(world.input_share[kept]),
        gamma=world.value_added_share[kept],
        beta=np.where(world.value_added > 0, world.labour_share, 1.0)[kept],
        alpha=world.final_share[kept],
        productivity=shock.productivity[kept],
        expenditure=world.expenditure[kept],
        value_added=world.value_added[kept],
        deficit=world.deficit[kept],
        revenue_share=pool,
        foreign_share=world.foreign_share[kept],
        owner_share=world_slice(world.owner_share, kept) * same,
        input_substitution=world.input_substitution,
        final_substitution=world.final_substitution,
        block=block,
    )
    return problem, unbounded


def split_home(trade: Array) -> tuple[Array, Array]:
    """A without its diagonal, and the diagonal [region, sector]."""
    home = np.diagonal(trade, axis1=1, axis2=2).T.copy()
    foreign = trade.copy()
    own = np.arange(foreign.shape[1])
    foreign[:, own, own] = 0.0
    return foreign, home


def world_slice(matrix: Array, kept: NDArray[np.intp]) -> Array:
    """A region-by-region matrix for the regions kept."""
    return matrix[kept[:, None], kept]
