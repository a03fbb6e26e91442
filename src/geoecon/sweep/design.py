"""The scenarios of a sweep: numbered variants, the same for the same file and seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

import numpy as np

from geoecon.errors import ScenarioError
from geoecon.scenario.schema import Scenario
from geoecon.sweep.axes import (
    Axis,
    Spread,
    Value,
    check_name,
    checked_value,
    published_spread,
    read_axes,
)
from geoecon.sweep.spec import Sweep
from geoecon.variables import Array

Variant = dict[str, Value]
"""Axis -> value: how one scenario of a sweep differs."""

LARGEST = 1_000_000


def variants(sweep: Sweep, scenario: Scenario, sectors: Sequence[str]) -> list[Variant]:
    """Every variant of a sweep, in order; all random numbers are drawn here.

    A draw depends on the seed and its number alone: a longer sweep begins with a shorter one, and
    two sweeps with one seed meet the same draws. Raises ScenarioError, UnknownNameError.
    """
    if sweep.design == "list":
        return _listed(sweep, scenario, sectors)
    axes = read_axes(sweep, scenario, sectors)
    build = _Values(sweep, scenario)
    if sweep.design == "grid":
        return _grid(sweep, axes, build)
    assert sweep.size is not None, "the schema asks for a size"
    assert sweep.seed is not None, "the schema asks for a seed"
    hypercube = sweep.design == "latin hypercube"
    shares = (latin_hypercube if hypercube else draws)(sweep.size, len(axes), sweep.seed)
    return [build.variant(axes, row) for row in shares.tolist()]


def draws(size: int, axes: int, seed: int) -> Array:
    """Independent uniform numbers [scenario, axis], each scenario from a stream of its own."""
    return np.array([np.random.default_rng([seed, at]).random(axes) for at in range(size)])


def latin_hypercube(size: int, axes: int, seed: int) -> Array:
    """Uniform numbers [scenario, axis], one in each of `size` equal bins of every axis.

    McKay, Beckman and Conover (1979).
    """
    rng = np.random.default_rng(seed)
    bins = np.array([rng.permutation(size) for _ in range(axes)]).T
    return (bins + rng.random((size, axes))) / size


class _Values:
    """Values of axes; published ranges are those of the variant's own horizon."""

    def __init__(self, sweep: Sweep, scenario: Scenario) -> None:
        self.sweep, self.scenario = sweep, scenario
        self.known: dict[tuple[str, str], Spread] = {}

    def spread(self, axis: Axis, horizon: str) -> Spread:
        """The distribution of an axis that has no list of values."""
        if axis.spread:
            return axis.spread
        key = (axis.name, horizon)
        if key not in self.known:
            asked = self.scenario.update(horizon=horizon)
            where = self.sweep.where("axes", axis.name)
            self.known[key] = published_spread(axis.name, asked, where)
        return self.known[key]

    def variant(self, axes: Sequence[Axis], shares: Sequence[float]) -> Variant:
        """The variant at some shares of the axes, the horizon chosen first."""
        picked = {
            axis.name: axis.values[min(int(share * len(axis.values)), len(axis.values) - 1)]
            for axis, share in zip(axes, shares, strict=True)
            if axis.values
        }
        horizon = str(picked.get("horizon", self.scenario.horizon))
        return {
            axis.name: picked[axis.name] if axis.values else self.spread(axis, horizon).at(share)
            for axis, share in zip(axes, shares, strict=True)
        }

    def levels(self, axis: Axis) -> tuple[Value, ...]:
        """The values of an axis on a grid: low, mode and high of a distribution."""
        return axis.values or self.spread(axis, self.scenario.horizon).levels


def _grid(sweep: Sweep, axes: Sequence[Axis], build: _Values) -> list[Variant]:
    if any(axis.name == "horizon" for axis in axes) and not all(a.values or a.spread for a in axes):
        raise ScenarioError(
            "a grid over horizons cannot take published ranges",
            where=sweep.where("axes"),
            why="they differ from horizon to horizon, so that there is no one grid",
            remedy="take `latin hypercube` or `draws`, or a grid for each horizon",
        )
    levels = [build.levels(axis) for axis in axes]
    count = prod(map(len, levels))
    if count > LARGEST:
        raise ScenarioError(
            f"the grid has {count:,} scenarios",
            where=sweep.where("axes"),
            why=f"at most {LARGEST:,} are solved",
            remedy="take fewer values or axes, or a latin hypercube",
        )
    names = [axis.name for axis in axes]
    return [dict(zip(names, values, strict=True)) for values in product(*levels)]


def _listed(sweep: Sweep, scenario: Scenario, sectors: Sequence[str]) -> list[Variant]:
    found = []
    for at, given in enumerate(sweep.variants):
        for name, value in given.items():
            where = sweep.where("variants", at, name)
            check_name(name, scenario, sectors, where)
            checked_value(name, value, where)
        found.append(dict(given))
    return found


def part_numbers(sweep: Sweep, count: int) -> Iterator[range]:
    """The numbers of the scenarios in each part."""
    for start in range(0, count, sweep.part_size):
        yield range(start, min(start + sweep.part_size, count))
