"""`Shock`: a scenario turned into arrays, what the trade model is solved for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from geoecon.errors import LabelError, MissingValueError, RangeError
from geoecon.variables import Array, Labels, aligned, checked, labels_of, variable
from geoecon.world.checks import check_own_tariff, check_rows
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
    wedge : [exporter, importer, sector], factor
        what the buyer pays over what the seller receives, besides tariffs and beyond the
        baseline; nothing melts, others earn it.
    transfer : [region], million USD a year
        what regions receive beyond the baseline, or pay where it is below zero, in units of
        baseline world factor income: earned on the wedge, or paid by one region to another. What
        buyers pay beyond the sum of `transfer` is shared in proportion to income.
    border : [exporter, importer, sector], factor
        the part of `wedge` that is paid before the exporter's border, an export tax or a rent:
        values of trade contain it. It moves nothing by itself.
    """

    trade_cost: Any = None
    tariff: Any = None
    productivity: Any = None
    added_flow: Any = None
    revenue_share: Any = None
    wedge: Any = None
    transfer: Any = None
    border: Any = None

    def resolved(self, world: World) -> ResolvedShock:
        """The arrays in full, checked against `world`.

        Raises LabelError, MissingValueError, RangeError, AccountError.
        """
        n, j = len(world.regions), len(world.sectors)
        labels = labels_of(world.regions, world.sectors)

        def given(name: str, value: Any, otherwise: Array) -> Array:
            return otherwise if value is None else checked(name, value, labels)

        tariff = given("tariff", self.tariff, world.tariff)
        check_own_tariff(tariff, world.regions)
        pool = given("revenue_share", self.revenue_share, world.revenue_share)
        check_rows("revenue_share", pool, 1.0, world.regions)
        return ResolvedShock(
            _factor("trade_cost", "flow", self.trade_cost, labels, infinite=True),
            tariff,
            _factor("productivity", "output", self.productivity, labels, infinite=False),
            given("flow", self.added_flow, np.broadcast_to(0.0, (n, n, j))),
            pool,
            _factor("wedge", "flow", self.wedge, labels, infinite=False),
            given("transfer", self.transfer, np.zeros(n)),
            _factor("border", "flow", self.border, labels, infinite=False),
        )


@dataclass(frozen=True, eq=False)
class ResolvedShock:
    """A `Shock` with every array present: same names, same shapes.

    What a shock leaves alone is one number seen as an array, with strides of zero.
    """

    trade_cost: Array
    tariff: Array
    productivity: Array
    added_flow: Array
    revenue_share: Array
    wedge: Array
    transfer: Array
    border: Array

    @property
    def adds_flow(self) -> bool:
        """Whether any trade is added."""
        return any(self.added_flow.strides)

    @property
    def changes_cost(self) -> bool:
        """Whether trade costs are given."""
        return any(self.trade_cost.strides)

    @property
    def has_wedge(self) -> bool:
        """Whether others than sellers and treasuries are paid."""
        return any(self.wedge.strides) and bool((self.wedge != 1).any())


def _factor(name: str, like: str, value: Any, labels: Labels, *, infinite: bool) -> Array:
    """A factor: positive, not NaN, finite unless `infinite`; ones where `value` is None.

    It has the dims of variable `like`, and its labels if it carries any.
    """
    spec = replace(variable(like), name=name)
    shape = tuple(len(labels[dim]) for dim in spec.dims)
    if value is None:
        return np.broadcast_to(1.0, shape)
    array = np.array(aligned(spec, value, labels), dtype=np.float64)
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
