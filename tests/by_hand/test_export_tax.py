"""An export tax: who pays it, who gets it, and that it is an import tariff in disguise."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.couple.margins import solve_margins
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.errors import NotConvergedError
from geoecon.runs.solve import balanced
from geoecon.scenario.margins import Margin
from geoecon.scenario.shock import Shock
from geoecon.testing.random_worlds import Recipe, random_world
from geoecon.testing.toys import symmetric
from geoecon.world.world import World


def taxed(world: World, rate: float, exporter: int = 0) -> Solution:
    """A uniform export tax of one region, its revenue its own."""
    n, j = len(world.regions), len(world.sectors)
    wedge = np.ones(world.flow.shape)
    wedge[exporter] = 1 + rate
    wedge[exporter, exporter] = 1
    earner = np.broadcast_to(np.eye(n)[:, :, None], (n, n, j))
    return solve_margins(world, Shock(wedge=wedge), [Margin(wedge - 1, earner)], closure="zero")


def protected(world: World, rate: float, importer: int = 0) -> Solution:
    tariff = np.zeros(world.flow.shape)
    tariff[:, importer] = rate
    tariff[importer, importer] = 0
    return solve(world, Shock(tariff=tariff), closure="zero")


@pytest.mark.parametrize("rate", [0.05, 0.3])
def test_lerner_symmetry_between_two_countries(rate: float) -> None:
    """Lerner (1936): an export tax is an import tariff of the same rate."""
    world = symmetric(2)
    np.testing.assert_allclose(
        taxed(world, rate).real_income, protected(world, rate).real_income, rtol=1e-8
    )


@pytest.mark.parametrize("seed", range(3))
def test_lerner_symmetry_with_many_goods_inputs_and_partners(seed: int) -> None:
    world = balanced(random_world(Recipe(regions=4, sectors=3, tariff=0.0), seed))
    one, other = taxed(world, 0.2), protected(world, 0.2)
    np.testing.assert_allclose(one.real_income, other.real_income, rtol=1e-7)
    relative = [x.wage / x.wage[1] for x in (one, other)]
    assert relative[0][0] < relative[1][0]  # the same real wage at other nominal ones
    np.testing.assert_allclose(one.real_wage, other.real_wage, rtol=1e-7)


def test_the_treasury_of_the_seller_earns_what_buyers_pay() -> None:
    world = symmetric(3)
    solution = taxed(world, 0.1)
    sold = solution.flow[0, 1:].sum()
    assert solution.deficit[0] == pytest.approx(0.1 * sold, rel=1e-7)
    assert solution.deficit[1:] == pytest.approx([0, 0], abs=1e-6)
    assert solution.real_income[0] > 1 > solution.real_income[1]


def test_what_cannot_agree_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geoecon.couple.margins.MAX_ROUNDS", 1)
    with pytest.raises(NotConvergedError, match="did not agree"):
        taxed(symmetric(2), 0.3)
