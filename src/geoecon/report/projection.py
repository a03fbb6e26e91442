"""Map projections that keep areas, so that no country looks larger than it is."""

from __future__ import annotations

import numpy as np

from geoecon.variables import Array

MERIDIAN = 11.6
"""Central meridian of the world map, degrees east: no country of the outlines is cut by its edge,
which runs through the Bering Strait."""


def equal_earth(degrees: Array, meridian: float = MERIDIAN) -> Array:
    """Equal Earth projection of [vertex, (longitude, latitude)] to [vertex, (x, y)], unit sphere.

    Šavrič, Patterson and Jenny (2018), The Equal Earth map projection, International Journal of
    Geographical Information Science 33(3).
    """
    east = np.radians((degrees[:, 0] - meridian + 180) % 360 - 180)
    north = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(degrees[:, 1])))
    a = (1.340264, -0.081106, 0.000893, 0.003796)
    slope = a[0] + 3 * a[1] * north**2 + north**6 * (7 * a[2] + 9 * a[3] * north**2)
    height = a[0] * north + a[1] * north**3 + north**7 * (a[2] + a[3] * north**2)
    return np.stack([2 / np.sqrt(3) * east * np.cos(north) / slope, height], axis=1)


def azimuthal(degrees: Array, centre: Array) -> Array:
    """Lambert azimuthal equal-area projection about `centre`, shapes as `equal_earth`.

    Snyder (1987), Map Projections: A Working Manual, US Geological Survey, equations 22-4, 22-5
    and 24-2. The point opposite the centre has no place on the map.
    """
    cosine, right, up = _tangent(degrees, centre)
    scale = np.sqrt(2 / (1 + cosine))
    return np.stack([scale * right, scale * up], axis=1)


def within(degrees: Array, centre: Array, angle: float) -> bool:
    """Whether any vertex lies within `angle` degrees of `centre` along a great circle."""
    return bool(_tangent(degrees, centre)[0].max() > np.cos(np.radians(angle)))


def _tangent(degrees: Array, centre: Array) -> tuple[Array, Array, Array]:
    """Cosine of the distance from the centre, and the components to its east and north."""
    east, north = np.radians(degrees[:, 0] - centre[0]), np.radians(degrees[:, 1])
    middle = np.radians(centre[1])
    sin, cos = np.sin(middle), np.cos(middle)
    cosine = sin * np.sin(north) + cos * np.cos(north) * np.cos(east)
    up = cos * np.sin(north) - sin * np.cos(north) * np.cos(east)
    return cosine, np.cos(north) * np.sin(east), up
