"""Records of runs side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from geoecon.errors import GeoeconError

Record = dict[str, Any]


def side_by_side(records: Sequence[Record]) -> pd.DataFrame:
    """Index region (blocs last) and measure, one column a run (see `geoecon.compare`).

    Raises GeoeconError for fewer than two records.
    """
    if len(records) < 2:
        raise GeoeconError(
            "there is nothing to compare",
            why=f"{len(records)} given, two or more are needed",
            remedy="name two scenarios or run folders",
        )
    names = labels(records)
    columns = {name: _column(one) for name, one in zip(names, records, strict=True)}
    keys = list(dict.fromkeys(key for column in columns.values() for key in column))
    index = pd.MultiIndex.from_tuples(keys, names=["region", "measure"])
    frame = pd.DataFrame(
        {name: pd.Series(column, dtype="float64") for name, column in columns.items()}
    ).reindex(index)
    lost = zip(names, records, strict=True)
    frame.attrs["unbounded"] = {name: one["unbounded"] for name, one in lost if one["unbounded"]}
    return frame


def labels(records: Sequence[Record]) -> tuple[str, ...]:
    """A name for each record: the scenario's, with horizon and closure where that repeats."""
    names = [one["scenario"] for one in records]
    longer = [f"{one['scenario']} ({one['horizon']}, {one['closure']})" for one in records]
    often = Counter(names)
    told = [long if often[name] > 1 else name for name, long in zip(names, longer, strict=True)]
    return tuple(f"{name} [{told[:i].count(name) + 1}]" if told.count(name) > 1 else name
                 for i, name in enumerate(told))  # fmt: skip


def watched(records: Sequence[Record]) -> tuple[str, ...]:
    """The regions and blocs the scenarios look at: the focus first, then those around it."""
    return tuple(dict.fromkeys(code for one in records for code in one["watched"]))


def _column(one: Record) -> dict[tuple[str, str], float]:
    rows = one["headline"] | one["groups"]
    return {(region, name): value for region, row in rows.items() for name, value in row.items()}
