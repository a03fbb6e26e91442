"""How a solve ends: with a reason, or an error that names where; and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.anderson import Anderson
from geoecon.equilibrium.solve import solve
from geoecon.errors import (
    AccountError,
    LabelError,
    NoEquilibriumError,
    NotConvergedError,
    SolveError,
    UnknownNameError,
)
from geoecon.scenario.shock import Shock
from geoecon.testing.assertions import assert_equilibrium
from geoecon.testing.random_worlds import Recipe, random_shock, random_world
from geoecon.testing.toys import oil_and_factories, symmetric
from geoecon.testing.transforms import abroad, between
from geoecon.world.world import World


def surplus() -> World:
    """A sells half its output abroad and buys little there: a surplus of 400 of 1,000."""
    flow = np.array([[500.0, 500.0], [100.0, 2000.0]])
    return World.from_arrays(flow, regions=["A", "B"], trade_elasticity=4)


def without_oil() -> World:
    """B makes no oil and needs it; A and C sell it some."""
    flow = np.zeros((3, 3, 2))
    flow[:, :, 0] = [[40, 60, 20], [0, 0, 0], [0, 5, 30]]
    flow[:, :, 1] = [[100, 40, 5], [70, 900, 60], [20, 50, 300]]
    return World.from_arrays(
        flow, regions=["A", "B", "C"], sectors=["oil", "goods"], trade_elasticity=[12, 4]
    )


def test_a_solution_says_how_it_ended() -> None:
    world = oil_and_factories()
    solution = solve(world, random_shock(world, 1))
    assert solution.reason == "converged"
    assert solution.converged
    assert 1 < solution.steps < 100
    assert solution.seconds > 0
    assert solution.walras < 1e-9
    assert set(solution.residuals) == {"prices", "spending", "goods", "labour", "world"}
    assert max(solution.residuals.values()) < 1e-9


def test_the_baseline_needs_one_step() -> None:
    assert solve(oil_and_factories()).steps == 1


def test_the_same_inputs_give_the_same_bytes() -> None:
    world = random_world(Recipe(regions=5, sectors=4), 3)
    one, other = (solve(world, random_shock(world, 3)) for _ in range(2))
    assert one.flow.tobytes() == other.flow.tobytes()
    assert one.real_income.tobytes() == other.real_income.tobytes()
    assert one.steps == other.steps


def test_a_start_nearby_saves_steps_and_changes_nothing() -> None:
    world = oil_and_factories()
    near = solve(world, Shock(trade_cost=abroad(world, 1.5)))
    shock = Shock(trade_cost=abroad(world, 1.5001))
    cold, warm = solve(world, shock), solve(world, shock, start=near)
    assert warm.steps < cold.steps
    np.testing.assert_allclose(warm.real_income, cold.real_income, rtol=1e-9)
    same = solve(world, Shock(trade_cost=abroad(world, 1.5)), start=near)
    assert same.steps == 1


def test_a_start_of_another_world_is_refused() -> None:
    with pytest.raises(LabelError, match="another world"):
        solve(oil_and_factories(), start=solve(symmetric(4)))


def test_a_start_without_numbers_is_no_hindrance() -> None:
    """Where the solution to start from lost a supplier, the start is the baseline."""
    world = without_oil()
    lost = solve(world, Shock(trade_cost=between(world, ["B"], ["A", "C"], np.inf)))
    solution = solve(world, Shock(trade_cost=abroad(world, 1.2)), start=lost)
    assert_equilibrium(solution)


def test_inputs_are_left_unchanged() -> None:
    world = oil_and_factories()
    before = world.hash
    cost = abroad(world, 1.5)
    kept = cost.copy()
    solve(world, Shock(trade_cost=cost))
    assert world.hash == before
    assert (cost == kept).all()


def test_results_are_read_only() -> None:
    solution = solve(oil_and_factories())
    with pytest.raises(ValueError, match="read-only"):
        solution.flow[0, 0, 0] = 1


def test_too_few_steps_raise_with_the_reason() -> None:
    world = oil_and_factories()
    shock = Shock(trade_cost=abroad(world, 2))
    with pytest.raises(NotConvergedError, match="max_steps") as caught:
        solve(world, shock, max_steps=3)
    assert caught.value.reason == "max steps"
    assert not solve(world, shock, max_steps=3, throw=False).converged


def test_an_unknown_closure_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean world share"):
        solve(oil_and_factories(), closure="world-share")


def test_fixed_deficits_without_an_equilibrium_name_the_region() -> None:
    """A must lend 400 whatever it earns; when nobody wants its goods it cannot."""
    world = surplus()
    shock = Shock(trade_cost=np.array([[1, 5.0], [1, 1]])[:, :, None])
    with pytest.raises(NoEquilibriumError) as caught:
        solve(world, shock, closure="world share")
    assert caught.value.reason == "no equilibrium"
    assert "the income of A reaches zero" in caught.value.what
    assert "own income" in caught.value.remedy
    assert solve(world, shock, closure="own income").converged
    assert solve(world, shock, closure="zero").converged


def test_fixed_deficits_inside_a_block_that_trades_with_nobody() -> None:
    world = surplus()
    with pytest.raises(NoEquilibriumError, match="nobody left to finance") as caught:
        solve(world, Shock(trade_cost=abroad(world, np.inf)), closure="world share")
    assert caught.value.where.startswith(("A", "B"))


@pytest.mark.parametrize("closure", ["zero", "own income", "world share"])
def test_trade_that_goes_one_way_only_is_refused(closure: str) -> None:
    """A may buy of B and sell it nothing: no wage of A balances that."""
    world = symmetric(2)
    shock = Shock(trade_cost=np.array([[1, np.inf], [1, 1]])[:, :, None])
    with pytest.raises(NoEquilibriumError, match="one way only"):
        solve(world, shock, closure=closure)
    assert not solve(world, shock, closure=closure, throw=False).converged


def test_a_lasting_deficit_pays_for_trade_that_goes_one_way() -> None:
    """A keeps its deficit and so its imports, though it sells nothing."""
    world = oil_and_factories()
    cost = np.ones(world.flow.shape)
    cost[0, 1:] = np.inf
    solution = solve(world, Shock(trade_cost=cost), closure="own income")
    assert_equilibrium(solution)
    assert (solution.flow[0, 1:] == 0).all()
    imports = solution.flow[1:, 0].sum()
    assert imports == pytest.approx(solution.deficit[0], rel=1e-8)


def test_inputs_that_feed_on_themselves_have_no_equilibrium() -> None:
    """(1 − γ) k^(1−ε) > 1 with k = h^(−1/θ): a unit needs more than a unit of itself."""
    world = symmetric(
        2, home=0.5, trade_elasticity=0.5, value_added_share=0.4, input_substitution=0.3
    )
    with pytest.raises(NoEquilibriumError, match=r"costs in [AB] rise without bound"):
        solve(world, Shock(trade_cost=abroad(world, np.inf)))


def test_numbers_that_leave_the_real_line_end_as_a_reason_without_warnings() -> None:
    """Far more productive, with easily replaced inputs: costs fall without end."""
    world = symmetric(2, value_added_share=0.4, input_substitution=1.5)
    shock = Shock(productivity=np.full((2, 1), 4.0))
    solution = solve(world, shock, throw=False)
    assert solution.reason in ("not finite", "max steps")
    with pytest.raises(SolveError):
        solve(world, shock)


def test_a_sector_that_loses_its_only_customer() -> None:
    """A sells all its oil to B: the well is worth nothing, the rest of A's accounts close."""
    flow = np.zeros((2, 2, 2))
    flow[:, :, 0] = [[0, 50], [0, 50]]
    flow[:, :, 1] = [[100, 20], [70, 300]]
    world = World.from_arrays(
        flow,
        regions=["A", "B"],
        sectors=["oil", "goods"],
        trade_elasticity=[8, 4],
        labour_share=[[0.3, 1], [0.3, 1]],
    )
    cost = np.ones(flow.shape)
    cost[0, 1, 0] = np.inf
    solution = solve(world, Shock(trade_cost=cost))
    assert_equilibrium(solution)
    assert solution.value_added[0, 0] == 0
    cost[0, 1, 0] = 1e4
    dear = solve(world, Shock(trade_cost=cost))
    np.testing.assert_allclose(solution.real_income, dear.real_income, rtol=1e-4)


def test_a_loss_without_bound_is_named_and_has_no_number() -> None:
    world = without_oil()
    shock = Shock(trade_cost=between(world, ["B"], ["A", "C"], np.inf))
    solution = solve(world, shock)
    assert solution.unbounded == {"B": ("oil",)}
    assert np.isnan(solution.real_income[1])
    assert np.isfinite(solution.real_income[[0, 2]]).all()
    assert (solution.flow[1] == 0).all()
    assert (solution.flow[:, 1] == 0).all()
    with pytest.raises(AccountError, match="no accounts exist for B"):
        solution.counterfactual_world()


def test_who_depends_on_a_region_that_falls_falls_too() -> None:
    """D bought its oil of B's refinery alone: without B it has none."""
    flow = np.zeros((3, 3, 2))
    flow[:, :, 0] = [[50, 10, 0], [0, 0, 0], [0, 0, 0]]
    flow[:, :, 1] = [[100, 10, 5], [20, 100, 5], [5, 5, 50]]
    flow[1, 2, 0] = 5  # B makes oil for D only
    world = World.from_arrays(
        flow, regions=["A", "B", "D"], sectors=["oil", "goods"], trade_elasticity=[8, 4]
    )
    solution = solve(world, Shock(trade_cost=between(world, ["A"], ["B"], np.inf)))
    assert solution.unbounded == {"B": ("oil",), "D": ("oil",)}


def test_blocks_that_stop_trading_are_solved_apart() -> None:
    world = symmetric(4)
    shock = Shock(trade_cost=between(world, ["A", "B"], ["C", "D"], np.inf))
    solution = solve(world, shock)
    assert solution.block == (0, 0, 1, 1)
    expected = (0.8 + 0.2 / 3) ** (1 / 4)
    np.testing.assert_allclose(solution.real_income, expected, rtol=1e-9)


@pytest.mark.parametrize("theta", [4.0, 8.0, 15.0])
@pytest.mark.parametrize("cost", [3.0, 10.0, 30.0])
def test_wages_are_pinned_by_trade_however_little_is_left(theta: float, cost: float) -> None:
    """Exports match imports relative to trade, not to income."""
    world = random_world(Recipe(regions=4, deficit=0.0, elasticity=(theta, theta)), 1)
    solution = solve(world, Shock(trade_cost=abroad(world, cost)), closure="zero")
    foreign = solution.flow * (1 - np.eye(4))[:, :, None]
    np.testing.assert_allclose(foreign.sum((1, 2)) / foreign.sum((0, 2)), 1, rtol=1e-8)


def test_pooled_duties_do_not_drown_small_trade() -> None:
    world = random_world(Recipe(regions=3, pooled=True, deficit=0.0, elasticity=(8, 8)), 1)
    assert solve(world, Shock(trade_cost=abroad(world, 10)), closure="zero").converged


def test_anderson_solves_a_linear_system_in_as_many_steps_as_unknowns() -> None:
    matrix = np.array([[0.5, 0.2, 0.0], [0.1, 0.3, 0.2], [0.0, 0.4, 0.6]])
    answer = np.linalg.solve(np.eye(3) - matrix, np.ones(3))
    mixer, point = Anderson(8, 3, longest_step=np.inf), np.zeros(3)
    for _ in range(5):
        point = mixer.step(point, matrix @ point + 1 - point)
    np.testing.assert_allclose(point, answer, rtol=1e-6)


STALLED_ONCE = (21, 45, 115, 228, 249)
"""Seeds whose worlds stalled or diverged when damping was measured at the start alone."""


@pytest.mark.parametrize("seed", STALLED_ONCE)
def test_a_stalled_solve_starts_afresh(seed: int) -> None:
    recipe = Recipe(
        regions=2 + seed % 6,
        sectors=1 + seed % 3,
        zeros=0.85 * (seed % 10) / 9,
        elasticity=(0.5, 15.0),
    )
    world = random_world(recipe, seed)
    solution = solve(world, random_shock(world, seed, size=1.0))
    assert solution.converged
    assert_equilibrium(solution)


def test_costs_that_feed_on_themselves_are_told_apart() -> None:
    world = symmetric(
        2, home=0.2, trade_elasticity=0.5, value_added_share=0.2, input_substitution=0.2
    )
    with pytest.raises(NoEquilibriumError, match="rise without bound"):
        solve(world, Shock(trade_cost=abroad(world, np.inf)))
