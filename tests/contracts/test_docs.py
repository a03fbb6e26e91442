"""What the README, the example and the pages of the documentation say holds when it is run."""

from __future__ import annotations

import ast
import importlib.util
import re
import runpy
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

import geoecon

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf8")
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n((?::[^\n]*\n)*)(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
PAGES = [path for path in sorted((ROOT / "docs").rglob("*.md")) if "_build" not in path.parts]
EXECUTED = [path for path in PAGES if CELL.search(path.read_text(encoding="utf8"))]
LONG = ("calibration", "decisions", "programmes", "sensitivities")
"""Pages that solve many routes; the documentation is built from them anyway."""


def shown(path: Path) -> str:
    """A page's name in the list of tests."""
    return path.relative_to(ROOT).as_posix()


def run_cell(source: str, space: dict[str, Any]) -> Any:
    """The value of a cell's last line, as a notebook would show it; `!` runs a command."""
    if source.startswith("!"):
        return subprocess.run(source[1:], shell=True, check=True, capture_output=True).stdout
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), space)
    return eval(ast.unparse(last), space) if last else None


def picture_script() -> ModuleType:
    """The script that writes the README's figures."""
    spec = importlib.util.spec_from_file_location(
        "picture", ROOT / "scripts/make_readme_picture.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "command",
    ["pip install . && geoecon run russia-trade-stops", "pip install '.[test]' && pytest"],
)
def test_readme_gives_the_command(command: str) -> None:
    assert command in README.splitlines()


def test_readme_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    snippets = re.findall(r"^```python\n(.*?)^```", README, re.M | re.S)
    assert len(snippets) >= 2
    for snippet in snippets:
        exec(snippet, {})
    assert "real_income" in capsys.readouterr().out


def test_readme_own_data_takes_five_lines() -> None:
    snippet = README.split("five lines")[1].split("```python\n")[1].split("```")[0]
    assert len([line for line in snippet.splitlines() if line]) == 5


def test_readme_figures_are_those_of_the_embedded_world() -> None:
    """If not: python scripts/make_readme_picture.py."""
    script = picture_script()
    found = README.split(script.START)[1].split("Run on")[0]
    assert found == script.figures(geoecon.run(script.NAME))


def test_example_yields_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    table = runpy.run_path(str(ROOT / "examples" / "between_powers.py"))["table"]
    assert isinstance(table, pd.DataFrame)
    assert table.index.is_unique
    assert len(table) == 6
    assert np.isfinite(table.to_numpy()).all()
    assert (table["Kazakhstan, %"] < table["the power, %"]).all()
    assert "Russia" in capsys.readouterr().out


def page_of(path: Path) -> Any:
    """A page as a case, its long ones left to the slow tests."""
    return pytest.param(path, id=shown(path), marks=pytest.mark.slow if path.stem in LONG else ())


@pytest.mark.parametrize("page", [page_of(path) for path in EXECUTED])
def test_page_runs(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GEOECON_ROOT", str(ROOT))
    space: dict[str, Any] = {"display": print}
    cells = CELL.findall(page.read_text(encoding="utf8"))
    values = [run_cell(source, space) for _, source in cells]
    assert capsys.readouterr().out or any(value is not None for value in values)


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=shown)
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(re.sub(r"```.*?```", "", page.read_text(encoding="utf8"), flags=re.S))
    missing = [name for name in targets if not (page.parent / name).exists()]
    assert not missing


def test_every_page_is_in_the_table_of_contents() -> None:
    """Those of the library are listed together on the page of all scenarios."""
    texts = [ROOT / "docs" / "index.md", ROOT / "docs" / "reference" / "scenarios.md"]
    listed = " ".join(path.read_text(encoding="utf8") for path in texts).split()
    assert "/library/*" in listed
    names = [path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in PAGES]
    assert not [
        name for name in names if not name.startswith(("index", "library/")) and name not in listed
    ]
