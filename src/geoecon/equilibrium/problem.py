"""`Problem`: a world and a shock as the arrays that the solver iterates on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geoecon.equilibrium.supply import trading_blocks, without_supplier
from geoecon.scenario.shock import ResolvedShock
from geoecon.variables import Array
from geoecon.world.world import World


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything that stays fixed while the equilibrium is sought.

    `kept` are the positions of the regions solved for (those with every supplier); all other
    arrays cover these alone: [sector, region], trade matrices [sector, importer, exporter],
    `input_share` [region, supplier, sector], `theta` [sector, 1]; `productivity` is a logarithm.
    `trade` and `net_trade` are A and B without their diagonal, which is the same in both (no
    tariff at home) and stands apart in `home` [sector, region], so that exports and duties never
    come from subtracting home sales. `border_trade` is A less tariffs alone: what buyers pay
    sellers and carriers; it is B where carriers earn no more than at the baseline.
    """

    kept: NDArray[np.intp]
    trade: Array
    net_trade: Array
    border_trade: Array
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
    transfer: Array
    revenue_share: Array
    foreign_share: Array
    owner_share: Array
    input_substitution: float
    final_substitution: float
    block: NDArray[np.intp]

    @cached_property
    def labour_income(self) -> Array:
        """Baseline labour income [region]."""
        return (self.beta * self.value_added).sum(axis=0)

    @cached_property
    def rent(self) -> Array:
        """Baseline income of the sector-specific factors [sector, region]."""
        return (1 - self.beta) * self.value_added

    @cached_property
    def any_specific(self) -> bool:
        """Whether any sector-specific factor earns anything."""
        return bool((self.rent > 0).any())

    @cached_property
    def uses_inputs(self) -> bool:
        """Whether anything is made from other goods."""
        return bool(self.input_share.any())

    @cached_property
    def pools_duties(self) -> bool:
        """Whether any duties go to another region than collects them."""
        return bool(np.count_nonzero(self.revenue_share) > len(self.kept))

    @cached_property
    def pays_carriers(self) -> bool:
        """Whether carriers earn anything beyond the baseline."""
        return self.border_trade is not self.net_trade or bool(self.transfer.any())

    @cached_property
    def income(self) -> Array:
        """Baseline factor income [region]."""
        return self.value_added.sum(axis=0)

    @cached_property
    def block_income(self) -> Array:
        """Baseline factor income [block]."""
        income: Array = np.bincount(self.block, self.income).astype(np.float64)
        return income

    @cached_property
    def unspent(self) -> NDArray[np.intp]:
        """Flat positions [sector, region] of goods that nobody in the region buys."""
        return np.flatnonzero(self.expenditure == 0)


def build_problem(world: World, shock: ResolvedShock) -> tuple[Problem, dict[int, list[int]]]:
    """The problem for the regions that can be supplied, and who cannot be with which sectors."""
    trade, border_trade, home = trade_matrices(world, shock)
    net_trade = border_trade / shock.wedge.transpose(2, 1, 0) if shock.has_wedge else border_trade
    unbounded = without_supplier(trade, home, world.expenditure.T > 0)
    kept = np.array([i for i in range(len(world.regions)) if i not in unbounded], dtype=np.intp)
    if unbounded:
        both = kept[:, None], kept
        trade, net_trade = trade[:, *both], net_trade[:, *both]
        border_trade = border_trade[:, *both] if shock.has_wedge else net_trade
    by_sector = {
        "home": home,
        "gamma": world.value_added_share.T,
        "beta": np.where(world.value_added > 0, world.labour_share, 1.0).T,
        "alpha": world.final_share.T,
        "productivity": np.log(shock.productivity).T,
        "expenditure": world.expenditure.T,
        "value_added": world.value_added.T,
        "foreign_share": world.foreign_share.T,
    }
    if unbounded:
        by_sector = {name: values[:, kept] for name, values in by_sector.items()}
    sells = world.output.T > 0
    block = trading_blocks(trade, by_sector["expenditure"] > 0, sells[:, kept])
    pool = _within_blocks(shock.revenue_share, kept, block)
    pool = pool + np.diag(1 - pool.sum(axis=1))
    problem = Problem(
        kept=kept,
        trade=trade,
        net_trade=net_trade,
        border_trade=border_trade,
        theta=world.trade_elasticity[:, None],
        input_share=world.input_share[kept] if unbounded else world.input_share,
        deficit=world.deficit[kept],
        transfer=shock.transfer[kept],
        revenue_share=pool,
        owner_share=_within_blocks(world.owner_share, kept, block),
        input_substitution=world.input_substitution,
        final_substitution=world.final_substitution,
        block=block,
        **{name: np.ascontiguousarray(values) for name, values in by_sector.items()},
    )
    return problem, unbounded


def _within_blocks(matrix: Array, kept: NDArray[np.intp], block: NDArray[np.intp]) -> Array:
    """A region-by-region matrix for the regions kept; nothing passes between trading blocks."""
    if len(kept) < len(matrix):
        matrix = matrix[kept[:, None], kept]
    return matrix if block.max() == 0 else matrix * (block[:, None] == block)


def trade_matrices(world: World, shock: ResolvedShock) -> tuple[Array, Array, Array]:
    """A, A less tariffs, without diagonal [sector, importer, exporter]; diagonal [sector, region].

    A_ins = π_ins κ̂_ins^(−θ_s), and less tariffs A_ins / (1 + t'_ins). Trade that an estimate adds
    enters the shares at baseline prices. An infinite trade cost gives an exact zero. Scenarios
    change few cells, and only these are computed anew.
    """
    trade, home = (share.copy() for share in world.split_share)
    if shock.adds_flow:
        _add_flow(trade, home, world, shock.added_flow)
    net_trade = trade / world.tariff_factor
    cells = exporter, importer, sector = _changed(world, shock)
    taxed = 1 + shock.tariff[cells]
    kappa = shock.trade_cost[cells] * shock.wedge[cells] * taxed / (1 + world.tariff[cells])
    dearer = kappa ** -world.trade_elasticity[sector]
    own = exporter == importer
    home[sector[own], importer[own]] *= dearer[own]
    there = sector, importer, exporter
    trade[there] *= dearer
    net_trade[there] = trade[there] / taxed
    return trade, net_trade, home


def _add_flow(trade: Array, home: Array, world: World, added_flow: Array) -> None:
    """Adds trade at baseline prices to the shares, in place."""
    spending = np.where(world.expenditure > 0, world.expenditure, np.inf)
    added = (added_flow * (1 + world.tariff) / spending).transpose(2, 1, 0)
    own = np.arange(trade.shape[1])
    home += added[:, own, own]
    trade += added
    trade[:, own, own] = 0.0


def _changed(world: World, shock: ResolvedShock) -> tuple[NDArray[np.intp], ...]:
    """Exporters, importers and sectors of the cells whose tariff or trade cost changes."""
    changed = np.zeros(0, dtype=bool)
    if shock.tariff is not world.tariff:
        changed = shock.tariff != world.tariff
    if shock.changes_cost:
        dearer = shock.trade_cost != 1
        changed = changed | dearer if changed.size else dearer
    if shock.has_wedge:
        dearer = shock.wedge != 1
        changed = changed | dearer if changed.size else dearer
    return np.unravel_index(np.flatnonzero(changed), world.flow.shape)
