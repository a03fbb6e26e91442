"""Two countries and one sector: one wage equation, solved here by bisection."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.testing.toys import symmetric
from geoecon.testing.transforms import between
from geoecon.world.world import World

THETA = 5.0
LABOUR = np.array([1000.0, 300.0])
SHARE = np.array([[0.88, 0.40], [0.12, 0.60]])  # balances trade at equal wages: 120 each way
COST = np.array([[1.0, 0.8], [1.3, 1.0]])
MORE = np.array([1.1, 0.9])  # productivity


def bisect(gap: Callable[[float], float], low: float = 1e-4, high: float = 1e4) -> float:
    """Root of a function that falls from positive to negative, in logarithms."""
    for _ in range(200):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if gap(middle) > 0 else (low, middle)
    return middle


def world(share: np.ndarray = SHARE, spending: np.ndarray = LABOUR, **more: object) -> World:
    return World.from_arrays(share * spending, regions=["A", "B"], trade_elasticity=THETA, **more)


def shares(wage: np.ndarray, tariff: np.ndarray | float = 0.0) -> np.ndarray:
    offers = SHARE * ((wage / MORE)[:, None] * COST * (1 + tariff)) ** -THETA
    return offers / offers.sum(axis=0)


def prices(wage: np.ndarray, tariff: np.ndarray | float = 0.0) -> np.ndarray:
    offers = SHARE * ((wage / MORE)[:, None] * COST * (1 + tariff)) ** -THETA
    return offers.sum(axis=0) ** (-1 / THETA)


def scaled(relative: float) -> np.ndarray:
    """Wages with that ratio, and world income as before."""
    wage = np.array([relative, 1.0])
    return wage * LABOUR.sum() / (wage @ LABOUR)


def cost() -> np.ndarray:
    return COST[:, :, None]


def test_trade_costs_and_productivity() -> None:
    def gap(relative: float) -> float:
        wage = scaled(relative)
        return (shares(wage) @ (wage * LABOUR) - wage * LABOUR)[0]

    wage = scaled(bisect(gap))
    solution = solve(world(), Shock(trade_cost=cost(), productivity=MORE[:, None]))
    np.testing.assert_allclose(solution.wage, wage, rtol=1e-9)
    np.testing.assert_allclose(solution.real_income, wage / prices(wage), rtol=1e-9)
    np.testing.assert_allclose(solution.flow[:, :, 0], shares(wage) * (wage * LABOUR), rtol=1e-9)


def test_tariffs_whose_revenue_is_spent() -> None:
    tariff = np.array([[0.0, 0.5], [0.2, 0.0]])

    def spending(wage: np.ndarray) -> np.ndarray:
        kept = (tariff / (1 + tariff) * shares(wage, tariff)).sum(axis=0)
        return wage * LABOUR / (1 - kept)

    def gap(relative: float) -> float:
        wage = scaled(relative)
        return (shares(wage, tariff) / (1 + tariff) @ spending(wage) - wage * LABOUR)[0]

    wage = scaled(bisect(gap))
    shock = Shock(trade_cost=cost(), tariff=tariff[:, :, None], productivity=MORE[:, None])
    solution = solve(world(), shock)
    np.testing.assert_allclose(solution.wage, wage, rtol=1e-9)
    np.testing.assert_allclose(solution.income, spending(wage), rtol=1e-9)
    expected = spending(wage) / LABOUR / prices(wage, tariff)
    np.testing.assert_allclose(solution.real_income, expected, rtol=1e-9)


@pytest.mark.parametrize("closure", ["world share", "own income", "zero"])
def test_a_deficit_under_each_closure(closure: str) -> None:
    """A spends 60 beyond its income; the closures differ by who pays how much of it later."""
    spending = LABOUR + np.array([60, -60])
    sold = SHARE @ spending
    baseline = spending - sold
    phi = baseline / sold

    def deficit(wage: np.ndarray) -> np.ndarray:
        earned = wage * sold
        own = phi * earned - phi @ earned / earned.sum() * earned
        return {"zero": 0 * own, "world share": baseline, "own income": own}[closure]

    def wages(relative: float) -> np.ndarray:
        wage = np.array([relative, 1.0])
        return wage * sold.sum() / (wage @ sold)

    def gap(relative: float) -> float:
        wage = wages(relative)
        return (shares(wage) @ (wage * sold + deficit(wage)) - wage * sold)[0]

    wage = wages(bisect(gap))
    shock = Shock(trade_cost=cost(), productivity=MORE[:, None])
    solution = solve(world(spending=spending), shock, closure=closure)
    np.testing.assert_allclose(solution.wage, wage, rtol=1e-9)
    np.testing.assert_allclose(solution.deficit, deficit(wage), atol=1e-6)
    expected = (wage * sold + deficit(wage)) / spending / prices(wage)
    np.testing.assert_allclose(solution.real_income, expected, rtol=1e-9)


def test_owners_abroad_are_paid() -> None:
    """A fifth of A's value added is rent of owners in B: 40 % not labour, half of it foreign."""
    paid = 0.2

    def income(wage: np.ndarray, size: np.ndarray) -> np.ndarray:
        return wage * size + paid * wage[0] * size[0] * np.array([-1, 1])

    share_sold = SHARE @ np.array([[1 - paid, 0], [paid, 1]])  # income of value added
    ratio = share_sold[0, 1] / share_sold[1, 0]  # value added that reproduces itself
    size = 1000 * np.array([ratio, 1.0])

    def wages(relative: float) -> np.ndarray:
        wage = np.array([relative, 1.0])
        return wage * size.sum() / (wage @ size)

    def gap(relative: float) -> float:
        wage = wages(relative)
        return (shares(wage) @ income(wage, size) - wage * size)[0]

    baseline = world(
        spending=income(np.ones(2), size),
        labour_share=[[0.6], [1.0]], foreign_share=[[0.5], [0.0]], owner_share=[[0, 1], [0, 0]],
    )  # fmt: skip
    assert (baseline.deficit == 0).all()
    wage = wages(bisect(gap))
    solution = solve(baseline, Shock(trade_cost=cost(), productivity=MORE[:, None]))
    np.testing.assert_allclose(solution.wage, wage, rtol=1e-9)
    np.testing.assert_allclose(solution.income, income(wage, size), rtol=1e-9)
    np.testing.assert_allclose(
        solution.net_rents, paid * wage[0] * size[0] * np.array([-1, 1]), rtol=1e-9
    )


def test_a_hub_between_two_countries_that_stop_trading() -> None:
    """B and C keep one partner, A: 2 A's sales to each = A's imports, by symmetry of B and C."""
    home, theta = 0.7, 4.0
    foreign = (1 - home) / 2

    def parts(hub: float) -> tuple[float, float, float]:
        at_home, at_rim = home * hub**-theta, foreign * hub**-theta
        return at_home, at_rim, at_home + 2 * foreign

    def gap(hub: float) -> float:
        _, at_rim, access = parts(hub)
        sold_to_rim = 2 * at_rim / (home + at_rim)
        bought = 2 * foreign / access * hub
        return sold_to_rim - bought

    hub = bisect(gap)
    _, at_rim, access = parts(hub)
    baseline = symmetric(3, home=home, trade_elasticity=theta)
    solution = solve(baseline, Shock(trade_cost=between(baseline, ["B"], ["C"], np.inf)))
    assert (solution.flow[1, 2] == 0).all()
    assert (solution.flow[2, 1] == 0).all()
    assert solution.wage[0] / solution.wage[1] == pytest.approx(hub, rel=1e-9)
    expected = [hub * access ** (1 / theta), *[(home + at_rim) ** (1 / theta)] * 2]
    np.testing.assert_allclose(solution.real_income, expected, rtol=1e-9)
