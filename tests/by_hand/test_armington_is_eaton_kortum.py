"""The same numbers from two other models: Armington tastes and Eaton-Kortum technology.

Armington (1969): consumers hold each country's good apart, elasticity σ = θ + 1. Eaton and
Kortum (2002): every good is bought where it is cheapest, productivities being Fréchet(T, θ).
"""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.world.world import World

THETA = 4.0
SIGMA = THETA + 1
LABOUR = np.array([1000.0, 300.0])
TASTE = np.array([[0.88, 0.40], [0.12, 0.60]])  # [exporter, importer], sums to one
COST = np.array([[1.0, 0.9], [1.4, 1.0]])


@pytest.fixture(scope="module")
def solution() -> Solution:
    world = World.from_arrays(TASTE * LABOUR, regions=["A", "B"], trade_elasticity=THETA)
    return solve(world, Shock(trade_cost=COST[:, :, None]))


def quantities(wage: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Demand [exporter, importer] of consumers who maximise CES utility at prices w d."""
    price = wage[:, None] * cost
    weight = TASTE * price**-SIGMA
    return weight * (wage * LABOUR) / (TASTE * price ** (1 - SIGMA)).sum(axis=0)


def utility(quantity: np.ndarray) -> np.ndarray:
    inner = (TASTE ** (1 / SIGMA) * quantity ** ((SIGMA - 1) / SIGMA)).sum(axis=0)
    return inner ** (SIGMA / (SIGMA - 1))


def test_armington_utility(solution: Solution) -> None:
    """Goods markets clear in physical units, and utility changes as real income does."""
    low, high = 1e-3, 1e3
    for _ in range(200):
        middle = (low * high) ** 0.5
        wanted = (COST * quantities(np.array([middle, 1.0]), COST)).sum(axis=1)
        low, high = (middle, high) if wanted[0] > LABOUR[0] else (low, middle)
    wage = np.array([middle, 1.0])
    before = quantities(np.ones(2), np.ones((2, 2)))
    np.testing.assert_allclose(before.sum(axis=1), LABOUR, rtol=1e-12)
    change = utility(quantities(wage, COST)) / utility(before)
    np.testing.assert_allclose(solution.real_income, change, rtol=1e-9)
    assert solution.wage[0] / solution.wage[1] == pytest.approx(middle, rel=1e-9)


def lowest_prices(wage: np.ndarray, cost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares bought of each exporter and mean log price [importer], by integrating over prices.

    Each exporter's price of a good is distributed 1 − exp(−T (w d)^(−θ) p^θ); T are the tastes.
    """
    log_price = np.linspace(-12, 12, 200_001)
    rate = TASTE * (wage[:, None] * cost) ** -THETA
    hazard = np.exp(THETA * log_price)[:, None, None] * rate
    others_dearer = np.exp(-hazard.sum(axis=1))
    cheapest = THETA * hazard * others_dearer[:, None, :]
    step = log_price[1] - log_price[0]
    share = cheapest.sum(axis=0) * step
    mean = (cheapest.sum(axis=1) * log_price[:, None]).sum(axis=0) * step
    return share, mean


def test_eaton_kortum_lowest_prices(solution: Solution) -> None:
    """Integrating over the lowest prices gives the trade shares and the price change."""
    share, mean = lowest_prices(solution.wage, COST)
    _, mean_before = lowest_prices(np.ones(2), np.ones((2, 2)))
    spent = solution.flow[:, :, 0] / solution.expenditure[:, 0]
    np.testing.assert_allclose(spent, share, rtol=1e-8)
    np.testing.assert_allclose(solution.price[:, 0], np.exp(mean - mean_before), rtol=1e-8)
