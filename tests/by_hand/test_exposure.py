"""Exposure in worlds small enough to solve by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from geoecon.errors import ConflictError, UnknownNameError
from geoecon.exposure import exposure, exposure_matrix, largest, record_of
from geoecon.testing.toys import symmetric
from geoecon.world.world import World

HOME, THETA = 0.7, 4.0


def alone(world, focus, against):
    """The table of one cut-off in a world as it is, without routes, in this process."""
    return exposure(focus, against, ("as given",), world, transit=False, workers=1)


def needs_oil() -> World:
    """A buys all its oil from B; C sells oil too, but not to A. Figures are invented."""
    flow = np.zeros((3, 3, 2))
    flow[:, :, 0] = [[0, 0, 0], [10, 50, 5], [0, 5, 30]]
    flow[:, :, 1] = [[100, 10, 5], [5, 900, 60], [5, 60, 300]]
    return World.from_arrays(
        flow, regions=["A", "B", "C"], sectors=["oil", "goods"], trade_elasticity=[4.0, 4.0]
    )


def test_the_only_partner_gone_is_autarky() -> None:
    """Î/P̂ = h^(1/θ) where all trade stops; equal countries hurt each other equally."""
    frame = alone(symmetric(2, home=HOME, trade_elasticity=THETA), "A", ["B"])
    loss = 100 * (1 - HOME ** (1 / THETA))
    (row,) = frame.to_dict("records")
    assert row["loss_pct"] == pytest.approx(loss, rel=1e-8)
    assert row["own_loss_pct"] == pytest.approx(loss, rel=1e-8)
    assert row["loss_musd"] == pytest.approx(10 * loss, rel=1e-8)
    assert row["leverage"] == pytest.approx(1)


def test_one_of_two_partners_gone() -> None:
    """w_C clears C's labour: 1 = h w^(−θ)/P_C^(−θ) + 2 f w^(−θ−1)/P_A^(−θ); A loses 1 − 1/P_A."""
    f = (1 - HOME) / 2

    def access(wage: float) -> float:
        return HOME + f * wage**-THETA

    def excess(wage: float) -> float:
        own = HOME * wage**-THETA / (HOME * wage**-THETA + 2 * f)
        return own + 2 * f * wage ** (-THETA - 1) / access(wage) - 1

    wage = brentq(excess, 0.5, 2.0, xtol=1e-14)
    frame = alone(symmetric(3, home=HOME, trade_elasticity=THETA), "A", ["B"])
    expected = 100 * (1 - access(wage) ** (1 / THETA))
    assert frame.loc[0, "loss_pct"] == pytest.approx(expected, rel=1e-8)
    assert frame.loc[0, "own_loss_pct"] == pytest.approx(expected, rel=1e-8)


def test_a_loss_without_bound_stands_first_and_has_no_number() -> None:
    frame = alone(needs_oil(), "A", ["C", "B"])
    assert frame["power"].tolist() == ["B", "C"]
    first = frame.iloc[0]
    assert first["unbounded"] == "oil"
    assert np.isnan(first[["loss_pct", "loss_musd", "leverage"]].astype(float)).all()
    assert frame.loc[1, "loss_pct"] > 0
    record = record_of(frame)
    assert record["rows"][0]["loss_pct"] is None
    assert largest(frame)[0]["power"] == "B"


def test_shares_and_a_closed_form_stand_beside_it() -> None:
    """A sells 10 to B and 5 to C; it buys 10 of oil and 5 of goods of B, 5 of goods of C. Without
    B it has no oil; without C it loses 5 of the 110 that it spends on goods, whose price rises by
    (105/110)^(−1/4) with a weight of 110/120."""
    frame = alone(needs_oil(), "A", ["B", "C"]).set_index("power")
    assert frame.loc["B", "of_exports_pct"] == pytest.approx(100 * 10 / 15)
    assert frame.loc["C", "of_exports_pct"] == pytest.approx(100 * 5 / 15)
    assert frame.loc["B", "of_imports_pct"] == pytest.approx(100 * 15 / 20)
    assert frame.loc["B", "closed_form_pct"] == pytest.approx(100)
    price = (105 / 110) ** (-1 / THETA)
    expected = 100 * (1 - price ** -(110 / 120))
    assert frame.loc["C", "closed_form_pct"] == pytest.approx(expected)


def test_the_power_is_told_without_bound_too() -> None:
    frame = alone(needs_oil(), "B", ["A"])
    assert frame.loc[0, "own_unbounded"] == "A: oil"
    assert np.isnan(frame.loc[0, "own_loss_pct"])
    assert np.isfinite(frame.loc[0, "loss_pct"])


def test_nobody_is_exposed_to_himself() -> None:
    with pytest.raises(ConflictError, match="nobody"):
        alone(symmetric(3), "A", ["A"])


def test_unknown_countries_are_named() -> None:
    with pytest.raises(UnknownNameError):
        alone(symmetric(3), "Q", ["A"])


def test_the_matrix_has_every_pair_but_the_diagonal_and_solves_each_once() -> None:
    world = needs_oil()
    frame = exposure_matrix(world, "as given", workers=1)
    pairs = set(zip(frame["focus"], frame["power"], strict=True))
    assert pairs == {(a, b) for a in "ABC" for b in "ABC" if a != b}
    assert len(frame) == 6
    assert frame.attrs["trade_solves"] == frame.attrs["cut_offs"] == 3
    for (focus, power), loss in frame.set_index(["focus", "power"])["loss_musd"].items():
        single = alone(world, focus, [power])
        np.testing.assert_allclose(single["loss_musd"], loss, rtol=1e-9, equal_nan=True)


def test_a_name_that_is_no_bloc_is_no_coalition() -> None:
    with pytest.raises((ConflictError, UnknownNameError)):
        exposure_matrix(needs_oil(), "as given", ["EU27"], workers=1)
