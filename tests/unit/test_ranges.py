"""Ranges: what they bracket, what is varied, and that they say where there is no number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import geoecon
from geoecon.errors import ScenarioError
from geoecon.measures.ranges import ELASTICITIES, Draws, End, Span, span, varied
from geoecon.parameters import elasticity_estimates, horizon
from geoecon.report.markdown import page
from geoecon.report.prose import answer
from geoecon.report.prose_ranges import between
from geoecon.runs.ends import at_end, ranged_sectors
from geoecon.runs.folder import read_record
from geoecon.runs.record import record
from geoecon.runs.run import Run
from geoecon.scenario import load_scenario
from geoecon.sweep.draws import draw
from geoecon.testing import toys
from geoecon.world.store import load_world

INCOME = "real_income_pct"
NARROW = "\u202f"


@pytest.fixture(scope="module")
def run() -> Run:
    return geoecon.run("eaeu-ends")


def test_the_range_brackets_the_answer_and_the_answer_is_the_run(run: Run) -> None:
    table = run.ranges()
    shown = run.content.shown
    assert set(table["region"]) == set(shown.index)
    assert (table["lowest"] <= table["central"]).all()
    assert (table["central"] <= table["highest"]).all()
    for row in table.itertuples():
        assert row.central == shown.loc[row.region, row.measure]


def test_an_end_is_the_same_scenario_in_a_world_with_those_elasticities(run: Run) -> None:
    low = horizon("long run", run.world.sectors).low
    again = geoecon.run("eaeu-ends", run.world.replace(trade_elasticity=low))
    found = span(run.content.shown, run.ends, ELASTICITIES, "KAZ", INCOME)
    assert found is not None
    assert found.low == again.headline().loc["KAZ", INCOME]


def test_the_effect_published_for_the_agreement_is_varied_alone(run: Run) -> None:
    """The union's effect on trade is published as 30 to 110 %: the more, the more its end costs."""
    what = "instruments[0].trade_effect_pct"
    assert varied(run.ends) == (ELASTICITIES, what)
    found = span(run.content.shown, run.ends, what, "BLR", INCOME)
    assert found is not None
    assert found.low > found.central > found.high


def test_the_smaller_the_elasticities_the_larger_the_loss_of_a_cut_off() -> None:
    """Arkolakis, Costinot and Rodríguez-Clare (2012): the loss grows with 1/theta."""
    run = geoecon.run("russia-trade-stops")
    found = span(run.content.shown, run.ends, ELASTICITIES, "KAZ", INCOME)
    assert found is not None
    assert found.low < found.central < found.high < 0


@pytest.mark.parametrize("name", ["long run", "year", "month"])
def test_ends_are_published_values_around_the_one_in_use(name: str) -> None:
    world = load_world(horizon=name)
    assert ranged_sectors(world) == world.sectors
    low, high = (at_end(world, side).trade_elasticity for side in ("low", "high"))
    assert (low < world.trade_elasticity).all()
    assert (world.trade_elasticity < high).all()


def test_a_value_that_its_source_warns_of_is_no_end() -> None:
    warned = [one.theta for one in elasticity_estimates() if "a warning" in one.note]
    assert warned
    assert not set(warned) & set(at_end(load_world(), "high").trade_elasticity)


def test_an_elasticity_that_the_scenario_sets_stays() -> None:
    world = load_world()
    theta = world.trade_elasticity.copy()
    theta[world.sector("metals")] = 3.3
    own = world.replace(trade_elasticity=theta)
    assert "metals" not in ranged_sectors(own)
    assert at_end(own, "low").trade_elasticity[world.sector("metals")] == 3.3


def test_a_world_of_its_own_horizon_has_no_range() -> None:
    assert ranged_sectors(toys.symmetric(3)) == ()


def shown(value: float = -1.0) -> pd.DataFrame:
    row = {"name": ["Here"], INCOME: [value], "unbounded": [""]}
    return pd.DataFrame(row, index=["AAA"])


def test_a_range_over_one_end_and_none_without_any() -> None:
    low = End(ELASTICITIES, "low", shown(-3.0))
    lost = End(ELASTICITIES, "high", None, "no equilibrium")
    found = span(shown(), (low, lost), ELASTICITIES, "AAA", INCOME)
    assert found is not None
    assert (found.lowest, found.highest) == (-3.0, -1.0)
    both = (replace(low, table=None), lost)
    assert span(shown(), both, ELASTICITIES, "AAA", INCOME) is None
    assert span(shown(np.nan), (low, lost), ELASTICITIES, "AAA", INCOME) is None


def test_the_answer_outside_both_ends_widens_the_range() -> None:
    assert (Span(1.0, 3.0, 2.0).lowest, Span(1.0, 3.0, 2.0).highest) == (1.0, 3.0)


@pytest.mark.parametrize(
    ("found", "measure", "words"),
    [
        (Span(-0.541, -0.09, 0.087), INCOME, f"−0.54 to +0.09{NARROW}%"),
        (Span(-0.041, -0.042, -0.043), INCOME, f"−0.04{NARROW}%"),
        (Span(-1310.0, -228.0, 211.0), "equivalent_variation_musd", "−1.3 to +0.2 bn USD"),
        (Span(352.0, 609.0, 673.0), "equivalent_variation_musd", "+352 to +673 million USD"),
    ],
)
def test_ranges_in_words(found: Span, measure: str, words: str) -> None:
    assert between(found, measure) == words


def test_an_end_without_an_answer_is_told_and_has_no_number(run: Run) -> None:
    lost = tuple(
        replace(end, table=None, reason="no equilibrium") if end.side == "low" else end
        for end in run.ends
    )
    content = replace(run.content, ends=lost)
    assert "At the low values the model has no answer (no equilibrium)." in answer(content)
    assert "find other suppliers with difficulty" not in answer(content)


def test_an_end_with_an_unbounded_loss_names_who(run: Run) -> None:
    def spoilt(end: End) -> End:
        assert end.table is not None
        table = end.table.copy()
        table.loc["BLR", "unbounded"] = "metals"
        table.loc["BLR", table.select_dtypes("number").columns] = np.nan
        return replace(end, table=table)

    ends = tuple(spoilt(end) if end.side == "high" else end for end in run.ends)
    told = answer(replace(run.content, ends=ends))
    assert "At the high values the loss of Belarus has no bound." in told


def test_the_record_holds_answer_and_range(run: Run, tmp_path: Path) -> None:
    found = read_record(run.save(tmp_path / "run", report=False))
    assert found["answer"] == run.answer
    assert set(found["range"]) == {ELASTICITIES, "instruments[0].trade_effect_pct"}
    low = found["range"][ELASTICITIES]["low"]
    assert low["reason"] == "converged"
    assert low["headline"]["KAZ"][INCOME] < found["headline"]["KAZ"][INCOME]
    assert "ranges.csv" in found["files"]
    assert not {"answer", "range"} & set(record(run, ranges=False))


def test_draws_are_quantiles_of_a_sweep_that_resumes(run: Run, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def drawn(size: int) -> Draws:
        scenario, world = run.scenario, run.world
        folder = tmp_path / "draws"
        return draw("eaeu-ends", scenario, world, folder, size=size, seed=3, workers=1,
                    progress=lambda done, count: told.append((done, count)))  # fmt: skip

    found = drawn(6)
    assert (found.size, found.seed, found.solved) == (6, 3, 6)
    rows = found.quantiles
    row = rows[(rows["region"] == "BLR") & (rows["measure"] == INCOME)].iloc[0]
    assert row["p5"] < row["p50"] < row["p95"] < 0
    told.clear()
    again = drawn(6)
    assert told == [(6, 6)]
    assert again.quantiles.equals(found.quantiles)
    with_draws = replace(run, draws=found)
    assert "In 6 random draws over all these ranges at once (seed 3)" in with_draws.answer
    assert record(with_draws)["draws"]["quantiles"]["BLR"][INCOME]["p50"] == row["p50"]
    assert "nine of ten draws" in page(with_draws.content)


def test_nothing_to_draw_from_is_refused(tmp_path: Path) -> None:
    scenario: Any = load_scenario("russia-trade-stops")
    with pytest.raises(ScenarioError, match="range to draw from"):
        draw("russia-trade-stops", scenario, toys.symmetric(3), tmp_path / "x", size=2)
