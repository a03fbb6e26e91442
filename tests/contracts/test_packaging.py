"""What the project says of itself agrees with itself."""

from __future__ import annotations

from importlib.metadata import metadata, version
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]


def test_citation_names_the_version_and_licence() -> None:
    cited = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf8"))
    assert cited["version"] == version("geoecon")
    assert cited["license"] == metadata("geoecon")["License-Expression"]
    assert {"cff-version", "message", "title", "authors"} <= set(cited)


def test_every_folder_of_the_package_is_on_the_map() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf8")
    folders = [path.parent.name for path in (ROOT / "src" / "geoecon").glob("*/__init__.py")]
    assert not [name for name in folders if f"`{name}/`" not in told]


@pytest.mark.parametrize("name", ["pyproject.toml", ".ci/run", "scripts/check"])
def test_no_package_index_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf8")
    assert "index-url" not in text
    assert "find-links" not in text


def test_ignored_paths_hide_nothing_of_the_package() -> None:
    """A pattern such as `build/` without its slash would drop a module from the wheel."""
    patterns = (ROOT / ".gitignore").read_text(encoding="utf8").split()
    names = {path.name for path in (ROOT / "src" / "geoecon").rglob("*") if path.is_dir()}
    assert not names & {pattern.rstrip("/") for pattern in patterns} - {"__pycache__"}
