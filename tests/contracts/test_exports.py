"""The public surface: `__all__` is sorted, short, and exactly what is visible."""

from __future__ import annotations

import ast
from pathlib import Path

import geoecon


def test_all_is_sorted_and_short() -> None:
    assert geoecon.__all__ == sorted(geoecon.__all__)
    assert len(geoecon.__all__) <= 30


def test_dir_shows_exactly_all() -> None:
    assert dir(geoecon) == geoecon.__all__


def test_every_name_is_importable_and_bears_its_name() -> None:
    for name in geoecon.__all__:
        assert getattr(geoecon, name).__name__ == name


def test_unknown_names_are_refused() -> None:
    assert not hasattr(geoecon, "no_such_verb")


def test_type_checkers_and_python_see_the_same_names() -> None:
    tree = ast.parse(Path(str(geoecon.__file__)).read_text(encoding="utf8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    imports = (node for node in block.body if isinstance(node, ast.ImportFrom))
    homes = {name.name: str(node.module) for node in imports for name in node.names}
    assert homes == geoecon._HOME
    assert sorted(homes) == geoecon.__all__
