"""What a sweep says: results in one file, intervals, and what drives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from geoecon.sweep.design import Variant
from geoecon.sweep.store import RESULTS, part_path, whole
from geoecon.sweep.worker import NO_VALUE, UNBOUNDED, schema
from geoecon.variables import Array

LEVELS = {"p5": 0.05, "p50": 0.5, "p95": 0.95}
EDGE = 0.2
"""Share of the scenarios at either end of an axis that its effect is measured between."""
FEWEST = 3
"""Scenarios below which nothing is said about what drives a measure."""


def join_parts(folder: Path, count: int) -> Path:
    """All rows in one Parquet file, by scenario number; the parts' order is the file's."""
    target = folder / RESULTS
    with whole(target) as fresh, pq.ParquetWriter(fresh, schema()) as writer:
        for number in range(count):
            table = pq.read_table(part_path(folder, number))
            writer.write_table(table.replace_schema_metadata(None))
    return target


def read_results(folder: Path) -> pd.DataFrame:
    """The rows of a finished sweep (see `geoecon.sweep.worker.schema`)."""
    words = ["region", "measure", "reason", "detail"]
    return pq.read_table(folder / RESULTS, read_dictionary=words).to_pandas()


def design_table(variants: Sequence[Variant]) -> pd.DataFrame:
    """One row a scenario, one column an axis; empty where the scenario leaves it as it is."""
    frame = pd.DataFrame.from_records(list(variants))
    return frame.rename_axis("scenario").reset_index()


def reasons(results: pd.DataFrame, scenarios: int) -> dict[str, int]:
    """How many scenarios were solved, and how many failed for each reason."""
    failed = results[results["region"].isna()]
    counted = Counter(failed["reason"].astype(str))
    return {"solved": scenarios - len(failed), **dict(sorted(counted.items()))}


def gaps(results: pd.DataFrame) -> dict[str, int]:
    """Rows of solved scenarios without a number: unbounded losses, measures without a value."""
    told = Counter(results["reason"].dropna().astype(str))
    return {name: told[name] for name in (NO_VALUE, UNBOUNDED) if told[name]}


def intervals(results: pd.DataFrame) -> pd.DataFrame:
    """p5, p50, p95 and mean over the scenarios that have a number, by region and measure.

    `scenarios` counts them: quantiles say nothing of those that failed.
    """
    known = results.dropna(subset="value")
    groups = known.groupby(["region", "measure"], observed=True, sort=False)["value"]
    table = groups.quantile(np.array([*LEVELS.values()])).unstack()
    table.columns = pd.Index(list(LEVELS))
    table["mean"] = groups.mean()
    table["scenarios"] = groups.size()
    return table.reset_index().astype({"region": str, "measure": str})


def drivers(results: pd.DataFrame, design: pd.DataFrame) -> pd.DataFrame:
    """What moves each measure, one row a region, measure and axis, the largest swing first.

    `low` and `high` are the measure's means over the fifth of the scenarios at either end of the
    axis (for names, `low_at` and `high_at` say which ones are extreme), `swing` is high − low,
    and `rank_correlation` Spearman's, for axes of numbers.
    """
    known = results.dropna(subset="value")
    wide = known.pivot(index="scenario", columns=["region", "measure"], values="value")
    axes = design.set_index("scenario")
    rows = []
    names = [wide.columns.get_level_values(level) for level in ("region", "measure")]
    for at, (region, measure) in enumerate(zip(*names, strict=True)):
        value = wide.iloc[:, at].dropna()
        if len(value) >= FEWEST:
            rows += [
                {"region": region, "measure": measure, "axis": name, **found}
                for name, axis in axes.loc[value.index].items()
                if (found := _effect(axis, value.to_numpy()))
            ]
    table = pd.DataFrame(rows, columns=["region", "measure", "axis", *COLUMNS])
    order = table["swing"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].sort_values(["region", "measure"], kind="stable", ignore_index=True)


COLUMNS = ("low_at", "high_at", "low", "high", "swing", "rank_correlation")


def _effect(axis: pd.Series, value: Array) -> dict[str, object] | None:
    """The measure at both ends of an axis; None where it takes one value alone."""
    given = axis.notna().to_numpy()
    known, values = axis[given], value[given]
    if known.nunique() < 2:
        return None
    if pd.api.types.is_numeric_dtype(known) and not pd.api.types.is_bool_dtype(known):
        return _numeric_effect(known.to_numpy(dtype=np.float64), values)
    return _named_effect(known.astype(str), values)


def _numeric_effect(axis: Array, value: Array) -> dict[str, object]:
    low_at, high_at = np.quantile(axis, [EDGE, 1 - EDGE])
    low = float(value[axis <= low_at].mean())
    high = float(value[axis >= high_at].mean())
    constant = np.ptp(value) == 0
    together = float("nan") if constant else pd.Series(axis).rank().corr(pd.Series(value).rank())
    return {
        "low_at": f"{low_at:.4g}", "high_at": f"{high_at:.4g}", "low": low, "high": high,
        "swing": high - low,
        "rank_correlation": together,
    }  # fmt: skip


def _named_effect(axis: pd.Series, value: Array) -> dict[str, object]:
    means = pd.Series(value).groupby(axis.to_numpy()).mean()
    low_at, high_at = str(means.idxmin()), str(means.idxmax())
    low, high = float(means.min()), float(means.max())
    return {"low_at": low_at, "high_at": high_at, "low": low, "high": high, "swing": high - low,
            "rank_correlation": None}  # fmt: skip
