"""Designs of sweeps: what is drawn, from what, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geoecon.errors import GeoeconError, ScenarioError, UnknownNameError
from geoecon.parameters import horizon
from geoecon.scenario import Scenario, load_scenario
from geoecon.scenario.fields import changed
from geoecon.sweep.axes import Spread
from geoecon.sweep.design import draws, latin_hypercube, variants
from geoecon.sweep.run import plan_sweep
from geoecon.sweep.spec import Sweep, load_sweep
from geoecon.sweep.worker import elasticities

SECTORS = ("metals", "food", "transport")
SCENARIO = Scenario.model_validate(
    {
        "name": "mine", "title": "A barrier", "question": "?", "date": "2023-12-31", "focus": "KAZ",
        "instruments": [
            {"kind": "barrier", "exporters": "RUS", "importers": "KAZ", "change_pct": 10,
             "range_pct": [2, 30], "source": "assumption: a test"}
        ],
    }
)  # fmt: skip


def sweep(**more: object) -> Sweep:
    return Sweep.model_validate({"name": "many", "scenario": "mine.yaml", **more})


def drawn(**more: object) -> list[dict[str, object]]:
    return [dict(one) for one in variants(sweep(**more), SCENARIO, SECTORS)]


def test_a_list_is_itself() -> None:
    given = [{"closure": "zero"}, {"theta[food]": 3.0, "theta_scale": 2}, {}]
    assert drawn(design="list", variants=given) == given


def test_a_grid_has_every_combination_once() -> None:
    axes = {"closure": ["zero", "own income"], "theta_scale": [0.5, 1, 2]}
    found = drawn(design="grid", axes=axes)
    assert len({tuple(one.values()) for one in found}) == len(found) == 6


def test_a_grid_over_a_published_range_takes_low_mode_and_high() -> None:
    found = drawn(design="grid", axes={"instruments[0].change_pct": "published"})
    assert [one["instruments[0].change_pct"] for one in found] == [2, 10, 30]


def test_draws_take_everything_with_a_published_range() -> None:
    found = drawn(design="draws", size=400, seed=1)
    assert list(found[0]) == [f"theta[{s}]" for s in SECTORS] + ["instruments[0].change_pct"]
    preset = horizon("long run", SECTORS)
    for at, sector in enumerate(SECTORS):
        values = np.array([one[f"theta[{sector}]"] for one in found], dtype=float)
        assert preset.low[at] <= values.min() < values.max() <= preset.high[at]
        ends = np.log([preset.low[at], preset.trade_elasticity[at], preset.high[at]])
        assert np.log(values).mean() == pytest.approx(ends.mean(), abs=0.1 * np.ptp(ends))


def test_a_longer_sweep_begins_with_the_shorter_one() -> None:
    few, many = (drawn(design="draws", size=size, seed=3) for size in (5, 9))
    assert many[:5] == few
    assert drawn(design="draws", size=5, seed=4) != few


def test_draws_differ_from_scenario_to_scenario_and_axis_to_axis() -> None:
    shares = draws(50, 4, 1)
    assert len(np.unique(shares)) == 200


def test_a_latin_hypercube_has_one_scenario_in_every_bin() -> None:
    shares = latin_hypercube(20, 3, 5)
    assert (np.sort(np.floor(shares * 20), axis=0) == np.arange(20)[:, None]).all()
    found = drawn(
        design="latin hypercube", size=20, seed=5, axes={"closure": ["zero", "own income"]}
    )
    assert sum(one["closure"] == "zero" for one in found) == 10


def test_published_ranges_are_those_of_the_horizon_drawn() -> None:
    axes = {"theta[food]": "published", "horizon": ["long run", "month"]}
    for one in drawn(design="draws", size=40, seed=1, axes=axes):
        preset = horizon(str(one["horizon"]), ("food",))
        assert preset.low[0] <= float(str(one["theta[food]"])) <= preset.high[0]


@pytest.mark.parametrize("log", [False, True])
def test_a_triangular_spread_has_its_ends_and_its_mode(log: bool) -> None:
    spread = Spread(1.0, 16.0, 4.0, log=log)
    assert [spread.at(0), spread.at(1)] == pytest.approx([1, 16])
    below = np.log(4) / np.log(16) if log else 3 / 15
    assert spread.at(below) == pytest.approx(4)
    assert Spread(1.0, 16.0, log=log).at(0.5) == pytest.approx(4 if log else 8.5)
    assert Spread(3.0, 3.0, 3.0, log=log).at(0.3) == pytest.approx(3)


def test_a_variant_changes_instruments_and_elasticities(small_world) -> None:
    found = changed(SCENARIO, {"instruments[0].change_pct": 55.0, "closure": "zero"})
    assert found.instruments[0].change_pct == 55.0
    assert found.closure == "zero"
    theta = elasticities(small_world, {"theta[food]": 3.0, "theta_scale": 2.0})
    assert theta.tolist() == [8.0, 6.0, 10.0]
    assert small_world.trade_elasticity.tolist() == [4.0, 2.0, 5.0]


FILE = """scenario: russia-trade-stops
design: DESIGN
size: 4
seed: 1
axes:
  AXIS
"""


@pytest.mark.parametrize(
    ("design", "axis", "line", "told"),
    [
        ("draws", "theta[metal]: published", 6, "did you mean metals"),
        ("draws", "closure: [zeros]", 6, "did you mean zero"),
        ("draws", "thta: published", 6, "did you mean theta"),
        ("draws", "theta: {low: 1, high: 2}", 6, "theta_scale"),
        ("draws", "theta_scale: {low: 2, high: 1}", 6, "rising order"),
        ("draws", "theta_scale: {low: 1, high: 2, scale: ln}", 6, "scale is linear"),
        ("draws", "theta_scale: {low: -1, high: 2}", 6, "above zero"),
        ("draws", "theta_scale: {lo: 1, high: 2}", 6, "unknown key 'lo'"),
        ("draws", "instruments[3].change_pct: [1]", 6, "instruments[0]"),
        ("draws", "instruments[0].change_pct: [1]", 6, "known names"),
        ("draws", "instruments[0].note: published", 6, "no published range"),
        ("grid", "closure: [zero]", 3, "takes no seed"),
        ("drows", "closure: [zero]", 2, "drows"),
    ],
)
def test_mistakes_are_told_with_their_line(
    tmp_path: Path, design: str, axis: str, line: int, told: str
) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(FILE.replace("DESIGN", design).replace("AXIS", axis))
    with pytest.raises(GeoeconError) as caught:
        plan_sweep(load_sweep(path))
    assert told in str(caught.value)
    assert f"line {line}" in str(caught.value) or design == "grid"


def test_a_value_that_no_scenario_takes_is_refused_before_anything_is_solved(
    tmp_path: Path,
) -> None:
    text = "scenario: SCENARIO\ndesign: list\nvariants: [{'instruments[0].sectors': 5}]\n"
    path = tmp_path / "many.yaml"
    path.write_text(text.replace("SCENARIO", "russia-trade-stops"))
    with pytest.raises(ScenarioError):
        plan_sweep(load_sweep(path))


def test_no_such_file_names_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "many.yaml").write_text("")
    with pytest.raises(UnknownNameError, match="many"):
        load_sweep(tmp_path / "mani.yaml")


def test_the_example_can_be_planned() -> None:
    example = Path(__file__).parents[2] / "examples" / "sweep-elasticities.yaml"
    plan = plan_sweep(load_sweep(example))
    assert len(plan.variants) == 1000
    assert plan.scenario == load_scenario("russia-trade-stops")
