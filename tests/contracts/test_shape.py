"""The size of modules and functions, and words that must not occur in the package."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import geoecon

PACKAGE = Path(str(geoecon.__file__)).parent
FORBIDDEN = re.compile(
    r"\bfillna\b|\bnan_to_num\b|except Exception\b|except:|\bTODO\b|\bFIXME\b|type: ignore\s*$"
)


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            said = ast.get_docstring(node, clean=False) or ""
            lines = (node.end_lineno or node.lineno) - node.lineno + 1 - said.count("\n")
            assert lines <= 60, node.name
    assert not FORBIDDEN.findall(text)
