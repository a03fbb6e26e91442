"""The schema of scenarios as a page of Markdown, made from the models and their docstrings.

`python -m geoecon.scenario.describe > docs/reference/scenario-schema.md` writes it anew.
"""

from __future__ import annotations

import inspect
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from geoecon.scenario.evasion import Evasion, Middleman
from geoecon.scenario.problems import KINDS
from geoecon.scenario.programmes import Project
from geoecon.scenario.schema import Assumption, Elasticity, Scenario

HEAD = """\
# Scenario files

A scenario is a YAML file, or the same keys in Python: `geoecon.load_scenario("my.yaml")` and
`geoecon.Scenario.model_validate({...})` give equal objects with equal hashes. Unknown keys, missing
keys, keys written twice, numbers out of range and NaN are refused with the file, the line and what
to do. `geoecon check FILE` asks all that can be asked before anything is solved.

Regions are codes, names or blocs (`KAZ`, `Kazakhstan`, `EAEU`), blocs with their members on the
scenario's `date`. Every number cites the id of a fact, the id of a source of the parameters, or
says `assumption: text`.
"""


def schema_page() -> str:
    """The page: the scenario, each instrument, and the two records that it may hold."""
    parts = [HEAD, _section("The scenario", Scenario, lead=False), "## Instruments\n"]
    parts += [_section(f"`{kind}`", model, level=3) for kind, model in KINDS.items()]
    parts += [
        _section("An entry of `elasticities`", Elasticity),
        _section("An entry of `assumptions`", Assumption),
        _section("The `evasion` of a sanction", Evasion),
        _section("An entry of its `middlemen`", Middleman),
        _section("An entry of the `projects` of a programme", Project),
    ]
    return "\n".join(parts)


def _section(title: str, model: type[BaseModel], *, level: int = 2, lead: bool = True) -> str:
    text = f"{inspect.getdoc(model)}\n" if lead else ""
    rows = [_row(name, field) for name, field in model.model_fields.items() if name != "kind"]
    table = ["| key | value | default | meaning |", "|---|---|---|---|", *rows]
    return "\n".join(["#" * level + f" {title}", "", text, *table, ""])


def _row(name: str, field: FieldInfo) -> str:
    meaning = " ".join((field.description or "").split())
    return f"| `{name}` | {kind_of(field.annotation)} | {_default(field)} | {meaning} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if value in (None, "", ()):
        return ""
    return f"`{value[0] if isinstance(value, tuple) else value}`"


def kind_of(annotation: Any) -> str:
    """What a reader of YAML calls a type: number, text, list, one of ..."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return kind_of(inside[0])
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inside)
    if origin in (Union, types.UnionType):
        return next(kind_of(part) for part in inside if part is not type(None))
    if origin is tuple:
        return "list" if inside[-1] is Ellipsis else "low, high"
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return "block"
    names = {"str": "text", "float": "number", "int": "whole number"}
    names |= {"bool": "true or false", "date": "date"}
    return names[annotation.__name__]


if __name__ == "__main__":
    print(schema_page(), end="")
