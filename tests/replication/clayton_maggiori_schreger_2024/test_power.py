"""Power as the loss from losing a hegemon's inputs, in the special cases that the papers state.

The estimates of Clayton, Maggiori and Schreger need their data on trade and finance by sector, and
no worked number of theirs was at hand. What their abstracts state is tested: power is nonlinear and
rises out of proportion as the hegemon comes to control all of an input (2024, NBER 33309), and
threats are made jointly (2023, NBER 31852): when that is worth more than one by one.
"""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.measures.indices import bundle_loss


def power(weight: list[float], lost: list[float], sigma: float, rho: float) -> float:
    """The logarithmic loss, −ln(1 − loss)."""
    elasticity = np.full(len(weight), sigma)
    return -float(np.log(1 - bundle_loss(np.array(weight), np.array(lost), elasticity, rho)))


def test_one_input_in_closed_form() -> None:
    """ln P̂ = −ln(1 − ω)/(σ − 1): half, three quarters and 15/16 lost at σ = 3."""
    for lost, loss in ((0.5, np.log(2)), (0.75, np.log(4)), (0.9375, np.log(16))):
        assert power([1.0], [lost], 3.0, 1.0) == pytest.approx(loss / 2)


@pytest.mark.parametrize("rho", [0.5, 1.0, 2.0])
def test_power_rises_out_of_proportion_with_control(rho: float) -> None:
    """Diversifying from 0.95 to 0.85 takes more power away than from 0.5 to 0.4."""
    shares = np.linspace(0.0, 0.98, 50)
    losses = np.array([power([0.3, 0.7], [share, 0.0], 3.0, rho) for share in shares])
    if rho <= 1:
        assert (np.diff(losses, 2) > 0).all()
    at = {share: power([0.3, 0.7], [share, 0.0], 3.0, rho) for share in (0.4, 0.5, 0.85, 0.95)}
    assert at[0.95] - at[0.85] > at[0.5] - at[0.4]


@pytest.mark.parametrize("rho", [0.3, 0.8, 1.5, 4.0])
def test_threats_together_are_worth_more_where_inputs_replace_each_other(rho: float) -> None:
    """With p_J = P̂_J^(1−ρ) − 1 the logarithmic loss is ln(1 + Σ Ω_J p_J)/(1 − ρ): convex in the
    sum for ρ > 1, where each input stood in for the other, concave for ρ < 1, where one of them
    lost has already spoilt the other."""
    both = power([0.2, 0.3, 0.5], [0.6, 0.7, 0.0], 3.0, rho)
    first = power([0.2, 0.3, 0.5], [0.6, 0.0, 0.0], 3.0, rho)
    second = power([0.2, 0.3, 0.5], [0.0, 0.7, 0.0], 3.0, rho)
    assert (both > first + second) == (rho > 1)
    assert abs(both / (first + second) - 1) > 1e-3


def test_threats_to_one_input_by_two_who_supply_it_are_worth_more_together() -> None:
    assert power([1.0], [0.8], 3.0, 1.0) > 2 * power([1.0], [0.4], 3.0, 1.0)


def test_threats_to_inputs_of_constant_shares_add_up() -> None:
    """ρ = 1: the logarithm of P̂ is Σ Ω ln P̂_J, and nothing is gained by joining."""
    both = power([0.4, 0.6], [0.6, 0.7], 3.0, 1.0)
    apart = power([0.4, 0.6], [0.6, 0.0], 3.0, 1.0) + power([0.4, 0.6], [0.0, 0.7], 3.0, 1.0)
    assert both == pytest.approx(apart)
