"""Every public name says what it is and what it returns; every variable is described and used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import geoecon
from geoecon.variables import REGION_DIMS, SECTOR_DIMS, Variable, variables

PACKAGE = Path(str(geoecon.__file__)).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def public(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, Function | ast.ClassDef]]:
    """Public classes and functions of a module, and the public methods of its public classes."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{owner}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_names_have_docstrings_and_return_types(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf8"))
    names = list(public(tree.body))
    silent = [name for name, node in names if not ast.get_docstring(node)]
    untyped = [name for name, node in names if isinstance(node, Function) and not node.returns]
    assert not silent
    assert not untyped
    assert not tree.body or ast.get_docstring(tree)


@pytest.mark.parametrize("row", variables().values(), ids=lambda row: row.name)
def test_variables_are_described_and_used(row: Variable) -> None:
    assert row.description
    assert row.unit
    assert set(row.dims) <= {*REGION_DIMS, *SECTOR_DIMS}
    assert row.low < row.high
    assert any(row.name in path.read_text(encoding="utf8") for path in MODULES)
