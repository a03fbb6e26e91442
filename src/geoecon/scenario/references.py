"""Citations in a scenario -> sources: facts, sources of the parameters, assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from geoecon.errors import unknown_name
from geoecon.ledger import fact, load_facts
from geoecon.parameters import sources
from geoecon.provenance import Source
from geoecon.scenario.base import ASSUMPTION
from geoecon.scenario.deals import Investment, Relocation
from geoecon.scenario.evasion import Evasion
from geoecon.scenario.instruments import Instrument, Sanction
from geoecon.scenario.places import Path
from geoecon.scenario.schema import Scenario


def resolve_citation(citation: str, where: str = "") -> Source:
    """The source behind `BLK031`, `edb-2015` or `assumption: text`.

    Raises UnknownNameError with the nearest ids.
    """
    if citation.startswith(ASSUMPTION):
        return assumed(citation.removeprefix(ASSUMPTION).strip())
    known = _known()
    if citation in known:
        return known[citation]
    if citation in fact_ids():
        return fact(citation).source
    raise unknown_name("source", citation, (*known, *fact_ids()), where)


@cache
def _known() -> dict[str, Source]:
    return sources()


@cache
def fact_ids() -> frozenset[str]:
    """The ids of all facts."""
    return frozenset(entry.id for entry in load_facts())


def fact_line(source_id: str) -> str:
    """The fact of that id in one line; empty where it is none."""
    return fact(source_id).cite() if source_id in fact_ids() else ""


def assumed(text: str) -> Source:
    """An assumption of the author as a source."""
    return Source("assumption", text, "assumption")


def citations(scenario: Scenario) -> Iterator[tuple[str, Path, str]]:
    """Every citation that stands in a scenario: it, its path, and what it is for."""
    for at, instrument in enumerate(scenario.instruments):
        if instrument.source:
            used_for = f"instrument {at + 1} ({instrument.kind})"
            yield instrument.source, ("instruments", at, "source"), used_for
        yield from _of_earnings(instrument, at)
        if isinstance(instrument, Sanction) and instrument.evasion:
            yield from _of_evasion(instrument.evasion, at)
    yield from _of_projects(scenario)
    for at, override in enumerate(scenario.elasticities):
        used_for = f"trade elasticity of {override.sector}"
        yield override.source, ("elasticities", at, "source"), used_for
    for at, assumption in enumerate(scenario.assumptions):
        if assumption.source:
            yield assumption.source, ("assumptions", at, "source"), f"assumption: {assumption.text}"
    for at, citation in enumerate(scenario.sources):
        yield citation, ("sources", at), "background of the scenario"


def _of_projects(scenario: Scenario) -> Iterator[tuple[str, Path, str]]:
    """What is said of each project, of what it costs, and of what it does."""
    for at, project in scenario.projects:
        path, name = ("instruments", at), f"instrument {at + 1}, project {project.id}"
        yield project.source, path, name
        if project.cost_source:
            yield project.cost_source, path, f"{name}, cost"
        for change in project.changes:
            yield change.source, path, f"{name} ({change.kind})"


def _of_evasion(evasion: Evasion, at: int) -> Iterator[tuple[str, Path, str]]:
    path, name = ("instruments", at, "evasion"), f"instrument {at + 1} (sanction)"
    yield evasion.source, (*path, "source"), f"{name}, premium of evasion"
    for number, entry in enumerate(evasion.middlemen):
        used_for = f"{name}, leak through {entry.economy}"
        yield entry.source, (*path, "middlemen", number, "source"), used_for


def _of_earnings(instrument: Instrument, at: int) -> Iterator[tuple[str, Path, str]]:
    """Where it is said what capital earns and who gets it."""
    name = f"instrument {at + 1} ({instrument.kind}), earnings"
    if isinstance(instrument, Investment):
        yield instrument.return_source, ("instruments", at, "return_source"), name
    if isinstance(instrument, Relocation):
        yield instrument.profit_source, ("instruments", at, "profit_source"), name


def check_citations(scenario: Scenario) -> None:
    """Raise UnknownNameError, with the line, for a source that nobody knows."""
    for citation, path, _ in citations(scenario):
        resolve_citation(citation, scenario.where(*path))
