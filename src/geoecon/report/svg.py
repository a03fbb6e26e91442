"""Figures without global state, and their SVG: the same figure gives the same bytes."""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, MUTED, RULE = "#1d2433", "#5b6474", "#d9dde4"
LOSS, GAIN, NEUTRAL = "#b5402a", "#2a6ca8", "#8a919e"
WIDTH = 440.0
"""Points: half a page on a screen, a whole one on a phone."""

PATH, DIGITS = re.compile(r' d="[^"]+"'), re.compile(r"(\.\d\d)\d+")
"""Coordinates, and their digits beyond a hundredth of a point."""
GROUP_ID = re.compile(r' id="[A-Za-z0-9.]+_\d+"')


def new_figure(height: float, width: float = WIDTH) -> Figure:
    """An empty figure, sizes in points."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    figure.patch.set_visible(False)
    return figure


def plain_axes(figure: Figure, margins: tuple[float, float, float, float]) -> Axes:
    """Axes without frame or ticks; margins left, right, top, bottom in points."""
    width, height = figure.get_size_inches() * 72
    left, right, top, bottom = margins
    box = (left / width, bottom / height, 1 - (left + right) / width, 1 - (top + bottom) / height)
    axes = figure.add_axes(box)
    axes.patch.set_visible(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelsize=11, labelcolor=MUTED, pad=4)
    return axes


def to_svg(figure: Figure, label: str) -> str:
    """The figure as an inline `<svg>` element that says to screen readers what it shows."""
    import matplotlib

    target = io.StringIO()
    # Text stays text, so that it can be read aloud, searched and resized; ids come from content.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": label}):
        figure.savefig(target, format="svg", metadata={"Date": None})
    text = target.getvalue()
    text = text[text.index("<svg") :]
    box = re.search(r'viewBox="[^"]+"', text)
    assert box, "matplotlib writes a viewBox"
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    body = re.sub(r"<metadata>.*?</metadata>", "", text[text.index(">") + 1 :], flags=re.DOTALL)
    body = PATH.sub(lambda found: DIGITS.sub(r"\1", found[0]), body)
    # One page holds several figures, and an id may stand in it only once.
    return f'{head}{box[0]} role="img" aria-label="{escape(label)}">{GROUP_ID.sub("", body)}'
