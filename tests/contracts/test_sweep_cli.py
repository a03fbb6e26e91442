"""`geoecon sweep`: the same bytes for any workers, any interruptions, and on a cluster."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import geoecon
from geoecon.cli.app import app
from geoecon.world.store import save_world
from geoecon.world.world import World

REGIONS = ("KAZ", "RUS", "CHN", "DEU")
SECTORS = ("metals", "food", "transport")
SCENARIO = """
title: A tariff
question: What does it cost?
date: 2023-12-31
focus: KAZ
instruments:
  - {kind: barrier, exporters: RUS, importers: KAZ, change_pct: 10, range_pct: [2, 30],
     source: "assumption: a test"}
"""
SWEEP = """
scenario: mine.yaml
world: small.npz
design: draws
size: SIZE
seed: 7
part_size: 2
"""
RESULT = (
    "report.html",
    "design.parquet",
    "results.parquet",
    "intervals.csv",
    "drivers.csv",
    "sweep.json",
)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Path]:
    """A sweep of some size over a world of four economies, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def written(size: int) -> Path:
        flow = np.random.default_rng(1).uniform(5, 50, (4, 4, 3))
        flow[np.arange(4), np.arange(4)] += 1000
        world = World.from_arrays(
            flow, regions=REGIONS, sectors=SECTORS, trade_elasticity=[4.0, 2.0, 5.0]
        )
        save_world(world, tmp_path / "small.npz")
        (tmp_path / "mine.yaml").write_text(SCENARIO)
        (tmp_path / "many.yaml").write_text(SWEEP.replace("SIZE", str(size)))
        return tmp_path / "many.yaml"

    return written


def sweep(out: str, *words: str) -> None:
    """Run the command here, to its end."""
    result = CliRunner().invoke(app, ["sweep", "many.yaml", "--out", out, *words])
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""


def content(folder: str) -> dict[str, bytes]:
    """The files that say what came out, and every part."""
    root = Path(folder)
    names = [*RESULT, *(str(path.relative_to(root)) for path in root.glob("parts/*"))]
    return {name: (root / name).read_bytes() for name in sorted(names)}


def start(out: str) -> subprocess.Popen[bytes]:
    """The command as processes of its own, in a group."""
    code = "from geoecon.cli import main; main()"
    command = [sys.executable, "-c", code, "sweep", "many.yaml", "--out", out, "--workers", "2"]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )


def parts(out: str) -> int:
    return len(list(Path(out).glob("parts/part-*.parquet")))


def kill_at_random(out: str, kills: int, seed: int) -> int:
    """Kill a sweep some times, workers too, each a random moment after it made progress.

    Returns how many of the kills met it at work.
    """
    rng, met = np.random.default_rng(seed), 0
    for _ in range(kills):
        before, process = parts(out), start(out)
        while process.poll() is None and parts(out) == before:
            time.sleep(0.002)
        time.sleep(rng.uniform(0, 0.08))
        met += process.poll() is None
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert parts(out) >= before
    return met


def test_one_worker_and_two_write_the_same_bytes(write: Callable[[int], Path]) -> None:
    write(12)
    sweep("one", "--workers", "1")
    sweep("two", "--workers", "2")
    assert content("one") == content("two")
    record = json.loads(Path("one/sweep.json").read_text())
    assert record["complete"]
    assert record["counts"] == {"solved": 12}


def test_killed_and_finished_is_as_undisturbed(write: Callable[[int], Path]) -> None:
    write(60)
    sweep("calm")
    met = kill_at_random("killed", 3, seed=1)
    assert met >= 2
    assert parts("killed") < parts("calm") or met == 3
    sweep("killed")
    assert content("killed") == content("calm")
    assert not list(Path("killed").rglob(".unfinished*"))


@pytest.mark.slow
def test_ten_kills_of_five_hundred_scenarios(write: Callable[[int], Path]) -> None:
    write(500)
    sweep("calm")
    assert kill_at_random("killed", 10, seed=2) == 10
    sweep("killed")
    assert content("killed") == content("calm")


def test_another_sweep_in_the_folder_is_refused(write: Callable[[int], Path]) -> None:
    path = write(4)
    sweep("here")
    path.write_text(path.read_text().replace("seed: 7", "seed: 8"))
    before = content("here")
    result = CliRunner().invoke(app, ["sweep", "many.yaml", "--out", "here"])
    assert result.exit_code == 2
    assert "spec_hash" in result.stderr
    assert "--out" in result.stderr
    assert content("here") == before


def test_a_cluster_writes_the_same_bytes(write: Callable[[int], Path]) -> None:
    distributed = pytest.importorskip("distributed")
    write(8)
    sweep("cores")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(host="127.0.0.1", processes=True, **options) as cluster:
        sweep("cluster", "--scheduler", cluster.scheduler_address)
    assert content("cluster") == content("cores")


def test_a_failure_is_a_row_with_its_reason(write: Callable[[int], Path]) -> None:
    path = write(4)
    head, _, _ = path.read_text().partition("design:")
    axes = "design: grid\naxes: {'instruments[0].importers': [KAZ, Kazakstahn, CHN]}\n"
    path.write_text(head + axes)
    sweep("here")
    found = pd.read_parquet("here/results.parquet")
    failed = found[found["scenario"] == 1]
    assert failed["reason"].tolist() == ["UnknownNameError"]
    assert "Kazakstahn" in failed["detail"].iloc[0]
    assert failed[["region", "measure", "value"]].isna().all(axis=None)
    assert found.loc[found["scenario"] != 1, "value"].notna().all()
    assert len(found) == 1 + 2 * 4 * 10
    counts = json.loads(Path("here/sweep.json").read_text())["counts"]
    assert counts == {"solved": 2, "UnknownNameError": 1}
    assert "1 of 3 scenarios have no answer" in Path("here/report.html").read_text("utf8")


def test_workers_and_a_scheduler_are_one_too_many(write: Callable[[int], Path]) -> None:
    write(4)
    words = ["sweep", "many.yaml", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "both workers and a scheduler" in result.stderr
    assert not Path("sweeps").exists()


def test_json_is_the_record(write: Callable[[int], Path]) -> None:
    write(4)
    result = CliRunner().invoke(app, ["sweep", "many.yaml", "--json"])
    found = json.loads(result.stdout)
    assert found["folder"] == "sweeps/many"
    assert found == json.loads(Path("sweeps/many/sweep.json").read_text()) | {
        "folder": "sweeps/many"
    }


def test_results_are_those_of_run(write: Callable[[int], Path]) -> None:
    write(3)
    found = geoecon.run_sweep("many.yaml", "here", workers=1)
    theta = found.design().loc[1, [f"theta[{sector}]" for sector in SECTORS]].to_numpy(dtype=float)
    world = geoecon.load_world("small.npz", "as given").replace(trade_elasticity=theta)
    (barrier,) = geoecon.load_scenario("mine.yaml").instruments
    change = float(found.design().loc[1, "instruments[0].change_pct"])
    asked = geoecon.load_scenario("mine.yaml").update(
        instruments=[barrier.model_dump() | {"change_pct": change}]
    )
    table = geoecon.run(asked, world).headline()
    rows = found.results().query("scenario == 1").set_index(["region", "measure"])["value"]
    for code in REGIONS:
        assert rows[code, "real_income_pct"] == pytest.approx(
            table.loc[code, "real_income_pct"], rel=1e-12
        )


def test_somebodys_files_are_left_alone(write: Callable[[int], Path]) -> None:
    write(4)
    Path("thesis").mkdir()
    Path("thesis/one.txt").write_text("mine")
    result = CliRunner().invoke(app, ["sweep", "many.yaml", "--out", "thesis"])
    assert result.exit_code == 2
    assert [path.name for path in Path("thesis").iterdir()] == ["one.txt"]


def test_a_damaged_part_is_solved_again(write: Callable[[int], Path]) -> None:
    write(6)
    sweep("here")
    before = content("here")
    Path("here/parts/part-00001.parquet").write_bytes(b"PAR1")
    sweep("here")
    assert content("here") == before


def test_run_draws_beside_its_folder_and_prints_the_quantiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["run", "russia-trade-stops", "--no-report", "--draws", "2", "--seed", "4"]
    done = CliRunner().invoke(app, [*words, "--workers", "1"])
    assert done.exit_code == 0, done.stderr
    assert "In 2 random draws over all these ranges at once (seed 4)" in " ".join(
        done.stdout.split()
    )
    assert "nine of ten draws" in done.stdout
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == [
        "russia-trade-stops",
        "russia-trade-stops-2-draws-seed-4",
    ]
    record = json.loads((tmp_path / "runs/russia-trade-stops/run.json").read_text("utf8"))
    drawn = record["draws"]["quantiles"]["KAZ"]["real_income_pct"]
    assert drawn["p5"] <= drawn["p50"] <= drawn["p95"] < 0
