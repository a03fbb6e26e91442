"""A reserved share moves trade and no price; a larger mine earns what its owners own.

Sellers K and X and buyers F and C of ore, which pay with machines. K sells 20 to F and 80 to C, X
sells 60 and 40. Half of K's ore reserved for F moves 30: K then sells 50 and 50, X 30 and 70. Each
sells, buys and pays what it did, so that no wage and no price has a reason to change.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from geoecon import verbs
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.scenario import Scenario, Shock, build_shock
from geoecon.world.minerals import Exports, headings
from geoecon.world.world import World

REGIONS = ("KAZ", "XAF", "FRA", "CHN")
ORE = "260300"
OWN = "assumption: a test"


def ores_for_machines(labour: float = 1.0, inputs: float = 0.0, theta: float = 5.0) -> World:
    """The world of the docstring; `labour` its share of value added in mining."""
    flow = np.zeros((4, 4, 2))
    flow[:, :, 0] = [[5, 0, 20, 80], [0, 10, 60, 40], [0, 0, 30, 0], [0, 0, 0, 90]]
    flow[:, :, 1] = [[200, 0, 0, 0], [0, 300, 0, 0], [40, 40, 900, 0], [60, 60, 0, 1500]]
    used = np.zeros((4, 2, 2))
    used[:, 1, :] = inputs  # machines alone are used to make things
    return World.from_arrays(
        flow,
        regions=REGIONS,
        sectors=("mining", "machinery"),
        trade_elasticity=[theta, 4.0],
        input_share=used,
        labour_share=np.array([[labour, 1.0]] * 4),
    )


def sales(buyers: dict[str, float], mass: float | None = None) -> dict[str, Exports]:
    value = sum(buyers.values())
    return {ORE: Exports(headings()[ORE], 2023, value, mass, buyers, {}, "a test")}


@pytest.fixture
def copper(monkeypatch: pytest.MonkeyPatch) -> None:
    """The heading is all that K sells."""
    found = sales({"FRA": 20, "CHN": 80})
    monkeypatch.setattr("geoecon.scenario.mineral_effects.exports", lambda _: found)


def partnership(**changes: Any) -> Scenario:
    one = {"kind": "raw material", "exporter": "KAZ", "headings": ORE, "partner": "FRA"}
    fields = {"name": "ore", "title": "t", "question": "q?", "date": "2023-12-31", "focus": "KAZ"}
    instruments = [one | {"source": OWN} | changes]
    return Scenario.model_validate(fields | {"closure": "zero", "instruments": instruments})


def solved(world: World, **changes: Any) -> Solution:
    return verbs.run(partnership(**changes), world).solution


@pytest.mark.parametrize(("labour", "inputs"), [(1.0, 0.0), (0.6, 0.0), (0.6, 0.3)])
@pytest.mark.usefixtures("copper")
def test_a_reserved_share_swaps_buyers_and_moves_no_price(labour: float, inputs: float) -> None:
    solution = solved(ores_for_machines(labour, inputs), reserved_pct=50)
    wanted = [[5, 0, 50, 50], [0, 10, 30, 70], [0, 0, 30, 0], [0, 0, 0, 90]]
    assert solution.flow[:, :, 0] == pytest.approx(np.array(wanted), abs=1e-6)
    assert solution.flow[:, :, 1] == pytest.approx(solution.world.flow[:, :, 1], abs=1e-6)
    assert solution.real_income == pytest.approx(np.ones(4), abs=1e-9)
    assert solution.price == pytest.approx(np.ones((4, 2)), abs=1e-9)


def test_cheaper_carriage_in_its_place_would_be_a_gift() -> None:
    """The same trade moved by the exporter's trade costs alone: F gains and C loses by it.

    Ore is then cheaper in F by a share of melting saved: that is what the instrument avoids.
    """
    world = ores_for_machines()
    cost = np.ones(world.flow.shape)
    cost[0, 2:, 0] = (np.array([50, 50]) / [20, 80]) ** (-1 / 5.0)
    solution = solve(world, Shock(trade_cost=cost), closure="zero")
    f, c = 2, 3
    assert solution.price[f, 0] < 0.95
    assert solution.price[c, 0] > 1.02
    assert solution.real_income[f] > 1.004
    assert solution.real_income[c] < 0.998


@pytest.mark.usefixtures("copper")
def test_a_price_cut_is_money_from_the_seller() -> None:
    """10 % off half of 100 million: 5 million a year, no more and no less at the baseline."""
    shock, log = build_shock(partnership(reserved_pct=50, price_cut_pct=10), ores_for_machines())
    assert shock.transfer == pytest.approx([-5, 0, 5, 0])
    assert [change.what for change in log][-1] == "10 % off what is reserved"
    solution = solved(ores_for_machines(), reserved_pct=50, price_cut_pct=10)
    assert solution.real_income[0] < 1 < solution.real_income[2]


@pytest.mark.usefixtures("copper")
def test_tariffs_are_paid_on_what_is_moved() -> None:
    """Spending moves with its duty, so that shares of spending still add up to one."""
    plain = ores_for_machines()
    tariff = np.zeros(plain.flow.shape)
    tariff[0, 2, 0], tariff[1, 3, 0] = 0.1, 0.2
    world = plain.replace(tariff=tariff)
    shock, _ = build_shock(partnership(reserved_pct=50), world)
    spent = (world.flow * (1 + tariff))[:, :, 0]
    share = spent / spent.sum(axis=0)
    assert (share * shock.trade_cost[:, :, 0] ** -5.0).sum(axis=0) == pytest.approx(np.ones(4))


def tiny(theta: float, size: float = 1e-4, machines: float = 0.0) -> World:
    """K's ore, of which it uses none, is a ten-thousandth of everything else and half a mine's.

    With `machines` traded as well wages hang on those, and no more on the ore.
    """
    world = ores_for_machines(0.5, theta=theta)
    flow = world.flow * 1.0
    flow[0, :, 0] = np.array([0, 0, 40, 60]) * size
    flow[1, 2:, 0] = [40, 60]
    flow[2:, 0, 1] *= size
    flow[0, 2, 1] += machines
    flow[2, 0, 1] += machines
    return world.replace(flow=flow)


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """The heading is all that K sells in the tiny world."""
    found = sales({"FRA": 40e-4, "CHN": 60e-4})
    monkeypatch.setattr("geoecon.scenario.mineral_effects.exports", lambda _: found)


@pytest.mark.parametrize("theta", [2.0, 10.0, 40.0])
@pytest.mark.usefixtures("little")
def test_output_rises_as_demand_lets_it(theta: float) -> None:
    """Ŷ = K̂^(sθ/(1+sθ)) for a small seller: c = (Y/K)^s, Y ~ c^(−θ), s = γ(1−β).

    It tends to K̂ as the market takes any amount at its price.
    """
    world = tiny(theta, machines=50)
    solution = solved(world, output_pct=20)
    s = 0.5
    sold = solution.flow[0, 2:, 0].sum() / world.flow[0, 2:, 0].sum()
    assert sold == pytest.approx(1.2 ** (s * theta / (1 + s * theta)), rel=2e-4)


@pytest.mark.parametrize("owned", [0, 51, 100])
@pytest.mark.usefixtures("little")
def test_the_host_gains_what_the_owners_leave(owned: float) -> None:
    """To the first order s ΔY, less what a lower price loses, less the owners' share.

    MacDougall (1960): the rent of the new mine and no more, since labour and inputs are paid. With
    the whole of it abroad the host is left with the fall of the price of what it sold before.
    """
    theta, s, small = 1000.0, 0.5, 0.1
    world = tiny(theta)
    solution = solved(world, output_pct=small, owner_share_pct=owned)
    added = s * small / 100 * 100e-4
    kept = s * theta / (1 + s * theta)
    gain = (solution.real_income[0] - 1) * world.income[0]
    assert gain == pytest.approx((kept - owned / 100) * added, abs=0.01 * added)
    shock, _ = build_shock(partnership(output_pct=small, owner_share_pct=owned), world)
    paid = 0 if shock.transfer is None else shock.transfer[2]
    assert paid == pytest.approx(owned / 100 * added)
