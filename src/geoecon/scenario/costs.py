"""What a scenario builds on routes, when it stands, and what it costs, project by project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geoecon.scenario.corridor_instruments import Investment
from geoecon.scenario.programmes import Programme, programmes
from geoecon.scenario.schema import Scenario


@dataclass(frozen=True)
class Built:
    """Something built.

    Attributes
    ----------
    project : id of the project, of the link added, or the links expanded.
    programme : it belongs to; empty where the instrument stands by itself.
    year : from which it can be used; None where it is there.
    cost_musd : million USD; None where no source says.
    source : of the cost, or of the project where no cost is known.
    note : where sources differ, and what is converted or assumed.
    """

    project: str
    programme: str
    year: int | None
    cost_musd: float | None
    source: str
    note: str


@dataclass(frozen=True)
class Announced:
    """What a programme of the package was announced with, million USD: more than its projects."""

    programme: str
    title: str
    musd: float
    source: str
    note: str


def built(scenario: Scenario) -> tuple[Built, ...]:
    """Projects of programmes and instruments that build, in the order of the scenario.

    Raises UnknownNameError for a programme or project that nobody knows.
    """
    rows = [(at, _alone(entry)) for at, entry in scenario.corridors if _builds(entry)]
    for at, project in scenario.projects:
        name = getattr(scenario.instruments[at], "programme", "")
        cited = project.cost_source or project.source
        told = (project.id, name, project.year, project.cost_musd, cited, project.note)
        rows.append((at, Built(*told)))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def total_musd(rows: Iterable[Built]) -> float:
    """The sum of the costs that are known, million USD: a lower bound where some are not."""
    return sum(row.cost_musd for row in rows if row.cost_musd is not None)


def announced(scenario: Scenario) -> tuple[Announced, ...]:
    """What the programmes were announced with, where the package knows it."""
    named = {
        entry.programme: programmes()[entry.programme]
        for _, entry in scenario.corridors
        if isinstance(entry, Programme) and not entry.projects and entry.programme in programmes()
    }
    return tuple(
        Announced(name, found.title, found.announced_musd, found.announced_source or "", found.note)
        for name, found in named.items()
        if found.announced_musd is not None
    )


def _builds(entry: object) -> bool:
    return isinstance(entry, Investment) and (entry.cost_musd, entry.year) != (None, None)


def _alone(entry: object) -> Built:
    links = getattr(entry, "id", "") or " ".join(
        name for key in ("links", "route", "passage", "territory", "node")
        for name in getattr(entry, key, ())
    )  # fmt: skip
    year, cost = getattr(entry, "year", None), getattr(entry, "cost_musd", None)
    return Built(links, "", year, cost, getattr(entry, "source", ""), getattr(entry, "note", ""))
