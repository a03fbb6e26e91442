"""Money that one region pays another: what the classics say of it, and that the books close.

Keynes (1929) and Ohlin (1929): with a preference for home goods the payer's terms of trade worsen,
because the recipient spends less of the money on the payer's goods than the payer would have.
Samuelson (1952): with identical tastes and no trade cost they stay as they are.
"""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.couple.loop import Effect, joined
from geoecon.couple.margins import solve_margins
from geoecon.equilibrium.solve import solve
from geoecon.scenario import Shock, undo
from geoecon.scenario.edits import combine, payment
from geoecon.scenario.margins import Margin
from geoecon.testing.assertions import assert_equilibrium
from geoecon.testing.random_worlds import Recipe, random_shock, random_world
from geoecon.testing.toys import symmetric

PAID = 50.0


@pytest.mark.parametrize("closure", ["zero", "own income", "world share"])
def test_without_home_bias_terms_of_trade_stay(closure: str) -> None:
    """Home share 1/2 of two equal countries: both spend each dollar alike, wherever it is."""
    world = symmetric(2, home=0.5)
    solution = solve(world, Shock(transfer=[-PAID, PAID]), closure=closure)
    assert solution.wage == pytest.approx([1, 1], abs=1e-9)
    assert solution.real_income == pytest.approx([1 - PAID / 1000, 1 + PAID / 1000], abs=1e-9)
    assert_equilibrium(solution)


def test_with_home_bias_the_payer_loses_more_than_it_pays() -> None:
    """x = ln(w_B/w_A) = (2h − 1) T / ((1 − h)(1 + 2θh)) to the first order, with wages of one.

    A's labour earns 1 = π_AA (1 − T) + π_AB (1 + x + T), where both shares of A rise by
    θ h (1 − h) x: 0 = −h T + (1 − h) T + (1 − h) x + 2θ h (1 − h) x.
    """
    h, theta, paid = 0.8, 4.0, 0.001
    world = symmetric(2, home=h, trade_elasticity=theta)
    solution = solve(world, Shock(transfer=[-1000 * paid, 1000 * paid]), closure="zero")
    assert solution.real_income[0] - 1 < -paid
    expected = paid * (2 * h - 1) / ((1 - h) * (1 + 2 * theta * h))
    found = np.log(solution.wage[1] / solution.wage[0])
    assert found == pytest.approx(expected, rel=1e-2)


@pytest.mark.parametrize("closure", ["zero", "own income", "world share"])
@pytest.mark.parametrize("seed", range(3))
def test_books_close_with_everything_in_them(closure: str, seed: int) -> None:
    recipe = Recipe(regions=4, sectors=3, least_labour_share=0.3, foreign=True, pooled=True)
    world = random_world(recipe, seed)
    size = 0.02 * world.income
    paid = np.array([-1.0, 1.0, 0.0, 0.0]) * size.min()
    solution = solve(world, Shock(transfer=paid), closure=closure)
    without = solve(world, closure=closure)
    assert_equilibrium(solution)
    assert solution.walras < 1e-9
    assert solution.real_income[0] < without.real_income[0]
    assert solution.real_income[1] > without.real_income[1]
    if closure != "own income":
        assert solution.deficit - without.deficit == pytest.approx(paid, abs=1e-6)


@pytest.mark.parametrize("closure", ["own income", "world share"])
def test_payments_are_undone(closure: str) -> None:
    world = random_world(Recipe(regions=4, sectors=3, least_labour_share=0.3), 5)
    paid = np.array([-1.0, 0.4, 0.6, 0.0]) * 0.05 * world.income.min()
    shock = Shock(productivity=random_shock(world, 1, 0.1).productivity, transfer=paid)
    there = solve(world, shock, closure=closure)
    back = solve(there.counterfactual_world(), undo(shock, world, there), closure=closure)
    assert np.abs(there.flow - world.flow).max() > 0.1
    assert back.flow == pytest.approx(world.flow, abs=1e-6 * world.flow.max())
    assert back.deficit == pytest.approx(world.deficit, abs=1e-6 * world.income.max())


def test_payments_of_several_instruments_add_up() -> None:
    world = symmetric(3)
    one, other = np.array([-3.0, 3.0, 0.0]), np.array([-3.0, 1.0, 2.0])
    edits = [payment(one, 0, "profits"), payment(other, 1, "rent")]
    assert combine(world, edits).transfer == pytest.approx([-6, 4, 2])


def test_a_payment_is_made_to_somebody() -> None:
    with pytest.raises(AssertionError, match="nobody"):
        payment(np.array([-3.0, 2.0]), 0, "profits")


def test_what_is_earned_on_trade_comes_on_top_of_payments() -> None:
    """An export tax beside a payment: the seller's treasury earns the one and pays the other."""
    world = symmetric(2)
    wedge = np.ones(world.flow.shape)
    wedge[0, 1] = 1.1
    earner = np.broadcast_to(np.eye(2)[:, :, None], (2, 2, 1))
    shock = Shock(wedge=wedge, transfer=[-PAID, PAID])
    solution = solve_margins(world, shock, [Margin(wedge - 1, earner)], closure="zero")
    earned = 0.1 * solution.flow[0, 1].sum()
    assert solution.deficit == pytest.approx([earned - PAID, PAID], abs=1e-4)


def test_payments_stay_where_routes_pay_too() -> None:
    world = symmetric(2)
    effect = Effect.none(world)
    effect.transfer[:] = [1.0, -1.0]
    assert joined(world, Shock(transfer=np.array([-3.0, 3.0])), [effect]).transfer == pytest.approx(
        [-2, 2]
    )
