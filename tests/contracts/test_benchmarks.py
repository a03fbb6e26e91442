"""Every registered benchmark runs, quickly and in small, and gives the figures it promises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
RATIOS = (
    "nafta_vs_textbook",
    "icio_vs_textbook",
    "one_sector_82_vs_gegravity",
    "one_sector_194_vs_textbook",
    "sweep_icio_vs_textbook",
    "assignment_vs_aequilibrae",
    "corridors_month",
    "corridors_year",
    "adjoint_long_run",
    "adjoint_year",
    "help_vs_import_numpy",
    "first_result_vs_import_pandas",
)
NUMBERS = (
    "icio_evaluations",
    "icio_roofline_share",
    "hard_cases_tried",
    "hard_cases_refused",
    "hard_cases_wrong",
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "benchmarks/run.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("benchmarks") / "figures.json"
    done = run("--quick", "--json", str(path))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf8"))
    return found


def test_ratios_are_seconds_over_seconds(figures: dict[str, Any]) -> None:
    for name in RATIOS:
        if "skipped" in figures[name]:
            assert name in ("one_sector_82_vs_gegravity", "assignment_vs_aequilibrae")
            continue
        assert figures[name]["seconds"] > 0, name
        assert figures[name]["baseline_seconds"] > 0, name
        assert figures[name]["lowest_ratio"] <= figures[name]["ratio"], name


def test_plain_numbers(figures: dict[str, Any]) -> None:
    assert all(isinstance(figures[name], int | float) for name in NUMBERS)
    assert figures["icio_evaluations"] < 100
    assert figures["hard_cases_tried"] > 0
    assert figures["hard_cases_wrong"] == 0


def test_a_scenario_on_routes_says_how_often_trade_was_solved(figures: dict[str, Any]) -> None:
    for name in ("corridors_month", "corridors_year"):
        assert 1 <= figures[name]["trade_solves"] <= 60
        assert figures[name]["residual"] < 1e-7


def test_an_unknown_name_is_answered_with_the_names() -> None:
    done = run("--only", "nothing")
    assert done.returncode != 0
    assert "icio_evaluations" in done.stderr
