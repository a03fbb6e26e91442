"""Trade and production in a solution, by sector and by partner."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geoecon.equilibrium.solution import Solution
from geoecon.measures.welfare import change_pct
from geoecon.variables import Array


def by_sector(solution: Solution) -> pd.DataFrame:
    """Output, exports, imports and prices, one row a region and sector.

    `_musd` columns are million USD a year before tariff, home sales left out of exports and
    imports; `price_pct` is the buyer's price index over the region's consumer price index.
    Values of regions with an unbounded loss are NaN.
    """
    world = solution.world
    after = _known(solution)
    made = solution.border_value.sum(axis=1)
    was = _by_region_and_sector(world.flow)
    now = _by_region_and_sector(solution.border_value)
    columns = {
        "output_before_musd": world.output,
        "output_after_musd": made,
        "output_pct": change_pct(world.output, made),
        "exports_before_musd": was[0],
        "exports_after_musd": now[0] * after,
        "imports_before_musd": was[1],
        "imports_after_musd": now[1] * after,
        "price_pct": 100 * (solution.price / solution.consumer_price[:, None] - 1),
    }
    index = pd.MultiIndex.from_product([world.regions, world.sectors], names=["region", "sector"])
    table = pd.DataFrame({name: value.ravel() for name, value in columns.items()}, index=index)
    return table.reset_index()


def by_partner(solution: Solution, region: str) -> pd.DataFrame:
    """Exports to and imports from each partner of `region`, million USD before tariff.

    Raises UnknownNameError for a region that the world lacks.
    """
    world = solution.world
    me = world.region(region)
    columns = {}
    for name, axis in (("exports", 0), ("imports", 1)):
        before = world.flow.sum(axis=2).take(me, axis=axis)
        after = solution.border_value.sum(axis=2).take(me, axis=axis)
        columns[f"{name}_before_musd"] = before
        columns[f"{name}_after_musd"] = after
        columns[f"{name}_change_musd"] = after - before
    table = pd.DataFrame(columns, index=pd.Index(world.regions, name="partner"))
    return table.drop(index=region).reset_index()


def _by_region_and_sector(flow: Array) -> tuple[Array, Array]:
    """Exports and imports without home sales [region, sector]."""
    home = np.einsum("iis->is", flow)
    return flow.sum(axis=1) - home, flow.sum(axis=0) - home


def _known(solution: Solution) -> Array:
    """One for regions solved for, NaN for those whose loss is unbounded [region, 1]."""
    lost = np.isin(solution.world.regions, list(solution.unbounded))
    return np.where(lost, np.nan, 1.0)[:, None]
