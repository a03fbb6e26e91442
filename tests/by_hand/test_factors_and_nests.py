"""Sector-specific factors and CES nests where a pencil is enough."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.testing.assertions import assert_same_solution
from geoecon.testing.random_worlds import Recipe, random_shock, random_world
from geoecon.testing.toys import closed
from geoecon.world.world import World

MORE = np.array([0.5, 1.2, 2.0])  # productivity
ALPHA = np.array([0.2, 0.3, 0.5])


@pytest.mark.parametrize("rho", [0.3, 0.9, 2.0])
def test_closed_economy_of_specific_factors(rho: float) -> None:
    """Quantities are given, so real income is the CES sum of productivities."""
    world = closed(list(ALPHA), labour_share=0.0, final_substitution=rho)
    solution = solve(world, Shock(productivity=MORE[None, :]))
    power = (rho - 1) / rho
    expected = (ALPHA * MORE**power).sum() ** (1 / power)
    assert solution.real_income[0] == pytest.approx(expected, rel=1e-9)
    np.testing.assert_allclose(
        solution.price[0] / solution.price[0, 0], (MORE / MORE[0]) ** (-1 / rho), rtol=1e-8
    )


@pytest.mark.parametrize("rho", [0.3, 0.9, 2.0])
def test_closed_economy_of_labour(rho: float) -> None:
    """Prices are costs, so the price of utility is the CES mean of inverse productivities."""
    world = closed(list(ALPHA), labour_share=1.0, final_substitution=rho)
    solution = solve(world, Shock(productivity=MORE[None, :]))
    expected = (ALPHA * MORE ** (rho - 1)).sum() ** (1 / (rho - 1))
    assert solution.real_income[0] == pytest.approx(expected, rel=1e-9)


def test_closed_cobb_douglas_economy() -> None:
    """Spending shares are fixed, so nothing moves between sectors whoever owns the factors."""
    for labour_share in (0.0, 0.4, 1.0):
        world = closed(list(ALPHA), labour_share=labour_share)
        solution = solve(world, Shock(productivity=MORE[None, :]))
        assert solution.real_income[0] == pytest.approx(np.prod(MORE**ALPHA), rel=1e-9)
        np.testing.assert_allclose(solution.factor_income, 1, rtol=1e-9)


@pytest.mark.parametrize("labour_share", [0.0, 0.3, 0.9])
def test_one_sector_does_not_care_which_factor_is_specific(labour_share: float) -> None:
    """With one sector both factors are in fixed supply to it."""
    world = random_world(Recipe(regions=4, sectors=1), 7)
    shock = random_shock(world, 7)
    mixed = world.replace(labour_share=np.full((4, 1), labour_share))
    labour, both = solve(world, shock), solve(mixed, shock)
    np.testing.assert_allclose(both.real_income, labour.real_income, rtol=1e-8)
    np.testing.assert_allclose(both.flow, labour.flow, rtol=1e-7)


@pytest.mark.parametrize("labour_share", [1.0, 0.3])
@pytest.mark.parametrize("substitution", [1.0, 0.5])
def test_two_identical_sectors_are_one(labour_share: float, substitution: float) -> None:
    recipe = Recipe(
        regions=4, sectors=1, foreign=True,
        input_substitution=substitution, final_substitution=substitution,
    )  # fmt: skip
    one = random_world(recipe, 11)
    one = one.replace(labour_share=np.full((4, 1), labour_share))
    two = World.from_arrays(
        np.repeat(one.flow, 2, axis=2) / 2,
        regions=one.regions,
        sectors=["first", "second"],
        trade_elasticity=np.repeat(one.trade_elasticity, 2),
        tariff=np.repeat(one.tariff, 2, axis=2),
        input_share=np.repeat(np.repeat(one.input_share, 2, axis=1), 2, axis=2) / 2,
        labour_share=np.repeat(one.labour_share, 2, axis=1),
        foreign_share=np.repeat(one.foreign_share, 2, axis=1),
        owner_share=one.owner_share,
        input_substitution=substitution,
        final_substitution=substitution,
    )
    shock = random_shock(one, 11)
    twice = Shock(
        *(np.repeat(part, 2, axis=-1) for part in (shock.trade_cost, shock.tariff)),
        productivity=np.repeat(shock.productivity, 2, axis=1),
    )
    whole, halves = solve(one, shock), solve(two, twice)
    np.testing.assert_allclose(halves.real_income, whole.real_income, rtol=1e-8)
    np.testing.assert_allclose(halves.flow.sum(axis=2), whole.flow[:, :, 0], rtol=1e-7)


@pytest.mark.parametrize("field", ["input_substitution", "final_substitution"])
def test_ces_meets_cobb_douglas(field: str) -> None:
    """Near one the CES formulas give the Cobb-Douglas answer, from either side."""
    world = random_world(Recipe(regions=3, sectors=3), 5)
    shock = random_shock(world, 5)
    exact = solve(world, shock)
    for near in (1 - 1e-5, 1 + 1e-5):
        assert_same_solution(solve(world.replace(**{field: near}), shock), exact, 1e-4)


def test_a_vanishing_specific_factor_leaves_labour_alone() -> None:
    world = random_world(Recipe(regions=3, sectors=3), 6)
    shock = random_shock(world, 6)
    nearly = world.replace(labour_share=np.full((3, 3), 1 - 1e-8))
    assert_same_solution(solve(nearly, shock), solve(world, shock), 1e-6)
