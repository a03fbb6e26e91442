"""Friends and enemies in special cases of Kleinman, Liu and Redding (2024).

AEJ: Macroeconomics 16(4), with S, T, M = T S − I and Q as there. Their tables need trade data of
140 countries that are not here, so that these cases are solved by hand from their equations: no
trade, no obstacles to trade, everybody's growth, two unequal countries, and the power series of
their solution. That it is nearly exact for shocks of usual size is their abstract's claim.
"""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.measures.indices import exposure
from geoecon.scenario.shock import Shock
from geoecon.world.world import World

TWO = np.array([[0.8, 0.4], [0.2, 0.6]]) * np.array([2.0, 1.0])
"""Sales [exporter, importer] of two countries with home shares 0.8 and 0.6: incomes are as 2 to 1,
for imports of the first, 0.2 × 2, equal those of the second, 0.4 × 1."""
THETA = 4.0


def balanced(seed: int, regions: int = 5) -> np.ndarray:
    """Sales of countries whose trade is balanced, shares drawn at random."""
    rng = np.random.default_rng(seed)
    share = rng.uniform(0.1, 1, (regions, regions)) + 3 * np.eye(regions)
    share /= share.sum(axis=0)
    values, vectors = np.linalg.eig(share)
    income = np.real(vectors[:, np.argmax(np.real(values))])
    return share * (income / income.sum())


def test_without_trade_everybody_gains_from_his_own_growth_alone() -> None:
    """S = T = I, so M = 0: nobody's wage moves and U = I."""
    found = exposure(np.diag([1.0, 2.0]) + 1e-12, THETA)
    np.testing.assert_allclose(found.welfare, np.eye(2), atol=1e-9)


def test_without_obstacles_all_share_in_growth_and_relative_wages_tell_who_grew() -> None:
    """Everybody spends q_i on i, so prices are the same for all: u_n = w_n − Σ_i q_i (w_i − z_i).

    Markets clear where w − z moves by −z/(1 + θ) against the others'; with q·w = 0 that leaves
    u_n = q_1 + w_n with w_1 = θ (1 − q_1)/(1 + θ) and w_n = −θ q_1/(1 + θ) if country 1 grows.
    """
    size = np.array([0.5, 0.3, 0.2])
    found = exposure(np.outer(size, size), THETA)
    wage = THETA / (1 + THETA) * np.array([0.5, -0.5, -0.5])
    np.testing.assert_allclose(found.income[:, 0], wage)
    np.testing.assert_allclose(found.welfare[:, 0], 0.5 + wage)


@pytest.mark.parametrize("seed", range(3))
def test_everybodys_growth_moves_no_wage_and_lifts_all_alike(seed: int) -> None:
    """Rows of S and T sum to one, hence those of M to zero: W 1 = 0 and U 1 = 1."""
    found = exposure(balanced(seed), THETA)
    np.testing.assert_allclose(found.income.sum(axis=1), 0, atol=1e-9)
    np.testing.assert_allclose(found.welfare.sum(axis=1), 1, atol=1e-9)


def test_two_unequal_countries_by_hand() -> None:
    """Home shares 0.8 and 0.6, so T = S, whose eigenvalues are 1 and ρ = 0.4.

    The relative wage is x = θ(1 + ρ)/(1 + θ(1 + ρ)) = 28/33 per unit of growth of the first;
    incomes are 2/3 and 1/3 of the world's, hence wages 28/99 and −56/99; welfare follows from
    u = w − S (w − z): 96/99 and 6/99.
    """
    found = exposure(TWO, THETA)
    np.testing.assert_allclose(found.income[:, 0], [28 / 99, -56 / 99], rtol=1e-12)
    np.testing.assert_allclose(found.welfare[:, 0], [96 / 99, 6 / 99], rtol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_the_solution_is_the_sum_of_its_rounds(seed: int) -> None:
    """(I − V)⁻¹ = Σ V^k: each power passes the effect on through one more round of markets."""
    sales = balanced(seed)
    share, income = (sales / sales.sum(axis=0)).T, sales / sales.sum(axis=1, keepdims=True)
    through = income @ share
    size = np.broadcast_to(sales.sum(axis=1) / sales.sum(), sales.shape)
    v = (income + THETA * through) / (1 + THETA) - size
    assert np.abs(np.linalg.eigvals(v)).max() < 1
    term = -THETA / (1 + THETA) * (through - np.eye(len(sales)))
    total = np.zeros_like(term)
    for _ in range(400):
        total, term = total + term, v @ term
    np.testing.assert_allclose(exposure(sales, THETA).income, total, atol=1e-10)


@pytest.mark.parametrize(("growth", "least", "most"), [(0.05, 0.0, 0.02), (-3.0, 0.2, 9.0)])
def test_nearly_exact_for_usual_shocks_and_not_for_a_collapse(
    growth: float, least: float, most: float
) -> None:
    """The exact model against the matrix, the second country growing by 5 % or losing 95 %.

    Stated in advance: within 2 % of the effect for the first, off by more than 20 % for the last.
    """
    world = World.from_arrays(
        1000 * TWO[:, :, None], regions=["A", "B"], sectors=["x"], trade_elasticity=THETA
    )
    productivity = np.array([[1.0], [np.exp(growth)]])
    exact = np.log(solve(world, Shock(productivity=productivity), closure="zero").real_income)
    first = growth * exposure(TWO, THETA).welfare[:, 1]
    off = np.abs(first / exact - 1)
    assert least <= off.max() < most
