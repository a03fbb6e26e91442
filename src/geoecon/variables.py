"""The variables of geoecon, one row each in `variables.csv`, and the checks that read them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import LabelError, MissingValueError, RangeError, unknown_name

Array = NDArray[np.float64]
Labels = Mapping[str, Sequence[str]]

# Dims that take their labels from the regions of a world, and from its sectors.
REGION_DIMS = ("exporter", "importer", "region", "owner", "collector", "recipient")
SECTOR_DIMS = ("sector", "supplier")


@dataclass(frozen=True)
class Variable:
    """One variable: its dimensions, unit, admissible range and meaning."""

    name: str
    dims: tuple[str, ...]
    unit: str
    low: float
    high: float
    description: str


@cache
def variables() -> dict[str, Variable]:
    """Every variable by name, read from `variables.csv`."""
    with (files("geoecon") / "variables.csv").open(encoding="utf8") as handle:
        rows = list(csv.DictReader(handle))
    return {
        row["name"]: Variable(
            row["name"],
            tuple(row["dims"].split()),
            row["unit"],
            float(row["low"]),
            float(row["high"]),
            row["description"],
        )
        for row in rows
    }


def variable(name: str) -> Variable:
    """The variable called `name`; raises UnknownNameError with the nearest names."""
    known = variables()
    if name not in known:
        raise unknown_name("variable", name, known)
    return known[name]


def labels_of(regions: Sequence[str], sectors: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The labels of every dimension of a world."""
    return {dim: tuple(regions) for dim in REGION_DIMS} | {
        dim: tuple(sectors) for dim in SECTOR_DIMS
    }


def checked(name: str, values: object, labels: Labels) -> Array:
    """`values` as a read-only float64 array in the dims of variable `name`.

    A labelled array (xarray) must carry exactly the labels and order of `labels`; a bare array
    must have the right shape. Raises LabelError, MissingValueError or RangeError.
    """
    spec = variable(name)
    array = np.array(aligned(spec, values, labels), dtype=np.float64, order="C")
    _check_shape(spec, array, labels)
    _check_missing(spec, array, labels)
    _check_range(spec, array, labels)
    array.setflags(write=False)
    return array


def aligned(spec: Variable, values: object, labels: Labels) -> object:
    """`values` in the dims of `spec`; a labelled array must carry exactly `labels`, in order.

    Raises LabelError.
    """
    if not hasattr(values, "dims"):
        return values
    dims = tuple(str(dim) for dim in values.dims)
    if set(dims) != set(spec.dims):
        raise LabelError(
            f"{spec.name} has dims {dims}",
            why=f"it needs {spec.dims}",
            remedy="rename the dims of the array, or pass a bare array in that order",
        )
    for dim in spec.dims:
        _check_labels(spec.name, dim, [str(x) for x in values[dim].values], labels[dim])  # type: ignore[index]
    return values.transpose(*spec.dims).values  # type: ignore[attr-defined]


def _check_labels(name: str, dim: str, found: list[str], expected: Sequence[str]) -> None:
    if list(expected) == found:
        return
    if set(expected) == set(found):
        why, remedy = "the same labels stand in another order", f"reindex {dim!r} first"
    else:
        extra = sorted(set(found) - set(expected))[:5]
        lacking = sorted(set(expected) - set(found))[:5]
        why, remedy = f"extra {extra}, lacking {lacking}", "make the labels equal"
    raise LabelError(f"{name} does not match the world", where=f"dim {dim}", why=why, remedy=remedy)


def _check_shape(spec: Variable, array: Array, labels: Labels) -> None:
    shape = tuple(len(labels[dim]) for dim in spec.dims)
    if array.shape != shape:
        raise LabelError(
            f"{spec.name} has shape {array.shape}",
            why=f"it needs {shape} = {spec.dims}",
            remedy="check the order of the dims; arrays are never broadcast",
        )


def _first_cell(spec: Variable, mask: NDArray[np.bool_], labels: Labels) -> str:
    cell = np.argwhere(mask)[0]
    names = [f"{dim} {labels[dim][i]}" for dim, i in zip(spec.dims, cell, strict=True)]
    return f"{int(mask.sum())} cells, the first at " + ", ".join(names)


def _check_missing(spec: Variable, array: Array, labels: Labels) -> None:
    missing = np.isnan(array)
    if missing.any():
        raise MissingValueError(
            f"{spec.name} is missing (NaN)",
            where=_first_cell(spec, missing, labels),
            why="a missing value is not a zero",
            remedy="write 0 where there is truly none, or leave the region or sector out",
        )


def _check_range(spec: Variable, array: Array, labels: Labels) -> None:
    wrong = (array < spec.low) | (array > spec.high) | np.isinf(array)
    if wrong.any():
        value = array[tuple(np.argwhere(wrong)[0])]
        raise RangeError(
            f"{spec.name} is {value:g}",
            where=_first_cell(spec, wrong, labels),
            why=f"it must be finite and lie in [{spec.low:g}, {spec.high:g}] ({spec.unit})",
            remedy="correct the value or its unit",
        )
