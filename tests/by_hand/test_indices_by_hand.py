"""Closed-form indices on examples whose answers are worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.errors import LabelError, RangeError, UnknownNameError
from geoecon.measures.indices import (
    basket_price,
    bundle_loss,
    dependence,
    exports_by_partner,
    herfindahl,
    hirschman,
    imports_by_partner,
    indices,
    loss_without,
)
from geoecon.testing.toys import closed, oil_and_factories
from geoecon.world.world import World

# exporter, importer, sector: A, B and C trade x; only A makes y
FLOW = np.array(
    [
        [[40.0, 10.0], [30.0, 60.0], [10.0, 20.0]],
        [[30.0, 0.0], [50.0, 0.0], [10.0, 0.0]],
        [[30.0, 0.0], [10.0, 0.0], [60.0, 0.0]],
    ]
)


@pytest.fixture
def world() -> World:
    return World.from_arrays(
        FLOW, regions=["A", "B", "C"], sectors=["x", "y"], trade_elasticity=[1.0, 2.0]
    )


@pytest.mark.parametrize("count", [1, 2, 3, 10])
def test_equal_partners(count: int) -> None:
    """One partner gives 1 and 100; n equal ones give 1/n and 100/√n."""
    assert herfindahl(np.full(count, 7.0)) == pytest.approx(1 / count)
    assert hirschman(np.full(count, 7.0)) == pytest.approx(100 / np.sqrt(count))


def test_shares_of_a_half_a_third_and_a_sixth() -> None:
    """(9 + 4 + 1) / 36."""
    assert herfindahl(np.array([3.0, 2.0, 1.0])) == pytest.approx(14 / 36)


def test_nobody_to_trade_with_is_no_concentration() -> None:
    assert np.isnan(herfindahl(np.zeros(3)))


def test_trade_by_partner_leaves_home_out(world: World) -> None:
    assert imports_by_partner(world, "A").tolist() == [[0, 0], [30, 0], [30, 0]]
    assert exports_by_partner(world, "A").tolist() == [[0, 0], [30, 60], [10, 20]]
    assert world.flow[0, 0, 0] == 40


def test_dependence_of_one_region(world: World) -> None:
    """B buys 30 of x from A and 10 from C, sells 40 abroad; all its y comes from A."""
    table = dependence(world, ["B"]).set_index("sector")
    assert table.loc["x", "concentration"] == pytest.approx(0.75**2 + 0.25**2)
    assert table.loc["x", "replaceability"] == pytest.approx(1)
    assert table.loc["x", "import_share"] == pytest.approx(40 / 90)
    assert not table.loc["x", "dependent"]
    assert table.loc["y", "concentration"] == 1
    assert np.isnan(table.loc["y", "replaceability"])
    assert table.loc["y", "dependent"]
    assert table.loc["y", "largest"] == "A"
    assert table.loc["y", "largest_share"] == 1


def test_dependence_of_a_group_counts_trade_inside_as_its_own(world: World) -> None:
    """B and C buy 40 of x from A and 20 from each other, and sell A 60: 40/60 and 40/80."""
    table = dependence(world, ["B", "C"]).set_index("sector")
    assert table.loc["x", "outside_share"] == pytest.approx(40 / 60)
    assert table.loc["x", "replaceability"] == pytest.approx(40 / 80)
    assert table.loc["x", "concentration"] == 1
    assert not table.loc["x", "dependent"]


def test_members_must_be_known(world: World) -> None:
    with pytest.raises(LabelError, match="no members"):
        dependence(world, [])
    with pytest.raises(UnknownNameError):
        dependence(world, ["D"])


def test_half_the_suppliers_at_elasticity_two_halve_a_basket() -> None:
    """P̂ = (1/2)^(−1/(2−1)) = 2."""
    assert basket_price(np.array([0.5]), np.array([2.0])) == pytest.approx(2)
    assert bundle_loss(np.ones(1), np.array([0.5]), np.array([2.0]), 1) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("substitution", "price"),
    [(1, np.sqrt(2)), (0, 1.5), (2, 4 / 3), (0.5, ((1 + 2**0.5) / 2) ** 2)],
)
def test_one_of_two_baskets_twice_as_dear(substitution: float, price: float) -> None:
    """Equal baskets, prices 2 and 1: geometric, arithmetic, harmonic mean; power one half."""
    loss = bundle_loss(
        np.array([0.5, 0.5]), np.array([0.5, 0.0]), np.array([2.0, 2.0]), substitution
    )
    assert loss == pytest.approx(1 - 1 / price)


def test_an_essential_basket_lost_is_everything_lost() -> None:
    both = np.array([0.5, 0.5]), np.array([1.0, 0.0]), np.array([3.0, 3.0])
    assert bundle_loss(*both, 1) == 1
    assert bundle_loss(*both, 0.5) == 1
    assert bundle_loss(*both, 3) == pytest.approx(1 - 0.5**0.5)


@pytest.mark.parametrize("substitution", [0.2, 0.8, 1.2, 3.0])
def test_exact_losses_lie_above_first_order_for_complements_and_below_for_substitutes(
    substitution: float,
) -> None:
    """First order in the price of each basket is the share-weighted mean of logarithms."""
    weight, lost, sigma = np.array([0.3, 0.7]), np.array([0.6, 0.1]), np.array([3.0, 5.0])
    first = 1 - np.exp(-(weight @ np.log(basket_price(lost, sigma))))
    exact = bundle_loss(weight, lost, sigma, substitution)
    assert (exact > first) == (substitution < 1)
    assert exact != pytest.approx(first, rel=1e-3)


def test_shares_and_elasticities_out_of_range_are_refused() -> None:
    with pytest.raises(RangeError, match="share"):
        basket_price(np.array([1.2]), np.array([2.0]))
    with pytest.raises(RangeError, match="elasticity"):
        basket_price(np.array([0.2]), np.array([1.0]))


def test_loss_without_a_supplier(world: World) -> None:
    """B spends 90 on x (a third from A) and 60 on y (all from A)."""
    assert loss_without(world, "B", ["A"]) == 1
    share = 90 / 150
    assert loss_without(world, "B", ["C"]) == pytest.approx(1 - (1 - 10 / 90) ** share)


def test_the_table_is_what_its_parts_say(world: World) -> None:
    table = indices(world, "B").set_index("index")
    assert table.loc["Hirschman index of imports", "value"] == pytest.approx(
        100 * np.hypot(0.9, 0.1)
    )
    assert table.loc["largest partner in imports", "about"] == "A"
    assert table.loc["import dependence", "value"] == pytest.approx(100 * 100 / 150)
    assert table.loc["dependent sectors", "about"] == "y"
    assert table.loc["loss without one supplier", "value"] == 100
    assert (table[["formula", "source", "unit"]] != "").all(axis=None)


def test_a_region_alone_has_no_partners() -> None:
    table = indices(closed([0.5, 0.5]), "A").set_index("index")
    assert np.isnan(table.loc["HHI of exports by partner", "value"])
    assert table.loc["import dependence", "value"] == 0
    assert np.isnan(table.loc["loss without one supplier", "value"])


def test_unknown_region() -> None:
    with pytest.raises(UnknownNameError):
        indices(oil_and_factories(), "Z")
