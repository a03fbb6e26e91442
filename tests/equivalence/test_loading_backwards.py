"""Weights of costs, room and demands are differences of the loading itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geoecon.corridors.backwards import Answer, Backwards
from geoecon.corridors.demands import Demands
from geoecon.corridors.graph import Graph
from geoecon.corridors.loading import Assignment, assign
from geoecon.corridors.logit import expected
from geoecon.errors import RangeError
from geoecon.testing.networks import random_demands, random_graph, tightened
from geoecon.variables import Array

SENSITIVITY = 0.4
STEP = 1e-4


def problem(seed: int, *, elastic: bool) -> tuple[Graph, Demands, Array]:
    """A random graph with tight links, demands, and charges."""
    graph = random_graph(seed, nodes=8, links=18)
    demands = random_demands(seed, graph, reservation=False)
    if elastic:
        graph = tightened(seed, graph, demands, share=0.4)
        index = assign(replace(graph, capacity=np.full(graph.links, np.inf)), demands, 1.0).index
        demands = replace(demands, reservation=index * 1.3, elasticity=2.5)
    rng = np.random.default_rng([seed, 7])
    if not elastic:
        load = assign(graph, demands, SENSITIVITY).load.sum(axis=0)
        busiest = np.argsort(-load)[3]
        room = np.full(graph.links, np.inf)
        room[busiest] = 0.8 * load[busiest]
        graph = replace(graph, capacity=room)
    return graph, demands, rng.uniform(0, 5, graph.links)


def solved(graph: Graph, demands: Demands, start: Assignment | None = None) -> Assignment:
    return assign(graph, demands, SENSITIVITY, start=start)


def weights(seed: int, back: Backwards) -> Answer:
    """A random outcome; scarcity prices weigh where they are unique."""
    rng = np.random.default_rng([seed, 9])
    parts = [rng.normal(size=part.shape) for part in back.nothing()]
    return Answer(*parts)


def value(weights: Answer, loading: Assignment, charge: Array) -> float:
    name = next(iter(loading.graphs))
    graph = loading.priced[name]
    ends = loading.demands.origin, loading.demands.destination
    paid = expected(graph, SENSITIVITY, *ends, charge + loading.price)
    parts = Answer(loading.index, loading.shipped, paid, loading.load, loading.price)
    return float(sum((w * part).sum() for w, part in zip(weights, parts, strict=True)))


@pytest.mark.parametrize("elastic", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_weights_are_differences_in_every_direction(seed: int, elastic: bool) -> None:
    graph, demands, charge = problem(seed, elastic=elastic)
    here = solved(graph, demands)
    assert (here.price > 0).any()
    back = Backwards.of(here, {"": charge})
    assert back.kinks() == ()
    asked = weights(seed, back)
    found = back.given(asked)
    rng = np.random.default_rng([seed, 11])
    ways = {
        "cost": rng.normal(size=graph.links),
        "charge": rng.normal(size=graph.links),
        "room": rng.normal(size=graph.links),
        "mass": rng.normal(size=len(demands)),
        "worth": rng.normal(size=len(demands)) * elastic,
    }

    def at(by: float, name: str) -> float:
        move = {key: by * way * (key == name) for key, way in ways.items()}
        moved = replace(graph, cost=graph.cost + move["cost"],
                        capacity=graph.capacity + move["room"])  # fmt: skip
        wanted = replace(
            demands,
            mass=demands.mass + move["mass"],
            reservation=demands.reservation + move["worth"],
        )
        return value(asked, solved(moved, wanted, here), charge + move["charge"])

    for name, way in ways.items():
        step = STEP
        slope = 8 * (at(step, name) - at(-step, name)) - (at(2 * step, name) - at(-2 * step, name))
        mine = float((getattr(found, name) * way).sum())
        assert mine == pytest.approx(slope / (12 * step), rel=1e-6, abs=1e-7), name


def test_a_link_just_full_is_a_kink_and_is_named() -> None:
    graph, demands, charge = problem(0, elastic=False)
    free = solved(replace(graph, capacity=np.full(graph.links, np.inf)), demands)
    busiest = int(np.argmax(free.load[0]))
    room = np.full(graph.links, np.inf)
    room[busiest] = free.load[0, busiest] * (1 + 1e-6)
    tight = replace(graph, capacity=room, link_names=tuple(f"way {i}" for i in range(graph.links)))
    (told,) = Backwards.of(solved(tight, demands), {"": charge}).kinks()
    assert told == (f"way {busiest}", "full, and more room is worth nothing yet", "more room")
    room = np.where(np.isfinite(room), free.load[0, busiest] * (1 - 1e-7), np.inf)
    tight = replace(tight, capacity=room)
    (told,) = Backwards.of(solved(tight, demands), {"": charge}).kinks()
    assert told == (f"way {busiest}", "full, and a little more room is worth nothing", "less room")


def test_bottlenecks_in_a_row_have_no_prices_of_their_own() -> None:
    """Two links in a row, beside a dearer way, both as narrow: only their sum has a price."""
    graph = Graph(
        np.array([0, 1, 0]), np.array([1, 2, 2]), np.array([1.0, 1.0, 9.0]),
        np.array([3.0, 3.0, np.inf]), 3,
    )  # fmt: skip
    demands = Demands(np.array([0]), np.array([2]), np.array([5.0]))
    start = np.array([1.0, 1.0, 0.0])
    loading = assign(graph, demands, SENSITIVITY, start=start)
    assert (loading.price[:2] > 0).all()
    back = Backwards.of(loading, {"": graph.cost})
    np.testing.assert_array_equal(back.unpinned, [0, 1])
    assert [kink.holds_for for kink in back.kinks()] == ["", ""]


def test_what_may_be_stranded_is_refused() -> None:
    graph = random_graph(0)
    demands = random_demands(0, graph, reservation=True)
    loading = assign(graph, demands, 1.0)
    with pytest.raises(RangeError, match="stranded"):
        Backwards.of(loading, {"": graph.cost})
