"""What moves each measure of a sweep: its means at both ends of every axis, rank correlations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from geoecon.variables import Array

EDGE = 0.2
"""Share of the scenarios at either end of an axis that its effect is measured between."""
FEWEST = 3
"""Scenarios below which nothing is said about what drives a measure."""
COLUMNS = (
    "region", "measure", "axis", "low_at", "high_at", "low", "high", "swing", "rank_correlation",
)  # fmt: skip


def drivers(results: pd.DataFrame, design: pd.DataFrame) -> pd.DataFrame:
    """One row a region, measure and axis, the largest swing first.

    `results` as `geoecon.sweep.collect.read_results`, `design` as `design_table`. `low` and `high`
    are the measure's means over the fifth of the scenarios at either end of the axis, whose values
    `low_at` and `high_at` bound; for an axis of names they are its lowest and highest mean.
    `swing` is high − low, `rank_correlation` Spearman's, for axes of numbers. Axes that take one
    value alone are left out.
    """
    known = results.dropna(subset="value")
    wide = known.pivot(index="scenario", columns=["region", "measure"], values="value")
    axes = design.set_index("scenario")
    tables = [
        _effect(axis[lines], block.loc[axis.index[lines]])
        for block in _complete(wide)
        for _, axis in axes.loc[block.index].items()
        if axis[lines := axis.notna()].nunique() > 1 and lines.sum() >= FEWEST
    ]
    if not tables:
        return pd.DataFrame(columns=[*COLUMNS])
    table = pd.concat(tables, ignore_index=True)[[*COLUMNS]]
    order = table["swing"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].sort_values(["region", "measure"], kind="stable", ignore_index=True)


def _complete(wide: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The table in blocks of columns that have numbers in the same scenarios, and those rows."""
    present = wide.notna().to_numpy()
    patterns: dict[bytes, list[int]] = {}
    for at in range(present.shape[1]):
        patterns.setdefault(present[:, at].tobytes(), []).append(at)
    for columns in patterns.values():
        yield wide.iloc[present[:, columns[0]], columns]


def _effect(axis: pd.Series, block: pd.DataFrame) -> pd.DataFrame:
    """One row a column of `block`: its means at both ends of an axis."""
    numeric = pd.api.types.is_numeric_dtype(axis) and not pd.api.types.is_bool_dtype(axis)
    values = block.to_numpy()
    found = _numeric(axis.to_numpy(dtype=np.float64), values) if numeric else _named(axis, values)
    names = block.columns.to_frame(index=False).astype(str)
    table = names.assign(axis=str(axis.name), **found)
    return table.assign(swing=table["high"] - table["low"])


def _numeric(axis: Array, values: Array) -> dict[str, Any]:
    low_at, high_at = np.quantile(axis, [EDGE, 1 - EDGE])
    return {
        "low_at": f"{low_at:.4g}",
        "high_at": f"{high_at:.4g}",
        "low": values[axis <= low_at].mean(axis=0),
        "high": values[axis >= high_at].mean(axis=0),
        "rank_correlation": rank_correlation(axis, values),
    }


def _named(axis: pd.Series, values: Array) -> dict[str, Any]:
    means = pd.DataFrame(values).groupby(axis.astype(str).to_numpy()).mean()
    return {
        "low_at": means.idxmin().to_numpy(),
        "high_at": means.idxmax().to_numpy(),
        "low": means.min().to_numpy(),
        "high": means.max().to_numpy(),
        "rank_correlation": np.nan,
    }


def rank_correlation(axis: Array, values: Array) -> Array:
    """Spearman's correlation of an axis [scenario] with values [scenario, column].

    Missing (NaN) for a column that does not vary.
    """
    x, y = (pd.DataFrame(one).rank().to_numpy() for one in (axis, values))
    x, y = x - x.mean(axis=0), y - y.mean(axis=0)
    size = np.sqrt((x * x).sum(axis=0) * (y * y).sum(axis=0))
    return np.divide((x * y).sum(axis=0), size, out=np.full(size.shape, np.nan), where=size > 0)
