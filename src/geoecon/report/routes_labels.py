"""Where the names of routes and countries go on a route map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from geoecon.variables import Array

LETTER, LINE = 5.9, 13.0
"""Width of a letter and height of a line, points, for type of 10.5 points."""
STEPS = (0.75, 1.1, 1.6, 2.2)
"""Distances to try of a label from what it names, in its own half sizes."""


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


def beside(lines: tuple[str, ...], anchors: Array, box: Array, taken: list[Label],
           crowd: Array, steps: tuple[float, ...] = STEPS) -> Label | None:  # fmt: skip
    """A label near one of `anchors` [anchor, (x, y)], clear of those taken.

    Of the free places inside `box` it takes the one that hides fewest points of `crowd`, then the
    nearest. None where there is no free place.
    """
    half = half_size(lines)
    found = [
        (_hidden(place, half, crowd), step, number, Label(lines, anchor, place))
        for number, (anchor, step, place) in enumerate(_candidates(anchors, half, box, steps))
        if _free(place, half, taken)
    ]
    return min(found, key=lambda one: one[:3])[-1] if found else None


def over(line: str, point: Array, box: Array, taken: list[Label], crowd: Array) -> Label | None:
    """A label on its point or next to it; None where the point is outside `box` or all taken."""
    inside = (point > box[0]).all() and (point < box[1]).all()
    return beside((line,), point[None, :], box, taken, crowd, (0.0, *STEPS)) if inside else None


def _candidates(
    anchors: Array, half: Array, box: Array, steps: tuple[float, ...]
) -> Iterator[tuple[Array, float, Array]]:
    """Anchor, distance in label sizes and place, of those inside the box."""
    ways = [np.array(way) for way in product((0, -1, 1), (-1, 1, 0)) if way != (0, 0)]
    for anchor, step in product(anchors, steps):
        for way in ways:
            place = anchor + way * (half * step + 4)
            if (place - half > box[0]).all() and (place + half < box[1]).all():
                yield anchor, step, place


def _free(place: Array, half: Array, taken: Iterable[Label]) -> bool:
    return all((np.abs(place - other.at) > half + other.half).any() for other in taken)


def _hidden(place: Array, half: Array, crowd: Array) -> int:
    """How many points of the crowd lie under a label."""
    return int((np.abs(crowd - place) < half).all(axis=1).sum())
