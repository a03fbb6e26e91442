"""What is known of raw-material deals before any is computed: who gains, who depends on whom."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import geoecon
from geoecon import Shock, solve
from geoecon.runs.run import Run
from geoecon.scenario import load_scenario
from geoecon.world.world import World

from .conftest import income_pct

COPPER = {"kind": "raw material", "exporter": "KAZ", "headings": "2603"}


def loss_by(world: World, power: str) -> float:
    """Share of real income that Kazakhstan loses when all trade with a power stops."""
    cost = np.ones(world.flow.shape)
    kaz, other = world.region("KAZ"), world.region(power)
    cost[kaz, other] = cost[other, kaz] = np.inf
    return float(1 - solve(world, Shock(trade_cost=cost), closure="own income").real_income[kaz])


def test_a_promise_spreads_buyers_and_lowers_what_the_largest_can_take(
    asked: Callable[..., Run], world: World
) -> None:
    """Hirschman (1945): a small country is safer from the buyer on whom it depends less.

    A third of the copper ore, 91 % of which goes to China, moves to Russia. What China could take
    away falls and what Russia could rises; who burns or smelts it does not change what it is worth.
    """
    run = asked(COPPER | {"partner": "RUS", "reserved_pct": 33})
    after = run.solution.counterfactual_world()
    assert loss_by(after, "CHN") < loss_by(world, "CHN")
    assert loss_by(after, "RUS") > loss_by(world, "RUS")
    assert abs(income_pct(run, ["KAZ"])) < 0.01


def test_a_mine_is_worth_its_rent_and_the_owners_take_their_part(
    asked: Callable[..., Run], world: World
) -> None:
    """MacDougall (1960): the host gains the rent of what is added, less what belongs to others.

    Ore is sold at a falling price (a large seller), so that the host gains less than the rent; with
    all of the rent abroad it loses, which is Bhagwati's (1958) immiserizing growth.
    """
    kaz, ore = world.region("KAZ"), world.sector("mining")
    rent_share = world.value_added_share[kaz, ore] * (1 - world.labour_share[kaz, ore])
    rent = rent_share * 0.1 * geoecon.minerals("KAZ").loc["260300", "value_musd"]
    gains = []
    for owned in (0, 40, 100):
        run = asked(COPPER | {"partner": "FRA", "output_pct": 10, "owner_share_pct": owned})
        gains.append(run.headline().loc["KAZ", "equivalent_variation_musd"])
    assert 0 < gains[0] < rent
    assert gains[0] > gains[1] > gains[2]
    assert gains[2] < 0


def test_france_gets_the_ore_and_the_rent_and_kazakhstan_keeps_the_rest() -> None:
    scenario = load_scenario("uranium-partnership-france")
    run = geoecon.run(scenario)
    world, after = run.world, run.solution
    kaz, france, ore = world.region("KAZ"), world.region("FRA"), world.sector("mining")
    promised = 0.091 * 2681
    assert after.flow[kaz, france, ore] - world.flow[kaz, france, ore] > 0.95 * promised
    told = run.headline()["equivalent_variation_musd"]
    assert 0 < told["KAZ"] < 25  # the rent of 177 million USD more of ore
    assert 10 < told["FRA"] < 16  # 41 % of that rent
