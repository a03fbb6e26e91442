"""What holds in every equilibrium: equations, books, Walras' law, limits and the way back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoecon.equilibrium.solve import solve
from geoecon.errors import NotConvergedError
from geoecon.scenario.shock import Shock
from geoecon.testing.assertions import (
    assert_accounts_close,
    assert_equilibrium,
    assert_same_world,
)
from geoecon.testing.random_worlds import Recipe, random_shock, random_world
from geoecon.testing.strategies import CLOSURES, SEEDS, shocked_worlds, worlds
from geoecon.testing.transforms import abroad, between, undoing
from geoecon.world.world import World


@given(worlds())
def test_random_worlds_close(world: World) -> None:
    assert_accounts_close(world)


@given(shocked_worlds())
def test_every_equation_holds(drawn: tuple[World, Shock]) -> None:
    solution = solve(*drawn)
    assert solution.reason == "converged"
    assert_equilibrium(solution)


@given(shocked_worlds())
def test_walras_market_clears_by_itself(drawn: tuple[World, Shock]) -> None:
    solution = solve(*drawn)
    assert solution.walras < 1e-9
    assert max(solution.residuals.values()) < 1e-7


@given(shocked_worlds())
def test_income_is_what_is_earned(drawn: tuple[World, Shock]) -> None:
    """Income = value added + duties + rents + deficit; the transfers sum to zero."""
    s = solve(*drawn)
    total = s.income.sum()
    earned = s.value_added.sum(axis=1) + s.tariff_revenue + s.net_rents + s.deficit
    np.testing.assert_allclose(s.income / total, earned / total, atol=1e-9)
    assert abs(s.deficit.sum()) < 1e-9 * total
    assert abs(s.net_rents.sum()) < 1e-9 * total
    duties = (s.flow * s.tariff).sum()
    assert s.tariff_revenue.sum() == pytest.approx(duties, rel=1e-8, abs=1e-9 * total)


@given(shocked_worlds(5, 3, size=0.15))
def test_a_shock_and_its_inverse_under_own_income(drawn: tuple[World, Shock]) -> None:
    there_and_back(*drawn, "own income")


@given(SEEDS, st.integers(2, 4), st.booleans())
def test_a_shock_and_its_inverse_under_world_share(seed: int, regions: int, ces: bool) -> None:
    recipe = Recipe(regions=regions, deficit=0.03, input_substitution=0.7 if ces else 1.0)
    world = random_world(recipe, seed)
    there_and_back(world, random_shock(world, seed, 0.1), "world share")


@given(shocked_worlds(5, 3, size=0.15))
def test_a_shock_and_its_inverse_under_zero(drawn: tuple[World, Shock]) -> None:
    """From a world that has no deficits, since the closure removes them."""
    world, shock = drawn
    there_and_back(solve(world, closure="zero").counterfactual_world(), shock, "zero")


def there_and_back(world: World, shock: Shock, closure: str) -> None:
    there = solve(world, shock, closure=closure)
    back = solve(there.counterfactual_world(), undoing(there), closure=closure)
    assert_same_world(back.counterfactual_world(), world, 1e-7)
    np.testing.assert_allclose(back.real_income * there.real_income, 1, rtol=1e-7)


@given(worlds(4, 3), st.floats(0.05, 3.0))
def test_a_tariff_raised_and_lowered_again(world: World, rate: float) -> None:
    tariff = world.tariff.copy()
    tariff[1:, 0] += rate
    there_and_back(world, Shock(tariff=tariff), "own income")


@given(worlds(4, 3, deficit=0.0, foreign=False, input_substitution=1.0))
def test_an_embargo_is_the_limit_of_rising_trade_costs(world: World) -> None:
    """Without what an embargo ends and dear trade does not: deficits and rents paid abroad."""
    factor = 10 ** (11 / world.trade_elasticity.min())
    embargo = solve(world, Shock(trade_cost=abroad(world, np.inf)), closure="zero")
    dear = solve(world, Shock(trade_cost=abroad(world, factor)), closure="zero")
    np.testing.assert_allclose(dear.real_income, embargo.real_income, rtol=1e-6)
    foreign = ~np.eye(len(world.regions), dtype=bool)
    assert (embargo.flow[foreign] == 0).all()
    assert set(embargo.block) == set(range(len(world.regions)))


@given(SEEDS, st.integers(3, 6), CLOSURES)
def test_a_pair_that_stops_trading(seed: int, regions: int, closure: str) -> None:
    world = random_world(Recipe(regions=regions, zeros=0.0, deficit=0.01, home=2.0), seed)
    factor = 10 ** (11 / world.trade_elasticity.min())
    stops = Shock(trade_cost=between(world, ["R0"], ["R1"], np.inf))
    dear = Shock(trade_cost=between(world, ["R0"], ["R1"], factor))
    embargo = solve(world, stops, closure=closure)
    assert (embargo.flow[[0, 1], [1, 0]] == 0).all()
    np.testing.assert_allclose(
        embargo.real_income, solve(world, dear, closure=closure).real_income, rtol=1e-6
    )
    assert_equilibrium(embargo)


@given(shocked_worlds())
def test_too_few_steps_are_never_an_answer(drawn: tuple[World, Shock]) -> None:
    world, shock = drawn
    with pytest.raises(NotConvergedError) as caught:
        solve(world, shock, max_steps=1)
    assert caught.value.reason == "max steps"
    marked = solve(world, shock, max_steps=1, throw=False)
    assert (marked.reason, marked.converged, marked.steps) == ("max steps", False, 1)
