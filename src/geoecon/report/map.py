"""World maps of a change in per cent, by country, in classes mirrored about zero."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geoecon.report.projection import MERIDIAN, azimuthal, equal_earth, within
from geoecon.report.svg import INK, new_figure
from geoecon.report.units import percent
from geoecon.variables import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OUTLINES = Path(__file__).resolve().parent.parent / "data" / "map" / "outlines.json"
RAMP = (
    "#b2182b", "#d6604d", "#f4a582", "#fddbc7", "#e6e8eb",
    "#d1e5f0", "#92c5de", "#4393c3", "#2166ac",
)  # fmt: skip
"""ColorBrewer's RdBu, which the colour-blind can tell apart: four losses, none, four gains."""
UNBOUNDED, UNKNOWN, HATCH, SEA, BORDER = "#41205f", "#ffffff", "#c9ced6", "#f7f9fb", "#ffffff"
SMALL = 5e-4
"""Area on the unit sphere (20,000 square km) below which a country is drawn as a dot as well."""
WORLD_BOX = ((-2.72, 2.72), (-1.08, 1.33))
FOCUS_BOX = ((-0.95, 0.75), (-0.57, 0.53))
"""What the maps show, in radians: some 10,800 by 7,000 km around the focus."""

Project = Callable[[Array], Array]
Box = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Outlines:
    """Rings [vertex, (longitude, latitude)] and one point by country code, degrees."""

    rings: Mapping[str, tuple[Array, ...]]
    points: Mapping[str, Array]


@dataclass(frozen=True)
class Shading:
    """What the map says: per cent by country code, and who has an unbounded loss instead."""

    change: Mapping[str, float]
    lost: frozenset[str]
    focus: str

    @cached_property
    def edges(self) -> Array:
        """Class edges, per cent."""
        return class_edges(np.array(list(self.change.values())))

    def known(self, code: str) -> bool:
        """Whether the country has a number of its own."""
        return not np.isnan(self.change.get(code, np.nan))

    def colour(self, code: str) -> str:
        """Its class colour."""
        if code in self.lost:
            return UNBOUNDED
        if not self.known(code):
            return UNKNOWN
        return RAMP[int(np.searchsorted(self.edges, self.change[code]))]


@cache
def outlines() -> Outlines:
    """Country outlines of Natural Earth, 1:110m; built by `scripts/build_map.py`."""
    raw = json.loads(OUTLINES.read_text())
    rings = {
        code: tuple(np.array(ring, dtype=np.float64).reshape(-1, 2) / 100 for ring in found)
        for code, found in raw["outlines"].items()
    }
    return Outlines(rings, {code: np.array(at) / 100 for code, at in raw["points"].items()})


def class_edges(values: Array) -> Array:
    """Eight class edges mirrored about zero, on the ladder 1, 3, 10, up to the largest change.

    The outer classes are open. Where nothing changes the edges are those of a change by one.
    """
    largest = np.abs(values[np.isfinite(values)]).max(initial=0.0)
    ladder = np.array([base * 10.0**power for power in range(-6, 7) for base in (1, 3)])
    below = np.flatnonzero(ladder <= (largest if largest > ladder[3] else 1.0))[-4:]
    return np.concatenate([-ladder[below][::-1], ladder[below]])


def world_map(shading: Shading) -> Figure:
    """The whole world."""
    figure, axes = _canvas(720, WORLD_BOX)
    side = np.stack([np.full(181, MERIDIAN - 179.99), np.arange(-90.0, 91.0)], axis=1)
    globe = equal_earth(np.concatenate([side, side[::-1] + np.array([359.98, 0.0])]))
    axes.fill(*globe.T, color=SEA, zorder=0)
    _draw(axes, outlines().rings, equal_earth, shading)
    return figure


def focus_map(shading: Shading, labels: Mapping[str, str]) -> Figure | None:
    """The countries around the focus; those in `labels` (code to name) with their change.

    None where the focus has no place on the map, as in a world with regions of one's own.
    """
    centre = outlines().points.get(shading.focus)
    if centre is None:
        return None
    figure, axes = _canvas(720, FOCUS_BOX)
    axes.fill(*np.array([*product(*FOCUS_BOX)])[[0, 1, 3, 2]].T, color=SEA, zorder=0)

    def project(degrees: Array) -> Array:
        return azimuthal(degrees, centre)

    near = {
        code: tuple(ring for ring in rings if within(ring, centre, 100))
        for code, rings in outlines().rings.items()
    }
    _draw(axes, near, project, shading)
    _label(axes, project, shading, labels)
    return figure


def _canvas(width: float, box: Box) -> tuple[Figure, Axes]:
    (left, right), (low, high) = box
    figure = new_figure(width * (high - low) / (right - left), width)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=box[0], ylim=box[1], xticks=[], yticks=[])
    axes.patch.set_visible(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure, axes


def _draw(
    axes: Axes, rings: Mapping[str, tuple[Array, ...]], project: Project, shading: Shading
) -> None:
    """Countries, hatched where they have no number, the focus outlined last; then the dots."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    dots = dict(outlines().points)
    for code, found in rings.items():
        shapes = [project(ring) for ring in found]
        if sum(map(_area, shapes)) > SMALL:
            dots.pop(code, None)
        if not shapes:
            continue
        blank = not shading.known(code) and code not in shading.lost
        style = {"hatch": "/////", "edgecolor": HATCH, "lw": 0.4} if blank else {}
        style |= {"edgecolor": INK, "lw": 1.4, "zorder": 3} if code == shading.focus else {}
        outline = Outline.make_compound_path(*(Outline(shape, closed=True) for shape in shapes))
        plain = {"facecolor": shading.colour(code), "edgecolor": BORDER, "lw": 0.5, "zorder": 2}
        axes.add_artist(PathPatch(outline, **(plain | style)))
    _dots(axes, project, shading, dots)


def _dots(axes: Axes, project: Project, shading: Shading, points: Mapping[str, Array]) -> None:
    """A dot for each country too small to see."""
    shown = [code for code in points if shading.known(code) or code in shading.lost]
    places = project(np.array([points[code] for code in shown]).reshape(-1, 2))
    colours = [shading.colour(code) for code in shown]
    axes.scatter(places[:, 0], places[:, 1], s=26, color=colours, edgecolor=INK, lw=0.6, zorder=4)


def _label(axes: Axes, project: Project, shading: Shading, labels: Mapping[str, str]) -> None:
    """Names and changes at their points, those outside the frame left out."""
    taken: list[Array] = []
    for code, name in labels.items():
        value = "no number" if code in shading.lost else percent(shading.change[code])
        size = np.array([0.0135 * max(len(name), len(value)), 0.052]) / 2
        for place in _candidates(code, project, size):
            if all((np.abs(place - other[0]) > size + other[1]).any() for other in taken):
                taken.append(np.array([place, size]))
                weight = "bold" if code == shading.focus else "normal"
                # Two texts: a browser's font would set the lines of one text askew.
                for line, align in ((name, "bottom"), (value, "top")):
                    text = axes.text(place[0], place[1], line, ha="center", va=align)
                    text.set(fontsize=10.5, fontweight=weight, color=INK, zorder=5)
                break


def _candidates(code: str, project: Project, size: Array) -> Iterable[Array]:
    """Places for a label inside the frame, the best first: on its point, then around it."""
    if code not in outlines().points:
        return
    point = project(outlines().points[code][None, :])[0]
    box = np.array(FOCUS_BOX)
    if (point < box[:, 0]).any() or (point > box[:, 1]).any():
        return
    for step in ((0, 0), (0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1)):
        yield np.clip(point + np.array(step) * size, box[:, 0] + size, box[:, 1] - size)


def _area(ring: Array) -> float:
    """Area inside a ring [vertex, (x, y)] by the shoelace formula."""
    x, y = ring.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def legend_edges(edges: Iterable[float]) -> list[str]:
    """The class edges as a legend prints them: `−0.3`."""
    return [f"{edge:g}".replace("-", "−") for edge in edges]
