"""Every source and assumption behind a scenario, and what each one is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from geoecon.parameters import agreement_effect, horizon, resolve_region, sources, tariff
from geoecon.parameters.tables import read_table
from geoecon.provenance import Source
from geoecon.scenario.agreements import parties
from geoecon.scenario.instruments import Agreement
from geoecon.scenario.minerals import RawMaterial
from geoecon.scenario.references import assumed, citations, fact_line, resolve_citation
from geoecon.scenario.schema import Scenario
from geoecon.scenario.selection import Selection
from geoecon.world.minerals import exports, find_headings
from geoecon.world.world import World

Use = tuple[Source, str]
"""A source and one thing it is used for."""


@dataclass(frozen=True)
class Reference:
    """A source and what it is used for.

    An assumption is a source of kind `assumption` whose title says what is assumed. `fact` is the
    fact cited, in one line; empty for other sources.
    """

    source: Source
    used_for: tuple[str, ...]
    fact: str = ""


def explain(scenario: Scenario, world: World | None = None) -> tuple[Reference, ...]:
    """Sources of the scenario, its instruments, its horizon and, if given, the world.

    In that order, each once, with what the scenario assumes among them. With a world, the
    published effects and tariffs that agreements bring in by themselves are listed too. Raises
    UnknownNameError for a source, country or sector that nobody knows.
    """
    uses: dict[Source, list[str]] = {}
    for source, used_for in _pairs(scenario, world):
        uses.setdefault(source, []).append(used_for)
    return tuple(
        Reference(source, tuple(dict.fromkeys(used)), fact_line(source.id))
        for source, used in uses.items()
    )


def _pairs(scenario: Scenario, world: World | None) -> Iterator[Use]:
    yield from _stated(scenario)
    for cited in horizon(scenario.horizon).sources:
        yield resolve_citation(cited), f"elasticities of the horizon {scenario.horizon!r}"
    if scenario.has_corridors:
        yield from _of_network()
    yield from _of_minerals(scenario)
    if world is not None:
        yield from _of_agreements(scenario, world)
        for source in world.sources:
            yield source, f"the world {world.name}"


def _of_network() -> Iterator[Use]:
    """Everything behind the network: its own sources, and the facts on routes with a name."""
    for source in sources("network").values():
        yield source, "the network of links"
    for row in read_table("links", "network"):
        if row["route"]:
            for cited in row["facts"].split():
                yield resolve_citation(cited), f"route {row['route']}"


def _of_minerals(scenario: Scenario) -> Iterator[Use]:
    """Where the figures by heading come from that a raw-material partnership starts from."""
    for at, instrument in enumerate(scenario.instruments):
        if isinstance(instrument, RawMaterial):
            sold = exports(resolve_region(instrument.exporter))
            for heading in find_headings(instrument.headings):
                if heading.code in sold:
                    used_for = f"instrument {at + 1} ({instrument.kind}), trade by heading"
                    yield resolve_citation(sold[heading.code].source), used_for


def _stated(scenario: Scenario) -> Iterator[Use]:
    for citation, path, used_for in citations(scenario):
        yield resolve_citation(citation, scenario.where(*path)), used_for
    for assumption in scenario.assumptions:
        if not assumption.source:
            yield assumed(assumption.text), "assumption of the scenario's author"


def _of_agreements(scenario: Scenario, world: World) -> Iterator[Use]:
    selection = Selection(world, scenario)
    for at, instrument in enumerate(scenario.instruments):
        if isinstance(instrument, Agreement):
            name = f"instrument {at + 1} ({instrument.kind})"
            yield from _effect_sources(instrument, at, selection, name)
            yield from _tariff_sources(instrument, at, selection, name)


def _effect_sources(
    instrument: Agreement, at: int, selection: Selection, name: str
) -> Iterator[Use]:
    given = instrument.trade_effect_pct is not None
    depths = ("" if given else instrument.depth, instrument.from_depth or "")
    for depth, key in product(filter(None, depths), _sector_keys(instrument, at, selection)):
        cited = agreement_effect(depth, key).source
        yield resolve_citation(cited), f"{name}, effect on trade ({depth})"


def _tariff_sources(
    instrument: Agreement, at: int, selection: Selection, name: str
) -> Iterator[Use]:
    if instrument.tariffs == "unchanged" or instrument.action == "join":
        return
    movers, others = parties(instrument, at, selection)
    regions = selection.world.regions
    codes = [code for code, inside in zip(regions, movers | others, strict=True) if inside]
    for pair in product(codes, _sector_keys(instrument, at, selection)):
        rate = tariff(*pair, selection.scenario.date)
        if rate is not None:
            used_for = f"{name}, most-favoured-nation tariffs"
            yield resolve_citation(rate.source), used_for


def _sector_keys(instrument: Agreement, at: int, selection: Selection) -> list[str]:
    chosen = selection.sectors(instrument.sectors, ("instruments", at, "sectors"))
    return [key for key, inside in zip(selection.world.sectors, chosen, strict=True) if inside]
