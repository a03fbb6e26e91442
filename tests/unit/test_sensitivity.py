"""The table of levers: order, units, and what it leaves out."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.couple.everything import Together, after, on_day
from geoecon.equilibrium.adjoint import gradient
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.errors import ConflictError, RangeError, UnknownNameError
from geoecon.measures.sensitivity import KINDS, route_sensitivities, sensitivities
from geoecon.scenario import build_shock, load_scenario
from geoecon.scenario.shock import Shock
from geoecon.testing.random_worlds import Recipe, random_world
from geoecon.world.store import load_world


@pytest.fixture(scope="module")
def solution() -> Solution:
    return solve(random_world(Recipe(regions=4, sectors=2), 1))


def test_the_largest_come_first_and_no_more_than_asked_for(solution: Solution) -> None:
    table = sensitivities(solution, "R1", largest=7)
    assert len(table) == 7
    assert table["change"].abs().is_monotonic_decreasing
    assert set(table["lever"]) <= set(KINDS)


def test_every_lever_once_and_none_inside_a_region(solution: Solution) -> None:
    table = sensitivities(solution, "R1", largest=1000)
    assert not table.duplicated(["lever", "exporter", "importer", "sector"]).any()
    assert (table["exporter"] != table["importer"]).all()
    traded = np.count_nonzero(solution.flow * (1 - np.eye(4))[:, :, None])
    assert (table["lever"] == "tariff").sum() == traded


def test_one_point_of_a_tariff_changes_real_income_as_the_table_says(solution: Solution) -> None:
    row = sensitivities(solution, "R1", levers=["tariff"]).iloc[0]
    world = solution.world
    cell = world.region(row["exporter"]), world.region(row["importer"]), world.sector(row["sector"])
    assert row["now"] == pytest.approx(100 * world.tariff[cell])
    tariff = world.tariff.copy()
    tariff[cell] += 1e-5
    change = solve(world, Shock(tariff=tariff), tolerance=1e-13).real_income[1] - 1
    assert 1e3 * 100 * change == pytest.approx(row["change"], rel=1e-3)
    assert row["step"] == "+1 point"
    assert row["unit"] == "%"


def test_money_outcomes_are_in_million_usd(solution: Solution) -> None:
    row = sensitivities(solution, "R1", "tariff revenue", levers=["tariff"], largest=1).iloc[0]
    found = gradient(solution, "R1", "tariff revenue")
    assert abs(row["change"]) == pytest.approx(np.abs(found.tariff).max() / 100)
    assert row["unit"] == "million USD"


def test_what_nobody_knows_is_refused(solution: Solution) -> None:
    with pytest.raises(UnknownNameError, match="lever"):
        sensitivities(solution, "R1", levers=["prayer"])
    with pytest.raises(UnknownNameError):
        sensitivities(solution, "R9")
    with pytest.raises(RangeError):
        sensitivities(solution, "R1", largest=0)


def test_a_gradient_of_the_embedded_world_takes_few_reverse_passes() -> None:
    """A forward solve of a large shock takes 36 steps at the long run and 57 at the year."""
    for horizon, most in (("long run", 60), ("year", 90)):
        found = gradient(solve(load_world(horizon=horizon)), "KAZ")
        assert found.steps <= most
        assert found.residual < 1e-9


@pytest.fixture(scope="module")
def closed() -> Together:
    """The embedded world after the terminal of the CPC has shut for a month."""
    scenario = load_scenario("cpc-closed")
    world = load_world(horizon=scenario.horizon)
    return after(world, scenario, build_shock(scenario, world)[0])


def test_room_on_the_ways_left_carries_as_much_more_of_the_oil_left_behind(
    closed: Together,
) -> None:
    """With oil to spare at the fields and buyers for it, 100 kt of room strand 100 kt less."""
    table = route_sensitivities(closed, "KAZ", "stranded", levers=["link capacity"])
    assert len(table) > 1
    np.testing.assert_allclose(table["change"], -100, rtol=1e-6)
    assert set(table["territory"]) == {"KAZ"}
    assert set(table["unit"]) == {"kt a month"}
    assert (table["now"] > 0).all()


def test_links_are_those_of_the_whole_network(closed: Together) -> None:
    """Sailings are spread over the sea legs that they take."""
    table = route_sensitivities(closed, "KAZ", levers=["link cost", "link time"], largest=10_000)
    assert set(table["link"]) <= set(closed.network.link_index)
    assert table["link"].str.startswith("leg-").any()
    assert set(table.loc[table["lever"] == "link cost", "cargo"]) == {"crude", "container", "bulk"}
    assert set(table.loc[table["lever"] == "link time", "cargo"]) == {""}
    assert not table.duplicated(["lever", "link", "cargo"]).any()


def test_a_loss_is_what_both_sides_make_of_a_lever(closed: Together) -> None:
    """Room on the ways left makes the loss smaller; without a baseline there is no loss."""
    world = closed.solution.world
    before = on_day(world, load_scenario("cpc-closed").date, closure=closed.solution.closure)
    table = route_sensitivities(closed, "KAZ", "loss", before=before, levers=["link capacity"])
    roomier = table.set_index("link")["change"]
    assert roomier["atyrau-samara-kazakh-section"] < 0
    assert roomier["kenkiyak-kumkol"] < 0
    assert route_sensitivities(before, "KAZ", "stranded").empty  # room on all ways: nothing is left
    with pytest.raises(ConflictError, match="against a baseline"):
        route_sensitivities(closed, "KAZ", "loss")
