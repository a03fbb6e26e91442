"""Gains from trade from home shares alone.

Arkolakis, Costinot and Rodríguez-Clare (2012), proposition 1; Costinot and Rodríguez-Clare
(2014), section 3.3, for many sectors with inputs: the loss from autarky is
W = Π_sk λ_k^(α_s ã_sk / θ_k), with ã the Leontief inverse of the input shares.
"""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.testing.random_worlds import Recipe, random_shock, random_world
from geoecon.testing.transforms import abroad
from geoecon.world.world import World

BALANCED = {"deficit": 0.0, "tariff": 0.0}


def home_share(flow: np.ndarray) -> np.ndarray:
    return np.einsum("nns->ns", flow) / flow.sum(axis=0)


def without_inputs(seed: int) -> World:
    world = random_world(Recipe(regions=5, sectors=1, **BALANCED), seed)
    return world.replace(input_share=np.zeros((5, 1, 1)))


@pytest.mark.parametrize("seed", range(5))
def test_one_sector(seed: int) -> None:
    world = without_inputs(seed)
    autarky = solve(world, Shock(trade_cost=abroad(world, np.inf)))
    lost = home_share(world.flow)[:, 0] ** (1 / world.trade_elasticity[0])
    np.testing.assert_allclose(autarky.real_income, lost, rtol=1e-8)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("sectors", [1, 3, 4])
def test_many_sectors_with_inputs(seed: int, sectors: int) -> None:
    world = random_world(Recipe(regions=4, sectors=sectors, **BALANCED), seed)
    autarky = solve(world, Shock(trade_cost=abroad(world, np.inf)))
    for n in range(4):
        inverse = np.linalg.inv(np.eye(sectors) - world.input_share[n].T)  # ã [s, k]
        power = world.final_share[n] @ inverse / world.trade_elasticity
        expected = np.prod(home_share(world.flow)[n] ** power)
        assert autarky.real_income[n] == pytest.approx(expected, rel=1e-8)
    assert autarky.block == (0, 1, 2, 3)


@pytest.mark.parametrize("seed", range(3))
def test_any_change_of_trade_costs_abroad(seed: int) -> None:
    """W = (λ'/λ)^(−1/θ) with one sector and no inputs, whatever happened to trade costs."""
    world = without_inputs(seed)
    shock = Shock(trade_cost=random_shock(world, seed).trade_cost)
    solution = solve(world, shock, closure="own income")
    change = home_share(solution.flow)[:, 0] / home_share(world.flow)[:, 0]
    np.testing.assert_allclose(
        solution.real_wage, change ** (-1 / world.trade_elasticity[0]), rtol=1e-8
    )
