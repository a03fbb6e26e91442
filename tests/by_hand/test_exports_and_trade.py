"""A field, one pipeline and two buyers beside the trade model: worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geoecon.corridors.graph import Graph
from geoecon.couple.exports import Exports, ExportsPart, baseline
from geoecon.couple.loop import Agreement, agree
from geoecon.couple.ways import MONTHS, THOUSAND_TO_MILLION, Ways
from geoecon.equilibrium.solve import solve
from geoecon.scenario.shock import Shock
from geoecon.testing.assertions import assert_same_solution
from geoecon.testing.toys import oil_and_factories
from geoecon.testing.ways import ways_of
from geoecon.world.world import World

A, B, C, OIL = 0, 1, 2, 0
NETBACK, RESERVATION = 400.0, 100.0
TO_HUB, TO_B, TO_C = 20.0, 10.0, 30.0


def lines(
    *, room: float = np.inf, to_b: float = TO_B, to_c: float = TO_C, charge: object = None
) -> Ways:
    """Field 0 → hub 1, on A's soil → B at 2, and over nobody's → C at 3."""
    graph = Graph([0, 1, 1], [1, 2, 3], [TO_HUB, to_b, to_c], [room, np.inf, np.inf], 4)
    return ways_of(graph, {"B": 2, "C": 3}, territory=["A", "B", ""], charge=charge)


def exports(world: World, ways: Ways) -> Exports:
    """What A sells to B and C, in tonnes that are worth what the world says."""
    price = NETBACK + TO_HUB + ways.graph.cost[1:3]
    kt = world.flow[A, [B, C], OIL] / (price * MONTHS * THOUSAND_TO_MILLION)
    return baseline(
        ways,
        exporter="A",
        sector="oil",
        cargo="crude",
        output={"n0": 1.0},
        bought=dict(zip("BC", kt.tolist(), strict=True)),
        netback=NETBACK,
        reservation=RESERVATION,
        elasticity=1 + float(world.trade_elasticity[OIL]),
    )


def coupled(world: World, before: Ways, after: Ways) -> tuple[ExportsPart, Agreement]:
    part = ExportsPart(world, exports(world, before), after)
    return part, agree(world, Shock(), [part], closure="own income")


@pytest.fixture(scope="module")
def world() -> World:
    return oil_and_factories()


def test_the_baseline_is_netback_plus_the_way(world: World) -> None:
    base = exports(world, lines())
    np.testing.assert_allclose(base.price, [430, 450], rtol=1e-9)
    np.testing.assert_allclose(base.shipment.sold, base.mass, rtol=1e-9)
    sales = base.price * base.mass * MONTHS * THOUSAND_TO_MILLION
    np.testing.assert_allclose(sales, [60, 20], rtol=1e-9)
    assert base.receipt == pytest.approx(NETBACK, rel=1e-9)


def test_an_unchanged_network_changes_nothing(world: World) -> None:
    part, found = coupled(world, lines(), lines())
    solution = found.solution
    np.testing.assert_allclose(solution.shock.wedge, 1, atol=1e-9)
    np.testing.assert_allclose(solution.shock.productivity, 1, atol=1e-9)
    np.testing.assert_allclose(solution.real_income, 1, atol=1e-9)
    np.testing.assert_allclose(part.earned(), 0, atol=1e-8)
    assert found.trade_solves == 1


def test_a_buyer_without_a_path_buys_nothing_and_the_other_gets_it_cheaper(world: World) -> None:
    part, found = coupled(world, lines(), lines(to_c=np.inf))
    solution, base = found.solution, part.exports
    assert solution.flow[A, C, OIL] == 0
    assert part.reached.tolist() == [True, False]
    assert part.shipment is not None
    assert part.shipment.delivered[0] < base.price[0]
    assert part.shipment.sold[0] > base.mass[0]
    assert part.shipment.load[2] == 0
    # Its price at home falls as much: what the field cannot sell to C it sells to B.
    assert solution.unit_cost[A, OIL] < 1


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_narrower_pipeline_is_paid_for_by_the_demand_of_the_trade_model(
    world: World, share: float
) -> None:
    """Tonnes are the room; the price is where CES demand takes them: x̂ = X̂ P̂^θ (v'/v)^−(1+θ).

    All tonnes move with all that is sold, a tonne being worth more to the buyer further away.
    """
    ways = lines()
    room = exports(world, ways).mass.sum() * share
    part, found = coupled(world, ways, lines(room=room))
    solution, base, theta = found.solution, part.exports, world.trade_elasticity[OIL]
    assert part.shipment is not None
    assert part.shipment.sold.sum() == pytest.approx(room, rel=1e-9)
    assert part.shipment.left.sum() == pytest.approx(base.mass.sum() - room, rel=1e-8)
    at = [B, C]
    rise = part.shipment.delivered / base.price
    spending = solution.expenditure[at, OIL] / world.expenditure[at, OIL]
    asked = spending * solution.price[at, OIL] ** theta * rise ** -(1 + theta)
    taken = part.shipment.sold / base.mass
    np.testing.assert_allclose(taken / taken[0], asked / asked[0], rtol=1e-6)
    assert np.average(asked, weights=world.flow[A, at, OIL]) == pytest.approx(share, rel=1e-6)
    wedge = solution.shock.wedge[A, at, OIL]
    np.testing.assert_allclose(rise, solution.unit_cost[A, OIL] * wedge, rtol=1e-6)
    assert (rise > 1).all()


def test_the_seller_is_left_with_price_less_charges(world: World) -> None:
    """Room goes to shippers at set tariffs, so what is scarce raises the seller's price."""
    ways = lines()
    part, found = coupled(world, ways, lines(room=exports(world, ways).mass.sum() / 2))
    now, base = part.shipment, part.exports
    assert now is not None
    received = now.delivered - (TO_HUB + np.array([TO_B, TO_C]))
    mean = np.average(received, weights=now.sold)
    mix = np.average(base.price, weights=now.sold)  # what these buyers paid before
    change = 1 + (mean - (mix - base.mean_price + base.receipt)) / base.mean_price
    rent = found.solution.shock.border[A, B, OIL]
    assert found.solution.unit_cost[A, OIL] * rent == pytest.approx(change, rel=1e-6)
    assert now.netback[0] == pytest.approx(RESERVATION, rel=1e-8)


def test_carriers_earn_what_they_charge_by_owner(world: World) -> None:
    ways = lines(charge=[15.0, 4.0, 12.0])
    part, _ = coupled(world, ways, lines(room=8.0, charge=[15.0, 4.0, 12.0]))
    assert part.shipment is not None
    paid = part.ways.charged(part.shipment.load)
    b, c = part.shipment.sold
    yearly = MONTHS * THOUSAND_TO_MILLION
    assert paid["A"] == pytest.approx(15 * (b + c) * yearly, rel=1e-9)
    assert paid["B"] == pytest.approx(4 * b * yearly, rel=1e-9)
    assert paid["world shipping"] == pytest.approx(12 * c * yearly, rel=1e-9)
    total = part.shipment.load @ part.ways.charge * yearly
    assert sum(paid.values()) == pytest.approx(total, rel=1e-12)


def test_wells_pay_for_a_dearer_way_that_all_must_use(world: World) -> None:
    """They yield what they yield, so buyers pay what they paid: carriers earn what wells lose."""
    near = lines(to_b=25.0, to_c=25.0)
    soil = [replace(link, territory="B") for link in near.links]
    before = replace(near, network=replace(near.network, links=tuple(soil)))
    dear = before.graph.with_cost(before.graph.cost + np.array([40.0, 0.0, 0.0]))
    part, found = coupled(world, before, replace(before, graph=dear, charge=dear.cost))
    solution = found.solution
    assert part.shipment is not None
    np.testing.assert_allclose(part.shipment.sold.sum(), part.exports.mass.sum(), rtol=1e-9)
    dearer = 40.0 * part.exports.mass.sum() * MONTHS * THOUSAND_TO_MILLION
    assert part.earned()[B] == pytest.approx(dearer, rel=1e-6)
    wedge, flow = solution.shock.wedge[A, :, OIL], solution.flow[A, :, OIL]
    assert part.earned()[A] == pytest.approx(float((wedge - 1) @ flow) - dearer, rel=1e-6)
    assert solution.shock.border[A, B, OIL] < 1


def test_who_no_longer_carries_all_earns_less(world: World) -> None:
    """C carried to the hub; a second pipeline, a little cheaper, on B's soil takes most of it."""
    tail, head = [0, 1, 1, 0], [1, 2, 3, 1]
    room, zones, soil = [np.inf] * 4, {"B": 2, "C": 3}, ["C", "B", "", "B"]
    alone = Graph(tail, head, [TO_HUB, TO_B, TO_C, np.inf], room, 4)
    both = Graph(tail, head, [TO_HUB, TO_B, TO_C, TO_HUB - 1], room, 4)
    part, found = coupled(
        world, ways_of(alone, zones, territory=soil), ways_of(both, zones, territory=soil)
    )
    assert part.shipment is not None
    assert part.shipment.load[3] == pytest.approx(np.e * part.shipment.load[0], rel=1e-6)
    assert part.earned()[C] < 0 < part.earned()[B]
    shock = found.solution.shock
    unpaid = solve(world, Shock(wedge=shock.wedge, productivity=shock.productivity))
    assert found.solution.real_income[C] < unpaid.real_income[C]
    assert found.solution.real_income[B] > unpaid.real_income[B]


def test_the_order_of_links_does_not_matter(world: World) -> None:
    ways = lines()
    room = exports(world, ways).mass.sum() / 2
    _, one = coupled(world, ways, lines(room=room))
    _, other = coupled(world, ways, backwards(lines(room=room)))
    assert_same_solution(one.solution, other.solution, 1e-6)


def backwards(ways: Ways) -> Ways:
    """The same ways, their links listed the other way round."""
    graph = ways.graph
    turned = Graph(graph.tail[::-1], graph.head[::-1], graph.cost[::-1], graph.capacity[::-1], 4)
    network = replace(ways.network, links=ways.links[::-1])
    return Ways(network, turned, ways.room[::-1], ways.charge[::-1], ways.sensitivity)
