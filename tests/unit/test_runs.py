"""The run folder: complete, the same for the same inputs, and never over somebody's files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import geoecon
from geoecon.errors import ConflictError, GeoeconError
from geoecon.runs.compare import labels
from geoecon.runs.folder import read_record
from geoecon.runs.record import numbers, record
from geoecon.runs.run import Run
from geoecon.scenario import Scenario
from geoecon.testing import toys

CHANGING = {"created", "seconds"}


def scenario(**more: Any) -> Scenario:
    """B raises its tariff on A's goods to 20 per cent."""
    tariff = {"kind": "tariff", "exporters": "A", "importers": "B", "set_pct": 20.0}
    fields = {
        "name": "tariff-of-b",
        "title": "B protects",
        "question": "What does B's tariff cost A?",
        "date": "2023-12-31",
        "focus": "A",
        "around": ["B"],
        "instruments": [{**tariff, "source": "assumption: a tariff of 20 per cent"}],
    }
    return Scenario.model_validate(fields | more)


@pytest.fixture
def run() -> Run:
    return geoecon.run(scenario(), toys.symmetric(3))


def test_folder_holds_the_record_and_every_table(run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "deep" / "run", report=False)
    found = read_record(folder)
    assert found["files"] == sorted(path.name for path in folder.iterdir())
    assert found["reason"] == "converged"
    assert found["scenario_hash"] == run.scenario.hash
    assert found["world_hash"] == found["baseline_hash"] == run.world.hash
    expected = 100 * (run.solution.real_income[0] - 1)
    assert found["headline"]["A"]["real_income_pct"] == pytest.approx(expected, rel=1e-12)
    for path in folder.glob("*.csv"):
        csv, parquet = pd.read_csv(path), pd.read_parquet(path.with_suffix(".parquet"))
        assert list(csv.columns) == list(parquet.columns)
        assert len(csv) == len(parquet)


def test_same_inputs_give_the_same_folder(run: Run, tmp_path: Path) -> None:
    folders = [run.save(tmp_path / "one", report=False)]
    again = geoecon.run(scenario(), toys.symmetric(3))
    folders.append(again.save(tmp_path / "two", report=False))
    one, two = (read_record(folder) for folder in folders)
    assert {k: v for k, v in one.items() if k not in CHANGING} == {
        k: v for k, v in two.items() if k not in CHANGING
    }
    for name in one["files"]:
        if name != "run.json":
            assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()


def test_a_rerun_replaces_its_own_files_and_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run", report=False)
    (folder / "headline.csv").write_text("spoilt")
    run.save(folder, report=False)
    assert (folder / "headline.csv").read_text() != "spoilt"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_an_empty_folder_may_be_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert (run.save(tmp_path / "empty", report=False) / "run.json").is_file()


def test_foreign_files_are_never_touched(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(GeoeconError, match="will not write over") as caught:
        run.save(mine, report=False)
    assert "--out" in caught.value.remedy
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "another tool"}', "not json"])
def test_somebody_elses_run_json_does_not_make_a_folder_ours(
    run: Run, tmp_path: Path, text: str
) -> None:
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(GeoeconError, match="will not write over"):
        run.save(tmp_path, report=False)
    with pytest.raises(GeoeconError, match="no run folder"):
        read_record(tmp_path)


def test_a_file_added_to_a_run_is_not_lost(run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run", report=False)
    (folder / "notes.md").write_text("mine")
    with pytest.raises(GeoeconError, match=r"notes\.md"):
        run.save(folder, report=False)
    assert (folder / "notes.md").read_text() == "mine"


def test_another_scenarios_run_is_refused(run: Run, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run", report=False)
    other = geoecon.run(scenario(name="another"), toys.symmetric(3))
    with pytest.raises(GeoeconError, match="tariff-of-b"):
        other.save(folder, report=False)


def test_a_file_in_the_way_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file")
    with pytest.raises(GeoeconError, match="it is a file"):
        run.save(tmp_path / "run", report=False)
    with pytest.raises(GeoeconError, match="cannot write"):
        run.save(tmp_path / "run" / "below", report=False)


def test_a_failure_leaves_the_earlier_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = run.save(tmp_path / "run", report=False)
    before = (folder / "run.json").read_bytes()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.raises(GeoeconError, match="No space left"):
        run.save(folder, report=False)
    assert (folder / "run.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_unbounded_losses_are_named_and_never_numbers() -> None:
    world = toys.symmetric(2)
    flow = world.flow.copy()
    flow[0, 0] = 0.0
    world = world.from_arrays(flow, regions=["A", "B"], trade_elasticity=4.0)
    embargo = {"kind": "embargo", "exporters": "B", "importers": "A"}
    lost = geoecon.run(scenario(instruments=[embargo]), world)
    found = record(lost)
    assert set(found["unbounded"]) == {"A"}
    assert "A" not in found["headline"]
    json.dumps(found, allow_nan=False)


def test_values_that_do_not_exist_are_left_out() -> None:
    table = pd.DataFrame({"exports_pct": [np.nan, 1.0], "unbounded": ["", "oil"]}, index=["A", "B"])
    assert numbers(table) == {"A": {}}


def test_a_scenario_contained_in_the_baseline_is_read_backwards() -> None:
    world = toys.symmetric(3)
    lifted = scenario(
        instruments=[
            {
                "kind": "barrier",
                "exporters": "A",
                "importers": "B",
                "change_pct": -10.0,
                "source": "assumption: the barrier in force",
            }
        ],
        contained_in_baseline=True,
    )
    back = geoecon.run(lifted, world)
    forth = geoecon.run(lifted.update(contained_in_baseline=False), world)
    assert back.world is world
    assert np.allclose(back.solution.flow, world.flow, rtol=1e-7)
    assert np.allclose(back.solution.real_income * forth.solution.real_income, 1, rtol=1e-7)
    assert record(back)["baseline_hash"] != record(back)["world_hash"]


def test_own_elasticities_reach_the_world() -> None:
    given = {"sector": "all", "value": 6.0, "convention": "sigma", "source": "assumption: mine"}
    assert (
        geoecon.run(scenario(elasticities=[given]), toys.symmetric(3)).world.trade_elasticity == 5
    )


def test_a_horizon_for_ones_own_world_is_refused() -> None:
    with pytest.raises(ConflictError, match="both a world and a horizon"):
        geoecon.run(scenario(), toys.symmetric(3), horizon="year")


def test_compare_takes_runs_and_folders(run: Run, tmp_path: Path) -> None:
    higher = scenario(name="higher", instruments=[_tariff(40.0)])
    other = geoecon.run(higher, toys.symmetric(3))
    table = geoecon.compare(run.save(tmp_path / "run", report=False), other)
    assert list(table.columns) == ["tariff-of-b", "higher"]
    loss = table.loc[("A", "real_income_pct")]
    assert loss["higher"] < loss["tariff-of-b"] < 0


def test_compare_needs_two(run: Run) -> None:
    with pytest.raises(GeoeconError, match="nothing to compare"):
        geoecon.compare(run)


def test_labels_tell_runs_of_one_scenario_apart(run: Run) -> None:
    one = record(run)
    year = one | {"horizon": "year"}
    assert labels([one, year]) == (
        "tariff-of-b (as given, own income)",
        "tariff-of-b (year, own income)",
    )
    assert len(set(labels([one, one]))) == 2


def test_run_is_frozen(run: Run) -> None:
    assert replace(run, changes=()).changes == ()
    with pytest.raises(AttributeError):
        run.changes = ()  # type: ignore[misc]


def _tariff(percent: float) -> dict[str, Any]:
    return {
        "kind": "tariff",
        "exporters": "A",
        "importers": "B",
        "set_pct": percent,
        "source": "assumption: a tariff",
    }
