"""The shipped scenarios on leaks: calibrated on what they cite, with the signs that are known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

import geoecon
from geoecon.errors import UnknownNameError
from geoecon.ledger import fact
from geoecon.measures.leak_forecast import forecasts
from geoecon.measures.leakage import leakage_totals
from geoecon.parameters import bloc_members
from geoecon.parameters.roundabout import (
    Roundabout,
    leak_beyond_growth,
    observed_leak,
    roundabout,
)
from geoecon.runs.run import Run
from geoecon.scenario import load_scenario

LOST_MUSD = 34_000 * 1.053


@pytest.fixture(scope="module")
def leaky() -> Run:
    return geoecon.run("leaky-sanctions")


@pytest.fixture(scope="module")
def tight() -> Run:
    return geoecon.run("enforcement-tightened")


def year(
    imports: float, exports: float, others_imports: float = 50, others_exports: float = 20
) -> Roundabout:
    return Roundabout("A", "B", "C", 2000, imports, exports, others_imports, others_exports, "test")


@pytest.mark.parametrize(
    ("after", "share"),
    [(year(130, 90), 0.2), (year(110, 90), 0.1), (year(90, 90), 0.0), (year(130, 60), 0.0)],
)
def test_the_smaller_rise_is_what_both_books_allow(after: Roundabout, share: float) -> None:
    assert observed_leak(year(100, 70), after, 100) == pytest.approx(share)


@pytest.mark.parametrize(
    ("after", "share"),
    [
        (year(130, 90), 0.2),
        (year(130, 90, 55, 22), 0.13),
        (year(130, 90, 60, 20), 0.1),
        (year(130, 90, 65, 20), 0.0),
    ],
)
def test_what_grew_with_all_trade_is_no_leak(after: Roundabout, share: float) -> None:
    """100 and 70 before; others grow by a tenth: 130 - 110 and 90 - 77, of which 13 is less."""
    assert leak_beyond_growth(year(100, 70), after, 100) == pytest.approx(share)


def test_forecasts_by_hand() -> None:
    """The year after: others buy and sell half as much again, the model sends 10 and 12 round."""
    before, fitted, then = year(100, 70), year(120, 77), year(150, 100, 75, 30)
    table = forecasts(before, fitted, then, imports_round_musd=10, exports_round_musd=12)
    told = table[["imports_musd", "exports_musd"]]
    assert told.loc["record"].tolist() == [150, 100]
    assert told.loc["model, else as before"].tolist() == [110, 82]
    assert told.loc["model, else grown as others"].tolist() == [160, 117]
    assert told.loc["no leak, grown as others"].tolist() == [150, 105]
    assert told.loc["as the year fitted, grown as others"].tolist() == [180, 115.5]
    assert told.loc["the same growth again"].tolist() == pytest.approx([144, 84.7])
    assert table.loc["no leak, grown as others", "exports_error_pct"] == pytest.approx(5)
    assert (table.loc["record", ["imports_error_pct", "exports_error_pct"]] == 0).all()
    assert list(table.index[~table["knows"]]) == [
        "model, else as before",
        "as the year fitted",
        "the same growth again",
    ]


def test_out_of_sample_the_leak_helps_for_exports_and_not_for_imports(leaky: Run) -> None:
    """The Eurasian roundabout (Chupilkin, Javorcik and Plekhanov 2025) shows in goods on the lists.

    In sums by partner it shows in exports to Russia alone: there the leak fitted to 2022 comes
    nearer to 2023 than trade that stands still or grows as that with others. Imports from the Union
    grew in 2022 and 2023 much as those from everybody, so that no leak is needed to tell them.
    """
    years = {row.year: row for row in roundabout("KAZ")}
    sent = leaky.leakage().set_index("middleman").loc["KAZ"]
    table = forecasts(
        years[2021],
        years[2022],
        years[2023],
        imports_round_musd=sent["imports_musd"],
        exports_round_musd=sent["exports_musd"],
    )
    error = table[["imports_error_pct", "exports_error_pct"]].abs()
    model = error.loc["model, else grown as others"]
    naive = error.drop(index=["record", "model, else as before", "model, else grown as others"])
    assert model["exports_error_pct"] < naive["exports_error_pct"].min()
    assert model["imports_error_pct"] > error.loc["no leak, grown as others", "imports_error_pct"]
    beyond = leak_beyond_growth(years[2021], years[2022], LOST_MUSD)
    assert 0 <= beyond < 0.01 < observed_leak(years[2021], years[2022], LOST_MUSD)


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
