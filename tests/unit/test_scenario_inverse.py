"""The way back leads back: tariffs, costs, embargoes, added trade, pooled duties."""

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.errors import ScenarioError
from geoecon.scenario import Shock, undo


def there_and_back(world, shock):
    there = solve(world, shock)
    back = solve(there.counterfactual_world(), undo(shock, world, there))
    return there, back


def assert_returned(world, shock):
    there, back = there_and_back(world, shock)
    assert np.abs(there.flow - world.flow).max() > 1  # something happened
    assert back.flow / world.output.sum() == pytest.approx(
        world.flow / world.output.sum(), abs=1e-10
    )
    assert back.real_income * there.real_income == pytest.approx(np.ones(7), abs=1e-8)


def cost(world, value):
    factor = np.ones(world.flow.shape)
    factor[0, 1:, 0], factor[2, 3] = value, value
    return factor


@pytest.mark.parametrize("value", [0.7, 1.5, np.inf])
def test_trade_costs_and_embargoes(small_world, value):
    assert_returned(small_world, Shock(trade_cost=cost(small_world, value)))


def test_tariffs_duties_and_productivity(small_world):
    tariff = small_world.tariff.copy()
    tariff[0, 1:] += 0.2
    productivity = np.ones((7, 3))
    productivity[2, 1] = 1.3
    shock = Shock(tariff=tariff, productivity=productivity, revenue_share=np.eye(7))
    assert_returned(small_world, shock)


def test_an_embargo_with_a_tariff_on_the_same_trade(small_world):
    tariff = small_world.tariff.copy()
    tariff[0, 1:] = 0.3
    assert_returned(small_world, Shock(trade_cost=cost(small_world, np.inf), tariff=tariff))


def test_added_trade_goes_again(small_world):
    added = np.zeros(small_world.flow.shape)
    added[1, 2], added[3, 4, 0] = 40.0, 80.0
    assert_returned(small_world, Shock(added_flow=added))


def test_trade_that_was_only_added_stops(small_world):
    flow = small_world.flow.copy()
    flow[1, 2, 0] = 0.0
    world = small_world.replace(flow=flow)
    added = np.zeros(flow.shape)
    added[1, 2, 0] = 40.0
    shock = Shock(added_flow=added)
    there, back = there_and_back(world, shock)
    assert there.flow[1, 2, 0] > 1
    assert back.flow[1, 2, 0] == 0
    assert np.isinf(undo(shock, world, there).trade_cost[1, 2, 0])


def test_no_way_back_for_a_region_without_a_supplier(small_world):
    flow = small_world.flow.copy()
    flow[0, :, 0] = 0.0  # region 0 makes none itself
    world = small_world.replace(flow=flow)
    stop = np.ones(flow.shape)
    stop[1:, 0, 0] = np.inf
    shock = Shock(trade_cost=stop)
    lost = solve(world, shock)
    assert list(lost.unbounded) == ["ARM"]
    with pytest.raises(ScenarioError, match="no way back for ARM"):
        undo(shock, world, lost)
