"""YAML -> `Scenario`; every error names the file and the line."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from geoecon.errors import ScenarioError, unknown_name
from geoecon.scenario.places import Path, Places
from geoecon.scenario.schema import Scenario

SUFFIXES = (".yaml", ".yml")


def list_scenarios() -> tuple[str, ...]:
    """Names of the scenarios that geoecon ships, sorted."""
    return tuple(sorted(_library()))


def load_scenario(name_or_path: str | FilePath) -> Scenario:
    """A shipped scenario by its name, or one of your own by its path.

    Raises UnknownNameError (with the nearest names) where there is none, and ScenarioError with
    file, line, why and what to do where it cannot be understood.
    """
    path = FilePath(name_or_path)
    if path.suffix in SUFFIXES or path.parent != FilePath():
        return read_scenario(_text(path), file=str(path), name=path.stem)
    shipped = _library()
    if str(name_or_path) not in shipped:
        raise unknown_name("scenario", str(name_or_path), shipped, "the shipped scenarios")
    text = shipped[str(name_or_path)]
    return read_scenario(text, file=f"{name_or_path}.yaml", name=str(name_or_path))


def read_scenario(text: str, *, file: str, name: str) -> Scenario:
    """The scenario written in `text`; `file` and `name` are what errors and it are called."""
    example = "start from a shipped one: geoecon show NAME"
    data, places = read_mapping(text, file=file, what="a scenario", remedy=example)
    return Scenario.model_validate({"name": name, **data}, context=places)


def read_mapping(text: str, *, file: str, what: str, remedy: str) -> tuple[dict[Any, Any], Places]:
    """The `key: value` lines of a YAML file, and where each part of it stands.

    `what` and `remedy` are for the ScenarioError that is raised where `text` is something else.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        data = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        raise _unreadable(error, file) from error
    if not isinstance(data, dict):
        raise ScenarioError(
            f"{what} is a list of `key: value` lines",
            where=f"{file}, line 1",
            why=f"this is {'empty' if data is None else type(data).__name__}",
            remedy=remedy,
        )
    return data, Places(file, _lines(node))


def _library() -> dict[str, str]:
    """Name and text of every shipped scenario."""
    folder = files("geoecon.scenario") / "library"
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return {
        entry.name.removesuffix(".yaml"): entry.read_text(encoding="utf8")
        for entry in entries
        if entry.name.endswith(".yaml")
    }


def _text(path: FilePath) -> str:
    if not path.is_file():
        raise unknown_name("scenario file", str(path), list_scenarios(), str(path.parent))
    return path.read_text(encoding="utf8")


def _lines(node: Node | None, path: Path = ()) -> dict[Path, int]:
    """The line of every key and list entry below `node`, by path; lines count from one."""
    lines = {}
    for part, start, child in _children(node):
        lines[(*path, part)] = start.start_mark.line + 1
        lines |= _lines(child, (*path, part))
    return lines


def _children(node: Any) -> list[tuple[str | int, Node, Node]]:
    if isinstance(node, MappingNode):
        return [(key.value, key, value) for key, value in node.value]
    if isinstance(node, SequenceNode):
        return [(i, value, value) for i, value in enumerate(node.value)]
    return []


def _unreadable(error: MarkedYAMLError, file: str) -> ScenarioError:
    mark = error.problem_mark or error.context_mark
    line = f", line {mark.line + 1}" if mark else ""
    return ScenarioError(
        "this is not YAML that can be read",
        where=f"{file}{line}",
        why=str(error.problem or error.context),
        remedy="write each key once, indent by spaces, and quote text that contains `: `",
    )
