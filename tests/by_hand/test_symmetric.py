"""Symmetric regions: wages stay one, and everything follows from the home share."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.testing.toys import symmetric
from geoecon.testing.transforms import abroad

HOME = 0.7


@pytest.mark.parametrize("regions", [2, 3, 5])
@pytest.mark.parametrize("theta", [0.5, 4.0, 15.0])
@pytest.mark.parametrize("gamma", [1.0, 0.4])
@pytest.mark.parametrize("cost", [0.8, 1.5, np.inf])
def test_iceberg_costs(regions: int, theta: float, gamma: float, cost: float) -> None:
    """Price of one's own bundle: c = w^γ P^(1−γ), so w/P = (h + (1−h) d^(−θ))^(1/(θγ))."""
    world = symmetric(regions, home=HOME, trade_elasticity=theta, value_added_share=gamma)
    solution = solve(world, Shock(trade_cost=abroad(world, cost)))
    access = HOME + (1 - HOME) * cost**-theta
    np.testing.assert_allclose(solution.wage, 1, rtol=1e-9)
    np.testing.assert_allclose(solution.real_income, access ** (1 / (theta * gamma)), rtol=1e-8)
    np.testing.assert_allclose(solution.real_wage, solution.real_income, rtol=1e-9)


def test_embargo_leaves_no_trade_at_all() -> None:
    world = symmetric(4)
    solution = solve(world, Shock(trade_cost=abroad(world, np.inf)))
    foreign = ~np.eye(4, dtype=bool)
    assert (solution.flow[foreign] == 0).all()
    assert solution.block == (0, 1, 2, 3)


@pytest.mark.parametrize(("before", "after"), [(0.0, 0.3), (0.25, 0.0), (0.1, 2.0)])
def test_tariffs_with_revenue(before: float, after: float) -> None:
    """I = wL / (1 − t/(1+t) · foreign share): duties come back as income."""
    theta, world = 4.0, symmetric(2, home=HOME, trade_elasticity=4.0, tariff=before)
    foreign = (1 - HOME) * ((1 + after) / (1 + before)) ** -theta
    share = foreign / (HOME + foreign)
    earned = 1 / (1 - after / (1 + after) * share)
    earned_before = 1 / (1 - before / (1 + before) * (1 - HOME))
    expected = earned / earned_before * (HOME + foreign) ** (1 / theta)
    solution = solve(world, Shock(tariff=abroad(world, 1 + after) - 1))
    np.testing.assert_allclose(solution.real_income, expected, rtol=1e-9)
    np.testing.assert_allclose(
        solution.tariff_revenue, 1000 * earned * after / (1 + after) * share, atol=1e-6
    )


@pytest.mark.parametrize("substitution", [0.3, 0.8, 1.5])
@pytest.mark.parametrize("cost", [1.5, np.inf])
def test_inputs_that_are_hard_to_replace(substitution: float, cost: float) -> None:
    """c^(1−ε) = γ + (1−γ) P^(1−ε) with P = kc, so c^(1−ε) = γ / (1 − (1−γ) k^(1−ε))."""
    theta, gamma, power = 4.0, 0.5, 1 - substitution
    world = symmetric(
        2, home=HOME, trade_elasticity=theta, value_added_share=gamma,
        input_substitution=substitution,
    )  # fmt: skip
    k = (HOME + (1 - HOME) * cost**-theta) ** (-1 / theta)
    unit_cost = (gamma / (1 - (1 - gamma) * k**power)) ** (1 / power)
    solution = solve(world, Shock(trade_cost=abroad(world, cost)))
    np.testing.assert_allclose(solution.unit_cost, unit_cost, rtol=1e-8)
    np.testing.assert_allclose(solution.real_income, 1 / (k * unit_cost), rtol=1e-8)
