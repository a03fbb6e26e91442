"""The shipped scenarios on programmes and portfolios: signs and bounds stated in advance.

World Bank (2023): better ways over the Caspian raise the trade of Kazakhstan, Azerbaijan and
Georgia. De Soyres, Mulabdic and Ruta (2020): the railways of the Belt and Road raise the product of
those who take part, by 3.4 per cent at most. Hirschman (1945): who trades more with one partner
depends more on it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

import geoecon
from geoecon.exposure import exposure
from geoecon.parameters import bloc_members
from geoecon.runs.run import Run
from geoecon.scenario import load_scenario
from geoecon.scenario.costs import built, total_musd

Solved = Callable[[str], Run]
BETS = {"bet-on-russia": "RUS", "bet-on-china": "CHN", "bet-on-europe": "EU27"}
PORTFOLIO = "multi-vector-portfolio"


@pytest.fixture(scope="module")
def solved() -> Solved:
    return cache(geoecon.run)


@pytest.fixture(scope="module")
def losses(solved: Solved) -> dict[str, dict[str, float]]:
    """What Kazakhstan loses when each power stops trading with it, after each choice."""
    found = {}
    for name in ("today", PORTFOLIO, *BETS):
        after = name != "today"
        world = solved(name).solution.counterfactual_world() if after else geoecon.load_world()
        frame = exposure("KAZ", list(BETS.values()), ["as given"], world, transit=False, workers=1)
        found[name] = dict(zip(frame["power"], frame["loss_pct"], strict=True))
    return found


def income(run: Run, code: str) -> float:
    return float(run.headline().loc[code, "real_income_pct"])


def loads(run: Run, route: str) -> tuple[float, float]:
    row = run.routes().set_index("route").loc[route]
    return float(row["before_kt_month"]), float(row["after_kt_month"])


def stranded(run: Run) -> float:
    return sum(view.facts["stranded_kt_month"] for view in run.route_views)


def test_a_faster_way_over_the_caspian_helps_those_on_it(solved: Solved):
    run = solved("global-gateway-corridors")
    assert all(income(run, code) > 0 for code in ("KAZ", "AZE", "GEO"))
    before, after = loads(run, "middle")
    assert after > 2 * before
    assert loads(run, "northern")[1] < loads(run, "northern")[0]


def test_railways_to_china_help_those_they_cross_within_what_others_found(solved: Solved):
    run = solved("belt-and-road-corridors")
    assert all(0 < income(run, code) < 3.4 for code in ("KAZ", "KGZ", "UZB", "CHN"))
    before, after = loads(run, "trans-siberian")
    assert after < before


def test_both_programmes_stand_side_by_side():
    one, other = map(load_scenario, ("global-gateway-corridors", "belt-and-road-corridors"))
    assert (one.date, one.horizon, one.around) == (other.date, other.horizon, other.around)
    untils = {entry.until for each in (one, other) for entry in each.instruments}  # type: ignore[union-attr]
    assert untils == {2030}
    assert 0 < total_musd(built(one)) < total_musd(built(other))


def test_the_caspian_answers_in_part(solved: Solved):
    """More room never strands more, and cannot bring out more than it adds."""
    whole = solved("novorossiysk-stops-caspian-answers")
    only = geoecon.run(
        whole.scenario.update(instruments=whole.scenario.model_dump()["instruments"][:1])
    )
    assert income(only, "KAZ") < income(whole, "KAZ") < 0
    assert 0 < stranded(whole) < stranded(only)
    assert stranded(only) - stranded(whole) <= 1233.4 + 1
    assert loads(whole, "cpc")[1] == 0
    assert loads(whole, "aktau-baku")[1] > loads(only, "aktau-baku")[1]


def test_power_sold_rises_by_about_what_the_cable_carries(solved: Solved):
    """1,300 MW at half load and 60 USD a MWh; prices and demand move a little beside."""
    run = solved("green-digital-links-eu")
    world, at = run.world, run.world.sector("utilities-construction")
    union = [world.region(code) for code in bloc_members("EU27", date(2023, 12, 31))]
    sellers = [world.region(code) for code in ("KAZ", "AZE", "GEO")]
    added = (run.solution.flow - world.flow)[sellers][:, union, at].sum()
    assert added == pytest.approx(1.3 * 8760 * 0.5 * 60 / 1000, rel=0.2)
    assert 0 < income(run, "KAZ") < 0.1
    assert income(run, "GEO") > income(run, "KAZ")


def test_the_partnership_is_more_than_its_transport(solved: Solved):
    run = solved("eu-kazakhstan-partnership")
    assert income(run, "KAZ") > income(solved("global-gateway-corridors"), "KAZ") > 0
    trade = run.by_partner("KAZ").set_index("partner")
    union = [code for code in bloc_members("EU27", run.scenario.date) if code in trade.index]
    change = trade.loc[union, ["exports_change_musd", "imports_change_musd"]].to_numpy().sum()
    assert change > 0


@pytest.mark.parametrize("name", [PORTFOLIO, *BETS])
def test_every_choice_takes_the_same_effort(name: str):
    entries = load_scenario(name).instruments
    out = sum(entry.change_pct for entry in entries if "KAZ" in entry.exporters)  # type: ignore[union-attr]
    back = sum(entry.change_pct for entry in entries if "KAZ" in entry.importers)  # type: ignore[union-attr]
    assert out == back == -6


def test_bets_gain_by_how_much_is_traded(solved: Solved):
    world = geoecon.load_world()
    kaz = world.region("KAZ")

    def traded(bloc: str) -> float:
        known = [bloc] if len(bloc) == 3 else bloc_members(bloc, date(2023, 12, 31))
        codes = [world.region(code) for code in known]
        return float(world.flow[kaz, codes, :11].sum() + world.flow[codes, kaz, :11].sum())

    by_gain = sorted(BETS, key=lambda name: income(solved(name), "KAZ"))
    assert by_gain == sorted(BETS, key=lambda name: traded(BETS[name]))
    assert income(solved(PORTFOLIO), "KAZ") > 0


@pytest.mark.parametrize("name", list(BETS))
def test_a_bet_raises_dependence_on_its_partner_and_lowers_it_on_others(
    name: str, losses: dict[str, dict[str, float]]
):
    for power, loss in losses[name].items():
        assert (loss > losses["today"][power]) == (power == BETS[name])


def test_a_little_of_each_raises_each_dependence_less_than_its_bet(
    losses: dict[str, dict[str, float]],
):
    for name, power in BETS.items():
        today, spread, bet = (losses[key][power] for key in ("today", PORTFOLIO, name))
        assert today < spread < bet
