"""Failed validation -> errors of geoecon that say what, where, why and what to do."""

from __future__ import annotations

from math import isnan
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from geoecon.errors import (
    ConventionError,
    GeoeconError,
    MissingValueError,
    RangeError,
    ScenarioError,
    nearest,
)
from geoecon.scenario.instruments import Instrument
from geoecon.scenario.places import Path, Places, dotted

KINDS: dict[str, type[BaseModel]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model
    for model in get_args(get_args(Instrument)[0])
}


_RANGES = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")


def translated(
    error: ValidationError, data: Any, places: Places, root: type[BaseModel]
) -> GeoeconError:
    """One error for everything that is wrong, in the order of the file.

    RangeError, MissingValueError (NaN) or ConventionError where all problems are of that kind,
    else ScenarioError.
    """
    problems = [_problem(details, data, places, root) for details in error.errors()]
    if len(problems) == 1:
        return problems[0]
    texts = [problem.text() for problem in problems]
    heading = f"{len(problems)} problems in {places.file or 'the scenario'}"
    kinds = {type(problem) for problem in problems}
    return (kinds.pop() if len(kinds) == 1 else ScenarioError)("\n".join([heading, *texts]))


def _problem(
    details: ErrorDetails, data: Any, places: Places, root: type[BaseModel]
) -> GeoeconError:
    path = _path(details["loc"])
    where = places.where(path)
    if _lacks_convention(path):
        return _bare_elasticity(path, where)
    if details["type"] == "extra_forbidden":
        return _unknown_key(path, where, _known_keys(path, data, root))
    if details["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return _unknown_kind(path, data, where)
    if details["type"] == "missing":
        return ScenarioError(
            f"{dotted(path)} is missing",
            where=where,
            why="it has no default",
            remedy=f"add `{path[-1]}:`",
        )
    return _error_class(details)(
        f"{dotted(path) or 'the scenario'} cannot be used",
        where=where,
        why=_why(details),
        remedy=_remedy(path, data, root),
    )


def _error_class(details: ErrorDetails) -> type[GeoeconError]:
    given = details["input"]
    if isinstance(given, float) and isnan(given):
        return MissingValueError
    return RangeError if details["type"] in _RANGES else ScenarioError


def _lacks_convention(path: Path) -> bool:
    return path[:1] == ("elasticities",) and (len(path) <= 2 or path[-1] == "convention")


def _path(loc: tuple[int | str, ...]) -> Path:
    """The path in the file: without the tags that a choice between instruments inserts."""
    before = (None, *loc)
    return tuple(
        part
        for part, last in zip(loc, before, strict=False)
        if not (isinstance(last, int) and part in KINDS)
    )


def _bare_elasticity(path: Path, where: str) -> ConventionError:
    return ConventionError(
        f"{dotted(path)} is not an elasticity with its convention",
        where=where,
        why="sigma, theta, tariff-inclusive and tariff-exclusive numbers differ by one or more",
        remedy="write sector, value, convention and source for each",
    )


def _unknown_key(path: Path, where: str, known: list[str]) -> ScenarioError:
    return ScenarioError(
        f"unknown key {str(path[-1])!r}",
        where=where,
        why="it would be ignored",
        remedy=nearest(str(path[-1]), known),
    )


def _unknown_kind(path: Path, data: Any, where: str) -> ScenarioError:
    entry = _at(data, path)
    kind = entry.get("kind") if isinstance(entry, dict) else None
    return ScenarioError(
        f"unknown instrument {kind!r}" if kind else "an instrument without its kind",
        where=where,
        why="the kind says what it does",
        remedy=nearest(str(kind or ""), KINDS),
    )


def _why(details: ErrorDetails) -> str:
    given = details["input"]
    message = details["msg"].removeprefix("Value error, ")
    plain = isinstance(given, (str, int, float, bool)) or given is None
    return f"{message} (given: {given!r})" if plain else message


def _remedy(path: Path, data: Any, root: type[BaseModel]) -> str:
    """The description of the field, from the schema."""
    fields = _model(path[:-1], data, root).model_fields if path else {}
    known = fields.get(str(path[-1])) if path else None
    return f"{path[-1]}: {known.description}" if known and known.description else ""


def _known_keys(path: Path, data: Any, root: type[BaseModel]) -> list[str]:
    return sorted(_model(path[:-1], data, root).model_fields)


def _model(path: Path, data: Any, root: type[BaseModel]) -> type[BaseModel]:
    """The model that reads the mapping at `path`; of a choice, the one that its kind names."""
    model = root
    for part in path:
        data = data[part]
        field = model.model_fields.get(str(part))
        inside = get_args(field.annotation)[:1] if field else ()
        kind = data.get("kind") if isinstance(data, dict) else None
        found = KINDS.get(str(kind)) or next(iter(inside), None)
        if isinstance(found, type) and issubclass(found, BaseModel):
            model = found
    return model


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data
