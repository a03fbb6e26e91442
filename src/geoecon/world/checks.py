"""What must hold in every world: parameters in range and accounts that close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoecon.errors import AccountError, ConventionError, RangeError
from geoecon.variables import Array

if TYPE_CHECKING:
    from geoecon.world.world import World

ROUNDING = 1e-12
CLOSES = 1e-9  # relative to the account's own size
TINY_REGION = 1e-12  # value added over the world's: below it a region is rounding noise


def check_parameters(world: World) -> None:
    """Shares sum to one, no one levies duties on himself; raises RangeError or AccountError."""
    _check_input_shares(world)
    check_rows("revenue_share", world.revenue_share, 1.0, world.regions)
    owned_abroad = (world.foreign_share > 0).any(axis=1)
    check_rows("owner_share", world.owner_share, owned_abroad.astype(float), world.regions)
    check_own_tariff(world.tariff, world.regions)


def check_substitution(world: World) -> None:
    """Elasticities of substitution are positive and finite; raises RangeError."""
    for name in ("input_substitution", "final_substitution"):
        if not 0 < getattr(world, name) < np.inf:
            raise RangeError(f"{name} is {getattr(world, name)}", why="it must be positive")


def check_own_tariff(tariff: Array, regions: tuple[str, ...]) -> None:
    """No tariff on domestic sales; `tariff` [exporter, importer, sector]. Raises RangeError."""
    own = np.abs(np.einsum("iis->is", tariff)).sum(axis=1)
    if own.any():
        raise RangeError(
            "a region levies a tariff on its own goods",
            where=_worst(regions, own),
            why="the diagonal of tariff is domestic sales",
            remedy="set tariff[i, i, :] to 0",
        )


def check_elasticity(world: World) -> None:
    """Elasticities are theta and not its negative; raises ConventionError."""
    theta = np.asarray(world.trade_elasticity, dtype=np.float64).ravel()
    low = [(key, value) for key, value in zip(world.sectors, theta, strict=False) if value <= 0]
    if low:
        raise ConventionError(
            f"trade elasticity is {low[0][1]:g}",
            where="sector " + ", ".join(key for key, _ in low),
            why="theta is positive: the fall of trade values, in per cent, when costs rise 1 %",
            remedy="give theta itself (sigma - 1), not -theta, 1/theta or sigma",
        )


def _check_input_shares(world: World) -> None:
    total = world.input_share.sum(axis=1)
    over = total > 1 + ROUNDING
    if over.any():
        region, sector = np.argwhere(over)[0]
        raise AccountError(
            f"inputs cost {total[region, sector]:.6g} of output",
            where=f"region {world.regions[region]}, sector {world.sectors[sector]}",
            why="inputs are shares of gross output and leave value added of at least zero",
            remedy="divide by gross output, not by total inputs",
        )


def check_rows(name: str, share: Array, expected: Array | float, regions: tuple[str, ...]) -> None:
    """Rows of a [region, region] share sum to `expected`; raises AccountError."""
    gap = np.abs(share.sum(axis=1) - expected)
    if gap.max() > CLOSES:
        raise AccountError(
            f"rows of {name} do not sum to one",
            where=_worst(regions, gap),
            why="each payment must reach somebody, and only once",
            remedy="make each row sum to one (owner_share: empty where nothing is owned abroad)",
        )


def check_accounts(world: World) -> None:
    """Output, final demand and incomes are possible; raises AccountError naming the place."""
    from geoecon.world.accounts import input_demand

    size = world.value_added.sum(axis=1)
    if (size <= TINY_REGION * size.sum()).any():
        raise AccountError(
            f"region {world.regions[int(np.argmin(size))]} produces nothing",
            why="a region without value added has no income to spend",
            remedy="leave it out, or merge it with a neighbour",
        )
    raw = world.expenditure - input_demand(world.input_share, world.output)
    short = raw < -CLOSES * np.maximum(world.expenditure, size[:, None])
    if short.any():
        region, sector = np.argwhere(short)[0]
        raise AccountError(
            f"final demand is negative in {int(short.sum())} cells",
            where=f"the first: region {world.regions[region]}, sector {world.sectors[sector]}, "
            f"{raw[region, sector]:.6g} million USD",
            why="industries buy more of the good than the region makes and imports",
            remedy="correct the input shares, or let geoecon.close_accounts drop the negative "
            "cells and solve for the nearest world that closes",
        )
    if (world.income <= 0).any():
        raise AccountError(
            "a region spends nothing",
            where=_worst(world.regions, -world.income),
            why="its final demand is zero in every sector",
            remedy="correct its flows or its input shares",
        )


def _worst(names: tuple[str, ...], gap: Array) -> str:
    worst = int(np.argmax(gap))
    return f"worst at {names[worst]} ({gap[worst]:.3g})"
