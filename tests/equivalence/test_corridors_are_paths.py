"""Routing in closed form and loading by prices against paths, programmes and plain matrices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geoecon.corridors.graph import Graph
from geoecon.corridors.loading import Assignment, assign
from geoecon.corridors.logit import least_sensitivity, link_use, route_index, shares
from geoecon.errors import RouteError
from geoecon.testing.networks import random_demands, random_graph, tightened

from . import enumerated

SEEDS = range(200)


def pairs(graph: Graph) -> tuple[np.ndarray, np.ndarray]:
    origin, destination = np.divmod(np.arange(graph.nodes**2), graph.nodes)
    apart = origin != destination
    return origin[apart], destination[apart]


def spent(loading: Assignment, graph: Graph) -> float:
    """Cost of what moves plus the worth of what stays, entropy apart; thousand USD a month."""
    worth = np.where(loading.demands.must_go, 0.0, loading.demands.reservation)
    return float(loading.load.sum(axis=0) @ graph.cost + loading.stranded @ worth)


def optimum(loading: Assignment) -> float:
    """The dual's value: indices and reservations paid, less what the room costs."""
    joined = loading.shipped > 0
    worth = np.where(loading.demands.must_go, 0.0, loading.demands.reservation)
    moved = loading.shipped[joined] @ loading.index[joined]
    limited = np.isfinite(loading.room)
    return float(moved + loading.stranded @ worth - loading.price[limited] @ loading.room[limited])


@pytest.mark.parametrize("sensitivity", [0.02, 1.0, 300.0])
def test_the_closed_form_is_the_sum_over_paths(sensitivity: float) -> None:
    for seed in SEEDS:
        graph = random_graph(seed, nodes=7, links=9, acyclic=True)
        origin, destination = pairs(graph)
        found = route_index(graph, sensitivity, origin, destination)
        ends = list(zip(origin, destination, strict=True))
        right = [enumerated.index(graph, sensitivity, int(o), int(d)) for o, d in ends]
        np.testing.assert_allclose(found, right, rtol=1e-12, err_msg=f"seed {seed}")
        use = link_use(graph, sensitivity, np.array([0]), np.array([6]))
        right = enumerated.use(graph, sensitivity, 0, 6)
        np.testing.assert_allclose(use[0], right, atol=1e-11, err_msg=f"seed {seed}")


def test_with_cycles_it_is_the_inverse_matrix() -> None:
    for seed in SEEDS:
        graph = random_graph(seed)
        origin, destination = pairs(graph)
        sensitivity = 1.5 * least_sensitivity(graph, origin, destination) + 0.05
        weight = np.zeros((graph.nodes, graph.nodes))
        np.add.at(weight, (graph.tail, graph.head), np.exp(-sensitivity * graph.cost))
        sums = np.linalg.inv(np.eye(graph.nodes) - weight)[origin, destination]
        found = route_index(graph, sensitivity, origin, destination)
        reached = sums > 1e-12
        right = -np.log(sums[reached]) / sensitivity
        np.testing.assert_allclose(found[reached], right, rtol=1e-8, atol=1e-8)


def test_steep_choices_take_cheapest_paths() -> None:
    for seed in SEEDS:
        graph = random_graph(seed, acyclic=True)
        every = enumerated.paths(graph, 0, graph.nodes - 1)
        least = (every @ graph.cost).min()
        for steep in (1e3, 1e6):
            found = route_index(graph, steep, np.array([0]), np.array([graph.nodes - 1]))[0]
            assert least - np.log(len(every)) / steep <= found <= least * (1 + 1e-15)


def test_the_least_sensitivity_is_where_the_spectral_radius_is_one() -> None:
    for seed in SEEDS:
        graph = random_graph(seed)
        ends = pairs(graph)
        least = least_sensitivity(graph, *ends)
        weight = np.zeros((graph.nodes, graph.nodes))
        np.add.at(weight, (graph.tail, graph.head), np.exp(-least * graph.cost))
        radius = np.abs(np.linalg.eigvals(weight)).max() if least else 0.0
        assert radius == pytest.approx(1.0 if least else 0.0, abs=1e-9)
        if least:
            route_index(graph, least * 1.001, *ends)
            with pytest.raises(RouteError, match=f"{least:.6g}"):
                route_index(graph, least * 0.999, *ends)


def test_loads_under_capacity_are_the_least_cost() -> None:
    for seed in SEEDS:
        graph = random_graph(seed, nodes=6, links=6, acyclic=True)
        demands = random_demands(seed, graph)
        graph = tightened(seed, graph, demands)
        demands = replace(demands, reservation=np.minimum(demands.reservation, 1e3))
        loading = assign(graph, demands, 0.3)
        right, load = enumerated.primal(loading)
        assert optimum(loading) == pytest.approx(right, rel=1e-9), seed
        np.testing.assert_allclose(loading.load[0], load, atol=1e-8, err_msg=f"seed {seed}")
        assert (load <= loading.room * (1 + 1e-9)).all()


def test_the_objective_tends_to_the_linear_programme() -> None:
    tight = 0
    for seed in SEEDS:
        graph = random_graph(seed, acyclic=True)
        demands = random_demands(seed, graph)
        graph = tightened(seed, graph, demands)
        right = enumerated.linear_programme(graph, demands)
        if not np.isfinite(right):
            with pytest.raises(RouteError, match="no room"):
                assign(graph, demands, 1.0)
            continue
        counts = [len(enumerated.paths(graph, int(o), graph.nodes - 1)) for o in demands.origin]
        for sensitivity in (1.0, 10.0, 100.0):
            loading = assign(graph, demands, sensitivity)
            slack = demands.mass @ np.log(counts) / sensitivity
            cost = spent(loading, graph)
            assert right * (1 - 1e-9) <= cost <= right * (1 + 1e-9) + slack, seed
        tight += bool((loading.price > 0).any())
    assert tight > 50


def test_loading_keeps_its_promises() -> None:
    seen = {"binding": 0, "stranded": 0, "refused": 0}
    for seed in SEEDS:
        graph = random_graph(seed, nodes=12, links=30)
        demands = random_demands(seed, graph, rows=4)
        graph = tightened(seed, graph, demands)
        if not np.isfinite(enumerated.linear_programme(graph, demands)):
            with pytest.raises(RouteError, match="no room"):
                assign(graph, demands, 0.7)
            seen["refused"] += 1
            continue
        loading = assign(graph, demands, 0.7)
        check(loading)
        seen["binding"] += bool((loading.price > 0).any())
        seen["stranded"] += bool((loading.stranded > 0).any())
    assert min(seen.values()) > 5, seen


def check(loading: Assignment) -> None:
    """Mass conserved, no link above its room, prices only where it binds, worth respected."""
    assert loading.reason == "converged"
    assert max(loading.residuals.values()) < 1e-9
    load, limited = loading.load.sum(axis=0), np.isfinite(loading.room)
    assert (load <= loading.room * (1 + 1e-9)).all()
    assert not loading.price[~limited].any()
    binding = loading.price > 0
    np.testing.assert_allclose(load[binding], loading.room[binding], rtol=1e-9)
    np.testing.assert_allclose(loading.shipped + loading.stranded, loading.demands.mass, rtol=1e-15)
    assert (loading.stranded >= 0).all()
    assert (loading.shipped >= 0).all()
    worth = loading.demands.reservation
    assert (loading.index[loading.shipped > 0] <= worth[loading.shipped > 0] * (1 + 1e-9)).all()
    assert (loading.index[loading.stranded > 0] >= worth[loading.stranded > 0] * (1 - 1e-9)).all()


def test_a_link_on_no_walk_changes_nothing() -> None:
    for seed in SEEDS:
        graph = random_graph(seed, nodes=8, links=8, acyclic=True)
        demands = random_demands(seed, graph)
        graph = tightened(seed, graph, demands)
        demands = replace(demands, reservation=np.minimum(demands.reservation, 500.0))
        away = Graph(  # a dead end beyond the last node, and a free ride round in circles there
            np.r_[graph.tail, 7, 8, 8],
            np.r_[graph.head, 8, 9, 8],
            np.r_[graph.cost, 1.0, 1.0, 0.0],
            np.r_[graph.capacity, 1.0, 1.0, 1.0],
            10,
        )
        plain, more = assign(graph, demands, 0.5), assign(away, demands, 0.5)
        np.testing.assert_array_equal(plain.load, more.load[:, :-3])
        np.testing.assert_array_equal(plain.price, more.price[:-3])
        np.testing.assert_array_equal(plain.index, more.index)
        assert not more.load[:, -3:].any()


def test_costs_add_along_a_path() -> None:
    for seed in SEEDS:
        graph = random_graph(seed)
        ends = pairs(graph)
        sensitivity = least_sensitivity(graph, *ends) + 0.2
        whole = graph.with_cost(np.r_[38.0, graph.cost[1:]])
        halves = Graph(
            np.r_[graph.tail, graph.nodes],
            np.r_[graph.nodes, graph.head[1:], graph.head[0]],
            np.r_[19.0, graph.cost[1:], 19.0],
            np.r_[graph.capacity, np.inf],
            graph.nodes + 1,
        )
        left, right = (route_index(each, sensitivity, *ends) for each in (whole, halves))
        np.testing.assert_allclose(left, right, rtol=1e-11, atol=1e-11)


def test_undoing_a_closure_returns_the_baseline() -> None:
    for seed in SEEDS:
        graph = random_graph(seed)
        demands = replace(random_demands(seed, graph), reservation=200.0)
        graph = tightened(seed, graph, demands)
        before = assign(graph, demands, 1.0)
        shut = graph.without([seed % graph.links, (3 * seed + 1) % graph.links])
        closed = assign(shut, demands, 1.0)
        assert closed.load[:, ~shut.open].sum() == 0
        after = assign(shut.with_cost(graph.cost), demands, 1.0)
        np.testing.assert_array_equal(before.load, after.load)
        np.testing.assert_array_equal(before.price, after.price)
        warm = assign(graph, demands, 1.0, start=closed)
        np.testing.assert_allclose(warm.load, before.load, rtol=1e-6, atol=1e-6)


def test_shares_count_a_path_once() -> None:
    for seed in SEEDS:
        graph = random_graph(seed, nodes=7, links=9, acyclic=True)
        every = enumerated.paths(graph, 0, 6)
        weight = np.exp(-0.3 * (every @ graph.cost))
        chosen = [1, 4, 8]
        crosses = every[:, chosen].any(axis=1)
        found = shares(graph, 0.3, np.array([0]), np.array([6]), chosen)[0]
        assert found == pytest.approx(weight[crosses].sum() / weight.sum(), abs=1e-12)
