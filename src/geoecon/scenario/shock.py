"""`Shock`: a scenario turned into arrays, what the trade model is solved for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geoecon.errors import LabelError, MissingValueError, RangeError
from geoecon.variables import Array, checked, labels_of
from geoecon.world.world import World


@dataclass(frozen=True, eq=False)
class Shock:
    """Changes applied to a world; None leaves the baseline as it is.

    Attributes
    ----------
    trade_cost : [exporter, importer, sector], factor
        iceberg cost over its baseline; 1.1 is ten per cent dearer, inf stops the trade.
    tariff : [exporter, importer, sector], ratio
        the new ad valorem tariffs, all of them.
    productivity : [region, sector], factor
        output from the same inputs, over its baseline.
    added_flow : [exporter, importer, sector], million USD a year
        trade that would exist at baseline prices, on top of what does (a gravity estimate).
    revenue_share : [collector, recipient], ratio
        who receives duties from now on.
    """

    trade_cost: Any = None
    tariff: Any = None
    productivity: Any = None
    added_flow: Any = None
    revenue_share: Any = None

    def resolved(self, world: World) -> ResolvedShock:
        """The five arrays in full, checked against `world`.

        Raises LabelError, MissingValueError, RangeError.
        """
        n, j = len(world.regions), len(world.sectors)
        labels = labels_of(world.regions, world.sectors)

        def given(name: str, value: Any, otherwise: Array) -> Array:
            return otherwise if value is None else checked(name, value, labels)

        shape = (n, n, j)
        return ResolvedShock(
            _positive("trade_cost", self.trade_cost, shape, infinite=True),
            given("tariff", self.tariff, world.tariff),
            _positive("productivity", self.productivity, (n, j), infinite=False),
            given("flow", self.added_flow, np.zeros(shape)),
            given("revenue_share", self.revenue_share, world.revenue_share),
        )


@dataclass(frozen=True, eq=False)
class ResolvedShock:
    """A `Shock` with every array present: same names, same shapes."""

    trade_cost: Array
    tariff: Array
    productivity: Array
    added_flow: Array
    revenue_share: Array


def _positive(name: str, value: Any, shape: tuple[int, ...], *, infinite: bool) -> Array:
    """A factor: positive, not NaN, finite unless `infinite`; ones where `value` is None."""
    if value is None:
        return np.ones(shape)
    array = np.array(getattr(value, "values", value), dtype=np.float64)
    if array.shape != shape:
        raise LabelError(f"{name} has shape {array.shape}", why=f"it needs {shape}")
    if np.isnan(array).any():
        raise MissingValueError(f"{name} is missing (NaN)", remedy="write 1 for no change")
    if (array <= 0).any() or (not infinite and np.isinf(array).any()):
        raise RangeError(
            f"{name} has a factor out of range",
            where=f"value {array[(array <= 0) | np.isinf(array)].flat[0]:g}",
            why="a factor is the new value over the old: positive, 1 for no change",
            remedy="write 1.1 for ten per cent more, and inf for trade that stops",
        )
    array.setflags(write=False)
    return array
