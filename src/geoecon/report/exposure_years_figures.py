"""The chart of exposure over the years: one line a power, named at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from geoecon.report.svg import GAIN, INK, LOSS, MUTED, NEUTRAL, RULE, new_figure, plain_axes
from geoecon.report.units import shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEIGHT, MARGINS = 320.0, (48.0, 120.0, 12.0, 34.0)
COLOURS = (
    LOSS, GAIN, "#7a5195", "#3d7a4a", "#c08a1e", "#1f7f86", "#8c4a5e", NEUTRAL, "#5d6d1e",
    "#d0709b", "#394a9f", "#7d5a3c",
)  # fmt: skip
MOST = 8
"""Lines in one chart."""
GAP = 0.055
"""Least distance between two names, of the height of the chart."""
ROUNDS = 200
"""Enough for as many names as there are colours."""


def years_chart(
    lines: Mapping[str, Mapping[int, float]], order: Sequence[str] | None = None
) -> Figure:
    """Loss by year, per cent of income: `lines` name -> year -> loss, the largest first.

    A year without a number breaks the line. Names have their colours by their place in `order`, so
    that charts with one order show a name in one colour.
    """
    figure = new_figure(HEIGHT)
    axes = plain_axes(figure, MARGINS)
    years = sorted({year for line in lines.values() for year in line})
    ends = [line[max(line)] for line in lines.values()]
    top = max((loss for line in lines.values() for loss in line.values()), default=1.0)
    places = spread(ends, GAP * top)
    known = list(order or lines)
    for (name, line), place in zip(lines.items(), places, strict=True):
        colour = COLOURS[known.index(name) % len(COLOURS)]
        values = [line.get(year, float("nan")) for year in years]
        axes.plot(years, values, color=colour, lw=2, marker="o", ms=4, zorder=2)
        axes.annotate(
            shortened(name, 24), (years[-1], place), (8, 0), textcoords="offset points",
            va="center", fontsize=10.5, color=colour, annotation_clip=False,
        )  # fmt: skip
    axes.set_xticks(years, [str(year) for year in years])
    axes.set_ylim(min(0.0, *ends), 1.06 * max(top, *places))
    axes.tick_params(axis="x", labelcolor=INK)
    axes.grid(axis="y", color=RULE, lw=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.locator_params(axis="y", nbins=5)
    axes.set_ylabel("loss, % of income", color=MUTED, fontsize=11)
    return figure


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Places about `gap` apart or more, in the same order of height, none moved without need."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    found = list(places)
    for _ in range(ROUNDS):
        for low, high in pairwise(order):
            push = max(gap - (found[high] - found[low]), 0.0) / 2
            found[low], found[high] = found[low] - push, found[high] + push
    return found
