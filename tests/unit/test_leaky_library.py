"""The shipped scenarios on leaks: calibrated on what they cite, with the signs that are known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

import geoecon
from geoecon.errors import ConflictError, UnknownNameError
from geoecon.ledger import fact
from geoecon.measures.leakage import leakage_totals
from geoecon.parameters import bloc_members
from geoecon.parameters.roundabout import Roundabout, observed_leak, roundabout
from geoecon.runs.run import Run
from geoecon.scenario import Scenario, load_scenario

LOST_MUSD = 34_000 * 1.053


@pytest.fixture(scope="module")
def leaky() -> Run:
    return geoecon.run("leaky-sanctions")


@pytest.fixture(scope="module")
def tight() -> Run:
    return geoecon.run("enforcement-tightened")


def year(imports: float, exports: float) -> Roundabout:
    return Roundabout("A", "B", "C", 2000, imports, exports, "test")


@pytest.mark.parametrize(
    ("after", "share"),
    [(year(130, 90), 0.2), (year(110, 90), 0.1), (year(90, 90), 0.0), (year(130, 60), 0.0)],
)
def test_the_smaller_rise_is_what_both_books_allow(after: Roundabout, share: float) -> None:
    assert observed_leak(year(100, 70), after, 100) == pytest.approx(share)


def test_recorded_trade_of_an_unknown_middleman_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="XXX"):
        roundabout("XXX")


@pytest.mark.parametrize("name", ["leaky-sanctions", "enforcement-tightened"])
def test_the_library_holds_what_was_observed(name: str) -> None:
    """Kazakhstan by its own books; the others half of what the Union's books say."""
    assert "34" in str(fact("SAN002").value)
    years = {row.year: row for row in roundabout("KAZ")}
    observed = 100 * observed_leak(years[2021], years[2022], LOST_MUSD)
    block = load_scenario(name).instruments[1].evasion  # type: ignore[union-attr]
    assert block is not None
    leak = {entry.economy: entry.leak_pct for entry in block.middlemen}
    assert leak["KAZ"] == pytest.approx(observed, abs=0.05)
    risen = {"KGZ": 0.909, "ARM": 1.1, "UZB": 1.5}
    for code, billion in risen.items():
        assert leak[code] == pytest.approx(100 * billion / 34 / 2, abs=0.05)
    assert 5 < leak["KAZ"] + leak["KGZ"] + leak["ARM"] < 10  # Chupilkin and others (2025)


def test_the_sanctions_are_imposed_on_the_world_without_them(leaky: Run) -> None:
    assert leaky.scenario.imposed == {1}
    union = [leaky.world.region(code) for code in bloc_members("EU27", date(2023, 12, 31))]
    russia = leaky.world.region("RUS")
    now, lifted = (w.flow[union, russia].sum() for w in (leaky.world, leaky.solution.world))
    assert lifted > 1.3 * now
    totals = leakage_totals(leaky.solution, leaky.evaded[0])
    assert totals["direct_before_musd"] > totals["direct_after_musd"] > 0


def test_leaks_in_the_world_are_near_those_observed(leaky: Run) -> None:
    """All six together are asked for as 12.6 per cent at baseline prices."""
    totals = leakage_totals(leaky.solution, leaky.evaded[0])
    assert totals["leakage_pct"] == pytest.approx(12.6, abs=1.5)
    assert totals["premium_pct"] == pytest.approx(40)
    assert totals["target_price_pct"] > 0


def test_target_and_senders_lose_and_middlemen_gain(leaky: Run) -> None:
    income = leaky.headline()["real_income_pct"]
    assert income["RUS"] < 0
    assert income["DEU"] < 0
    assert (income[["KAZ", "KGZ", "ARM", "UZB"]] > 0).all()


def test_policing_costs_those_who_do_it_and_serves_the_others(leaky: Run, tight: Run) -> None:
    before, after = (run.headline()["real_income_pct"] for run in (leaky, tight))
    assert (after < before)[["KAZ", "KGZ", "RUS"]].all()
    assert (after > before)[["ARM", "UZB", "TUR", "ARE"]].all()
    rates = [leakage_totals(run.solution, run.evaded[0])["leakage_pct"] for run in (leaky, tight)]
    assert 0.5 * rates[0] < rates[1] < rates[0]


def test_the_table_is_saved(leaky: Run, tmp_path: Path) -> None:
    folder = leaky.save(tmp_path / "run", report=False)
    assert (folder / "leakage.csv").read_text(encoding="utf8").count("\n") == 7
    assert np.isfinite(leaky.leakage()["margin_musd"]).all()


def test_without_evasion_there_is_no_table() -> None:
    plain = geoecon.run("russia-trade-stops")
    assert plain.leakage().empty
    assert plain.evaded == ()


def test_a_tax_and_a_change_of_routes_are_refused() -> None:
    tax = {"kind": "export tax", "exporters": "KAZ", "importers": "CHN", "pct": 5}
    tax |= {"source": "assumption: a test"}
    routes = load_scenario("cpc-closed").model_dump()
    both = Scenario.model_validate(routes | {"instruments": [*routes["instruments"], tax]})
    with pytest.raises(ConflictError, match="cannot be solved together"):
        geoecon.run(both)
