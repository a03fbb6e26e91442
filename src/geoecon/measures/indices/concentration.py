"""How much of a region's trade hangs on few partners or few sectors."""

from __future__ import annotations

import numpy as np

from geoecon.variables import Array
from geoecon.world.world import World


def shares(values: Array) -> Array:
    """Values over their sum; NaN where nothing is traded, since it then has no partners."""
    total = values.sum(axis=0, keepdims=True)
    share: Array = values / np.where(total > 0, total, np.nan)
    return share


def herfindahl(values: Array) -> Array:
    """Σ_i s_i² along the first axis: 1 for one partner, 1/n for n equal ones; NaN for none.

    Hirschman (1945, 1964); Herfindahl (1950).
    """
    squared: Array = (shares(values) ** 2).sum(axis=0)
    return squared


def hirschman(values: Array) -> Array:
    """100 √(Σ_i s_i²) along the first axis: 100 for one partner, 100/√n for n equal ones.

    Hirschman (1945), National Power and the Structure of Foreign Trade, chapter VI.
    """
    return 100 * np.sqrt(herfindahl(values))


def exports_by_partner(world: World, region: str) -> Array:
    """Exports of `region` [importer, sector], million USD before tariff, home sales left out.

    Raises UnknownNameError for a region that the world lacks.
    """
    return _abroad(world, region, 0)


def imports_by_partner(world: World, region: str) -> Array:
    """Imports of `region` [exporter, sector], million USD before tariff, home sales left out.

    Raises UnknownNameError for a region that the world lacks.
    """
    return _abroad(world, region, 1)


def _abroad(world: World, region: str, axis: int) -> Array:
    me = world.region(region)
    trade: Array = np.array(world.flow[me] if axis == 0 else world.flow[:, me])
    trade[me] = 0.0
    return trade
