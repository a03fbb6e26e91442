"""The charts: each a small pure function from a table to a figure."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoecon.report.svg import GAIN, INK, LOSS, MUTED, NEUTRAL, RULE, new_figure, plain_axes
from geoecon.report.units import percent, shortened, signed, visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, LABEL = 21.0, 52.0
"""Points from one bar to the next, and the width of a label."""
SECTOR_LEFT = 202.0
LEFT, RIGHT, TOP, BOTTOM = 138.0, 30.0, 6.0, 38.0


def ranked(headline: pd.DataFrame, always: Collection[str], most: int = 18) -> pd.DataFrame:
    """The rows to show in the ranking, largest gain first: those named and the largest changes.

    `headline` as `geoecon.measures.headline`; regions without a number are left out, and so are
    changes too small to print. At most `most` rows, unless `always` holds more.
    """
    known = headline.dropna(subset="real_income_pct")
    by_size = known["real_income_pct"].abs().sort_values(ascending=False, kind="stable").index
    named = [code for code in known.index if code in always]
    large = known["real_income_pct"].map(visible)
    others = [code for code in by_size if code not in always and large[code]]
    extremes = others[: max(most - len(named), 0)]
    chosen = known.loc[[*named, *extremes]]
    return chosen.sort_values("real_income_pct", ascending=False, kind="stable")


def income_ranking(rows: pd.DataFrame, emphasis: Collection[str]) -> Figure:
    """Real income by economy, per cent; `rows` as `ranked` returns them, first on top."""
    values = rows["real_income_pct"].to_numpy(dtype=float)
    figure = new_figure(ROW * max(len(rows), 1) + TOP + BOTTOM)
    axes = plain_axes(figure, (LEFT, RIGHT, TOP, BOTTOM))
    _bars(axes, values, rows["name"].tolist(), [percent(value) for value in values])
    for label, code in zip(axes.get_yticklabels(), rows.index, strict=True):
        if code in emphasis:
            label.set(fontweight="bold", color=INK)
    axes.set_xlabel("change of real income, per cent", color=MUTED, fontsize=11)
    return figure


def decomposition(row: pd.Series[float]) -> Figure:
    """Waterfall of one region's real income: terms of trade, volume of trade, the rest, the sum.

    `row` is a row of `geoecon.measures.headline` that has numbers, per cent of income.
    """
    total = row["real_income_pct"]
    parts = np.array([row["terms_of_trade_pct"], row["trade_volume_pct"]])
    steps = np.array([*parts, total - parts.sum(), total])
    starts = np.array([0.0, parts[0], parts.sum(), 0.0])
    names = ["Terms of trade", "Volume of trade", "Trade costs and rest", "Real income"]
    figure = new_figure(34 * 4 + TOP + BOTTOM)
    axes = plain_axes(figure, (LEFT, RIGHT, TOP, BOTTOM))
    _bars(axes, steps, names, [percent(step) for step in steps], starts)
    for above, end in enumerate(starts[:3] + steps[:3]):
        axes.plot([end, end], [above - 0.34, above + 1.34], color=NEUTRAL, lw=0.8)
    axes.get_yticklabels()[-1].set(fontweight="bold", color=INK)
    axes.set_xlabel("contribution to real income, per cent", color=MUTED, fontsize=11)
    return figure


def sector_changes(sectors: pd.DataFrame) -> Figure:
    """Change of output by sector, bn USD with per cent beside it, largest gain first.

    `sectors` as `geoecon.measures.by_sector` for one region, with a name; sectors without output
    before or after are left out.
    """
    rows = most_changed_sectors(sectors, len(sectors)).iloc[::-1]
    values = ((rows["output_after_musd"] - rows["output_before_musd"]) / 1000).to_numpy()
    return _sector_bars(
        rows,
        values,
        [percent(share) for share in rows["output_pct"]],
        "change of output, bn USD a year (label: per cent)",
    )


def price_changes(sectors: pd.DataFrame) -> Figure:
    """Change of the buyer's price by sector over the consumer price index, dearest first.

    `sectors` as for `sector_changes`; sectors without a price are left out.
    """
    rows = sectors[np.isfinite(sectors["price_pct"])]
    rows = rows.sort_values("price_pct", ascending=False, kind="stable")
    values = rows["price_pct"].to_numpy(dtype=float)
    labels = [percent(value) for value in values]
    unit = "change of price against consumer prices, per cent"
    return _sector_bars(rows, values, labels, unit, (NEUTRAL, NEUTRAL))


def _sector_bars(
    rows: pd.DataFrame,
    values: np.ndarray,
    labels: list[str],
    unit: str,
    colours: tuple[str, str] = (GAIN, LOSS),
) -> Figure:
    figure = new_figure(ROW * max(len(rows), 1) + TOP + BOTTOM)
    axes = plain_axes(figure, (SECTOR_LEFT, 14, TOP, BOTTOM))
    _bars(axes, values, rows["name"].tolist(), labels, colours=colours, most=37)
    axes.tick_params(axis="y", labelsize=10.5)
    axes.set_xlabel(unit, color=MUTED, fontsize=11)
    return figure


def partner_changes(partners: pd.DataFrame, side: str, most: int = 10) -> Figure:
    """Trade with the partners that change most: before (ring) and after (dot), bn USD a year.

    `side` is `exports` or `imports`; `partners` as `geoecon.measures.by_partner` with a name.
    """
    rows = most_changed_partners(partners, side, most)
    before, after = (rows[f"{side}_{when}_musd"].to_numpy() / 1000 for when in ("before", "after"))
    figure = new_figure(24 * max(len(rows), 1) + TOP + BOTTOM)
    axes = plain_axes(figure, (LEFT, 52, TOP, BOTTOM))
    colours = [GAIN if now > was else LOSS for was, now in zip(before, after, strict=True)]
    heights = np.arange(float(len(rows)))
    axes.hlines(heights, before, after, color=colours, lw=2.6, zorder=2)
    axes.scatter(before, heights, s=34, facecolor="white", edgecolor=colours, lw=1.5, zorder=3)
    axes.scatter(after, heights, s=36, color=colours, zorder=4)
    _rows(axes, rows["name"].tolist())
    edge = max(before.max(initial=0), after.max(initial=0)) * 1.06 or 1.0
    axes.set_xlim(0, edge)
    for height, was, now in zip(heights.tolist(), before, after, strict=True):
        text = signed(now - was, 1 if abs(now - was) >= 1 else 2)
        _say(axes, text, (edge, height), 6)
    axes.set_xlabel(f"{side}, bn USD a year (right: change)", color=MUTED, fontsize=11)
    return figure


def most_changed_partners(partners: pd.DataFrame, side: str, most: int) -> pd.DataFrame:
    """The partners with whom `side` (exports, imports) changes most in USD, largest loss first."""
    return _most_changed(partners, f"{side}_before_musd", f"{side}_after_musd", most)


def most_changed_sectors(sectors: pd.DataFrame, most: int) -> pd.DataFrame:
    """The sectors whose output changes most in USD, largest loss first."""
    return _most_changed(sectors, "output_before_musd", "output_after_musd", most)


def _most_changed(table: pd.DataFrame, before: str, after: str, most: int) -> pd.DataFrame:
    """Rows by size of change, those left out that hold nothing at either end or no number."""
    known = table.dropna(subset=[before, after])
    known = known[(known[before] > 0) | (known[after] > 0)]
    change = known[after] - known[before]
    largest = change.abs().sort_values(ascending=False, kind="stable").index[:most]
    return known.loc[change.loc[largest].sort_values(kind="stable").index]


def _bars(
    axes: Axes,
    values: np.ndarray,
    names: list[str],
    labels: list[str],
    starts: np.ndarray | None = None,
    colours: tuple[str, str] = (GAIN, LOSS),
    most: int = 22,
) -> None:
    """Horizontal bars, first on top, a label at the outer end of each."""
    base = np.zeros(len(values)) if starts is None else starts
    ends = base + values
    fill = [colours[0] if value > 0 else colours[1] for value in values]
    axes.barh(np.arange(len(values)), values, left=base, height=0.68, color=fill, zorder=2)
    axes.axvline(0, color=INK, lw=0.9, zorder=3)
    _rows(axes, names, most)
    axes.set_xlim(*_limits(np.array([0.0, *base, *ends]), values, axes))
    for height, (end, value, label) in enumerate(zip(ends, values, labels, strict=True)):
        _say(axes, label, (end, height), 4 if value > 0 else -4)


def _limits(reach: np.ndarray, values: np.ndarray, axes: Axes) -> tuple[float, float]:
    """Limits that leave room for the labels outside the bars, in points of the figure."""
    low, high = float(reach.min()), float(reach.max())
    sides = (bool((values < 0).any()), bool((values > 0).any()))
    width = axes.bbox.width
    room = LABEL * ((high - low) or 1.0) / (width - LABEL * sum(sides))
    return low - room * sides[0], high + room * sides[1]


def _rows(axes: Axes, names: list[str], most: int = 22) -> None:
    """One row a name, first on top, faint lines at the ticks of the horizontal axis."""
    axes.set_yticks(np.arange(len(names)), [shortened(name, most) for name in names])
    axes.tick_params(axis="y", labelcolor=INK, labelsize=11.5)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="x", color=RULE, lw=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.locator_params(axis="x", nbins=5)


def _say(axes: Axes, label: str, at: tuple[float, float], outward: float) -> None:
    """A label beside a mark, `outward` points from it (negative: to its left)."""
    side: Literal["left", "right"] = "left" if outward > 0 else "right"
    text = axes.annotate(label, at, (outward, 0), textcoords="offset points", ha=side, va="center")
    text.set(fontsize=11, color=INK, annotation_clip=False)
