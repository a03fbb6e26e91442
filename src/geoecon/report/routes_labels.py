"""Where the names of routes and countries go on a route map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np

from geoecon.variables import Array

LETTER, LINE = 5.9, 13.0
"""Width of a letter and height of a line, points, for type of 10.5 points."""
GAPS = (4.0, 12.0, 22.0, 34.0)
"""Distances to try of a label from what it names, points."""
WAYS = [np.array(way) for way in product((0, -1, 1), (-1, 1, 0)) if way != (0, 0)]


@dataclass(frozen=True, eq=False)
class Label:
    """Lines of text around `at` (points), which belong to `anchor` on the map."""

    lines: tuple[str, ...]
    anchor: Array
    at: Array

    @property
    def half(self) -> Array:
        """Half its width and height, points."""
        return half_size(self.lines)


def half_size(lines: tuple[str, ...]) -> Array:
    """Half the width and height of lines of text, points."""
    return np.array([LETTER * max(map(len, lines)), LINE * len(lines)]) / 2 + 2


def beside(
    lines: tuple[str, ...], anchors: Array, box: Array, taken: list[Label], crowd: Array
) -> Label | None:
    """A label next to one of `anchors` [anchor, (x, y)], clear of those taken.

    Of the free places inside `box` it takes the one that hides fewest points of `crowd` and is
    nearest, earlier anchors before later ones. None where there is no free place.
    """
    half = half_size(lines)
    places = [
        (anchor, gap, anchor + way * (half + gap))
        for anchor, gap, way in product(anchors, GAPS, WAYS)
    ]
    return _best(lines, places, box, taken, crowd)


def over(line: str, point: Array, box: Array, taken: list[Label], crowd: Array) -> Label | None:
    """A label on its point or around it; None where the point is outside `box` or all taken."""
    if (point < box[0]).any() or (point > box[1]).any():
        return None
    steps = [(gap, way) for gap, way in product((0.0, *GAPS), WAYS)]
    places = [(point, gap, point + way * gap * np.array([2.0, 1.0])) for gap, way in steps]
    return _best((line,), places, box, taken, crowd)


def _best(
    lines: tuple[str, ...], places: list[tuple[Array, float, Array]], box: Array,
    taken: list[Label], crowd: Array,
) -> Label | None:  # fmt: skip
    """Of places (anchor, gap, place) the free one of least cost, or None."""
    half = half_size(lines)
    found = [
        (_hidden(place, half, crowd) + gap / 4, number, Label(lines, anchor, place))
        for number, (anchor, gap, place) in enumerate(places)
        if (place - half > box[0]).all() and (place + half < box[1]).all()
        if _free(place, half, taken)
    ]
    return min(found, key=lambda one: one[:2])[-1] if found else None


def _free(place: Array, half: Array, taken: Iterable[Label]) -> bool:
    return all((np.abs(place - other.at) > half + other.half).any() for other in taken)


def _hidden(place: Array, half: Array, crowd: Array) -> int:
    """How many points of the crowd lie under a label."""
    return int((np.abs(crowd - place) < half).all(axis=1).sum())
