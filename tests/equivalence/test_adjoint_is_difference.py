"""Derivatives by one adjoint solve equal differences of the exact model, and a dense inverse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geoecon.equilibrium.adjoint import Gradient, gradient
from geoecon.equilibrium.assemble import starting_point
from geoecon.equilibrium.linearised import linearise, passed_back
from geoecon.equilibrium.outcomes import OUTCOMES, nothing
from geoecon.equilibrium.problem import Problem, build_problem
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.equilibrium.solver import numeraire_regions
from geoecon.equilibrium.state import evaluate, unknowns
from geoecon.equilibrium.steps import errors, joined
from geoecon.errors import NotConvergedError, RangeError, UnknownNameError
from geoecon.measures.welfare import exports
from geoecon.scenario.shock import Shock
from geoecon.testing.random_worlds import Recipe, random_shock, random_world
from geoecon.testing.toys import oil_and_factories, symmetric
from geoecon.variables import Array
from geoecon.world.world import World

RECIPES = {
    "one sector": Recipe(regions=4, sectors=1),
    "inputs and services": Recipe(regions=4, sectors=3, services=1),
    "complements": Recipe(
        regions=4, sectors=3, input_substitution=0.3, final_substitution=0.8, elasticity=(0.5, 3)
    ),
    "specific factors": Recipe(regions=4, sectors=3, least_labour_share=0.3, foreign=True),
    "everything": Recipe(
        regions=5,
        sectors=3,
        services=1,
        least_labour_share=0.3,
        foreign=True,
        pooled=True,
        input_substitution=0.5,
        final_substitution=1.3,
    ),
}
CLOSURES = ("own income", "zero", "world share")
Direction = tuple[Array, Array, Array, Array, Array]
"""Moves of tariffs, of trade costs, wedges and productivity in logarithms, and of transfers."""
FOCUS = 1
"""Position of the region whose outcomes are asked for."""


def shock_of(name: str, world: World) -> Shock:
    """A shock to everything; with carriers paid where the recipe has everything."""
    shock = random_shock(world, 3, 0.1)
    if name != "everything":
        return shock
    wedge = 1 + np.random.default_rng(0).uniform(0, 0.1, world.flow.shape)
    wedge[np.arange(5), np.arange(5)] = 1
    return replace(shock, wedge=wedge)


def solved(world: World, shock: Shock, closure: str = "own income") -> Solution:
    return solve(world, shock, closure=closure, tolerance=1e-13)


def value(solution: Solution, outcome: str) -> float:
    """The outcome from the solution's own tables."""
    values = {
        "real income": np.log(solution.real_income),
        "exports": exports(solution.flow),
        "tariff revenue": solution.tariff_revenue,
    }
    return float(values[outcome][FOCUS])


def moved(shock: Shock, world: World, by: float, direction: Direction) -> Shock:
    """The shock with all levers moved along a direction."""
    full = shock.resolved(world)
    tariff, cost, wedge, productivity, transfer = direction
    return replace(
        shock,
        tariff=full.tariff + by * tariff,
        trade_cost=full.trade_cost * np.exp(by * cost),
        wedge=full.wedge * np.exp(by * wedge),
        productivity=full.productivity * np.exp(by * productivity),
        transfer=full.transfer + by * transfer,
    )


def difference(
    world: World, shock: Shock, closure: str, outcome: str, direction: Direction
) -> float:
    """The directional derivative by differences of fourth order."""
    step = 2e-4

    def at(by: float) -> float:
        return value(solved(world, moved(shock, world, by, direction), closure), outcome)

    return (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)


def along(found: Gradient, direction: Direction) -> float:
    parts = levers(found)
    return float(sum((part * way).sum() for part, way in zip(parts, direction, strict=True)))


def levers(found: Gradient) -> Direction:
    return found.tariff, found.trade_cost, found.wedge, found.productivity, found.transfer


def directions(world: World, seed: int) -> Direction:
    rng, shape = np.random.default_rng(seed), world.flow.shape
    abroad = (1 - np.eye(len(world.regions)))[:, :, None]
    tariff, cost = rng.normal(size=shape) * abroad, rng.normal(size=shape)
    productivity, wedge = rng.normal(size=world.output.shape), rng.normal(size=shape) * abroad
    transfer = rng.normal(size=len(world.regions)) * world.income.mean()
    return tariff, cost, wedge, productivity, transfer


@pytest.mark.parametrize("closure", CLOSURES)
@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_adjoint_is_the_difference_in_every_direction(
    name: str, closure: str, outcome: str
) -> None:
    world = random_world(RECIPES[name], 3)
    shock = shock_of(name, world)
    found = gradient(solved(world, shock, closure), world.regions[FOCUS], outcome)
    way = directions(world, 5)
    assert along(found, way) == pytest.approx(
        difference(world, shock, closure, outcome, way), rel=1e-6
    )


@pytest.mark.parametrize("seed", range(4))
def test_adjoint_is_the_difference_for_every_single_lever(seed: int) -> None:
    world = random_world(Recipe(regions=3, sectors=2, least_labour_share=0.5), seed)
    shock = random_shock(world, seed, 0.1)
    found = gradient(solved(world, shock), world.regions[FOCUS])
    parts = levers(found)
    own = np.arange(3)
    assert not found.tariff[own, own].any()  # nobody taxes its own sales
    assert not found.wedge[own, own].any()
    for which, part in enumerate(parts):
        for cell in np.ndindex(part.shape):
            if which in (0, 2) and cell[0] == cell[1]:
                continue
            way = tuple(np.zeros(other.shape) for other in parts)
            way[which][cell] = 1.0
            expected = difference(world, shock, "own income", "real income", way)
            assert part[cell] == pytest.approx(expected, rel=1e-6, abs=1e-9)


def residual(problem: Problem, closure: str, point: Array) -> Array:
    """The errors of the square system, the numeraire in the place of the balances left out."""
    at = unknowns(problem, point)
    result = evaluate(problem, closure, at)
    error = errors(problem, at, result)
    total = np.bincount(problem.block, result.factor_income)
    error.wage[numeraire_regions(problem)] = np.log(total / problem.block_income)
    if problem.any_specific:
        kept = np.where(problem.rent > 0, error.factor_income, -at.factor_income)
        error = error._replace(factor_income=kept)
    return joined(error)


def dense(problem: Problem, closure: str, point: Array) -> Array:
    """Derivatives of the errors by the unknowns, column by column [error, unknown]."""
    step, columns = 1e-5, []
    for unit in np.eye(point.size) * step:
        ahead, behind = (residual(problem, closure, point + way * unit) for way in (1, -1))
        columns.append((ahead - behind) / (2 * step))
    return np.array(columns).T


@pytest.mark.parametrize("name", RECIPES)
def test_reverse_pass_is_the_transposed_derivative(name: str) -> None:
    world = random_world(RECIPES[name], 3)
    solution = solved(world, shock_of(name, world))
    problem, _ = build_problem(world, solution.shock)
    point = starting_point(problem, solution)
    at = unknowns(problem, point)
    lin = linearise(problem, solution.closure, at, evaluate(problem, solution.closure, at))
    rows = [
        joined(passed_back(lin, unknowns(problem, unit), nothing(lin))[0])
        for unit in np.eye(point.size)
    ]
    np.testing.assert_allclose(rows, dense(problem, solution.closure, point), atol=1e-8)


def test_trade_that_was_stopped_has_no_derivative_and_others_do() -> None:
    world = oil_and_factories()
    cost = np.ones(world.flow.shape)
    cost[1, 2], cost[2, 1] = np.inf, np.inf
    shock = Shock(trade_cost=cost)
    solution = solved(world, shock)
    found = gradient(solution, "B")
    assert not found.trade_cost[1, 2].any()
    assert not found.tariff[2, 1].any()
    way = directions(world, 1)
    assert along(found, way) == pytest.approx(
        difference(world, shock, "own income", "real income", way), rel=1e-6
    )


def test_regions_apart_do_not_move_each_other() -> None:
    world = symmetric(4, home=0.7)
    cost = np.ones(world.flow.shape)
    cost[:2, 2:], cost[2:, :2] = np.inf, np.inf
    shock = Shock(trade_cost=cost)
    found = gradient(solved(world, shock), "B")
    assert not found.productivity[2:].any()
    way = directions(world, 2)
    assert along(found, way) == pytest.approx(
        difference(world, shock, "own income", "real income", way), rel=1e-6
    )


def test_own_productivity_of_a_closed_region_is_worth_its_share() -> None:
    world = symmetric(2, home=1 - 1e-6, value_added_share=0.5)
    found = gradient(solved(world, Shock()), "A")
    assert found.productivity[0, 0] == pytest.approx(2, rel=1e-5)


def test_revenue_without_tariffs_moves_by_the_trade_taxed() -> None:
    world = symmetric(2, home=0.8)
    found = gradient(solved(world, Shock()), "A", "tariff revenue")
    assert found.tariff[1, 0, 0] == pytest.approx(world.flow[1, 0, 0])
    assert not found.trade_cost.any()


def test_no_derivative_where_there_is_no_answer() -> None:
    flow = np.array([[[5.0, 9.0], [5.0, 5.0]], [[0.0, 5.0], [0.0, 9.0]]])
    world = World.from_arrays(flow, regions=["A", "B"], sectors=["x", "y"], trade_elasticity=4.0)
    cost = np.ones(flow.shape)
    cost[0, 1] = np.inf
    stopped = solve(world, Shock(trade_cost=cost))
    with pytest.raises(RangeError, match="every supplier of x"):
        gradient(stopped, "B")
    with pytest.raises(UnknownNameError, match="happiness"):
        gradient(stopped, "A", "happiness")
    rough = solve(world, random_shock(world, 1), max_steps=2, throw=False)
    with pytest.raises(NotConvergedError):
        gradient(rough, "A")
