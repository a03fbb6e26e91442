"""The chart of an exposure table: what the country loses beside what each power loses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from geoecon.report.svg import GAIN, INK, LOSS, MUTED, RULE, new_figure, plain_axes
from geoecon.report.units import decimals, shortened, signed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, LEFT, RIGHT, TOP, BOTTOM = 34.0, 165.0, 58.0, 26.0, 38.0
BAR = 0.36
BN = 1000.0


def exposure_chart(rows: Sequence[dict[str, Any]], focus: str) -> Figure:
    """Two bars a power, billion USD a year: the focus's loss and the power's own; first on top.

    `rows` as in `exposure.json`; those without a number are left out by the caller. A power whose
    own loss is unknown has one bar.
    """
    figure = new_figure(ROW * max(len(rows), 1) + TOP + BOTTOM)
    axes = plain_axes(figure, (LEFT, RIGHT, TOP, BOTTOM))
    heights = np.arange(float(len(rows)))
    for key, shift, colour, label in (
        ("loss_musd", -BAR / 2, LOSS, f"{shortened(focus, 24)} loses"),
        ("own_loss_musd", BAR / 2, GAIN, "the power itself loses"),
    ):
        known = [i for i, row in enumerate(rows) if row[key] is not None]
        values = [rows[i][key] / BN for i in known]
        axes.barh(heights[known] + shift, values, BAR, color=colour, label=label, zorder=2)
        for i, value in zip(known, values, strict=True):
            words = signed(value, decimals(abs(value))).removeprefix("+")
            axes.annotate(
                words, (max(value, 0.0), heights[i] + shift), (4, 0), textcoords="offset points",
                va="center", fontsize=9, color=INK, annotation_clip=False,
            )  # fmt: skip
    axes.axvline(0, color=INK, lw=0.9, zorder=3)
    axes.set_yticks(heights, [bar_label(row) for row in rows])
    axes.tick_params(axis="y", labelcolor=INK, labelsize=11)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(axis="x", color=RULE, lw=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.locator_params(axis="x", nbins=5)
    axes.set_xlabel("loss, billion USD a year", color=MUTED, fontsize=11)
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2, frameon=False, fontsize=10)
    return figure


def bar_label(row: dict[str, Any]) -> str:
    """`Russia, trade`."""
    name = row["power"] if row["bloc"] else shortened(row["power_name"], 18)
    return f"{name}, {row['kind']}"
