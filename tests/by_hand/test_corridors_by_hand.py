"""Routing and loading on networks of a few links, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geoecon.corridors.cuts import cut
from geoecon.corridors.demands import Demands
from geoecon.corridors.graph import Graph
from geoecon.corridors.loading import assign
from geoecon.corridors.logit import expected, least_sensitivity, route_index, shares
from geoecon.corridors.money import by_owner, paid, payments
from geoecon.errors import LabelError, MissingValueError, RangeError, RouteError, UnknownNameError
from geoecon.testing.networks import random_demands, random_graph, tightened

INF = np.inf
TWO_WAYS = Graph([0, 0], [1, 1], [38.0, 40.0], [INF, INF], 2, ("field", "sea"), ("pipe", "rail"))
ONE = np.array([0]), np.array([1])


def test_two_ways_share_by_logit() -> None:
    share = 1 / (1 + np.exp(-0.5 * 2))
    loading = assign(TWO_WAYS, Demands([0], [1], [10.0]), 0.5)
    np.testing.assert_allclose(loading.load[0], [10 * share, 10 * (1 - share)], rtol=1e-13)
    index = 38 - np.log(1 + np.exp(-1.0)) / 0.5
    assert route_index(TWO_WAYS, 0.5, *ONE)[0] == pytest.approx(index, rel=1e-14)
    assert shares(TWO_WAYS, 0.5, *ONE, [0])[0] == pytest.approx(share, rel=1e-13)


def test_the_price_of_a_full_pipe_sends_the_rest_by_rail() -> None:
    graph = replace(TWO_WAYS, capacity=np.array([3.0, INF]))
    loading = assign(graph, Demands([0], [1], [10.0]), 0.5)
    np.testing.assert_allclose(loading.load[0], [3.0, 7.0], rtol=1e-9)
    price = 2 + np.log(7 / 3) / 0.5  # 38 + μ = 40 + ln(7/3) / λ
    np.testing.assert_allclose(loading.price, [price, 0.0], rtol=1e-8)


def test_what_does_not_fit_is_stranded_at_its_reservation() -> None:
    graph = replace(TWO_WAYS, capacity=np.array([3.0, 4.0]))
    loading = assign(graph, Demands([0], [1], [10.0], 100.0), 0.5)
    np.testing.assert_allclose(loading.load[0], [3.0, 4.0], rtol=1e-9)
    assert loading.stranded[0] == pytest.approx(3.0, rel=1e-9)
    assert loading.index[0] == pytest.approx(100.0, rel=1e-9)
    pipe, rail = loading.price  # 38 + μ − (40 + ν) = ln(4/3) / λ, and the index is 100
    assert 38 + pipe - 40 - rail == pytest.approx(np.log(4 / 3) / 0.5, rel=1e-7)


def test_nothing_is_stranded_beside_spare_room() -> None:
    graph = replace(TWO_WAYS, capacity=np.array([3.0, 8.0]))
    loading = assign(graph, Demands([0], [1], [10.0], 45.0), 0.5)
    assert loading.stranded[0] == 0.0
    dear = assign(graph, Demands([0], [1], [10.0], 39.0), 0.5)  # rail alone costs more than that
    assert dear.stranded[0] > 0
    assert dear.index[0] == pytest.approx(39.0, rel=1e-9)


def test_other_users_come_first() -> None:
    graph = replace(TWO_WAYS, capacity=np.array([5.0, 50.0]))
    demands = Demands([0], [1], [10.0])
    after = assign(graph, demands, 0.5, preload=np.array([2.0, 0.0]))
    assert after.load[0, 0] == pytest.approx(3.0, rel=1e-9)
    none = assign(graph, demands, 0.5, preload=np.array([5.0, 0.0]))
    np.testing.assert_allclose(none.load[0], [0.0, 10.0])
    assert none.price[0] == INF
    with pytest.raises(RangeError, match="pipe"):
        assign(graph, demands, 0.5, preload=np.array([6.0, 0.0]))


def test_two_cargoes_share_a_link() -> None:
    crude = Graph([0, 1], [1, 2], [10.0, 5.0], [6.0, INF], 3)
    boxes = crude.with_cost(np.array([20.0, 7.0]))
    demands = Demands([0, 0], [2, 2], [5.0, 5.0], [100.0, 60.0], ["crude", "boxes"])
    loading = assign({"crude": crude, "boxes": boxes}, demands, 1.0)
    np.testing.assert_allclose(loading.load[:, 0], [5.0, 1.0], rtol=1e-9)  # crude can pay more
    assert loading.price[0] == pytest.approx(60 - 27, rel=1e-9)
    np.testing.assert_allclose(loading.stranded, [0.0, 4.0], atol=1e-9)


def test_a_territory_crossed_twice_counts_once() -> None:
    graph = Graph([0, 1, 0], [1, 2, 2], [1.0, 1.0, 2.0], [INF] * 3, 3)
    ends = np.array([0]), np.array([2])
    assert shares(graph, 1.0, *ends, [0, 1])[0] == pytest.approx(0.5, rel=1e-13)
    assert expected(graph, 1.0, *ends, np.array([1.0, 1.0, 0.0]))[0] == pytest.approx(1.0)


def test_the_least_sensitivity_of_a_round_trip() -> None:
    """Four round trips of 8 USD: 4 exp(−8 λ) = 1."""
    round_trip = Graph([0, 0, 1, 1], [1, 1, 0, 0], [3.0, 3.0, 5.0, 5.0], [INF] * 4, 2)
    assert least_sensitivity(round_trip, *ONE) == pytest.approx(np.log(4) / 8, rel=1e-12)
    free = round_trip.with_cost(np.zeros(4))
    with pytest.raises(RouteError, match="costs nothing"):
        route_index(free, 1.0, *ONE)


def test_money_paid_is_money_received() -> None:
    for seed in range(20):
        graph = random_graph(seed, nodes=10, links=25)
        demands = replace(random_demands(seed, graph), reservation=150.0)
        loading = assign(tightened(seed, graph, demands), demands, 0.7)
        freight, fee = 0.6 * graph.cost, 0.1 * graph.cost
        received = payments(loading, freight, fee)
        total = paid(loading, freight, fee).sum()
        assert received.received.sum() == pytest.approx(total, rel=1e-9)
        owners = ["", *(["RUS", "KAZ"] * graph.links)][: graph.links]
        sums = by_owner(received.fee, owners)
        assert list(sums) == ["KAZ", "RUS"]
        assert sum(sums.values()) == pytest.approx(received.fee[1:].sum())


def test_no_path_names_the_links_that_cut_it() -> None:
    names = ("gulf", "hormuz", "ocean", "canal")
    full = Graph([0, 1, 2, 2], [1, 2, 3, 3], [1.0] * 4, [INF] * 4, 4, (), names)
    shut = full.without([1, 3])
    np.testing.assert_array_equal(cut(full, shut, 0, 3), [1])
    assert not cut(full, full, 0, 3).size
    assert not cut(full, shut, 3, 0).size
    with pytest.raises(RouteError, match="cut by hormuz"):
        assign(shut, Demands([0], [3], [1.0]), 1.0)
    stranded = assign(shut, Demands([0], [3], [1.0], 50.0), 1.0)
    assert stranded.stranded[0] == 1.0
    assert stranded.index[0] == INF


def test_no_room_names_demand_and_links() -> None:
    graph = replace(TWO_WAYS, capacity=np.array([3.0, 4.0]))
    with pytest.raises(RouteError, match=r"no room for field → sea \(10 kt") as refused:
        assign(graph, Demands([0], [1], [10.0]), 0.5)
    assert "pipe, rail" in str(refused.value)
    assert refused.value.reason == "infeasible"


def test_bad_input_is_refused() -> None:
    with pytest.raises(RangeError, match="cost below zero"):
        Graph([0], [1], [-1.0], [INF], 2)
    with pytest.raises(MissingValueError, match="capacity missing"):
        Graph([0], [1], [1.0], [np.nan], 2)
    with pytest.raises(LabelError, match="outside"):
        Graph([0], [2], [1.0], [INF], 2)
    with pytest.raises(LabelError, match="same node"):
        Demands([0], [0], [1.0])
    with pytest.raises(RangeError, match="sensitivity"):
        assign(TWO_WAYS, Demands([0], [1], [1.0]), 0.0)
    with pytest.raises(UnknownNameError, match="gas"):
        assign(TWO_WAYS, Demands([0], [1], [1.0], cargo="gas"), 1.0)
