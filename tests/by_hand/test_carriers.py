"""A wedge that carriers earn: a tariff whose revenue goes to somebody else."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.errors import AccountError
from geoecon.scenario.shock import Shock
from geoecon.testing.assertions import assert_equilibrium
from geoecon.testing.random_worlds import Recipe, random_world
from geoecon.testing.toys import symmetric
from geoecon.world.world import World


def raised(world: World) -> np.ndarray:
    """Tariff factor of region 0 on everything from abroad [exporter, importer, sector]."""
    factor = np.ones(world.flow.shape)
    factor[1:, 0] = 1.2
    return factor


@pytest.mark.parametrize("seed", range(5))
def test_a_wedge_earned_by_the_importer_is_a_tariff(seed: int) -> None:
    world = random_world(Recipe(regions=4, sectors=3, tariff=0.0), seed)
    taxed = solve(world, Shock(tariff=raised(world) - 1))
    earned = np.zeros(4)
    earned[0] = taxed.tariff_revenue[0]
    carried = solve(world, Shock(wedge=raised(world), transfer=earned))
    np.testing.assert_allclose(carried.real_income, taxed.real_income, rtol=1e-9)
    np.testing.assert_allclose(carried.flow, taxed.flow, rtol=1e-7, atol=1e-9)
    assert carried.tariff_revenue == pytest.approx(np.zeros(4), abs=1e-9)
    assert max(carried.residuals.values()) < 1e-9


def test_who_carries_gains_what_the_others_pay() -> None:
    """Of three equal countries the third carries between the others, for a tenth of the value."""
    world = symmetric(3)
    wedge = np.ones(world.flow.shape)
    wedge[0, 1] = wedge[1, 0] = 1.1
    paid = 2 * 0.1 * solve(world, Shock(wedge=wedge)).flow[0, 1, 0]
    solution = solve(world, Shock(wedge=wedge, transfer=[0.0, 0.0, paid]))
    assert solution.real_income[2] > 1
    assert solution.real_income[0] < 1
    assert solution.real_income[0] == pytest.approx(solution.real_income[1])
    assert solution.deficit[2] > 0


def test_what_nobody_is_named_for_is_shared_by_income() -> None:
    """The books close whatever `transfer` says."""
    world = random_world(Recipe(regions=4, sectors=2), 1)
    solution = solve(world, Shock(wedge=raised(world)))
    assert solution.walras < 1e-9
    assert max(solution.residuals.values()) < 1e-9


def test_without_a_wedge_nothing_is_earned() -> None:
    world = symmetric(2)
    assert_equilibrium(solve(world, Shock(wedge=np.ones(world.flow.shape))))


def test_there_are_no_accounts_with_a_third_party_to_a_sale() -> None:
    world = symmetric(2)
    with pytest.raises(AccountError, match="no accounts yet"):
        solve(world, Shock(wedge=raised(world))).counterfactual_world()


def test_transfers_count_where_no_way_is_dearer() -> None:
    """Traffic that moves to another territory at the same cost still pays somebody else."""
    world = symmetric(3)
    solution = solve(world, Shock(transfer=[0.0, 5.0, -5.0]))
    assert solution.real_income[1] > 1 > solution.real_income[2]
    assert solution.real_income[0] == pytest.approx(1, abs=1e-3)
