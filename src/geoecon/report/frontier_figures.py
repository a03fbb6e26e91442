"""The chart of a frontier: every set solved, those that no other beats, and how they follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from geoecon.report.svg import GAIN, INK, LOSS, MUTED, NEUTRAL, RULE, new_figure, plain_axes
from geoecon.report.units import shortened

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT, WIDTH, MARGINS = 400.0, 900.0, (58.0, 370.0, 30.0, 46.0)
SHARP = 200
"""Dots an inch of the cloud of sets, the one part that is a picture and not lines."""
BN = 1000.0
GAP_POINTS = 13.0
"""Points between two numbers on the frontier; those nearer to the last one are left out."""
LETTERS, LINE = 84, 13.0
"""Letters of a set's name beside the chart, and points from one to the next."""


def frontier_chart(record: Mapping[str, Any], sets: pd.DataFrame, names: Sequence[str]) -> Figure:
    """Gain over doing nothing, billion USD a year, against the largest exposure, per cent.

    `record` as `frontier.json`, `sets` as `sets.parquet`, `names` of the sets on the frontier,
    which stand beside it as far as there is room. Sets without a number are not drawn. A cross
    is the set solved again with the network.
    """
    figure = new_figure(HEIGHT, WIDTH)
    figure.set_dpi(SHARP)
    axes = plain_axes(figure, MARGINS)
    known = sets[sets["exposure_pct"].notna()]
    axes.scatter(
        known["exposure_pct"], known["gain_musd"] / BN, s=5, color=NEUTRAL, alpha=0.35,
        linewidths=0, zorder=1, rasterized=True, label=f"{len(known):,} sets",
    )  # fmt: skip
    rows = record["frontier"]
    _steps(axes, rows)
    _nothing(axes, record["nothing"])
    _again(axes, rows)
    _names(axes, names)
    axes.grid(color=RULE, lw=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.locator_params(nbins=6)
    where = f"largest single exposure of {record['focus_name']}, % of its real income"
    axes.set_xlabel(where, color=MUTED, fontsize=11)
    axes.set_ylabel("expected gain, billion USD a year", color=MUTED, fontsize=11)
    axes.legend(
        loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, frameon=False, fontsize=10,
        labelcolor=INK,
    )  # fmt: skip
    return figure


def _steps(axes: Axes, rows: Sequence[Mapping[str, Any]]) -> None:
    """The frontier: what can be had up to each exposure, and the number of each set on it."""
    if not rows:
        return
    x = np.array([row["exposure_pct"] for row in rows])
    y = np.array([row["gain_musd"] for row in rows]) / BN
    axes.step(x, y, where="post", color=GAIN, lw=1.2, zorder=2)
    axes.scatter(x, y, s=26, color=GAIN, zorder=3, label="frontier")
    shown = None
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]
    for number, place in enumerate(axes.transData.transform(np.column_stack([x, y]))):
        if shown is not None and np.hypot(*(place - shown)) < GAP_POINTS * SHARP / 72:
            continue
        shown = place
        axes.annotate(
            str(number + 1), (x[number], y[number]), (-3, 5), textcoords="offset points",
            ha="right", fontsize=10, color=INK, zorder=4,
        )  # fmt: skip


def _nothing(axes: Axes, row: Mapping[str, Any]) -> None:
    if row["exposure_pct"] is not None:
        axes.scatter([row["exposure_pct"]], [0.0], s=44, marker="s", color=INK, zorder=3,
                     label="nothing done")  # fmt: skip


def _again(axes: Axes, rows: Sequence[Mapping[str, Any]]) -> None:
    """Where the frontier's sets come out with the network."""
    both = [row for row in rows if row.get("routes_exposure_pct") is not None]
    if both:
        axes.scatter(
            [row["routes_exposure_pct"] for row in both],
            [row["routes_gain_musd"] / BN for row in both],
            s=24, marker="x", lw=1.1, color=LOSS, zorder=3, label="frontier with routes",
        )  # fmt: skip


def _names(axes: Axes, names: Sequence[str]) -> None:
    room = int((HEIGHT - MARGINS[2] - MARGINS[3]) / LINE)
    shown = [shortened(name, LETTERS) for name in names[:room]]
    if len(names) > room:
        shown[-1] = f"and {len(names) - room + 1} more, in the table"
    for at, words in enumerate(shown):
        axes.annotate(
            words, (1, 1), (14, -LINE * (at + 0.5)), xycoords="axes fraction",
            textcoords="offset points", va="center", fontsize=9, color=INK, annotation_clip=False,
        )  # fmt: skip
