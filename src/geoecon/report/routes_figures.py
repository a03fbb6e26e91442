"""Loads by route before and after, with the capacity left to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoecon.report.svg import GAIN, INK, LOSS, MUTED, RULE, new_figure, plain_axes
from geoecon.report.units import shortened, signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, LEFT, RIGHT, TOP, BOTTOM = 40.0, 190.0, 76.0, 6.0, 40.0
WIDTH = 720.0
BEFORE = "#d9dde4"


def route_loads(rows: pd.DataFrame) -> Figure:
    """Load before (pale) and after (dark) by route, kt a month, a stroke where the room ends.

    `rows` has name, before_kt_month, after_kt_month and capacity_kt_month (NaN: not limited), in
    the order shown, first on top. A stroke beyond twice the largest load is left out.
    """
    figure = new_figure(ROW * len(rows) + TOP + BOTTOM, WIDTH)
    axes = plain_axes(figure, (LEFT, RIGHT, TOP, BOTTOM))
    before, after, room = (
        rows[f"{name}_kt_month"].to_numpy(dtype=float) for name in ("before", "after", "capacity")
    )
    heights = np.arange(float(len(rows)))
    colours = [LOSS if now < was else GAIN for was, now in zip(before, after, strict=True)]
    axes.barh(heights - 0.2, before, height=0.3, color=BEFORE, edgecolor=MUTED, lw=0.8, zorder=2)
    axes.barh(heights + 0.14, after, height=0.34, color=colours, zorder=2)
    edge = _edge(before, after, room)
    shown = room <= edge
    axes.vlines(room[shown], heights[shown] - 0.4, heights[shown] + 0.36, color=INK, lw=2, zorder=3)
    _frame(axes, [shortened(name, 30) for name in rows["name"]], edge)
    for height, was, now in zip(heights, before, after, strict=True):
        _beside(axes, signed(now - was, 0), height)
    return figure


def _edge(before: np.ndarray, after: np.ndarray, room: np.ndarray) -> float:
    """Where the axis ends: past the largest load, and past a capacity up to twice as large."""
    loads = np.concatenate([before, after])
    largest = float(loads[np.isfinite(loads)].max(initial=0.0)) or 1.0
    limits = room[room <= 2 * largest]
    return max(largest, float(limits.max(initial=0.0))) * 1.04


def _frame(axes: Axes, names: list[str], edge: float) -> None:
    """Names at the left, faint lines at the ticks, the unit below."""
    axes.set_yticks(np.arange(len(names)), names)
    axes.tick_params(axis="y", labelcolor=INK, labelsize=12)
    axes.set(xlim=(0, edge), ylim=(len(names) - 0.4, -0.6))
    axes.grid(axis="x", color=RULE, lw=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_xlabel("thousand tonnes a month (right: change)", color=MUTED, fontsize=11)


def _beside(axes: Axes, words: str, height: float) -> None:
    """A label at the right edge of a row."""
    place = axes.get_yaxis_transform()
    text = axes.annotate(words, (1, height), (8, 0), xycoords=place, textcoords="offset points")
    text.set(ha="left", va="center", fontsize=11.5, color=INK, annotation_clip=False)
