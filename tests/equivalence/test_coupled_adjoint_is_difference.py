"""Derivatives of trade and network together are differences of the coupled model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from geoecon.corridors import saddle
from geoecon.corridors.backwards import FULL
from geoecon.corridors.graph import Graph
from geoecon.couple import exports as exporting
from geoecon.couple import freight as carrying
from geoecon.couple import loop
from geoecon.couple.adjoint import EXPORT_OUTCOMES, CoupledAdjoint, CoupledGradient
from geoecon.couple.exports import Exports, ExportsPart
from geoecon.couple.freight import Freight, FreightPart
from geoecon.couple.goods import Good
from geoecon.couple.loop import Part, agree
from geoecon.couple.ways import Ways
from geoecon.equilibrium.outcomes import OUTCOMES
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.errors import UnknownNameError
from geoecon.measures.welfare import exports
from geoecon.scenario.shock import Shock
from geoecon.testing.networks import random_graph
from geoecon.testing.random_worlds import Recipe, random_world
from geoecon.testing.ways import ways_of
from geoecon.variables import Array
from geoecon.world.world import World

NODES = 7
ZONES = {"R0": 0, "R1": NODES - 2, "R2": NODES - 1}
BUYERS = ("R1", "R2")
GOODS = (
    Good("S1", "container", 2000.0, "assumption"),
    Good("S2", "bulk", 500.0, "assumption"),
    Good("S3", "container", 3000.0, "assumption"),
)
RECIPES = {
    "long run": Recipe(regions=3, sectors=4, zeros=0.0, elasticity=(2.0, 5.0)),
    "specific factors, complements": Recipe(
        regions=3, sectors=4, zeros=0.0, elasticity=(1.0, 3.0), least_labour_share=0.4,
        foreign=True, input_substitution=0.5,
    ),
}  # fmt: skip
CASES = [
    ("long run", 1), ("long run", 4),
    ("specific factors, complements", 0), ("specific factors, complements", 6),
]  # fmt: skip
"""With oil left behind (the second of each) and without."""
STEP = 5e-3
NOISE = {"real income": 1e-9, "exports": 1e-6, "tariff revenue": 1e-6, "stranded": 1e-6,
         "export revenue": 1e-6}  # fmt: skip
Ways3 = tuple[Ways, Ways, Ways]
"""Of crude, of containers and of bulk."""


def both_ways(graph: Graph) -> Graph:
    """The graph with a way back over each link, so that every zone reaches every other."""
    return Graph(
        np.r_[graph.tail, graph.head], np.r_[graph.head, graph.tail], np.tile(graph.cost, 2),
        np.tile(graph.capacity, 2), graph.nodes,
    )  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A world, its exports and goods at the baseline, and the network as a scenario leaves it."""

    world: World
    exports: Exports
    freight: Freight
    ways: Ways3
    shock: Shock

    def parts(self, ways: Ways3) -> list[Part]:
        own = dict(zip(("container", "bulk"), ways[1:], strict=True))
        graphs = {name: way.graph for name, way in own.items()}
        goods = FreightPart(self.world, self.freight, own, graphs, self.freight.rows.cargo)
        return [ExportsPart(self.world, self.exports, ways[0]), goods]

    def solved(self, ways: Ways3, shock: Shock) -> tuple[Solution, list[Part]]:
        parts = self.parts(ways)
        found = agree(self.world, shock, parts, closure="own income", tolerance=1e-12)
        return found.solution, parts


def case(name: str, seed: int) -> Case:
    """Crude of R0 under tight rooms, goods between all, on networks that change."""
    world = random_world(RECIPES[name], seed)
    crude_graph = random_graph(seed, nodes=NODES, links=10)
    shared = both_ways(random_graph(seed + 100, nodes=NODES, links=6))
    crude = network(crude_graph, "crude", 1.0)
    goods = {cargo: network(shared, cargo, 0.6) for cargo in ("container", "bulk")}
    base = exporting.baseline(
        crude, exporter="R0", sector="S0", cargo="crude", output={"n0": 2.0, "n1": 1.0},
        bought={"R1": 9.0, "R2": 14.0}, netback=400.0, reservation=100.0,
        elasticity=1 + float(world.trade_elasticity[0]),
    )  # fmt: skip
    freight = carrying.baseline(world, goods, GOODS)
    rng = np.random.default_rng(seed)
    tight = narrowed(crude, base.shipment.load, rng, 2)
    load = freight.loading.load.sum(axis=0)
    least = narrowed(goods["container"], load, rng, 1).room
    changed = tuple(
        replace(way, room=least, graph=replace(way.graph, cost=way.graph.cost * 1.1,
                                               capacity=least))
        for way in goods.values()
    )  # fmt: skip
    cost = np.exp(rng.normal(0, 0.03, world.flow.shape))
    return Case(world, base, freight, (tight, *changed), Shock(trade_cost=cost))


def network(graph: Graph, cargo: str, sensitivity: float) -> Ways:
    soil = [f"R{number % 3}" if number % 4 else "R1 R2" for number in range(graph.links)]
    return ways_of(
        graph, ZONES, territory=soil, charge=0.8 * graph.cost, sensitivity=sensitivity, cargo=cargo
    )


def narrowed(ways: Ways, load: Array, rng: np.random.Generator, links: int) -> Ways:
    """The busiest links beside the chain and others lose some of the room that they need."""
    room = np.full(len(load), np.inf)
    busy = rng.permutation(np.argsort(-load)[:4])[:links]
    room[busy] = rng.uniform(0.6, 0.9, links) * load[busy]
    return replace(ways, room=room, graph=replace(ways.graph, capacity=room))


def values(solution: Solution, parts: list[Part]) -> dict[str, float]:
    """All outcomes of R0 from the solution's own tables."""
    crude = parts[0]
    assert isinstance(crude, ExportsPart)
    now = crude.shipment
    assert now is not None
    charges = now.load @ np.where(crude.ways.graph.open, crude.ways.charge, 0.0)
    return {
        "real income": float(np.log(solution.real_income[0])),
        "exports": float(exports(solution.flow)[0]),
        "tariff revenue": float(solution.tariff_revenue[0]),
        "stranded": float(now.left.sum()),
        "export revenue": float(12e-3 * (now.sold @ now.delivered - charges)),
    }


Move = dict[str, Array]


def moved(case: Case, by: float, move: Move) -> tuple[Ways3, Shock]:
    """Costs, charges and rooms of crude's and the goods' links, and trade's own levers."""

    def on(ways: Ways, name: str, roomy: str) -> Ways:
        graph = ways.graph.with_cost(ways.graph.cost + by * move[f"{name} cost"])
        room = ways.room + by * move[f"{roomy} room"]
        charge = ways.charge + by * move[f"{name} charge"]
        return replace(ways, graph=replace(graph, capacity=room), room=room, charge=charge)

    crude, container, bulk = case.ways
    ways = (
        on(crude, "crude", "crude"),
        on(container, "container", "goods"),
        on(bulk, "bulk", "goods"),
    )
    full = case.shock.resolved(case.world)
    shock = replace(
        case.shock,
        tariff=full.tariff + by * move["tariff"],
        trade_cost=full.trade_cost * np.exp(by * move["trade cost"]),
        productivity=full.productivity * np.exp(by * move["productivity"]),
    )
    return ways, shock


def weights(found: CoupledGradient) -> Move:
    crude, goods = found.links
    return {
        "crude cost": crude.cost["crude"], "crude charge": crude.charge["crude"],
        "crude room": crude.room, "goods room": goods.room,
        "tariff": found.trade.tariff, "trade cost": found.trade.trade_cost,
        "productivity": found.trade.productivity,
    } | {
        f"{cargo} {what}": getattr(goods, what)[cargo]
        for cargo in ("container", "bulk") for what in ("cost", "charge")
    }  # fmt: skip


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Differences need more digits than answers do."""
    monkeypatch.setattr(loop, "solve", partial(solve, tolerance=1e-13))
    monkeypatch.setattr(saddle, "EXACT", 1e-13)


def slopes(given: Case, move: Move, step: float) -> dict[str, float]:
    """Differences of fourth order of all outcomes along a move."""
    runs = {by: values(*given.solved(*moved(given, by * step, move))) for by in (-2, -1, 1, 2)}
    return {
        name: (8 * (runs[1][name] - runs[-1][name]) - (runs[2][name] - runs[-2][name])) / 12 / step
        for name in runs[1]
    }


def slow(case: tuple[str, int]) -> Any:
    """A case for the slow tests."""
    return pytest.param(*case, marks=pytest.mark.slow)


def directions(found: Move, seed: int) -> Move:
    """For every kind of lever a way to move all of its kind."""
    rng, abroad = np.random.default_rng([seed, 5]), (1 - np.eye(3))[:, :, None]
    ways = {kind: rng.uniform(0.5, 1, part.shape) for kind, part in found.items()}
    trade = {kind: 0.1 * ways[kind] for kind in ("tariff", "trade cost", "productivity")}
    return ways | trade | {"tariff": trade["tariff"] * abroad}


@pytest.mark.parametrize(("name", "seed"), [*CASES[1:3], *map(slow, (CASES[0], CASES[3]))])
def test_every_kind_of_lever_is_a_difference(name: str, seed: int) -> None:
    given = case(name, seed)
    solution, parts = given.solved(given.ways, given.shock)
    coupled = CoupledAdjoint.at(solution, parts)
    assert coupled.kinks == ()
    asked = (*OUTCOMES, *EXPORT_OUTCOMES)
    found = {outcome: weights(coupled.gradient("R0", outcome)) for outcome in asked}
    ways = directions(found["exports"], seed)
    for kind, way in ways.items():
        only = {key: way if key == kind else 0 * of for key, of in ways.items()}
        expected = slopes(given, only, STEP)
        for outcome in asked:
            mine = float((found[outcome][kind] * way).sum())
            close = pytest.approx(expected[outcome], rel=1e-6, abs=NOISE[outcome])
            assert mine == close, (kind, outcome)


def test_outcomes_of_exports_belong_to_exporters_on_the_network() -> None:
    given = case("long run", 1)
    coupled = CoupledAdjoint.at(*given.solved(given.ways, given.shock))
    with pytest.raises(UnknownNameError, match="exporter on the network"):
        coupled.gradient("R1", "stranded")
    with pytest.raises(UnknownNameError, match="happiness"):
        coupled.gradient("R0", "happiness")


def test_a_pipeline_just_full_is_a_kink_with_a_side() -> None:
    """More room is worth nothing, as the derivative says; less costs revenue."""
    given = case("long run", 4)
    free = replace(given.ways[0], room=np.full(len(given.ways[0].room), np.inf))
    free = replace(free, graph=replace(free.graph, capacity=free.room))
    _, parts = given.solved((free, *given.ways[1:]), given.shock)
    assert isinstance(parts[0], ExportsPart)
    assert parts[0].shipment is not None
    load = parts[0].shipment.load
    busiest = int(np.argmax(load))

    def with_room(factor: float) -> Ways3:
        room = np.where(np.arange(len(load)) == busiest, factor * load[busiest], np.inf)
        own = replace(free, room=room, graph=replace(free.graph, capacity=room))
        return (own, *given.ways[1:])

    runs = {
        size: given.solved(with_room(1 + 1e-6 + size), given.shock) for size in (-0.01, 0, 0.01)
    }
    coupled = CoupledAdjoint.at(*runs[0])
    (kink,) = coupled.kinks
    assert kink.link.startswith(f"link {busiest} ")
    assert kink[1:] == FULL
    found = coupled.gradient("R0", "export revenue")
    assert found.kinks == (kink,)
    assert found.links[0].room[busiest] == 0
    revenue = {size: values(*run)["export revenue"] for size, run in runs.items()}
    assert revenue[0.01] == pytest.approx(revenue[0], abs=1e-7)
    assert revenue[-0.01] < revenue[0] - 1e-6
