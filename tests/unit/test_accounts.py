"""The books of a small world, line by line."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.testing.assertions import assert_accounts_close
from geoecon.testing.toys import closed, oil_and_factories, symmetric
from geoecon.world import accounts

FLOW = np.array([[[8.0, 1.0], [2.0, 0.0]], [[0.0, 3.0], [5.0, 0.0]]])
TARIFF = np.array([[[0.0, 0.0], [0.5, 0.1]], [[0.1, 0.2], [0.0, 0.0]]])


def test_output_and_expenditure() -> None:
    np.testing.assert_allclose(accounts.output(FLOW), [[10, 1], [5, 3]])
    np.testing.assert_allclose(accounts.expenditure(FLOW, TARIFF), [[8, 4.6], [8, 0]])


def test_shares_sum_to_one_even_where_nothing_is_bought() -> None:
    share = accounts.trade_share(FLOW, TARIFF)
    np.testing.assert_allclose(share.sum(axis=0), 1)
    np.testing.assert_allclose(share[:, 1, 0], [3 / 8, 5 / 8])
    np.testing.assert_allclose(share[:, 1, 1], [0, 1])


def test_inputs_are_bought_of_their_suppliers() -> None:
    share = np.zeros((2, 2, 2))
    share[0, 1, 0] = 0.3  # sector 0 of region 0 buys of sector 1
    demand = accounts.input_demand(share, accounts.output(FLOW))
    np.testing.assert_allclose(demand, [[0, 3], [0, 0]])


def test_duties_go_to_the_importer() -> None:
    np.testing.assert_allclose(accounts.duties(FLOW, TARIFF), [0.6, 1.0])


def test_rents_paid_abroad_are_received_abroad() -> None:
    rents = accounts.net_rents(
        np.array([[10.0, 4.0], [2.0, 0.0]]),
        np.array([[0.5, 0.25], [0.0, 0.0]]),
        np.array([[0.0, 1.0], [0.0, 0.0]]),
    )
    np.testing.assert_allclose(rents, [-6, 6])


def test_the_gap_is_imports_less_exports() -> None:
    np.testing.assert_allclose(accounts.trade_gap(FLOW), [1, -1])


@pytest.mark.parametrize(
    "world",
    [oil_and_factories(), symmetric(3, tariff=0.2, value_added_share=0.4), closed([0.4, 0.6])],
    ids=lambda world: world.name,
)
def test_toys_close(world) -> None:
    assert_accounts_close(world)


def test_an_account_that_does_not_close_is_noticed() -> None:
    """The assertion itself can fail: a world whose output was tampered with."""
    world = oil_and_factories()
    world.__dict__["output"] = world.output * 1.001
    with pytest.raises(AssertionError, match="sales = output"):
        assert_accounts_close(world)
