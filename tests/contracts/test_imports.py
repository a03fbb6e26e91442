"""Imports stay light, and no module reaches into another's private names."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import geoecon

PACKAGE = Path(str(geoecon.__file__)).parent
HEAVY = {"matplotlib", "pandas", "pyarrow", "pydantic", "rich", "ruamel", "scipy", "xarray"}


def loaded(code: str) -> set[str]:
    """Top-level modules in memory after `code` has run in a fresh interpreter."""
    show = "import sys; print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_package_alone_needs_nothing() -> None:
    assert not loaded("import geoecon") & (HEAVY | {"numpy"})


@pytest.mark.parametrize(
    "code",
    [
        "import geoecon; geoecon.World, geoecon.Shock, geoecon.Solution, geoecon.solve",
        "import geoecon; geoecon.GeoeconError, geoecon.Source, geoecon.run, geoecon.compare",
        "import geoecon; geoecon.load_world()",
    ],
)
def test_the_model_needs_numpy_alone(code: str) -> None:
    assert not loaded(code) & HEAVY


def test_help_needs_neither_numpy_nor_tables() -> None:
    code = (
        "import geoecon.cli.app\n"
        "from typer.testing import CliRunner\n"
        "assert CliRunner().invoke(geoecon.cli.app.app, ['--help']).exit_code == 0"
    )
    assert not loaded(code) & ((HEAVY | {"numpy"}) - {"rich"})


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_private_name_crosses_modules(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in imports if str(node.module).startswith("geoecon")]
    private = [name.name for node in ours for name in node.names if name.name.startswith("_")]
    assert not private
