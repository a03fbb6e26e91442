"""`World`: what it derives, that it is frozen, and how it takes labelled and bare arrays."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
import xarray

from geoecon.errors import UnknownNameError
from geoecon.testing.assertions import assert_same_world
from geoecon.testing.toys import oil_and_factories
from geoecon.testing.transforms import rescaled
from geoecon.world.world import World

FLOW = np.array([[80.0, 20.0], [30.0, 170.0]])


def labelled(values: np.ndarray = FLOW) -> xarray.DataArray:
    return xarray.DataArray(
        values,
        dims=("exporter", "importer"),
        coords={"exporter": ["A", "B"], "importer": ["A", "B"]},
    )


def test_one_sector_from_a_matrix() -> None:
    world = World.from_arrays(FLOW, regions=["A", "B"], trade_elasticity=4)
    assert world.sectors == ("all",)
    np.testing.assert_allclose(world.output[:, 0], [100, 200])
    np.testing.assert_allclose(world.expenditure[:, 0], [110, 190])
    np.testing.assert_allclose(world.deficit, [10, -10])
    np.testing.assert_allclose(world.trade_share[:, 0, 0], [80 / 110, 30 / 110])


def test_labelled_and_bare_arrays_are_one_world() -> None:
    bare = World.from_arrays(FLOW, regions=["A", "B"], trade_elasticity=4)
    assert_same_world(World.from_arrays(labelled(), trade_elasticity=4), bare, 0)
    turned = labelled().transpose("importer", "exporter")
    assert_same_world(World.from_arrays(turned, trade_elasticity=4), bare, 0)


def test_a_tariff_is_paid_on_top_of_what_the_seller_gets() -> None:
    tariff = np.array([[0, 0.5], [0.1, 0]])
    world = World.from_arrays(FLOW, regions=["A", "B"], trade_elasticity=4, tariff=tariff)
    np.testing.assert_allclose(world.expenditure[:, 0], [113, 200])
    np.testing.assert_allclose(world.tariff_revenue, [3, 10])
    np.testing.assert_allclose(world.deficit, [10, -10])


def test_arrays_are_copied_and_frozen() -> None:
    given = FLOW.copy()
    world = World.from_arrays(given, regions=["A", "B"], trade_elasticity=4)
    given[0, 0] = 1e6
    assert world.flow[0, 0, 0] == 80
    with pytest.raises(ValueError, match="read-only"):
        world.flow[0, 0, 0] = 1
    with pytest.raises(FrozenInstanceError):
        world.name = "other"  # type: ignore[misc]


def test_a_hash_knows_the_numbers_and_not_the_name() -> None:
    world = oil_and_factories()
    assert world.hash == oil_and_factories().replace(name="other").hash
    assert world.hash != rescaled(world, 1 + 1e-12).hash
    assert world.hash != world.replace(final_substitution=0.5).hash
    assert world.hash != world.replace(regions=("A", "B", "D")).hash


def test_positions_by_name() -> None:
    world = oil_and_factories()
    assert (world.region("C"), world.sector("goods")) == (2, 1)
    with pytest.raises(UnknownNameError, match="did you mean goods"):
        world.sector("good")


def test_a_dataset_carries_labels_and_units() -> None:
    data = oil_and_factories().to_dataset()
    assert float(data.flow.sel(exporter="A", importer="B", sector="oil")) == 60
    assert data.flow.attrs["unit"] == "million USD a year"
    assert data.input_share.dims == ("region", "supplier", "sector")
