"""Finite cut-offs against their first order, signs stated in advance.

The first order of a change in trade costs is its derivative times the logarithm of the change
(Hulten 1978). The exact loss lies above it where what is lost is a complement of the rest and below
where it is a substitute, because the share of spending on it then rises or falls as it gets dearer
(Baqaee and Farhi 2019, Econometrica 87(4), section 3).
"""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.adjoint import gradient
from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.testing.toys import symmetric
from geoecon.world.world import World

FACTOR = 5.0


def buys_oil(*, used: bool, substitution: float) -> World:
    """A, small, buys all its oil of B, for homes or (`used`) for its goods; B is large."""
    flow = np.zeros((2, 2, 2))
    flow[:, :, 0] = [[0.0, 0.0], [20.0, 5000.0]]
    flow[:, :, 1] = [[80.0, 20.0], [0.0, 50_000.0]]
    inputs = np.zeros((2, 2, 2))
    if used:
        inputs[0, 0, 1] = 0.2  # oil in A's goods: all that it buys
    return World.from_arrays(
        flow,
        regions=["A", "B"],
        sectors=["oil", "goods"],
        trade_elasticity=[4.0, 4.0],
        input_share=inputs,
        input_substitution=substitution if used else 1.0,
        final_substitution=1.0 if used else substitution,
    )


def losses(world: World, cost: np.ndarray) -> tuple[float, float]:
    """The exact logarithmic loss of A, and the first order of it."""
    exact = -float(np.log(solve(world, Shock(trade_cost=cost)).real_income[0]))
    slope = gradient(solve(world), "A").trade_cost
    known = np.isfinite(cost) & (cost != 1)
    return exact, -float(slope[known] @ np.log(cost[known]))


@pytest.mark.parametrize("used", [False, True])
@pytest.mark.parametrize("substitution", [0.2, 0.6, 2.0, 5.0])
def test_oil_that_gets_dearer(used: bool, substitution: float) -> None:
    """Above first order for complements, below for substitutes, in final use and as an input."""
    world = buys_oil(used=used, substitution=substitution)
    cost = np.ones(world.flow.shape)
    cost[1, 0, 0] = FACTOR
    exact, first = losses(world, cost)
    assert first > 0.1
    assert (exact > first) == (substitution < 1)
    assert abs(exact / first - 1) > 0.05


@pytest.mark.parametrize("theta", [1.5, 4.0, 9.0])
def test_a_partner_that_can_be_replaced(theta: float) -> None:
    """Origins are substitutes (σ = 1 + θ): the exact loss stays below the first order for every
    finite cost, and stops at that of the cut-off, where the first order has no end."""
    world = symmetric(3, home=0.6, trade_elasticity=theta)
    found = []
    for factor in (1.1, 2.0, 10.0, 1e4):
        cost = np.ones(world.flow.shape)
        cost[1, 0], cost[0, 1] = factor, factor
        exact, first = losses(world, cost)
        assert exact < first
        found.append(exact)
    cost[1, 0], cost[0, 1] = np.inf, np.inf
    whole = -float(np.log(solve(world, Shock(trade_cost=cost)).real_income[0]))
    assert found == sorted(found)
    assert found[-1] <= whole * (1 + 1e-9)
    assert found[-1] == pytest.approx(whole, rel=1e-3)


@pytest.mark.parametrize("substitution", [0.2, 0.6, 2.0, 5.0])
def test_small_changes_are_their_first_order(substitution: float) -> None:
    world = buys_oil(used=False, substitution=substitution)
    cost = np.ones(world.flow.shape)
    cost[1, 0, 0] = 1.0001
    exact, first = losses(world, cost)
    assert exact == pytest.approx(first, rel=1e-3)
