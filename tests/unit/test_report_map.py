"""The maps: projections keep areas, classes mirror about zero, every economy has its place."""

import csv
import math

import numpy as np
import pytest

from geoecon.report.map import OUTLINES, RAMP, Shading, class_edges, focus_map, outlines, world_map
from geoecon.report.projection import azimuthal, equal_earth, within
from geoecon.report.svg import to_svg

CENTRE = np.array([71.4, 51.2])
PROJECTIONS = {"equal earth": equal_earth, "azimuthal": lambda at: azimuthal(at, CENTRE)}


@pytest.mark.parametrize("name", PROJECTIONS)
def test_projections_keep_areas(name):
    """Against the area element cos(latitude) of the unit sphere, by central differences."""
    project, step = PROJECTIONS[name], 1e-3
    grid = np.array([(x, y) for x in range(-150, 151, 30) for y in range(-80, 81, 20)], dtype=float)
    east, north = np.array([step, 0.0]), np.array([0.0, step])
    slope = [
        (project(grid + way) - project(grid - way)) / np.radians(2 * step) for way in (east, north)
    ]
    area = slope[0][:, 0] * slope[1][:, 1] - slope[0][:, 1] * slope[1][:, 0]
    np.testing.assert_allclose(area, np.cos(np.radians(grid[:, 1])), rtol=1e-5)


def test_azimuthal_distance_is_the_chord_and_north_is_up():
    there = CENTRE + np.array([[0.0, 10.0], [0.0, -10.0]])
    chord = 2 * math.sin(math.radians(5))
    np.testing.assert_allclose(azimuthal(there, CENTRE), [[0, chord], [0, -chord]], atol=1e-12)


def test_within_counts_great_circles():
    assert within(np.array([[71.4, 61.2]]), CENTRE, 11)
    assert not within(np.array([[71.4, 61.2]]), CENTRE, 9)


@pytest.mark.parametrize(
    ("largest", "edges"),
    [(-8.1, [0.1, 0.3, 1, 3]), (0.5, [0.01, 0.03, 0.1, 0.3]), (0.0, [0.03, 0.1, 0.3, 1])],
)
def test_class_edges_mirror_about_zero_up_to_the_largest(largest, edges):
    found = class_edges(np.array([largest, 0.0, np.nan]))
    np.testing.assert_allclose(found[4:], edges)
    np.testing.assert_allclose(found, -found[::-1])


def test_colours_tell_losses_gains_none_and_no_number_apart():
    shading = Shading({"A": -8.0, "B": 0.01, "C": 8.0, "D": math.nan}, frozenset({"D"}), "A")
    assert [shading.colour(code) for code in "ABC"] == [RAMP[0], RAMP[4], RAMP[8]]
    assert len({shading.colour(code) for code in "ABCDE"}) == 5


def test_every_economy_that_is_no_group_has_a_place():
    with (OUTLINES.parents[1] / "world" / "economies.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file) if row["members"] == row["code"]}
    assert codes == set(outlines().points)
    assert OUTLINES.stat().st_size < 150_000


def test_points_lie_in_or_near_their_outlines():
    """The capital is within the box around the outline, widened by a degree."""
    for code, point in outlines().points.items():
        if code in outlines().rings:
            every = np.concatenate(outlines().rings[code])
            assert (point > every.min(axis=0) - 1).all(), code
            assert (point < every.max(axis=0) + 1).all(), code


def test_the_edge_of_the_world_map_cuts_no_country():
    rings = [ring for rings in outlines().rings.values() for ring in rings]
    assert max(np.abs(np.diff(equal_earth(ring)[:, 0])).max() for ring in rings) < 1


def test_a_map_around_the_focus_labels_it_and_one_without_a_place_is_none():
    shading = Shading({"KAZ": -8.0, "LUX": 1.0}, frozenset(), "KAZ")
    text = to_svg(focus_map(shading, {"KAZ": "Kazakhstan"}), "a map")
    assert "Kazakhstan</text>" in text
    assert RAMP[0] in text
    assert to_svg(world_map(shading), "the world").count("<path") > 170
    assert focus_map(Shading({"A": 1.0}, frozenset(), "A"), {}) is None
