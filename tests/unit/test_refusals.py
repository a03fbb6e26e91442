"""Bad worlds and bad shocks: each refused by its own error, saying what, where, why, what to do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray

from geoecon.equilibrium.solve import solve
from geoecon.errors import (
    AccountError,
    ConventionError,
    GeoeconError,
    LabelError,
    MissingValueError,
    RangeError,
    UnknownNameError,
)
from geoecon.scenario.shock import Shock
from geoecon.testing.toys import oil_and_factories
from geoecon.world.world import World

NAN, INF = float("nan"), float("inf")


def parts() -> dict[str, Any]:
    """A good world's arrays, to spoil."""
    world = oil_and_factories()
    names = ("flow", "tariff", "input_share", "labour_share", "trade_elasticity",
             "revenue_share", "foreign_share", "owner_share")  # fmt: skip
    return {name: getattr(world, name).copy() for name in names} | {
        "regions": world.regions,
        "sectors": world.sectors,
    }


def spoiled(name: str, cell: tuple[int, ...], value: float) -> dict[str, Any]:
    given = parts()
    given[name][cell] = value
    return given


def refused(error: type[GeoeconError], given: dict[str, Any]) -> GeoeconError:
    """The error of building that world, of exactly this class, complete and readable."""
    with pytest.raises(error) as caught:
        World.from_arrays(**given)
    assert type(caught.value) is error
    assert caught.value.what
    assert caught.value.why
    assert caught.value.remedy
    assert str(caught.value).startswith(caught.value.what)
    return caught.value


def test_the_unspoiled_world_is_accepted() -> None:
    assert World.from_arrays(**parts()).regions == ("A", "B", "C")


@pytest.mark.parametrize(
    ("name", "cell", "value", "error", "what", "where"),
    [
        ("flow", (0, 1, 0), NAN, MissingValueError, "flow is missing",
         "1 cells, the first at exporter A, importer B, sector oil"),
        ("flow", (2, 1, 1), -5.0, RangeError, "flow is -5",
         "1 cells, the first at exporter C, importer B, sector goods"),
        ("flow", (2, 1, 1), INF, RangeError, "flow is inf", "exporter C, importer B"),
        ("tariff", (0, 1, 0), NAN, MissingValueError, "tariff is missing", "importer B"),
        ("tariff", (0, 1, 0), -1.01, RangeError, "tariff is -1.01", "sector oil"),
        ("tariff", (1, 1, 0), 0.1, RangeError, "tariff on its own goods", "B"),
        ("input_share", (1, 0, 1), -0.1, RangeError, "input_share is -0.1",
         "region B, supplier oil, sector goods"),
        ("input_share", (1, 1, 1), 0.99, AccountError, "inputs cost 1.05 of output",
         "region B, sector goods"),
        ("labour_share", (2, 0), 1.2, RangeError, "labour_share is 1.2", "region C, sector oil"),
        ("trade_elasticity", (1,), -4.0, ConventionError, "trade elasticity is -4",
         "sector goods"),
        ("trade_elasticity", (0,), 0.0, ConventionError, "trade elasticity is 0", "sector oil"),
        ("trade_elasticity", (0,), NAN, MissingValueError, "trade_elasticity is missing", "oil"),
        ("revenue_share", (0, 0), 0.9, AccountError, "revenue_share do not sum to one", "A"),
        ("foreign_share", (1, 0), 0.5, AccountError, "owner_share do not sum to one", "B"),
        ("owner_share", (1, 0), 0.5, AccountError, "owner_share do not sum to one", "B"),
    ],
)  # fmt: skip
def test_a_cell_out_of_range(
    name: str,
    cell: tuple[int, ...],
    value: float,
    error: type[GeoeconError],
    what: str,
    where: str,
) -> None:
    found = refused(error, spoiled(name, cell, value))
    assert what in found.what
    assert where in found.where


@pytest.mark.parametrize("name", ["input_substitution", "final_substitution"])
@pytest.mark.parametrize("value", [0.0, -1.0, INF, NAN])
def test_substitution_out_of_range(name: str, value: float) -> None:
    with pytest.raises(RangeError, match=name):
        oil_and_factories().replace(**{name: value})


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"regions": ("A", "B", "A")}, "region labels repeat: A"),
        ({"sectors": ("oil", "oil")}, "sector labels repeat: oil"),
        ({"regions": ("A", "B")}, "flow has shape (3, 3, 2)"),
        ({"sectors": ("oil", "goods", "services")}, "flow has shape (3, 3, 2)"),
        ({"tariff": np.zeros((3, 3))}, "tariff has shape (3, 3)"),
        ({"input_share": np.zeros((2, 2, 3))}, "input_share has shape (2, 2, 3)"),
    ],
)
def test_labels_and_shapes_that_do_not_fit(changes: dict[str, Any], what: str) -> None:
    assert what in refused(LabelError, parts() | changes).what


def test_bare_arrays_need_names() -> None:
    with pytest.raises(LabelError, match="regions are not named"):
        World.from_arrays(np.ones((2, 2)), trade_elasticity=4)


def test_labelled_arrays_must_have_the_same_labels_in_the_same_order() -> None:
    world = oil_and_factories()
    tariff = world.to_dataset().tariff
    refused(LabelError, parts() | {"tariff": tariff.rename(importer="buyer")})
    other = refused(LabelError, parts() | {"tariff": tariff.isel(importer=[1, 0, 2])})
    assert "another order" in other.why
    renamed = tariff.assign_coords(exporter=["A", "B", "X"])
    found = refused(LabelError, parts() | {"tariff": renamed})
    assert (found.where, found.why) == ("dim exporter", "extra ['X'], lacking ['C']")


def test_accounts_that_are_impossible() -> None:
    nothing = parts()
    nothing["flow"][0] = 0
    assert "region A produces nothing" in refused(AccountError, nothing).what
    short = parts()
    short["input_share"][:, 0, 1] = 0.4
    found = refused(AccountError, short)
    assert "final demand is negative" in found.what
    assert "sector oil" in found.where


def test_names_that_nobody_knows_come_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean oil") as caught:
        oil_and_factories().sector("oils")
    assert caught.value.what == "unknown sector 'oils'"
    with pytest.raises(UnknownNameError, match="known names: A, B, C"):
        oil_and_factories().region("Atlantis")


def array(value: float, cell: tuple[int, ...] = (0, 1, 0), shape: tuple[int, ...] = (3, 3, 2)):
    values = np.ones(shape)
    values[cell] = value
    return values


@pytest.mark.parametrize(
    ("shock", "error", "what"),
    [
        (Shock(trade_cost=array(NAN)), MissingValueError, "trade_cost is missing"),
        (Shock(trade_cost=array(0.0)), RangeError, "trade_cost"),
        (Shock(trade_cost=array(-1.0)), RangeError, "trade_cost"),
        (Shock(trade_cost=np.ones((3, 3))), LabelError, "trade_cost has shape (3, 3)"),
        (Shock(productivity=array(INF, (0, 1), (3, 2))), RangeError, "productivity"),
        (Shock(productivity=array(0.0, (0, 1), (3, 2))), RangeError, "productivity"),
        (Shock(productivity=np.ones(3)), LabelError, "productivity has shape (3,)"),
        (Shock(tariff=np.full((3, 3, 2), -1.5)), RangeError, "tariff is -1.5"),
        (Shock(tariff=array(NAN)), MissingValueError, "tariff is missing"),
        (Shock(tariff=np.full((3, 3, 2), 0.1)), RangeError, "levies a tariff on its own goods"),
        (Shock(added_flow=array(-1.0)), RangeError, "flow is -1"),
        (Shock(revenue_share=np.eye(3) / 2), AccountError, "rows of revenue_share"),
        (Shock(revenue_share=array(NAN, (0, 1), (3, 3))), MissingValueError, "revenue_share"),
        (Shock(revenue_share=np.ones((2, 2))), LabelError, "revenue_share has shape (2, 2)"),
    ],
)
def test_bad_shocks(shock: Shock, error: type[GeoeconError], what: str) -> None:
    with pytest.raises(error) as caught:
        solve(oil_and_factories(), shock)
    assert type(caught.value) is error
    assert what in caught.value.what


def test_a_labelled_tariff_for_other_regions() -> None:
    world = oil_and_factories()
    tariff: xarray.DataArray = world.to_dataset().tariff
    with pytest.raises(LabelError, match="tariff does not match the world"):
        solve(world, Shock(tariff=tariff.assign_coords(exporter=["A", "B", "X"])))


def test_a_labelled_trade_cost_is_read_by_its_labels() -> None:
    world = oil_and_factories()
    labelled = xarray.ones_like(world.to_dataset().flow)
    labelled[0, 1, :] = 2.0
    plain = solve(world, Shock(trade_cost=labelled.values)).real_income
    turned = labelled.transpose("importer", "exporter", "sector")
    assert solve(world, Shock(trade_cost=turned)).real_income.tolist() == plain.tolist()
    with pytest.raises(LabelError, match="trade_cost does not match the world"):
        solve(world, Shock(trade_cost=labelled[::-1]))
