"""The friends-and-enemies matrix is the derivative of the exact model, in its own setting."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.adjoint import gradient
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.measures.indices import exposure, friends, friends_and_enemies
from geoecon.scenario.shock import Shock
from geoecon.testing.random_worlds import Recipe, random_world
from geoecon.testing.toys import closed, symmetric
from geoecon.variables import Array
from geoecon.world.world import World


def own_setting(seed: int, regions: int = 6) -> World:
    """One sector, balanced trade, no tariffs, no inputs: incomes are those that shares imply."""
    rng = np.random.default_rng(seed)
    appeal = np.exp(rng.normal(0, 1, (regions, regions)) + 2 * np.eye(regions))
    share = appeal / appeal.sum(axis=0)  # exporter, importer
    equations = np.vstack([share - np.eye(regions), np.ones(regions)])
    income = np.linalg.lstsq(equations, np.append(np.zeros(regions), 1000.0))[0]
    return World.from_arrays(
        share * income,
        regions=[f"R{i}" for i in range(regions)],
        trade_elasticity=rng.uniform(1, 8),
    )


def shocked(world: World, region: int, size: float) -> Solution:
    """The exact model with one region's productivity changed by a logarithm."""
    productivity = np.ones(world.output.shape)
    productivity[region] = np.exp(size)
    return solve(world, Shock(productivity=productivity), closure="zero", tolerance=1e-13)


def derivative(world: World, region: int) -> tuple[Array, Array]:
    """d ln w and d ln real income by the region's ln productivity, differences of fourth order."""
    step = 1e-3

    def at(size: float) -> Array:
        found = shocked(world, region, size)
        return np.log(np.array([found.wage, found.real_income]))

    both = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)
    return both[0], both[1]


@pytest.mark.parametrize("seed", range(5))
def test_matrix_is_the_derivative_of_the_exact_model(seed: int) -> None:
    world = own_setting(seed)
    found = exposure(world.flow[:, :, 0], float(world.trade_elasticity[0]))
    for region in range(len(world.regions)):
        wage, welfare = derivative(world, region)
        np.testing.assert_allclose(found.income[:, region], wage, atol=1e-9, rtol=1e-6)
        np.testing.assert_allclose(found.welfare[:, region], welfare, atol=1e-9, rtol=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_matrix_is_the_adjoint(seed: int) -> None:
    world = own_setting(seed)
    table = friends_and_enemies(world)
    for region in world.regions:
        found = gradient(solve(world, closure="zero"), region).productivity[:, 0]
        np.testing.assert_allclose(table.loc[region], found, rtol=1e-7, atol=1e-9)


def test_equal_regions_by_hand() -> None:
    """Two equal regions with home share h; the first gets 1 % more productive.

    Balanced trade, ln s_21 + ln w_2 = ln s_12 + ln w_1, gives the relative wage
    x = 2 θ h / (1 + 2 θ h), split evenly since world income stays; welfare rises by
    h + (1 − h) x at home and (1 − h) (1 − x) abroad.
    """
    home, theta = 0.8, 4.0
    found = exposure(symmetric(2, home=home).flow[:, :, 0], theta)
    wage = 2 * theta * home / (1 + 2 * theta * home)
    np.testing.assert_allclose(found.income[:, 0], [wage / 2, -wage / 2])
    gains = [home + (1 - home) * wage, (1 - home) * (1 - wage)]
    np.testing.assert_allclose(found.welfare[:, 0], gains)


def test_outside_its_setting_the_difference_is_shown() -> None:
    """With two sectors, inputs and tariffs the matrix is off, and the table says by how much."""
    world = random_world(Recipe(regions=4, sectors=2), 1)
    table = friends(solve(world), "R0")
    assert "R0" not in set(table["partner"])
    assert table["model_pct"].is_monotonic_decreasing
    gap = table["model_pct"] - table["first_order_pct"]
    np.testing.assert_allclose(table["difference_pct"], gap)
    assert gap.abs().max() > 0.01


@pytest.mark.parametrize("substitution", [0.3, 0.7, 1.5, 3.0])
def test_a_finite_loss_is_above_first_order_for_complements_and_below_for_substitutes(
    substitution: float,
) -> None:
    """Half a sector's productivity lost, exactly and by the derivative (Hulten 1978)."""
    world = closed([0.3, 0.7], final_substitution=substitution)
    shock = Shock(productivity=np.array([[0.5, 1.0]]))
    exact = -np.log(solve(world, shock).real_income[0])
    first = gradient(solve(world), "A").productivity[0, 0] * np.log(2)
    assert first == pytest.approx(0.3 * np.log(2))
    assert (exact > first) == (substitution < 1)
    assert abs(exact / first - 1) > 0.05
