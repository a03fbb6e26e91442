"""Undoing, order and refusals of scenarios on routes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest

import geoecon
from geoecon.corridors import load_network
from geoecon.couple import freight as carrying
from geoecon.couple.freight import FreightPart
from geoecon.couple.goods import read_goods
from geoecon.couple.loop import agree
from geoecon.couple.scenario import solve_corridors
from geoecon.couple.ways import Ways
from geoecon.errors import ConflictError, DataError, ScenarioError
from geoecon.scenario import Scenario
from geoecon.scenario.shock import Shock
from geoecon.testing.assertions import assert_same_solution
from geoecon.world.store import load_world
from geoecon.world.world import World

DAY = date(2024, 7, 1)
BASE = {
    "name": "mine", "title": "T", "question": "Q?", "date": "2024-07-01", "focus": "KAZ",
    "horizon": "year",
}  # fmt: skip


def scenario(*instruments: dict[str, object], **changed: object) -> Scenario:
    sourced = [each | {"source": "OIL010"} for each in instruments]
    return Scenario.model_validate(BASE | changed | {"instruments": sourced})


CLOSED = {"kind": "close", "route": "atyrau-samara"}


# Undoing


@dataclass(frozen=True)
class Goods:
    world: World
    base: carrying.Freight

    def on(self, ways: dict[str, Ways]) -> FreightPart:
        graphs = {name: own.graph for name, own in ways.items()}
        return FreightPart(self.world, self.base, ways, graphs, self.base.rows.cargo)


@pytest.fixture(scope="module")
def goods() -> Goods:
    """Eight economies of the embedded world with all its sectors, and their trade in goods."""
    world = load_world(horizon="year")
    kept = [world.region(code) for code in ("KAZ", "RUS", "CHN", "DEU", "TUR", "POL", "UZB", "AZE")]
    small = World.from_arrays(
        world.flow[np.ix_(kept, kept)],
        regions=[world.regions[at] for at in kept],
        sectors=world.sectors,
        trade_elasticity=world.trade_elasticity,
        tariff=world.tariff[np.ix_(kept, kept)],
    )
    today = load_network().on(DAY)
    ways = {cargo: Ways.of(today, cargo, DAY.year) for cargo in ("container", "bulk")}
    return Goods(small, carrying.baseline(small, ways, read_goods()))


def test_goods_on_an_unchanged_network_change_nothing(goods: Goods) -> None:
    part = goods.on(dict(goods.base.ways))
    found = agree(goods.world, Shock(), [part], closure="own income")
    solution = found.solution
    assert found.residual < 1e-8
    np.testing.assert_allclose(solution.shock.wedge, 1, atol=1e-9)
    np.testing.assert_allclose(solution.shock.trade_cost, 1, atol=1e-9)
    np.testing.assert_allclose(solution.real_income, 1, atol=1e-9)
    np.testing.assert_allclose(part.earned(), 0, atol=1e-6)


def test_a_toll_that_is_lifted_is_forgotten(goods: Goods) -> None:
    """Dearer and back: the baseline, from wherever the network was."""
    ways = goods.base.ways
    soil = np.array(["KAZ" in link.territory.split() for link in ways["container"].links])
    dear = {
        name: replace(own, graph=own.graph.with_cost(own.graph.cost + 20.0 * soil),
                      charge=own.charge + 20.0 * soil)
        for name, own in ways.items()
    }  # fmt: skip
    away = goods.on(dear)
    there = agree(goods.world, Shock(), [away], closure="own income").solution
    assert np.abs(there.real_income - 1).max() > 1e-6
    lifted = {name: replace(own, graph=own.graph.with_cost(own.graph.cost - 20.0 * soil),
                            charge=own.charge - 20.0 * soil)
              for name, own in dear.items()}  # fmt: skip
    back = agree(goods.world, Shock(), [goods.on(lifted)], closure="own income").solution
    np.testing.assert_allclose(back.real_income, 1, atol=1e-8)


def test_an_expansion_that_nobody_needs_changes_nothing() -> None:
    """Room added beside spare room is not used."""
    world = load_world(horizon="year")
    wider = scenario({"kind": "expand", "route": "cpc", "factor": 2.0})
    found = solve_corridors(world, wider, Shock())
    np.testing.assert_allclose(found.agreement.solution.real_income, 1, atol=1e-8)
    (part,) = found.exports
    assert part.shipment is not None
    np.testing.assert_allclose(part.shipment.sold, part.exports.mass, rtol=1e-8)


def test_the_order_of_links_does_not_matter() -> None:
    world, network = load_world(horizon="year"), load_network()
    turned = replace(network, links=network.links[::-1])
    asked = scenario(CLOSED)
    one = solve_corridors(world, asked, Shock(), network)
    other = solve_corridors(world, asked, Shock(), turned)
    assert one.changes != ()
    assert_same_solution(one.agreement.solution, other.agreement.solution, 1e-6)
    (first,), (second,) = one.exports, other.exports
    assert first.shipment is not None
    assert second.shipment is not None
    np.testing.assert_allclose(first.shipment.sold, second.shipment.sold, rtol=1e-6)
    load = dict(zip((x.id for x in second.ways.links), second.shipment.load, strict=True))
    again = [load[link.id] for link in first.ways.links]
    np.testing.assert_allclose(first.shipment.load, again, rtol=1e-5, atol=1e-3)


# What is refused


def test_gas_is_not_solved_for() -> None:
    only_gas = scenario({"kind": "close", "links": gas_link()})
    with pytest.raises(ScenarioError, match="crude of known exporters, containers and bulk"):
        geoecon.run(only_gas)


def gas_link() -> str:
    links = load_network().on(DAY).links
    return next(link.id for link in links if link.cargo == {"gas"})


def test_a_year_without_totals_is_refused_with_the_years_there_are() -> None:
    with pytest.raises(DataError, match=r"no total of crude from KAZ in 2031(.|\n)*2024"):
        geoecon.run(scenario(CLOSED, date="2031-07-01"))


def test_routes_are_not_read_backwards() -> None:
    with pytest.raises(ConflictError, match="cannot be read backwards"):
        geoecon.run(scenario(CLOSED, contained_in_baseline=True))


def test_a_world_without_the_sector_is_told_so(small_world: World) -> None:
    with pytest.raises(ScenarioError, match="oil-gas"):
        geoecon.run(scenario(CLOSED), world=small_world)


def test_a_world_without_the_exporter_has_nothing_to_solve_for(small_world: World) -> None:
    kept = [number for number, code in enumerate(small_world.regions) if code != "KAZ"]
    flow = small_world.flow[np.ix_(kept, kept)]
    others = [small_world.regions[number] for number in kept]
    world = World.from_arrays(
        flow, regions=others, sectors=small_world.sectors, trade_elasticity=[4.0, 2.0, 5.0]
    )
    with pytest.raises(ScenarioError, match="no route that trade is known to use"):
        geoecon.run(scenario(CLOSED, focus="RUS"), world=world)
