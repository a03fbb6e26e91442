"""Deepening an agreement, and the two paths of Kazakhstan that are made of it.

Stated in advance: a customs union raises trade among its members (Gnutzmann-Mkrtchyan and
Gnutzmann: 65 per cent), so staying in one gives more trade with them than standing outside; a
single market does more than a customs union (Mayer, Vicard and Zignago 2019: 109 per cent), so
going deeper gives more trade with those who go along, at the expense of the rest.
"""

from __future__ import annotations

import numpy as np
import pytest

import geoecon
from geoecon.errors import ConflictError, ScenarioError, UnknownNameError
from geoecon.parameters import agreement_effect
from geoecon.scenario import build_shock
from geoecon.world.store import load_world

DEEPER, AS_IS = "kazakhstan-union-state-depth", "kazakhstan-economic-path"


@pytest.fixture(scope="module")
def world():
    return load_world()


def varied(name, at=0, **changes):
    """A shipped scenario with some fields of one instrument changed."""
    scenario = geoecon.load_scenario(name)
    instruments = list(scenario.instruments)
    instruments[at] = type(instruments[at]).model_validate(instruments[at].model_dump() | changes)
    return scenario.update(instruments=tuple(instruments))


def trade_with(run, partners):
    """Kazakhstan's exports to and imports from some, after over before, less one."""
    table = run.by_partner("KAZ").set_index("partner").loc[list(partners)].sum()
    after = table["exports_after_musd"] + table["imports_after_musd"]
    return after / (table["exports_before_musd"] + table["imports_before_musd"]) - 1


def test_deepening_takes_out_the_depth_there_is(world):
    shock, _ = build_shock(geoecon.load_scenario(DEEPER), world)
    kaz, rus, blr, kgz = (world.regions.index(code) for code in ("KAZ", "RUS", "BLR", "KGZ"))
    theta, cost = world.trade_elasticity, shock.trade_cost
    goods = world.sector("metals")
    services = world.sector("transport")
    assert cost[kaz, rus, goods] == pytest.approx((2.09 / 1.65) ** (-1 / theta[goods]))
    assert cost[blr, kaz, services] == pytest.approx(1.58 ** (-1 / theta[services]))
    touched = np.zeros(cost.shape[:2], dtype=bool)
    touched[kaz, [rus, blr]] = touched[[rus, blr], kaz] = True
    assert (cost[touched] < 1).all()
    assert (cost[~touched] == 1).all()
    assert kgz not in np.flatnonzero(touched.any(axis=0))
    assert shock.tariff is None
    assert shock.revenue_share is None


def test_a_depth_reached_already_changes_nothing(world):
    scenario = varied(DEEPER, depth="customs union")
    shock, _ = build_shock(scenario, world)
    goods = world.sector("metals")
    assert (shock.trade_cost[:, :, goods] == 1).all()


def test_from_depth_goes_with_joining_alone():
    with pytest.raises(ValueError, match="goes with `join` alone"):
        varied(AS_IS, from_depth="free trade")


def test_an_unknown_depth_is_refused_by_its_field(world):
    with pytest.raises(UnknownNameError, match="from_depth"):
        build_shock(varied(DEEPER, from_depth="customs onion"), world)


def test_the_union_state_inside_the_eaeu_is_no_conflict_and_a_second_tariff_is(world):
    build_shock(geoecon.load_scenario(DEEPER), world)
    other = varied(DEEPER, bloc="EU27", depth="customs union", from_depth=None, tariffs="change")
    with pytest.raises(ConflictError, match="two external tariffs"):
        build_shock(other, world)


def test_the_paths_have_the_signs_of_the_literature():
    inside, deeper = geoecon.run(AS_IS), geoecon.run(DEEPER)
    union, pair = ("RUS", "BLR", "KGZ", "ARM"), ("RUS", "BLR")
    assert trade_with(inside, union) > 0.2
    assert trade_with(deeper, pair) > 0.05
    assert trade_with(deeper, ("CHN", "KGZ")) < 0
    for run in (inside, deeper):
        assert run.headline().loc["KAZ", "real_income_pct"] > 0


def test_going_deeper_is_worth_more_where_the_assumption_is_higher():
    low = geoecon.run(varied(DEEPER, trade_effect_pct=65))
    high = geoecon.run(varied(DEEPER, trade_effect_pct=140))
    income = [run.headline().loc["KAZ", "real_income_pct"] for run in (low, high)]
    assert income[0] < geoecon.run(DEEPER).headline().loc["KAZ", "real_income_pct"] < income[1]


def test_what_the_union_is_worth_to_kazakhstan_hangs_on_the_estimate():
    """From the low to the high end of the published range the sign of its gain changes."""
    effect = agreement_effect("customs union")
    ends = [geoecon.run(varied(AS_IS, trade_effect_pct=end)) for end in (effect.low, effect.high)]
    low, high = (run.headline().loc["KAZ", "real_income_pct"] for run in ends)
    assert low < 0 < high


def test_its_sources_name_both_depths():
    used = geoecon.explain(DEEPER).set_index("id")["used_for"]
    assert "union state" in used["assumption-union-state"]
    assert "customs union" in str(used["gnutzmann-cost-of-borders"])
    with pytest.raises(ScenarioError):
        geoecon.load_scenario("kazakhstan-union-state-deepness")
