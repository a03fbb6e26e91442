"""Deals on worlds small enough to say beforehand what they do.

Investment: MacDougall (1960) and Kemp (1962): with all income sent home the host gains no more
than the second-order triangle; to the first order it gains what stays. Relocation: Krugman (1980),
Arkolakis, Costinot and Rodríguez-Clare (2012). Price cap: Johnson, Rachel and Wolfram (2023): rent
changes hands and quantities do not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.runs.run import Run
from geoecon.scenario import Scenario, build_shock, undo
from geoecon.testing.assertions import assert_equilibrium
from geoecon.testing.random_worlds import Recipe, random_world
from geoecon.testing.toys import oil_and_factories, symmetric
from geoecon.verbs import run
from geoecon.world.world import World

SAID = {"source": "assumption: a test"}
BASE = {"name": "s", "title": "T", "question": "Q?", "date": "2023-12-31", "focus": "A"}


def solved(world: World, *deals: dict[str, Any], closure: str = "own income") -> Solution:
    return asked(world, *deals, closure=closure).solution


def asked(world: World, *deals: dict[str, Any], closure: str = "own income") -> Run:
    scenario = Scenario.model_validate(BASE | {"instruments": list(deals), "closure": closure})
    return run(scenario, world)


def investment(value: float = 10.0, **given: Any) -> dict[str, Any]:
    base = {"kind": "investment", "region": "A", "sector": "goods", "owner": "B"}
    number = {"value_musd": value, "return_pct": 10.0, "owner_share_pct": 60.0}
    return base | number | SAID | {"return_source": SAID["source"]} | given


def relocation(**given: Any) -> dict[str, Any]:
    base = {"kind": "relocation", "out_of": "A", "into": "B", "sectors": "goods"}
    number = {"profit_pct": 0.0, "owner_share_pct": 0.0, "profit_source": SAID["source"]}
    return base | number | SAID | given


def cap(**given: Any) -> dict[str, Any]:
    base = {"kind": "price cap", "exporters": "A", "importers": ["B", "C"], "sectors": "oil"}
    return base | {"discount_pct": 10.0} | SAID | given


def gained(solution: Solution) -> np.ndarray:
    """Equivalent variation [region], million USD."""
    return (solution.real_income - 1) * solution.world.income


@pytest.mark.parametrize("share", [0.0, 60.0, 100.0])
def test_the_host_gains_what_stays_and_the_owner_what_leaves(share: float) -> None:
    """As Q goes to 0, in a closed economy with an owner abroad that trades nothing dearer:

    the world gains Q; the host (1 − owner's share) Q and its owner the rest, but for the terms of
    trade, which move by Q's share of trade over theta and are taken out by a large theta.
    """
    world = symmetric(2, home=0.5, trade_elasticity=4000.0).replace(sectors=("goods",))
    product = 0.001 * 10.0
    gains = gained(solved(world, investment(0.1, owner_share_pct=share), closure="zero"))
    assert gains[0] == pytest.approx((1 - share / 100) * product, rel=2e-3, abs=2e-6)
    assert gains[1] == pytest.approx(share / 100 * product, rel=2e-3, abs=2e-6)


@pytest.mark.parametrize("horizon_beta", [1.0, 0.5])
def test_the_world_gains_the_product_to_the_first_order(horizon_beta: float) -> None:
    """Hulten (1978), with inputs, specific factors and any theta: the rest is second order."""
    recipe = Recipe(regions=3, sectors=2, tariff=0.0, least_labour_share=horizon_beta)
    base = random_world(recipe, 2)
    world = base.replace(regions=("A", "B", "C"), sectors=("goods", "more"))
    value = 0.001 * world.income.min()
    calm = solve(world, closure="world share")
    deal = investment(value, return_pct=10.0)
    gains = gained(solved(world, deal, closure="world share")) - gained(calm)
    assert gains.sum() == pytest.approx(0.1 * value, rel=0.02)


def test_with_all_income_sent_home_the_host_gains_less_than_it_sends() -> None:
    """The triangle and the terms of trade, which turn against the host as it sells more."""
    world = symmetric(2, home=0.8).replace(sectors=("goods",))
    gains = gained(solved(world, investment(100.0, owner_share_pct=100.0), closure="zero"))
    assert gains[0] < 0 < gains[1]
    stays = gained(solved(world, investment(100.0, owner_share_pct=0.0), closure="zero"))
    assert stays[0] > 0


def test_investments_add_up() -> None:
    """Two of 50 are one of 100, in one sector or beside others, whatever the order."""
    world = oil_and_factories()
    whole = solved(world, investment(100.0))
    halves = solved(world, investment(50.0), investment(50.0))
    assert halves.real_income == pytest.approx(whole.real_income, abs=1e-12)


def test_an_owners_bloc_shares_by_product() -> None:
    world = oil_and_factories()
    product = world.value_added.sum(axis=1)
    split = product[1:] / product[1:].sum()
    paid = asked(world, investment(100.0, owner="all")).solution.shock.transfer
    assert paid == pytest.approx([-6.0, *(6.0 * split)])


def test_new_plants_are_to_the_host_what_moved_ones_are() -> None:
    """The same output, capital and payment; only who they come from differs."""
    world = symmetric(2).replace(sectors=("goods",))
    moved = relocation(value_musd=100.0, profit_pct=40.0, owner_share_pct=80.0)
    new = investment(
        400.0, region="B", owner="A", new_goods_musd=100.0, owner_share_pct=80.0
    )  # 400 at 10 per cent are 40 per cent of the value added of 100
    one, other = (asked(world, deal).solution.shock for deal in (moved, new))
    assert other.productivity[1] == pytest.approx(one.productivity[1])
    assert other.productivity[0] == pytest.approx(1)
    assert other.transfer == pytest.approx(one.transfer)
    both, swapped = solved(world, moved, new), solved(world, new, moved)
    assert both.real_income == pytest.approx(swapped.real_income, abs=1e-12)


def test_new_goods_press_prices_less() -> None:
    """As much capital; goods beside the old ones leave the host better off than more of the old."""
    world = symmetric(2).replace(sectors=("goods",))
    deal = investment(100.0, owner_share_pct=100.0)
    more, new = (gained(solved(world, deal | one)) for one in ({}, {"new_goods_musd": 25.0}))
    assert more[0] < 0 < new[0]


def test_the_log_says_who_pays_whom() -> None:
    made, paid = asked(oil_and_factories(), investment(100.0)).changes
    assert (made.exporter, made.sector, made.old) == ("A", "goods", "as it is")
    assert (paid.exporter, paid.importer, paid.old) == ("A", "B", "0 million USD a year")
    assert paid.new == "6 million USD a year"
    assert made.new == f"{1 + 10 / oil_and_factories().output[0, 1]:.4g} times"


def test_swapping_plants_changes_nothing() -> None:
    """Equal countries that give each other a fifth of their plants, with all that goes with it."""
    world = symmetric(2).replace(sectors=("goods",))
    more = {"profit_pct": 40.0, "owner_share_pct": 80.0, "share_pct": 20.0}
    there = relocation(**more)
    back = relocation(out_of="B", into="A", **more)
    solution = solved(world, there, back)
    assert solution.flow == pytest.approx(world.flow, rel=1e-9)
    assert solution.real_income == pytest.approx([1, 1], abs=1e-10)


def test_moving_there_and_back_is_the_identity() -> None:
    """In one scenario, as plants of equal output; in two, by the way back."""
    world = oil_and_factories()
    there = relocation(value_musd=20.0)
    both = solved(world, there, relocation(out_of="B", into="A", value_musd=20.0))
    assert both.shock.productivity == pytest.approx(np.ones((3, 2)), abs=1e-12)
    more = there | {"profit_pct": 40.0, "owner_share_pct": 80.0}
    shock, _ = build_shock(Scenario.model_validate(BASE | {"instruments": [more]}), world)
    moved = solve(world, shock)
    assert np.abs(moved.flow - world.flow).max() > 1
    home = solve(moved.counterfactual_world(), undo(shock, world, moved))
    assert home.flow == pytest.approx(world.flow, abs=1e-7)


def test_plants_leave_a_symmetric_pair_at_mirrored_gains() -> None:
    """Who gets the plants gains what the other would have: the two answers are mirror images."""
    world = symmetric(2).replace(sectors=("goods",))
    one = solved(world, relocation(share_pct=10.0))
    other = solved(world, relocation(out_of="B", into="A", share_pct=10.0))
    assert one.real_income == pytest.approx(other.real_income[::-1], abs=1e-10)
    assert one.real_income[1] > 1 > one.real_income[0]  # varieties at home carry no trade cost


def test_without_trade_costs_plants_move_wages_in_proportion() -> None:
    """One world market: w_B / w_A = (n_B / n_A)^(1 / (1 + theta)), as sales are n w^(-theta).

    Labour earns what is sold: w_B / w_A = (n_B / n_A) (w_B / w_A)^(-theta).
    """
    theta, s = 4.0, 0.1
    world = symmetric(2, home=0.5, trade_elasticity=theta).replace(sectors=("goods",))
    solution = solved(world, relocation(share_pct=100 * s), closure="zero")
    expected = ((1 + s) / (1 - s)) ** (1 / (1 + theta))
    assert solution.wage[1] / solution.wage[0] == pytest.approx(expected, rel=1e-9)


def test_capital_that_comes_along_raises_the_hosts_product_by_what_it_earns() -> None:
    """Q = profit x value added moved; theta without limit leaves varieties no worth."""
    world = symmetric(2, home=0.5, trade_elasticity=4000.0).replace(sectors=("goods",))
    deal = relocation(share_pct=0.01, profit_pct=40.0, owner_share_pct=80.0)
    earned = 0.40 * 0.1
    gains = gained(solved(world, deal, closure="zero"))
    assert gains == pytest.approx([-0.2 * earned, 0.2 * earned], rel=5e-3)


def test_several_leave_in_proportion_to_output() -> None:
    world = oil_and_factories()
    deal = relocation(out_of=["A", "C"], into="B", value_musd=10.0)
    made = solved(world, deal).shock.productivity[:, 1]
    output, theta = world.output[:, 1], world.trade_elasticity[1]
    left = 1 - 10.0 / (output[0] + output[2])
    assert made**theta == pytest.approx([left, 1 + 10.0 / output[1], left])


@pytest.mark.parametrize("seed", range(2))
def test_deals_close_the_books(seed: int) -> None:
    recipe = Recipe(regions=3, sectors=2, least_labour_share=0.3, foreign=True, pooled=True)
    base = random_world(recipe, seed)
    world = base.replace(regions=("A", "B", "C"), sectors=("oil", "goods"))
    value = 0.01 * world.output.min()
    deals = (
        investment(value),
        relocation(value_musd=value, profit_pct=40.0, owner_share_pct=80.0),
        cap(discount_pct=0.5, exporters="C", importers="A"),
    )
    assert_equilibrium(solved(world, *deals))


def test_a_cap_moves_rent_and_not_oil() -> None:
    """A tenth of what B and C pay A for oil; they share it in proportion to their purchases."""
    solution = solved(oil_and_factories(), cap(), closure="zero")
    world = solution.world  # its deficits cleared
    bought = world.flow[0, 1:, 0]
    assert solution.shock.transfer == pytest.approx([-0.1 * bought.sum(), *(0.1 * bought)])
    assert solution.shock.productivity == pytest.approx(np.ones((3, 2)))
    calm = solve(world, closure="zero")
    gains = (solution.real_income - calm.real_income) * world.income
    assert gains[0] < 0 < min(gains[1:])
    oil = solution.flow[0, 1:, 0] / solution.unit_cost[0, 0]
    was = calm.flow[0, 1:, 0] / calm.unit_cost[0, 0]
    assert oil == pytest.approx(was, rel=0.03)  # what incomes alone change


def test_owners_abroad_bear_their_part_of_a_cap() -> None:
    """C owns 40 per cent of A's oil: of a dollar that A is not paid it loses 40 cents."""
    share, owner = np.zeros((3, 2)), np.zeros((3, 3))
    share[0, 0], owner[0, 2] = 0.4, 1.0
    world = oil_and_factories().replace(foreign_share=share, owner_share=owner)
    lost = 0.1 * world.flow[0, 1:, 0]
    paid = solved(world, cap()).shock.transfer
    assert paid == pytest.approx([-0.6 * lost.sum(), lost[0], lost[1] - 0.4 * lost.sum()])


def test_a_cap_that_ends_gives_the_rent_back() -> None:
    up, down = (solved(oil_and_factories(), cap(discount_pct=x)) for x in (10.0, -10.0))
    assert down.shock.transfer == pytest.approx(-up.shock.transfer)


def test_a_cap_in_the_baseline_is_lifted_and_put_back() -> None:
    """The world without the discount is the start, and the answer what imposing it again does."""
    lifted = BASE | {"instruments": [cap(discount_pct=-10.0)], "contained_in_baseline": True}
    world = oil_and_factories()
    back = run(Scenario.model_validate(lifted), world).solution
    assert back.flow == pytest.approx(world.flow, abs=1e-7)
    assert back.real_income[0] < 1 < min(back.real_income[1:])
