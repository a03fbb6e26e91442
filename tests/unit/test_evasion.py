"""Sanctions that leak: how much, through whom, at what price, and what policing does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from geoecon import verbs
from geoecon.errors import ConflictError, RangeError, ScenarioError, UnknownNameError
from geoecon.measures.leakage import leakage, leakage_totals, policing
from geoecon.runs.run import Run
from geoecon.scenario import Scenario, build_shock, explain
from geoecon.scenario.policed import policed
from geoecon.scenario.selection import Selection
from geoecon.scenario.transhipment import Transhipment, transhipment
from geoecon.world.world import World

ROOM = "assumption: a test"


def evasion(**changes: Any) -> dict[str, Any]:
    helpers = [
        {"economy": "KAZ", "leak_pct": 6, "source": ROOM},
        {"economy": "KGZ", "leak_pct": 2, "source": ROOM},
    ]
    return {"premium_pct": 20, "source": ROOM, "middlemen": helpers} | changes


def scenario(*more: dict[str, Any], cut_pct: float = 80, **changes: Any) -> Scenario:
    one = {"kind": "sanction", "exporters": "DEU", "importers": "RUS", "sectors": "goods"}
    one |= {"cut_pct": cut_pct, "source": ROOM, "evasion": evasion(**changes)}
    fields = {"name": "leaky", "title": "t", "question": "q?", "date": "2023-12-31"}
    return Scenario.model_validate(fields | {"focus": "KAZ", "instruments": [one, *more]})


def found(asked: Scenario, world: World) -> Transhipment:
    return transhipment(asked.instruments[0], 0, Selection(world, asked))


def run(asked: Scenario, world: World) -> Run:
    return verbs.run(asked, world)


def leaked(asked: Scenario, world: World) -> float:
    """Per cent of the direct trade lost that arrives all the same."""
    return float(leakage_totals(run(asked, world).solution, found(asked, world))["leakage_pct"])


def test_at_baseline_prices_just_the_observed_share_goes_round(small_world: World) -> None:
    """Metals: 20 % stay direct, 8 % of the 80 % lost go round: 1.2^-4 would allow more."""
    shock, _ = build_shock(scenario(), small_world)
    theta = small_world.trade_elasticity[0]
    pair = small_world.region("DEU"), small_world.region("RUS"), 0
    trade = (shock.trade_cost[pair] * shock.wedge[pair]) ** -theta
    assert trade == pytest.approx(0.2 + 0.8 * 0.08)
    assert shock.wedge[pair] == pytest.approx(1 + 0.2 * 0.064 / 0.264)


def test_no_more_goes_round_than_buyers_take_at_the_premium(small_world: World) -> None:
    """Metals at five times the price: 5^-4 instead of the 8 % asked for."""
    there = found(scenario(premium_pct=400), small_world)
    assert there.leak[:2] == pytest.approx([5**-4.0, 5**-2.0 * 1])


def test_policing_all_ends_it_and_is_the_plain_sanction(small_world: World) -> None:
    tight = run(policed(scenario(), 1.0), small_world).solution
    plain = scenario().model_dump()["instruments"][0] | {"evasion": None}
    same = run(scenario().update(instruments=[plain]), small_world).solution
    np.testing.assert_allclose(tight.flow, same.flow, rtol=1e-9)
    totals = leakage_totals(tight, found(policed(scenario(), 1.0), small_world))
    assert totals["leakage_pct"] == 0
    assert totals["premium_pct"] == np.inf


def test_middlemen_who_pass_on_nothing_leave_the_plain_sanction(small_world: World) -> None:
    there = found(
        scenario(middlemen=[{"economy": "KAZ", "leak_pct": 0, "source": ROOM}]), small_world
    )
    assert (there.leak == 0).all()
    assert (there.wedge == 1).all()


def test_an_embargo_that_all_police_stops_the_trade(small_world: World) -> None:
    shock, _ = build_shock(policed(scenario(cut_pct=100), 1.0), small_world)
    pair = small_world.region("DEU"), small_world.region("RUS")
    assert np.isinf(shock.trade_cost[pair][:2]).all()


def test_sanctions_leak_more_where_the_premium_is_lower(small_world: World) -> None:
    rates = [leaked(scenario(premium_pct=p), small_world) for p in (100, 200, 400)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > 1.5 * rates[-1]


def test_enforcement_moves_what_leaks_before_it_ends_it(small_world: World) -> None:
    """Kazakhstan polices alone: less leaks there and in all, more through Kyrgyzstan."""
    loose, tight = scenario(), policed(scenario(), 0.9, ["KAZ"])
    before, after = (leakage(run(s, small_world).solution, found(s, small_world))["imports_musd"]
                     for s in (loose, tight))  # fmt: skip
    assert after["KAZ"] < 0.1 * before["KAZ"]
    assert after["KGZ"] > 1.5 * before["KGZ"]
    assert leaked(tight, small_world) < leaked(loose, small_world)
    apart = [scenario(switching=1.0), policed(scenario(switching=1.0), 0.9, ["KAZ"])]
    sent = [leakage(run(s, small_world).solution, found(s, small_world)) for s in apart]
    ratio = sent[1].loc["KGZ", "imports_musd"] / sent[0].loc["KGZ", "imports_musd"]
    assert ratio == pytest.approx(1, abs=0.05)  # the rest is what prices do


def test_more_enforcement_leaks_less_at_a_higher_premium(small_world: World) -> None:
    steps = [policed(scenario(), share) for share in (0.0, 0.2, 0.5)]
    totals = [leakage_totals(run(s, small_world).solution, found(s, small_world)) for s in steps]
    assert [t["premium_pct"] for t in totals] == pytest.approx([20, 50, 140])
    rates = [t["leakage_pct"] for t in totals]
    assert rates == sorted(rates, reverse=True)
    assert len(set(rates)) == 3


def test_the_middlemen_earn_what_the_target_pays(small_world: World) -> None:
    asked = scenario()
    solution = run(asked, small_world).solution
    there = found(asked, small_world)
    table, paid = leakage(solution, there), build_shock(asked, small_world)[0].wedge - 1
    earned = float((paid * solution.flow).sum())
    assert table["margin_musd"].sum() == pytest.approx(earned)
    assert table.loc["KAZ", "margin_musd"] == pytest.approx(0.75 * earned)
    assert (table["exports_musd"] - table["imports_musd"]).sum() == pytest.approx(earned)
    assert solution.walras < 1e-9


def test_the_middleman_loses_by_policing(small_world: World) -> None:
    loose, tight = (run(s, small_world).solution for s in (scenario(), policed(scenario(), 1.0)))
    cost = policing(loose, tight, ("KAZ", "KGZ"))
    assert (cost["cost_musd"] > 0).all()
    assert (cost["cost_points"] > 0).all()


def test_every_source_of_evasion_is_told(small_world: World) -> None:
    uses = [use for entry in explain(scenario(), small_world) for use in entry.used_for]
    assert "instrument 1 (sanction), leak through KAZ" in uses
    assert "instrument 1 (sanction), premium of evasion" in uses


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"enforcement": 1.5}, RangeError, "less than or equal to 1"),
        ({"switching": 0.5}, RangeError, "greater than or equal to 1"),
        ({"range_pct": [30, 40]}, ScenarioError, "outside its own range"),
        ({"middlemen": []}, ScenarioError, "at least 1"),
        (
            {"middlemen": [{"economy": name, "leak_pct": 60, "source": ROOM} for name in "AB"]},
            ScenarioError,
            "over 100",
        ),
        (
            {"middlemen": [{"economy": "KAZ", "leak_pct": 1, "source": ROOM}] * 2},
            ScenarioError,
            "named twice",
        ),
    ],
)
def test_impossible_evasion_is_refused(changes: dict[str, Any], error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        scenario(**changes)


def test_evasion_runs_one_way() -> None:
    one = scenario().model_dump()["instruments"][0] | {"both_ways": True}
    with pytest.raises(ScenarioError, match="one way"):
        scenario().update(instruments=[one])


@pytest.mark.parametrize("name", ["RUS", "DEU", "EAEU"])
def test_a_middleman_is_one_third_country(name: str, small_world: World) -> None:
    asked = scenario(middlemen=[{"economy": name, "leak_pct": 1, "source": ROOM}])
    with pytest.raises(ScenarioError, match="cannot be a middleman"):
        build_shock(asked, small_world)


def test_an_unknown_middleman_is_refused(small_world: World) -> None:
    asked = scenario(middlemen=[{"economy": "KAX", "leak_pct": 1, "source": ROOM}])
    with pytest.raises(UnknownNameError, match="KAX"):
        build_shock(asked, small_world)


def test_two_earners_on_one_sale_are_refused(small_world: World) -> None:
    tax = {"kind": "export tax", "exporters": "DEU", "importers": "RUS", "pct": 5, "source": ROOM}
    with pytest.raises(ConflictError, match="contradict"):
        build_shock(scenario(tax), small_world)


def test_an_export_tax_is_the_sellers_income(small_world: World) -> None:
    tax = {"kind": "export tax", "exporters": "KAZ", "importers": "all", "sectors": "metals"}
    asked = scenario().update(instruments=[tax | {"pct": 10, "source": ROOM}])
    solution = run(asked, small_world).solution
    sold = solution.flow[4, :, 0].sum() - solution.flow[4, 4, 0]
    base = run(asked.update(instruments=[tax | {"pct": 0, "source": ROOM}]), small_world).solution
    gained = solution.deficit - base.deficit
    assert gained[4] == pytest.approx(0.1 * sold, rel=0.05)  # deficits follow incomes too
    assert solution.real_income[4] > 1


@pytest.mark.parametrize("economies", [("XYZ",), ("RUS",)])
def test_only_middlemen_can_be_policed(economies: tuple[str, ...]) -> None:
    with pytest.raises(ScenarioError, match="nobody to police"):
        policed(scenario(), 0.5, economies)
