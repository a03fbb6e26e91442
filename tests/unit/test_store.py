"""Worlds written and read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geoecon import describe_world
from geoecon.errors import DataError, LabelError, UnknownNameError
from geoecon.world.store import at_horizon, load_world, save_world
from geoecon.world.world import STORED, World


@pytest.fixture
def world() -> World:
    flow = np.array([[90.0, 10.0], [12.0, 80.0]])
    return World.from_arrays(flow, regions=["A", "B"], trade_elasticity=4.0)


def test_a_world_comes_back_equal(world: World, tmp_path: Path) -> None:
    path = save_world(world, tmp_path / "mine.npz")
    again = load_world(path, horizon="as given")
    assert again.hash == world.hash
    assert (again.regions, again.sectors, again.name) == (world.regions, world.sectors, "mine")
    assert all(np.array_equal(getattr(again, name), getattr(world, name)) for name in STORED)


def test_a_file_that_is_no_world_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.npz"
    path.write_text("not a world")
    with pytest.raises(DataError, match="no world can be read"):
        load_world(path)


def test_an_archive_without_the_arrays_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "short.npz"
    np.savez(path, regions=np.array(["A"]), sectors=np.array(["all"]))
    with pytest.raises(LabelError, match="lacks flow"):
        load_world(path)


def test_a_preset_needs_its_sectors(world: World) -> None:
    with pytest.raises(UnknownNameError, match="unknown sector 'all'"):
        at_horizon(world, "year")


def test_an_unknown_horizon_names_the_nearest(world: World) -> None:
    with pytest.raises(UnknownNameError, match="long run"):
        at_horizon(world, "longrun")


def test_what_is_estimated_is_kept_and_shown(world: World, tmp_path: Path) -> None:
    estimated = np.zeros(world.flow.shape, dtype=bool)
    estimated[0, 1] = True  # 10 of the 22 that A and B trade
    path = save_world(world.replace(estimated=estimated), tmp_path / "mine.npz")
    shown = describe_world(load_world(path, horizon="as given"))["economies"]
    assert shown["estimated_pct"].tolist() == pytest.approx([100 * 10 / 22] * 2)
    assert describe_world(world)["economies"]["estimated_pct"].isna().all()
