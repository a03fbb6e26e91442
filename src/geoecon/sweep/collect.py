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

LEVELS = {"p5": 0.05, "p50": 0.5, "p95": 0.95}


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
    for name in frame.select_dtypes(exclude="number").columns:
        frame[name] = frame[name].map(str, na_action="ignore")
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
