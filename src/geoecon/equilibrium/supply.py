"""Who can still be supplied, and who still trades with whom, before anything is solved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geoecon.variables import Array

Mask = NDArray[np.bool_]


def without_supplier(trade: Array, home: Array, needed: Mask) -> dict[int, list[int]]:
    """Regions that lose every supplier of a sector they need: {region: [sectors]}.

    `trade` is A without its diagonal [sector, importer, exporter], which is `home`
    [sector, region]; `needed` [sector, region] marks baseline spending.
    With inputs that cannot be replaced wholly, a region without a needed good makes nothing, so
    it no longer supplies the others: the search repeats until nobody else falls.
    """
    alive = np.ones(needed.shape[1])
    lost: dict[int, list[int]] = {}
    while True:
        supplied = home * alive + trade @ alive > 0
        short = needed & ~supplied & (alive > 0)
        falling = np.flatnonzero(short.any(axis=0))
        if falling.size == 0:
            return lost
        for region in falling:
            lost[int(region)] = [int(sector) for sector in np.flatnonzero(short[:, region])]
        alive[falling] = 0.0


def trading_blocks(trade: Array, spends: Mask, sells: Mask) -> NDArray[np.intp]:
    """Number of the trading block of each region [region]: blocks trade only within.

    Relative wages are defined inside a block alone. `trade` is A without its diagonal;
    `spends` and `sells` [sector, region] mark baseline spending and output.
    """
    buys = _buys_from(trade, spends, sells)
    partner: Mask = buys | buys.T
    block = np.full(len(partner), -1, dtype=np.intp)
    for number, first in enumerate(_firsts(partner, block)):
        block[_reach(partner, first)] = number
    return block


def trading_one_way(trade: Array, spends: Mask, sells: Mask, block: NDArray[np.intp]) -> Mask:
    """Regions whose money cannot come back from the rest of their block [region].

    Money flows from importer to exporter; a region stands apart when no chain of purchases leads
    from it to the first region of its block and back. Only transfers could balance its trade.
    """
    reach = _buys_from(trade, spends, sells) | np.eye(len(block), dtype=bool)
    for _ in range(len(block).bit_length()):
        reach = (reach @ reach) > 0
    first = np.array([np.flatnonzero(block == number)[0] for number in block], dtype=np.intp)
    here = np.arange(len(block))
    both_ways: Mask = reach[here, first] & reach[first, here]
    return ~both_ways


def _buys_from(trade: Array, spends: Mask, sells: Mask) -> Mask:
    """Whether the row's region buys anything of the column's [importer, exporter]."""
    if not (spends.all() and sells.all()):
        trade = trade * (spends[:, :, None] & sells[:, None, :])
    bought: Mask = trade.max(axis=0) > 0
    return bought


def _firsts(partner: Mask, block: NDArray[np.intp]) -> Sequence[int]:
    """The first region of each component, in order."""
    seen = np.zeros(len(block), dtype=bool)
    firsts = []
    for region in range(len(block)):
        if not seen[region]:
            firsts.append(region)
            seen |= _reach(partner, region)
    return firsts


def _reach(partner: Mask, start: int) -> Mask:
    """Regions connected with `start`, itself included."""
    reached = np.zeros(len(partner), dtype=bool)
    reached[start] = True
    while True:
        wider = reached | partner[reached].any(axis=0)
        if (wider == reached).all():
            return reached
        reached = wider
