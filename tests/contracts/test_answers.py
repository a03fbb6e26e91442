"""Every scenario of the library answers in one paragraph whose numbers are those of its tables."""

from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import geoecon
from geoecon.report.markdown import page
from geoecon.report.units import size_percent
from geoecon.runs.run import Run
from geoecon.scenario import list_scenarios, load_scenario

ROOT = Path(__file__).parents[2]
TRADE = [name for name in list_scenarios() if not load_scenario(name).has_corridors]
ROUTES = ["cpc-closed"]
"""Scenarios on routes take seconds each; the build of the documentation solves all of them."""
NUMBER = r"([+−]?[\d,]+(?:\.\d+)?)"


def module(path: Path) -> ModuleType:
    """A script or an extension of the documentation."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = found
    spec.loader.exec_module(found)
    return found


def number(text: str) -> float:
    """`−1,234.5` as a number."""
    return float(text.replace("−", "-").replace(",", ""))


@pytest.mark.parametrize("name", [*TRADE, *ROUTES])
def test_the_paragraph_says_what_the_tables_say(name: str) -> None:
    run = geoecon.run(name)
    check_numbers(run)
    check_brackets(run)


def check_numbers(run: Run) -> None:
    """Verbs and numbers of the focus, and nothing that is no number."""
    told, row = run.answer, run.content.shown.iloc[0]
    assert "\n" not in told
    assert not re.search(r"\b(nan|none|inf)\b|NaN|None|\{", told)
    income = row["real_income_pct"]
    if abs(income) >= 0.005:
        verb = "rises" if income > 0 else "falls"
        assert f"Real income in {row['name']} {verb} by {size_percent(income)}" in told
    exports = re.search(rf"its exports (rises|falls) by {NUMBER}", told)
    if exports:
        sign = 1 if exports[1] == "rises" else -1
        assert sign * number(exports[2]) == pytest.approx(row["exports_pct"], rel=0.01, abs=0.006)
    assert "Sources: " in told


def check_brackets(run: Run) -> None:
    """The range behind real income is that of the table, around the answer."""
    rows = run.ranges()
    here = rows[(rows["region"] == run.focus) & (rows["measure"] == "real_income_pct")]
    row = here[here["varied"] == "elasticities"].iloc[0]
    found = re.search(rf"^.*?Real income in [^(]*\({NUMBER} to {NUMBER}\u202f%\)", run.answer)
    if found:
        ends = [number(found[1]), number(found[2])]
        assert ends == pytest.approx([row["lowest"], row["highest"]], rel=0.01, abs=0.006)
    else:
        assert row["highest"] - row["lowest"] < 0.02
    assert row["lowest"] <= row["central"] <= row["highest"]


def test_every_scenario_has_its_page() -> None:
    """If not: python scripts/build_library_pages.py."""
    script = module(ROOT / "scripts" / "build_library_pages.py")
    pages = {path.name: path.read_text(encoding="utf8") for path in script.PAGES.glob("*.md")}
    assert pages == {f"{name}.md": script.page(load_scenario(name)) for name in list_scenarios()}


def test_a_page_is_solved_when_it_is_built(tmp_path: Path) -> None:
    extension = module(ROOT / "docs" / "_ext" / "library.py")
    app = SimpleNamespace(config=SimpleNamespace(library_store=str(tmp_path / "store")))
    source = [(ROOT / "docs" / "library" / "leaky-sanctions.md").read_text(encoding="utf8")]
    extension.expand(app, "library/leaky-sanctions", source)
    run = geoecon.run("leaky-sanctions")
    assert run.answer in source[0]
    for words in (*run.scenario.limits, "## Round the sanctions", "## Sources", "<svg"):
        assert words in source[0]
    assert (tmp_path / "store" / "leaky-sanctions.json").is_file()


def test_a_page_tells_what_is_built_and_where_no_price_is_in_print() -> None:
    """Any solution will do: the table and the sentence are those of the scenario."""
    built = load_scenario("global-gateway-corridors")
    content = replace(geoecon.run("russia-trade-stops").content, scenario=built)
    told = page(content)
    assert "## What is built" in told
    assert "| not in print |" in told
    assert "1 of 3 projects without a price in print" in told
