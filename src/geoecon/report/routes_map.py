"""Where the cargo goes: loads before and after on a map that a page can zoom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoecon.report.map import BORDER, SEA, outlines
from geoecon.report.projection import within
from geoecon.report.routes_labels import LINE, Label, beside, over
from geoecon.report.routes_lines import BAND, COLOURS, Line, along, drawn_lines, width
from geoecon.report.routes_sheet import HORIZON, Sheet, in_sight, lay_out
from geoecon.report.svg import INK, MUTED, new_figure, plain_axes, to_svg
from geoecon.variables import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LAND = "#eaecef"
VIEW_BOX = re.compile(r'viewBox="[^"]+"')
GROUP = re.compile(r'<g id="(link|label)-(\d+)">')


def routes_map(
    links: pd.DataFrame, titles: Mapping[str, str], labels: Mapping[str, tuple[str, ...]],
    countries: Mapping[str, str], alternative: str,
) -> str:  # fmt: skip
    """An `<svg>` of the links, `""` without any that carried something or was changed.

    `links` as `geoecon.measures.routes` has them; `titles` says by link id what a pointer shows;
    `labels` are the lines that name a route, `countries` names by code, `alternative` the words
    for those who cannot see it. The picture reaches beyond what it shows at first.
    """
    if links.empty:
        return ""
    sheet = lay_out(links)
    lines = drawn_lines(in_sight(links, sheet), sheet, titles)
    if not lines:
        return ""
    figure = new_figure(sheet.size[1], sheet.size[0])
    axes = plain_axes(figure, (0, 0, 0, 0))
    axes.set(xlim=(0, sheet.size[0]), ylim=(sheet.size[1], 0), xticks=[], yticks=[])
    _draw_land(axes, sheet)
    _draw_lines(axes, lines)
    marks = list(_marks(lines))
    named = list(placed_labels(lines, marks, labels, countries, sheet))
    for number, label in enumerate([*marks, *named]):
        _write(axes, label, f"label-{number}", bold=number < len(marks))
    svg = VIEW_BOX.sub(f'viewBox="{sheet.view_box}"', to_svg(figure, alternative), count=1)
    return GROUP.sub(lambda found: _group(found, lines, [*marks, *named]), svg)


def placed_labels(
    lines: list[Line], marks: list[Label], routes: Mapping[str, tuple[str, ...]],
    countries: Mapping[str, str], sheet: Sheet,
) -> Iterator[Label]:  # fmt: skip
    """Names of routes beside their longest links, then of countries where there is room."""
    crowd = np.concatenate([along(line.course) for line in lines])
    box, taken = sheet.box + np.array([[4.0], [-4.0]]), list(marks)
    for route, words in routes.items():
        own = sorted((line for line in lines if line.route == route), key=_length)[-3:]
        if own and (label := beside(words, _anchors(own), box, taken, crowd)):
            taken.append(label)
            yield label
    for code, name in countries.items():
        if code in outlines().points:
            point = sheet.place(outlines().points[code][None, :])[0]
            if label := over(name, point, box, taken, crowd):
                taken.append(label)
                yield label


def _anchors(lines: list[Line]) -> Array:
    return np.array([line.middle for line in reversed(lines)])


def _length(line: Line) -> float:
    return float(np.hypot(*np.diff(line.course, axis=0).T).sum())


def _marks(lines: list[Line], apart: float = 16.0) -> Iterator[Label]:
    """Marks half way along changed links, the largest first, none upon another."""
    taken: list[Array] = []
    for line in reversed(lines):
        if line.mark and all(np.hypot(*(line.middle - other)) > apart for other in taken):
            taken.append(line.middle)
            yield Label((line.mark,), line.middle, line.middle)


def _draw_land(axes: Axes, sheet: Sheet) -> None:
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path as Outline

    axes.add_artist(Rectangle((0, 0), *sheet.size, facecolor=SEA, zorder=0))
    for rings in outlines().rings.values():
        shapes = [sheet.place(ring) for ring in rings if within(ring, sheet.centre, HORIZON)]
        if shapes:
            whole = Outline.make_compound_path(*(Outline(shape, closed=True) for shape in shapes))
            axes.add_artist(PathPatch(whole, facecolor=LAND, edgecolor=BORDER, lw=0.8, zorder=1))


def _draw_lines(axes: Axes, lines: list[Line]) -> None:
    """Bands of what was carried before, then lines of what is carried after."""
    largest = max(line.load for line in lines)
    for number, line in enumerate(lines):
        styles: list[dict[str, Any]] = [
            {
                "color": COLOURS[line.state],
                "lw": width(line.after, largest),
                "zorder": 3,
                "solid_capstyle": "round",
            }
        ]
        if line.state == "closed":
            styles = [{"color": COLOURS["closed"], "lw": 1.8, "ls": (0, (4, 3)), "zorder": 3}]
        elif not line.after > 0:
            styles = []
        if line.before > 0:
            band = width(line.before, largest) + 1.6
            styles.append({"color": BAND, "lw": band, "zorder": 2, "solid_capstyle": "round"})
        # A sailing stands for its ends alone: its arc must not outshine what lies under it.
        alpha = 0.55 if line.sailing else 1.0
        for style in styles:
            axes.plot(*line.course.T, gid=f"link-{number}", alpha=alpha, **style)


def _write(axes: Axes, label: Label, gid: str, bold: bool) -> None:
    """Its lines, one below the other about its place; the first of several in bold."""
    top = label.at[1] - (len(label.lines) - 1) / 2 * LINE
    for number, line in enumerate(label.lines):
        heavy = bold or (number == 0 and len(label.lines) > 1)
        text = axes.text(label.at[0], top + number * LINE, line, ha="center", va="center", gid=gid)
        text.set(
            fontsize={"×": 17, "◆": 11}.get(line, 10.5),
            fontweight="bold" if heavy else "normal",
            zorder=5,
        )
        text.set_color(COLOURS["closed"] if bold else INK if len(label.lines) > 1 else MUTED)


def _group(found: re.Match[str], lines: list[Line], labels: list[Label]) -> str:
    """A link with what a pointer shows; a label with the place it must stay at when zoomed."""
    kind, number = found[1], int(found[2])
    if kind == "link":
        return f'<g class="link"><title>{escape(lines[number].title)}</title>'
    x, y = labels[number].anchor
    return f'<g class="label" data-x="{x:.1f}" data-y="{y:.1f}">'
