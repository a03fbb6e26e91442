"""What must not matter: doing nothing, the money, the names and the order of things."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.testing.assertions import SOLVED, assert_same_solution
from geoecon.testing.strategies import shocked_worlds, worlds
from geoecon.testing.transforms import reordered, reordered_shock, rescaled
from geoecon.world.world import World

HATS = ("wage", "price", "unit_cost", "consumer_price", "real_income", "real_wage")


@given(worlds(), st.sampled_from(["own income", "world share"]))
def test_no_shock_changes_nothing(world: World, closure: str) -> None:
    solution = solve(world, closure=closure)
    for name in HATS:
        np.testing.assert_allclose(getattr(solution, name), 1, rtol=1e-9, err_msg=name)
    np.testing.assert_allclose(solution.flow, world.flow, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(solution.deficit, world.deficit, atol=1e-8)


@given(shocked_worlds(), st.floats(1e-6, 1e6))
def test_money_has_no_unit(drawn: tuple[World, Shock], factor: float) -> None:
    world, shock = drawn
    one, other = solve(world, shock), solve(rescaled(world, factor), shock)
    for name in HATS:
        np.testing.assert_allclose(getattr(other, name), getattr(one, name), rtol=1e-8)
    np.testing.assert_allclose(other.flow / factor, one.flow, rtol=1e-7, atol=1e-6)


@given(shocked_worlds(), st.randoms(use_true_random=False))
def test_order_does_not_matter(drawn: tuple[World, Shock], random: object) -> None:
    world, shock = drawn
    regions, sectors = list(range(len(world.regions))), list(range(len(world.sectors)))
    random.shuffle(regions)
    random.shuffle(sectors)
    mixed = reordered(world, regions, sectors)
    one = solve(world, shock)
    other = solve(mixed, reordered_shock(shock.resolved(world), regions, sectors))
    for name in SOLVED:
        values = getattr(one, name)
        orders = {1: [regions], 2: [regions, sectors], 3: [regions, regions, sectors]}[values.ndim]
        expected = values[np.ix_(*orders)]
        size = np.abs(expected).max() or 1.0
        np.testing.assert_allclose(
            getattr(other, name) / size, expected / size, atol=1e-8, err_msg=name
        )


@given(shocked_worlds())
def test_names_do_not_matter(drawn: tuple[World, Shock]) -> None:
    world, shock = drawn
    renamed = world.replace(regions=tuple(f"other {code}" for code in world.regions))
    assert_same_solution(solve(world, shock), solve(renamed, shock), 1e-12)


@given(worlds())
def test_doubled_productivity_doubles_real_income(world: World) -> None:
    """Without inputs; and nobody trades more or less."""
    simple = world.replace(input_share=np.zeros(world.input_share.shape))
    solution = solve(simple, Shock(productivity=np.full(world.output.shape, 2.0)))
    np.testing.assert_allclose(solution.real_income, 2, rtol=1e-8)
    np.testing.assert_allclose(solution.flow, simple.flow, rtol=1e-7, atol=1e-6)
