"""Terms of trade: whom a tariff serves."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.testing.toys import symmetric
from geoecon.world.world import World


def real_incomes(world: World, rates: dict[tuple[int, int], float]) -> np.ndarray:
    """Real incomes after setting tariffs {(exporter, importer): rate}."""
    tariff = world.tariff.copy()
    for pair, rate in rates.items():
        tariff[pair] = rate
    return solve(world, Shock(tariff=tariff)).real_income


@pytest.mark.parametrize("theta", [2.0, 4.0, 8.0])
def test_small_open_economy_does_best_with_one_over_theta(theta: float) -> None:
    """Foreign demand for its good has elasticity 1 + θ, hence the optimal tariff 1/θ."""
    small, large = 1.0, 1e5
    flow = np.array([[0.6 * small, 0.4 * small], [0.4 * small, large - 0.4 * small]])
    world = World.from_arrays(flow, regions=["small", "large"], trade_elasticity=theta)
    low, best, high = (
        real_incomes(world, {(1, 0): factor / theta})[0] for factor in (0.95, 1.0, 1.05)
    )
    assert best > max(low, high)
    assert best > 1


def test_a_large_country_gains_what_its_partner_more_than_loses() -> None:
    own, partner = real_incomes(symmetric(2), {(1, 0): 0.05})
    assert own > 1 > partner
    assert own + partner < 2


def test_a_tariff_war_hurts_both() -> None:
    after = real_incomes(symmetric(2), {(0, 1): 0.3, (1, 0): 0.3})
    assert (after < 1).all()


def test_a_prohibitive_tariff_costs_what_an_embargo_costs() -> None:
    world = symmetric(2)
    prohibitive = real_incomes(world, {(0, 1): 1e5, (1, 0): 1e5})
    np.testing.assert_allclose(prohibitive, 0.8**0.25, rtol=1e-9)
