"""The accelerated solver finds what the plain nested loops find, in every kind of world."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.testing.random_worlds import Recipe, random_shock, random_world
from geoecon.testing.strategies import CLOSURES, SEEDS
from geoecon.testing.toys import oil_and_factories
from geoecon.testing.transforms import between

from .textbook import Textbook, solve_textbook

# Open worlds and moderate elasticities: the plain loops need them to converge at all.
RECIPES = st.builds(
    Recipe,
    regions=st.integers(2, 4),
    sectors=st.integers(1, 3),
    zeros=st.sampled_from([0.0, 0.4]),
    tariff=st.sampled_from([0.0, 0.3]),
    deficit=st.sampled_from([0.0, 0.05]),
    least_labour_share=st.sampled_from([1.0, 0.2]),
    foreign=st.booleans(),
    pooled=st.booleans(),
    elasticity=st.sampled_from([(0.5, 2.0), (2.0, 5.0)]),
    home=st.just(2.0),
    input_substitution=st.sampled_from([1.0, 0.5, 1.4]),
    final_substitution=st.sampled_from([1.0, 0.5, 1.4]),
)


def assert_agree(fast: Solution, slow: Textbook) -> None:
    used = fast.world.expenditure > 0
    np.testing.assert_allclose(fast.wage, slow.wage, rtol=1e-8, err_msg="wage")
    np.testing.assert_allclose(fast.price[used], slow.price[used], rtol=1e-8, err_msg="price")
    np.testing.assert_allclose(fast.income, slow.income, rtol=1e-8, err_msg="income")
    np.testing.assert_allclose(fast.real_income, slow.real_income, rtol=1e-8)
    scale = fast.flow.max()
    np.testing.assert_allclose(fast.flow / scale, slow.flow / scale, rtol=1e-8, atol=1e-9)


@settings(max_examples=60)
@given(RECIPES, SEEDS, CLOSURES)
def test_random_worlds(recipe: Recipe, seed: int, closure: str) -> None:
    world = random_world(recipe, seed)
    shock = random_shock(world, seed, 0.2)
    assert_agree(solve(world, shock, closure=closure), solve_textbook(world, shock, closure))


@pytest.mark.parametrize("closure", ["own income", "zero"])
def test_a_region_cut_to_one_partner(closure: str) -> None:
    """C stops trading with B and keeps A: exact zeros, and the textbook's numbers."""
    world = oil_and_factories()
    shock = Shock(trade_cost=between(world, ["B"], ["C"], np.inf))
    solution = solve(world, shock, closure=closure)
    assert (solution.flow[[1, 2], [2, 1]] == 0).all()
    assert (solution.flow[[0, 2], [2, 0]] > 0).any()
    assert_agree(solution, solve_textbook(world, shock, closure, speed=0.1))


def test_duties_that_start_to_be_pooled() -> None:
    world = random_world(Recipe(regions=4, sectors=2, tariff=0.5, home=2.0), 3)
    pool = np.eye(4)
    pool[:3, :3] = [0.6, 0.3, 0.1]
    shock = Shock(revenue_share=pool)
    assert_agree(solve(world, shock), solve_textbook(world, shock, "own income"))
