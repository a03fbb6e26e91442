"""Charts of a sweep: intervals by region, and the tornado of what drives one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoecon.report.svg import GAIN, INK, LOSS, MUTED, NEUTRAL, RULE, new_figure, plain_axes
from geoecon.report.units import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, LEFT, RIGHT, TOP, BOTTOM = 24.0, 150.0, 58.0, 6.0, 38.0
UNIT = "change of real income, per cent"


def interval_chart(rows: pd.DataFrame) -> Figure:
    """p5 to p95 as a line, p50 as a dot, one row a region, in the order given.

    `rows` has name, p5, p50 and p95, per cent.
    """
    figure, axes = _chart(rows["name"].tolist())
    heights = np.arange(float(len(rows)))
    colours = [GAIN if middle > 0 else LOSS for middle in rows["p50"]]
    axes.hlines(heights, rows["p5"], rows["p95"], color=colours, lw=3, alpha=0.55, zorder=2)
    axes.scatter(rows["p50"], heights, s=38, color=colours, zorder=3)
    axes.axvline(0, color=INK, lw=0.9, zorder=1)
    for height, middle in zip(heights, rows["p50"], strict=True):
        _beside(axes, signed(middle, 2), height)
    return figure


def tornado_chart(rows: pd.DataFrame, middle: float) -> Figure:
    """The mean at both ends of each axis around `middle`, the largest swing on top.

    `rows` as `geoecon.sweep.drivers.drivers`, for one region and measure.
    """
    figure, axes = _chart(rows["axis"].tolist())
    heights = np.arange(float(len(rows)))
    for end, colour in (("low", NEUTRAL), ("high", GAIN)):
        width = rows[end].to_numpy(dtype=float) - middle
        axes.barh(heights, width, left=middle, height=0.62, color=colour, zorder=2)
    axes.axvline(middle, color=INK, lw=0.9, zorder=3)
    for height, swing in zip(heights, rows["swing"], strict=True):
        _beside(axes, signed(swing, 2), height)
    return figure


def _chart(names: list[str]) -> tuple[Figure, Axes]:
    """An empty chart with a row a name, first on top."""
    figure = new_figure(ROW * max(len(names), 1) + TOP + BOTTOM)
    axes = plain_axes(figure, (LEFT, RIGHT, TOP, BOTTOM))
    axes.set_yticks(np.arange(len(names)), names)
    axes.tick_params(axis="y", labelcolor=INK, labelsize=11)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="x", color=RULE, lw=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.locator_params(axis="x", nbins=5)
    axes.set_xlabel(UNIT, color=MUTED, fontsize=11)
    return figure, axes


def _beside(axes: Axes, words: str, height: float) -> None:
    """A label at the right edge of a row."""
    place = axes.get_yaxis_transform()
    text = axes.annotate(words, (1, height), (6, 0), xycoords=place, textcoords="offset points")
    text.set(ha="left", va="center", fontsize=11, color=INK, annotation_clip=False)
