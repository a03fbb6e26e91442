"""Elastic demand and wells: sales, prices and what stays behind, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.corridors.demands import Demands
from geoecon.corridors.exports import Buyers, Supply, settled, ship
from geoecon.corridors.graph import Graph
from geoecon.corridors.loading import assign
from geoecon.errors import RangeError


def line(*links: tuple[int, int, float, float], nodes: int) -> Graph:
    """A graph from (tail, head, cost, capacity)."""
    tail, head, cost, capacity = (np.array(column) for column in zip(*links, strict=True))
    return Graph(tail, head, cost, capacity, nodes)


@pytest.mark.parametrize("elasticity", [0.3, 1.0, 2.0, 8.0])
def test_a_full_link_raises_the_price_until_demand_fits(elasticity: float) -> None:
    """60 of 100 fit: G = 500 · 0.6^(−1/σ)."""
    graph = line((0, 1, 20.0, 60.0), nodes=2)
    asked = Demands([0], [1], [100.0], 500.0, elasticity=elasticity)
    loading = assign(graph, asked, 0.5)
    price = 500 * 0.6 ** (-1 / elasticity)
    assert loading.shipped[0] == pytest.approx(60, rel=1e-9)
    assert loading.index[0] == pytest.approx(price, rel=1e-8)
    assert loading.price[0] == pytest.approx(price - 20, rel=1e-8)
    assert loading.stranded[0] == 0


def test_without_a_limit_more_is_bought_as_the_way_is_cheap() -> None:
    """T (20/40)^(−2) = 4 T, and nothing is scarce."""
    graph = line((0, 1, 20.0, np.inf), nodes=2)
    loading = assign(graph, Demands([0], [1], [100.0], 40.0, elasticity=2.0), 0.5)
    assert loading.shipped[0] == pytest.approx(400)
    assert loading.price[0] == 0


def test_two_buyers_share_what_one_link_carries() -> None:
    """Both pay the same price p at the end of the link: 50 (p/100)^−1 + 50 (p/100)^−3 = 40."""
    graph = line((0, 1, 10.0, 40.0), (1, 2, 0.5, np.inf), (1, 3, 0.5, np.inf), nodes=4)
    asked = Demands([0, 0], [2, 3], [50.0, 50.0], 100.0, elasticity=np.array([1.0, 3.0]))
    loading = assign(graph, asked, 0.5)
    price = loading.index
    assert price[0] == pytest.approx(price[1])
    assert loading.shipped.sum() == pytest.approx(40, rel=1e-9)
    np.testing.assert_allclose(loading.shipped, 50 * (price / 100) ** [-1.0, -3.0], rtol=1e-9)


def test_no_way_means_nothing_bought() -> None:
    graph = line((0, 1, np.inf, np.inf), nodes=2)
    loading = assign(graph, Demands([0], [1], [100.0], 40.0, elasticity=2.0), 0.5)
    assert loading.shipped[0] == 0
    assert np.isinf(loading.index[0])


def test_an_elastic_demand_needs_its_price() -> None:
    with pytest.raises(RangeError, match="without the price"):
        Demands([0], [1], [100.0], elasticity=2.0)


def well_to_market(room: float) -> Graph:
    """Field 0 → terminal 1 → buyers 2 and 3."""
    return line((0, 1, 30.0, room), (1, 2, 10.0, np.inf), (1, 3, 20.0, np.inf), nodes=4)


SUPPLY = Supply(np.array([0]), np.array([100.0]), reservation=50.0)
BUYERS = Buyers(np.array([2, 3]), np.array([60.0, 40.0]), np.array([500.0, 500.0]), 2.0)


def test_at_the_baseline_each_buyer_gets_what_it_takes() -> None:
    """The field earns the netback asked for; buyers pay it and their own way."""
    found = settled(well_to_market(np.inf), 0.5, SUPPLY, BUYERS, netback=400.0)
    np.testing.assert_allclose(found.sold, BUYERS.mass, rtol=1e-9)
    np.testing.assert_allclose(found.delivered, [440.0, 450.0], rtol=1e-9)
    assert found.netback[0] == pytest.approx(400)
    assert found.left[0] == pytest.approx(0, abs=1e-9)


def test_what_cannot_leave_stays_behind_at_the_reservation_netback() -> None:
    """Half the room: 50 leave, 50 stay, the field earns its reservation, the link the rest."""
    base = settled(well_to_market(np.inf), 0.5, SUPPLY, BUYERS, netback=400.0)
    buyers = Buyers(BUYERS.node, BUYERS.mass, base.delivered, BUYERS.elasticity)
    found = ship(well_to_market(50.0), 0.5, SUPPLY, buyers)
    assert found.sold.sum() == pytest.approx(50, rel=1e-9)
    assert found.left[0] == pytest.approx(50, rel=1e-9)
    assert found.netback[0] == pytest.approx(50, rel=1e-9)
    assert found.price[0] > 0
    np.testing.assert_allclose(found.delivered, 90 + found.price[0] + np.array([0, 10]), rtol=1e-8)


def test_nothing_stays_behind_beside_spare_room() -> None:
    """The dearer way has room: all leaves, at a lower netback."""
    graph = line(
        (0, 1, 30.0, 50.0), (0, 1, 200.0, np.inf), (1, 2, 10.0, np.inf), (1, 3, 20.0, np.inf),
        nodes=4,
    )  # fmt: skip
    base = settled(well_to_market(np.inf), 0.5, SUPPLY, BUYERS, netback=400.0)
    buyers = Buyers(BUYERS.node, BUYERS.mass, base.delivered, BUYERS.elasticity)
    found = ship(graph, 0.5, SUPPLY, buyers)
    assert found.left[0] == pytest.approx(0, abs=1e-7)
    assert found.netback[0] == pytest.approx(400 - 170, rel=0.02)


def test_a_network_too_small_for_its_trade_does_not_settle() -> None:
    with pytest.raises(RangeError, match="does not settle"):
        settled(well_to_market(50.0), 0.5, SUPPLY, BUYERS, netback=400.0)
