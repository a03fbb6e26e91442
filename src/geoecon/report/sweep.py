"""One HTML document about a sweep: intervals, what drives them, what failed, what was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from geoecon.report.html import (
    bullets,
    document,
    element,
    figure,
    paragraph,
    section,
    table,
    text,
)
from geoecon.report.svg import to_svg
from geoecon.report.sweep_figures import interval_chart, tornado_chart
from geoecon.report.units import percent, shortened, signed, visible

MEASURE = "real_income_pct"
MOST = 12
"""Axes in the tornado, and regions beside those the scenario looks at."""

SPREAD = (
    "Published ranges are turned into distributions by assumption: triangular from the low to the "
    "high value with the value in use as the mode, on the logarithm for trade elasticities; "
    "axes are independent. The intervals hold what was varied, and nothing else."
)


def write_sweep_report(
    path: Path, record: Mapping[str, Any], intervals: pd.DataFrame, drivers: pd.DataFrame
) -> Path:
    """Write the report of a sweep as one file that needs no other; returns its path.

    `record` is `sweep.json`; `intervals` and `drivers` the tables of the same folder.
    """
    page = document(
        record["title"],
        _opening(record, intervals),
        _pictures(record, intervals, drivers),
        _counts(record),
        _every_number(intervals),
    )
    path.write_text(page, encoding="utf-8")
    return path


def shown_intervals(record: Mapping[str, Any], intervals: pd.DataFrame) -> pd.DataFrame:
    """Real income of the regions that the scenario looks at, then of those that change most."""
    rows = intervals[intervals["measure"] == MEASURE]
    rows = rows.assign(
        name=[shortened(record["region_names"][code], 22) for code in rows["region"]]
    )
    watched = [record["focus"], *record["around"]]
    first = rows[rows["region"].isin(watched)]
    others = rows[~rows["region"].isin(watched) & rows["p50"].map(visible)]
    largest = others["p50"].abs().sort_values(ascending=False, kind="stable").index[:MOST]
    return pd.concat([first, others.loc[largest]]).sort_values("p50", kind="stable")


def _opening(record: Mapping[str, Any], intervals: pd.DataFrame) -> str:
    rows = intervals[(intervals["region"] == record["focus"]) & (intervals["measure"] == MEASURE)]
    name = record["region_names"][record["focus"]]
    answers = [
        f"Real income of {name}: {percent(row['p50'])} in the middle, "
        f"between {percent(row['p5'])} and {percent(row['p95'])} in nine of ten scenarios."
        for _, row in rows.iterrows()
    ]
    failed = record["scenarios"] - record["counts"]["solved"]
    if failed:
        answers.append(
            f"{failed} of {record['scenarios']} scenarios have no answer; see below why."
        )
    return element(
        "header",
        paragraph(f"geoecon sweep · {record['name']}", class_="kicker"),
        element("h1", text(record["title"])),
        paragraph(record["question"], class_="question"),
        *(paragraph(answer, class_="answer") for answer in answers),
    )


def _pictures(record: Mapping[str, Any], intervals: pd.DataFrame, drivers: pd.DataFrame) -> str:
    rows = shown_intervals(record, intervals)
    if rows.empty:
        return ""
    title = "Change of real income: p5, p50 and p95"
    chart = figure(title, to_svg(interval_chart(rows), title), "Dot: the middle scenario.")
    return section("How wide the answer is", chart, _tornado(record, rows, drivers), lead=SPREAD)


def _tornado(record: Mapping[str, Any], rows: pd.DataFrame, drivers: pd.DataFrame) -> str:
    here = (drivers["region"] == record["focus"]) & (drivers["measure"] == MEASURE)
    found = drivers[here].head(MOST)
    middle = rows.loc[rows["region"] == record["focus"], "p50"]
    if found.empty or middle.empty:
        return ""
    title = f"What drives real income of {record['region_names'][record['focus']]}"
    caption = (
        "Mean over the fifth of the scenarios with the lowest (grey) and the highest (blue) value "
        "of each axis; right: from one to the other."
    )
    return figure(title, to_svg(tornado_chart(found, float(middle.iloc[0])), title), caption)


def _counts(record: Mapping[str, Any]) -> str:
    told = [f"{count} {reason}" for reason, count in record["counts"].items()]
    absent = [f"{count} rows: {reason}" for reason, count in record["without_number"].items()]
    design = record["spec"]
    sizes = f"{record['scenarios']} scenarios, design {design['design']}"
    seed = f", seed {design['seed']}" if design["seed"] is not None else ""
    axes = [f"{name}: {content}" for name, content in design["axes"].items()]
    lines = [sizes + seed, *told, *absent, *axes, f"world {record['world']}"]
    return section("What was solved", bullets([text(line) for line in lines]))


def _every_number(intervals: pd.DataFrame) -> str:
    heads = ("Region", "Measure", "p5", "p50", "p95", "Mean", "Scenarios")
    rows = [
        (row["region"], row["measure"], *(signed(row[x], 3) for x in ("p5", "p50", "p95", "mean")),
         str(row["scenarios"]))
        for row in intervals.to_dict("records")
    ]  # fmt: skip
    summary = element("summary", text("Every region and measure, sortable"))
    return element("details", summary, table(heads, rows, class_="numbers"))
