"""Exports on any small network beside any small world: they agree, or are refused, never NaN."""

from __future__ import annotations

import numpy as np
from hypothesis import given, reject
from hypothesis import strategies as st

from geoecon.corridors.graph import Graph
from geoecon.couple.exports import Exports, ExportsPart, baseline
from geoecon.couple.loop import agree
from geoecon.couple.ways import Ways
from geoecon.errors import RangeError, SolveError
from geoecon.scenario.shock import Shock
from geoecon.testing.networks import random_graph
from geoecon.testing.random_worlds import Recipe, random_world
from geoecon.testing.strategies import CLOSURES, SEEDS
from geoecon.testing.ways import ways_of
from geoecon.world.world import World

NODES = 7
ZONES = {"R1": NODES - 2, "R2": NODES - 1}
SENSITIVITY = 1.0


def network(graph: Graph) -> Ways:
    soil = [f"R{number % 3}" for number in range(graph.links)]
    return ways_of(graph, ZONES, territory=soil, charge=0.8 * graph.cost, sensitivity=SENSITIVITY)


def exports(world: World, ways: Ways, mass: list[float]) -> Exports:
    return baseline(
        ways,
        exporter="R0",
        sector="S0",
        cargo="crude",
        output={"n0": 2.0, "n1": 1.0},
        bought=dict(zip(ZONES, mass, strict=True)),
        netback=400.0,
        reservation=100.0,
        elasticity=1 + float(world.trade_elasticity[0]),
    )


def narrowed(graph: Graph, load: np.ndarray, seed: int) -> Graph:
    """Some links lose part of the room they need, some close, and some become dearer."""
    rng = np.random.default_rng(seed)
    tight = rng.random(graph.links) < 0.3
    room = np.where(tight, rng.uniform(0.2, 1.2, graph.links) * load + 0.01, np.inf)
    keep = np.arange(graph.links) < NODES - 1  # the chain, so that every buyer is reached
    closed = ~keep & (rng.random(graph.links) < 0.2)
    cost = graph.cost * rng.choice([1.0, 1.5], graph.links)
    return Graph(graph.tail, graph.head, np.where(closed, np.inf, cost), room, graph.nodes)


@st.composite
def drawn_parts(draw: st.DrawFn) -> tuple[World, Exports, Ways]:
    """A world of three that trade oil, and exports of the first on a network that changes."""
    theta = draw(st.sampled_from([(1.0, 3.0), (4.0, 8.0)]))
    recipe = Recipe(regions=3, sectors=2, zeros=0.0, elasticity=theta,
                    least_labour_share=draw(st.sampled_from([1.0, 0.4])))  # fmt: skip
    seed = draw(SEEDS)
    world, graph = random_world(recipe, seed), random_graph(seed, nodes=NODES, links=10)
    mass = np.random.default_rng(seed).uniform(5, 20, 2).tolist()
    try:
        base = exports(world, network(graph), mass)
    except RangeError:  # this baseline does not settle: nothing to begin the loop from
        reject()
    changed = narrowed(graph, base.shipment.load, draw(SEEDS))
    return world, base, network(changed)


@given(drawn_parts(), CLOSURES)
def test_trade_and_network_agree_or_say_why_not(
    drawn: tuple[World, Exports, Ways], closure: str
) -> None:
    world, base, ways = drawn
    part = ExportsPart(world, base, ways)
    try:
        found = agree(world, Shock(), [part], closure=closure)
    except SolveError:
        return
    solution, now = found.solution, part.shipment
    assert now is not None
    assert found.residual < 1e-8
    for values in (solution.real_income, solution.flow, solution.price, now.load, now.sold):
        assert np.isfinite(values).all()
    assert solution.walras < 1e-8
    assert (now.load <= ways.room * (1 + 1e-9)).all()
    produced = base.output.sum()
    assert abs(now.sold.sum() + now.left.sum() - produced) < 1e-9 * produced


@given(drawn_parts(), CLOSURES)
def test_the_same_network_is_the_baseline(drawn: tuple[World, Exports, Ways], closure: str) -> None:
    """Under a closure that keeps the baseline's imbalances."""
    world, base, _ = drawn
    part = ExportsPart(world, base, base.ways)
    closure = "own income" if closure == "zero" else closure
    found = agree(world, Shock(), [part], closure=closure)
    np.testing.assert_allclose(found.solution.real_income, 1, atol=1e-7)
    np.testing.assert_allclose(found.solution.shock.wedge, 1, atol=1e-8)
