"""The sheet a route map is drawn on: what it covers, what it shows first, and where things lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geoecon.report.projection import azimuthal
from geoecon.variables import Array

WIDTH = 720.0
"""Points across what is shown first."""
REACH, HORIZON = 34.0, 115.0
"""Degrees from the middle within which ends of links are shown first, and drawn at all."""
FLATTEST, TALLEST = 0.5, 0.72
"""Height over width of what is shown first."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """An equal-area map about `centre`, in points from the upper left corner.

    `frame` and `whole` are corners [corner, (x, y)] on the unit sphere's plane: what is shown first
    and what can be reached from there.
    """

    centre: Array
    frame: Array
    whole: Array

    @property
    def scale(self) -> float:
        """Points in a radian."""
        return float(WIDTH / (self.frame[1, 0] - self.frame[0, 0]))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the whole, points."""
        width, height = (self.whole[1] - self.whole[0]) * self.scale
        return float(width), float(height)

    @property
    def box(self) -> Array:
        """What is shown first: corners [corner, (x, y)], upper left and lower right, points."""
        left, right = (self.frame[:, 0] - self.whole[0, 0]) * self.scale
        top, bottom = (self.whole[1, 1] - self.frame[::-1, 1]) * self.scale
        return np.array([[left, top], [right, bottom]])

    @property
    def view_box(self) -> str:
        """The same as SVG writes it: left, top, width and height."""
        return " ".join(f"{number:.1f}" for number in [*self.box[0], *(self.box[1] - self.box[0])])

    def place(self, degrees: Array) -> Array:
        """[vertex, (longitude, latitude)] in degrees -> [vertex, (x, y)] in points, y downwards."""
        flat = azimuthal(degrees, self.centre)
        corner = np.array([self.whole[0, 0], self.whole[1, 1]])
        return (flat - corner) * np.array([1.0, -1.0]) * self.scale


def ends(links: pd.DataFrame) -> Array:
    """Longitude and latitude of both ends of each link, [link, end, (longitude, latitude)]."""
    columns = [f"{end}_{axis}" for end in ("from", "to") for axis in ("longitude", "latitude")]
    return links[columns].to_numpy(dtype=float).reshape(-1, 2, 2)


def lay_out(links: pd.DataFrame) -> Sheet:
    """The sheet for the links of a run.

    In the middle are those of named routes or changed by the scenario that carry something, before
    or after; all that do, or else all, where there are none. What is shown first are their ends and
    those of others that carry and are near enough.
    """
    loaded = links[(links["before_kt_month"] > 0) | (links["after_kt_month"] > 0)]
    core = loaded[(loaded["route"] != "") | (loaded["changed"] != "")]
    places = ends(next(rows for rows in (core, loaded, links) if len(rows))).reshape(-1, 2)
    others = ends(links).reshape(-1, 2)
    centre = _middle(places)
    carrying = ends(loaded).reshape(-1, 2)
    near = carrying[_angle(carrying, centre) < REACH]
    seen = others[_angle(others, centre) < HORIZON]
    frame = _framed(azimuthal(np.concatenate([places, near]), centre))
    reached = np.concatenate([azimuthal(seen, centre), frame])
    margin = 0.03 * (frame[1] - frame[0])
    return Sheet(centre, frame, np.array([reached.min(0) - margin, reached.max(0) + margin]))


def in_sight(links: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """The links with both ends before the horizon."""
    near = _angle(ends(links).reshape(-1, 2), sheet.centre).reshape(-1, 2) < HORIZON
    return links[pd.Series(near.all(axis=1), index=links.index)]


def _framed(flat: Array) -> Array:
    """Corners around places, with a margin, not too flat and not too tall."""
    low, high = flat.min(0), flat.max(0)
    half = np.maximum((high - low) * 0.56, 0.02)
    width, height = half
    half = np.array([max(width, height / TALLEST), max(height, width * FLATTEST)])
    return np.array([(low + high) / 2 - half, (low + high) / 2 + half])


def _middle(degrees: Array) -> Array:
    """Longitude and latitude in the middle of places, also across the antimeridian."""
    x, y, z = _on_sphere(degrees).mean(axis=0)
    return np.degrees([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))])


def _angle(degrees: Array, centre: Array) -> Array:
    """Great-circle distance of places from the centre, degrees."""
    cosine = _on_sphere(degrees) @ _on_sphere(centre[None, :])[0]
    return np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))


def _on_sphere(degrees: Array) -> Array:
    """[place, (longitude, latitude)] -> [place, (x, y, z)] on the unit sphere."""
    east, north = np.radians(degrees).T
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], 1)
