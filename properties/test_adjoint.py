"""Derivatives of every world: differences of the exact model, and what must hold among them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from geoecon.equilibrium.adjoint import gradient
from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.testing.strategies import CLOSURES, SEEDS, shocked_worlds
from geoecon.world.world import World


@settings(max_examples=30)
@given(shocked_worlds(size=0.1, max_regions=4, max_sectors=3, deficit=0.05), CLOSURES, SEEDS)
def test_derivatives_are_differences(drawn: tuple[World, Shock], closure: str, seed: int) -> None:
    world, shock = drawn
    rng, step = np.random.default_rng(seed), 1e-4
    cost, productivity = rng.normal(size=world.flow.shape), rng.normal(size=world.output.shape)

    def at(by: float) -> float:
        moved = replace(
            shock,
            trade_cost=shock.trade_cost * np.exp(by * cost),
            productivity=shock.productivity * np.exp(by * productivity),
        )
        found = solve(world, moved, closure=closure, tolerance=1e-13)
        return float(np.log(found.real_income[0]))

    found = gradient(solve(world, shock, closure=closure, tolerance=1e-13), world.regions[0])
    exact = (found.trade_cost * cost).sum() + (found.productivity * productivity).sum()
    difference = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)
    assert exact == pytest.approx(difference, rel=1e-6, abs=1e-8)


@given(shocked_worlds(), CLOSURES)
def test_productivity_is_cheaper_trade_with_everybody(
    drawn: tuple[World, Shock], closure: str
) -> None:
    """One per cent more productive is one per cent cheaper to reach every buyer, home included."""
    solution = solve(*drawn, closure=closure)
    found = gradient(solution, solution.world.regions[0])
    np.testing.assert_allclose(
        found.productivity, -found.trade_cost.sum(axis=1), rtol=1e-9, atol=1e-12
    )
