"""What each instrument does to the arrays, in numbers worked out by hand."""

import numpy as np
import pytest

from geoecon.errors import RangeError, ScenarioError, UnknownNameError
from geoecon.parameters import agreement_effect, horizon, tariff_rates
from geoecon.scenario import Scenario, build_shock, explain
from geoecon.scenario.changes import directions
from geoecon.scenario.restored import added_flows, restored_flows

UNION = {"kind": "agreement", "bloc": "EAEU", "depth": "customs union", "source": "BLK002"}
PAIR = {"exporters": "RUS", "importers": "KAZ", "sectors": "metals", "source": "BLK031"}


def scenario(*instruments):
    base = {"name": "s", "title": "T", "question": "Q?", "date": "2023-12-31", "focus": "KAZ"}
    return Scenario.model_validate(base | {"instruments": list(instruments)})


def built(world, *instruments):
    return build_shock(scenario(*instruments), world)[0]


def at(world, *codes):
    return tuple(world.region(code) for code in codes)


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"set_pct": 7}, 0.07), ({"add_points": 2}, 0.12), ({"multiply": 0.5}, 0.05)],
)
def test_tariffs_are_set_shifted_and_scaled(small_world, given, expected):
    rate = small_world.tariff.copy()
    rate[at(small_world, "RUS", "KAZ")] = 0.1
    world = small_world.replace(tariff=rate)
    shock = built(world, PAIR | {"kind": "tariff"} | given)
    changed = np.argwhere(shock.tariff != world.tariff)
    assert changed.tolist() == [[*at(world, "RUS", "KAZ"), 0]]
    assert shock.tariff[tuple(changed[0])] == pytest.approx(expected)
    assert shock.trade_cost is None


def test_points_off_cannot_lead_below_minus_100(small_world):
    with pytest.raises(RangeError, match="add_points"):
        built(small_world, PAIR | {"kind": "tariff", "add_points": -101})


@pytest.mark.parametrize(
    ("given", "factor"),
    [
        ({"kind": "barrier", "change_pct": 10}, 1.1),
        ({"kind": "barrier", "removed_pct": 25}, 0.8),
        ({"kind": "sanction", "cut_pct": 75}, 4 ** (1 / 4)),
        ({"kind": "sanction", "cut_pct": 100}, np.inf),
        ({"kind": "embargo"}, np.inf),
    ],
)
def test_trade_costs(small_world, given, factor):
    shock = built(small_world, PAIR | given)
    cell = (*at(small_world, "RUS", "KAZ"), 0)
    assert shock.trade_cost[cell] == pytest.approx(factor)
    assert (shock.trade_cost != 1).sum() == 1


def test_a_sanction_cuts_trade_by_its_share_at_baseline_prices(small_world):
    shock = built(small_world, PAIR | {"kind": "sanction", "cut_pct": 30, "sectors": "all"})
    cell = at(small_world, "RUS", "KAZ")
    left = shock.trade_cost[cell] ** -small_world.trade_elasticity
    assert left == pytest.approx([0.7, 0.7, 0.7])


def test_both_ways_mirrors_and_sales_at_home_never_change(small_world):
    embargo = PAIR | {"kind": "embargo", "exporters": "EAEU", "importers": "all"}
    shock = built(small_world, embargo | {"both_ways": True})
    stopped = np.isinf(shock.trade_cost[:, :, 0])
    outside = at(small_world, "CHN", "DEU")
    expected = ~np.eye(7, dtype=bool)
    expected[np.ix_(outside, outside)] = False
    assert (stopped == expected).all()


def test_productivity_by_region_and_sector(small_world):
    entry = {"kind": "productivity", "regions": ["KAZ", "RUS"], "sectors": "services"}
    shock = built(small_world, entry | {"change_pct": 10, "source": "BLK031"})
    cells = np.argwhere(shock.productivity != 1).tolist()
    assert cells == [[4, 2], [6, 2]]
    assert shock.productivity[4, 2] == pytest.approx(1.1)


def test_leaving_a_union_brings_outsiders_tariffs_and_its_own_duties(small_world):
    world = small_world
    shock = built(world, UNION | {"action": "leave", "members": "KAZ"})
    kaz, rus, blr, chn = at(world, "KAZ", "RUS", "BLR", "CHN")
    rates = tariff_rates(world.regions, world.sectors)
    assert (shock.tariff[rus, kaz, :2] == rates[kaz, :2]).all()
    assert (shock.tariff[kaz, rus, :2] == rates[rus, :2]).all()
    assert rates[kaz, 1] > 0
    assert (shock.tariff[rus, blr] == 0).all()
    assert (shock.tariff[chn] == world.tariff[chn]).all()
    share, was = shock.revenue_share, world.revenue_share
    assert share[kaz, kaz] == 1
    assert share[blr, kaz] == 0
    assert share.sum(axis=1) == pytest.approx(np.ones(7))
    assert share[blr, rus] / share[blr, blr] == pytest.approx(was[blr, rus] / was[blr, blr])


def test_ending_a_union_gives_each_its_own_duties(small_world):
    shock = built(small_world, UNION | {"action": "end"})
    assert (shock.revenue_share == np.eye(7)).all()
    inside = at(small_world, *["ARM", "BLR", "KAZ", "KGZ", "RUS"])
    assert (shock.tariff[np.ix_(inside, inside)][~np.eye(5, dtype=bool)][:, :2] > 0).all()


def test_leaving_a_bloc_that_pools_nothing_leaves_duties_pooled(small_world):
    cis = UNION | {"bloc": "C5", "action": "leave", "members": "KAZ", "tariffs": "unchanged"}
    c5 = at(small_world, "KAZ", "KGZ")
    world = small_world
    with pytest.raises(UnknownNameError, match="not wholly"):
        built(world, cis)
    two = UNION | {"bloc": "KGZ", "action": "join", "members": "CHN", "depth": "free trade"}
    assert built(world, two).revenue_share is None
    assert (world.revenue_share[c5[0]] == world.revenue_share[c5[1]]).all()


def test_the_effect_of_an_agreement_becomes_a_trade_cost(small_world):
    effect = agreement_effect("customs union").trade_pct / 100
    entry = UNION | {"action": "end", "tariffs": "unchanged"}
    shock = built(small_world, entry)
    cell = at(small_world, "RUS", "KAZ")
    assert shock.trade_cost[cell][:2] == pytest.approx((1 + effect) ** (1 / np.array([4.0, 2.0])))
    assert shock.trade_cost[cell][2] == 1
    own = built(small_world, entry | {"trade_effect_pct": 44.0})
    assert own.trade_cost[cell][1] == pytest.approx(1.2)


def test_tariffs_are_taken_out_of_an_effect_that_contains_them(small_world):
    world, (rus, kaz) = small_world, at(small_world, "RUS", "KAZ")
    entry = UNION | {"action": "end", "trade_effect_pct": 44.0}
    apart = built(world, entry | {"effect_includes_tariffs": False})
    netted = built(world, entry)
    rate = netted.tariff[rus, kaz, 1]
    assert apart.trade_cost[rus, kaz, 1] == pytest.approx(1.2)
    assert netted.trade_cost[rus, kaz, 1] == pytest.approx(1.2 / (1 + rate))
    little = built(world, entry | {"trade_effect_pct": 0.1})
    assert little.trade_cost[rus, kaz, 1] == 1


def test_joining_frees_trade_and_lowers_its_cost(small_world):
    world, (kaz, deu) = small_world, at(small_world, "KAZ", "DEU")
    entry = UNION | {"action": "join", "bloc": "DEU", "members": "KAZ", "depth": "free trade"}
    shock = built(world, entry)
    assert (world.tariff[deu, kaz, :2] > 0).all()
    assert (shock.tariff[deu, kaz] == 0).all()
    total = (1 + agreement_effect("free trade").trade_pct / 100) ** (-1 / 2.0)
    expected = min(1.0, total * (1 + world.tariff[deu, kaz, 1]))
    assert shock.trade_cost[deu, kaz, 1] == pytest.approx(expected)


def test_short_horizons_convert_effects_by_the_long_run_theta(small_world):
    entry = UNION | {"action": "end", "tariffs": "unchanged", "trade_effect_pct": 44.0}
    short = small_world.replace(horizon="year", trade_elasticity=np.array([1.0, 1.0, 1.0]))
    cost = built(short, entry).trade_cost[at(short, "RUS", "KAZ")]
    theta = horizon("long run", short.sectors).trade_elasticity
    assert cost[:2] == pytest.approx(1.44 ** (1 / theta[:2]))


@pytest.mark.parametrize(
    ("action", "members"), [("leave", "CHN"), ("join", "KAZ"), ("leave", ["KAZ", "DEU"])]
)
def test_nobody_leaves_a_bloc_it_is_not_in_or_joins_it_twice(small_world, action, members):
    with pytest.raises(ScenarioError, match=f"cannot {action} EAEU"):
        built(small_world, UNION | {"action": action, "members": members})


def test_a_depth_without_an_effect_is_unknown(small_world):
    with pytest.raises(UnknownNameError, match="customs union"):
        built(small_world, UNION | {"action": "end", "depth": "custom union"})


def test_the_log_tells_old_and_new_one_way_at_a_time(small_world):
    log = build_shock(
        scenario(
            PAIR | {"kind": "embargo", "importers": ["KAZ", "CHN"], "both_ways": True},
            UNION | {"action": "end", "sectors": "food"},
        ),
        small_world,
    )[1]
    ways = [(change.exporter, change.importer, change.old, change.new) for change in log[:2]]
    assert ways == [
        ("CHN KAZ", "RUS", "as it is", "no trade"),
        ("RUS", "CHN KAZ", "as it is", "no trade"),
    ]
    tariff, pool, cost = log[2:]
    assert (tariff.exporter, tariff.importer, tariff.sector) == ("EAEU", "EAEU", "food")
    assert tariff.old == "0 %"
    assert pool.new == "100 % kept"
    assert cost.cells == 20
    flow = small_world.flow[at(small_world, "CHN", "RUS")][0]
    assert log[0].baseline_trade_musd == pytest.approx(
        flow + small_world.flow[at(small_world, "KAZ", "RUS")][0]
    )


def test_directions_cover_every_cell_once(small_world):
    cells = np.random.default_rng(3).random(small_world.flow.shape) < 0.2
    parts = directions(cells)
    assert (np.sum(parts, axis=0) == cells).all()


def row(world, restored, exporter="DEU", importer="RUS", baseline=None):
    cell = (*at(world, exporter, importer), 0)
    flow = world.flow[cell] if baseline is None else baseline
    return {
        "exporter": exporter,
        "importer": importer,
        "sector": "metals",
        "baseline_musd": repr(float(flow)),
        "restored_musd": repr(float(flow * restored)),
    }


def test_restored_trade_is_what_the_estimate_adds(small_world):
    covered, added = added_flows([row(small_world, 3)], small_world)
    cell = (*at(small_world, "DEU", "RUS"), 0)
    assert np.argwhere(covered).tolist() == [list(cell)]
    assert added[cell] == pytest.approx(2 * small_world.flow[cell])


def test_estimates_for_another_world_or_of_less_trade_are_refused(small_world):
    with pytest.raises(RangeError, match="DEU -> RUS, metals"):
        added_flows([row(small_world, 0.5)], small_world)
    with pytest.raises(ScenarioError, match="another world"):
        added_flows([row(small_world, 3, baseline=1e6)], small_world)
    with pytest.raises(UnknownNameError, match="gravity"):
        restored_flows("gravitas", small_world)


def test_explain_lists_stated_and_implied_sources(small_world):
    entry = UNION | {"action": "end", "source": "assumption: it ends at midnight"}
    found = explain(scenario(entry), small_world)
    titles = {reference.source.title for reference in found}
    ids = {reference.source.id for reference in found}
    assert "it ends at midnight" in titles
    assert agreement_effect("customs union").source in ids
    uses = [use for reference in found for use in reference.used_for]
    assert "instrument 1 (agreement), most-favoured-nation tariffs" in uses
    assert any(use.startswith("elasticities of the horizon") for use in uses)
    assert len(found) == len({reference.source for reference in found})
    cited = explain(scenario(UNION | {"action": "end"}))[0]
    assert cited.fact.startswith("BLK002 EAEU")
