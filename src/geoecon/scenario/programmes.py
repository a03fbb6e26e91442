"""`programme`: a named, dated bundle of projects on routes, each with its source and its cost.

What the package knows stands in `data/network/programmes.yaml`; a scenario brings its own in a
file of that form, or writes the projects out. `ready_projects` says which of them stand by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, model_validator

from geoecon.errors import ScenarioError, unknown_name
from geoecon.parameters.tables import DATA
from geoecon.scenario.base import Citation, Frozen, Name, OptionalNames
from geoecon.scenario.corridor_instruments import (
    AddLink,
    BorderDelay,
    Expand,
    Freight,
    Investment,
    NotNegative,
    Open,
    Speed,
    Temporary,
    Year,
)
from geoecon.scenario.places import Places

ProjectChange = Annotated[
    Open | Expand | AddLink | Speed | BorderDelay | Freight, Field(discriminator="kind")
]
"""What a project may do to links."""

Entries = TypeVar("Entries", bound=tuple[object, ...])


def _some(entries: Entries) -> Entries:
    if not entries:
        raise ValueError("an empty list builds nothing")
    return entries


class Project(Frozen):
    """Something built or agreed on: what it does to links, when it stands, what it costs."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """What it is called, kebab-case."""
    title: Name
    """What it is."""
    year: Year
    """The year from which it can be used."""
    cost_musd: NotNegative | None = None
    """What it costs to build, million USD; left out where nobody says."""
    cost_source: Citation | None = None
    """Who says what it costs; given with `cost_musd`."""
    source: Citation
    """Who says that it is built, and when it stands."""
    note: str = ""
    """Where sources differ, and what is converted or assumed."""
    changes: Annotated[tuple[ProjectChange, ...], AfterValidator(_some)]
    """What it does: `open`, `expand`, `add link`, `speed`, `border delay` and `freight`, each as in
    a scenario, but for `cost_musd`, `year`, `start` and `months`."""

    @model_validator(mode="after")
    def _told_once(self) -> Self:
        if (self.cost_musd is None) != (self.cost_source is None):
            raise ValueError("a cost needs its source and a source its cost")
        for change in self.changes:
            own = set(Investment.model_fields) | set(Temporary.model_fields)
            told = sorted(name for name in own if getattr(change, name, None) is not None)
            if told:
                raise ValueError(f"{' and '.join(told)} is said of a project, not of a change")
        return self


class Bundle(Frozen):
    """An entry of a file of programmes."""

    title: Name
    """What it is."""
    announced_musd: NotNegative | None = None
    """The sum announced for all of it, million USD, projects that are not listed among it."""
    announced_source: Citation | None = None
    """Who announced it."""
    note: str = ""
    """What the sum contains, and what is converted or assumed."""
    projects: Annotated[tuple[Project, ...], AfterValidator(_some)]
    """What it is made of."""


class Programme(Frozen):
    """An infrastructure programme: those of its projects that stand by a year.

    Projects of the year of the scenario's date, and earlier ones, are in the network already.
    """

    kind: Literal["programme"]
    programme: Name
    """A programme of the package, of `file`, or the name of the one written in `projects`."""
    until: Year
    """The last year: projects that are ready later are left out."""
    only: OptionalNames = ()
    """Ids of projects, where not all of them are meant."""
    file: str = ""
    """A file with programmes of your own; its path starts where the scenario's file lies."""
    projects: tuple[Project, ...] = ()
    """The projects themselves; left out, they are looked up."""
    source: Citation | None = None
    """Where the choice comes from; each project cites its own."""
    note: str = ""
    """Why, in a sentence."""

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, data: Any, info: ValidationInfo) -> Any:
        """Projects of a file become part of the scenario, and so of its hash."""
        if not isinstance(data, dict) or not data.get("file") or data.get("projects"):
            return data
        folder = FilePath(info.context.file).parent if isinstance(info.context, Places) else "."
        path = FilePath(folder, str(data["file"]))
        known = read_bundles(_text(path), str(path))
        name = str(data.get("programme", ""))
        if name not in known:
            raise unknown_name("programme", name, known, str(path))
        return {**data, "projects": known[name].model_dump()["projects"]}

    @model_validator(mode="after")
    def _ids(self) -> Self:
        ids = [project.id for project in self.projects]
        if len(set(ids)) < len(ids):
            raise ValueError("two projects have one id")
        return self


def programmes() -> Mapping[str, Bundle]:
    """The programmes that the package knows, by name."""
    return _shipped()


@cache
def _shipped() -> Mapping[str, Bundle]:
    path = DATA / "network" / "programmes.yaml"
    return read_bundles(path.read_text(encoding="utf8"), path.name)


def read_bundles(text: str, file: str) -> dict[str, Bundle]:
    """The programmes written in `text`, by name; `file` is what errors call it.

    Raises ScenarioError with the file and line.
    """
    from geoecon.scenario.reader import read_mapping

    example = "write `name:` and below it `title:` and `projects:`, as in the documentation"
    data, places = read_mapping(text, file=file, what="a file of programmes", remedy=example)
    return {str(name): _bundled(entry, places.below(name)) for name, entry in data.items()}


def _bundled(entry: Any, places: Places) -> Bundle:
    from geoecon.scenario.problems import translated

    try:
        return Bundle.model_validate(entry)
    except ValidationError as error:
        raise translated(error, entry, places, Bundle) from None


def ready_projects(programme: Programme, day: date, where: str = "") -> tuple[Project, ...]:
    """The projects that stand by the programme's last year and not yet on a day, in order.

    Raises UnknownNameError, with the nearest names, for a programme or project that nobody knows,
    and ScenarioError where none is built in that time.
    """
    projects = programme.projects or _bundle(programme.programme, where).projects
    known = {project.id: project for project in projects}
    for name in programme.only:
        if name not in known:
            raise unknown_name(f"project of {programme.programme}", name, known, where)
    chosen = [known[name] for name in known if not programme.only or name in programme.only]
    built = tuple(project for project in chosen if day.year < project.year <= programme.until)
    if not built:
        raise ScenarioError(
            f"programme {programme.programme} builds nothing",
            where=where,
            why=f"no project chosen is ready after {day.year} and by {programme.until}",
            remedy="; ".join(f"{project.id}: {project.year}" for project in chosen),
        )
    return built


def _bundle(name: str, where: str) -> Bundle:
    known = programmes()
    if name not in known:
        raise unknown_name("programme", name, known, where)
    return known[name]


def _text(path: FilePath) -> str:
    if not path.is_file():
        raise unknown_name("file of programmes", str(path), (), str(path.parent))
    return path.read_text(encoding="utf8")
