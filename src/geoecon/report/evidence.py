"""The second half of the report: what was changed, assumed and cited, and how it was solved."""

from __future__ import annotations

from importlib.metadata import version

from geoecon.parameters.tables import read_table
from geoecon.provenance import Source
from geoecon.report.content import Content
from geoecon.report.html import bullets, element, link, paragraph, section, table, text
from geoecon.scenario import Reference, explain


def sections(content: Content) -> list[str]:
    """What was changed, limits, assumptions, sources, method."""
    references = explain(content.scenario, content.solution.world)
    return [
        instruments(content),
        section("What this cannot say", bullets(map(text, content.scenario.limits))),
        assumptions(content, references),
        sources(references),
        method(content),
    ]


def instruments(content: Content) -> str:
    """What each instrument changed, old and new."""
    world = content.solution.world
    names = world.region_names | world.sector_names
    rows = []
    for change in content.changes:
        cells = (change.exporter, change.importer, change.sector)
        told = [names.get(cell, cell) or "–" for cell in cells]
        rows.append([change.what, *told, change.old, change.new])
    heads = ("What", "Exporter or region", "Importer", "Sector", "Before", "After")
    why = [text(note) for note in _notes(content) if note]
    lead = ""
    if content.scenario.contained_in_baseline:
        lead = (
            "The data already contain these measures. The table shows how they are lifted; the "
            "results above are read the other way, from the lifted world back to the data."
        )
    return section("What is changed", table(heads, rows), bullets(why), lead=lead)


def _notes(content: Content) -> list[str]:
    return [getattr(instrument, "note", "") for instrument in content.scenario.instruments]


def assumptions(content: Content, references: tuple[Reference, ...]) -> str:
    """The scenario's own, then those that its sources and the world bring with them."""
    own = [text(assumption.text) for assumption in content.scenario.assumptions]
    told = {assumption.text for assumption in content.scenario.assumptions}
    others = [
        text(f"{one.source.title}. {one.source.note}".strip(" ."))
        for one in references
        if one.source.kind == "assumption" and one.source.title not in told
    ]
    more = element("h3", "Behind the data and parameters") + bullets(others) if others else ""
    return section("Assumptions", bullets(own), more)


def sources(references: tuple[Reference, ...]) -> str:
    """Every source but assumptions: what it is, what it is used for, its licence and address."""
    outlines = [Reference(source, ("outlines on the maps",)) for source in map_sources()]
    cited = [one for one in (*references, *outlines) if one.source.kind != "assumption"]
    return section("Sources", bullets(map(_cited, cited)))


def map_sources() -> tuple[Source, ...]:
    """Where the outlines on the maps come from."""
    rows = read_table("map", "sources")
    return tuple(Source(**row) for row in rows)  # type: ignore[arg-type]


def _cited(reference: Reference) -> str:
    source = reference.source
    title = reference.fact or source.title
    details = ". ".join(part for part in (source.vintage, source.licence) if part)
    used = "; ".join(use.rstrip(".") for use in reference.used_for)
    told = [
        element("b", text(title)),
        text(details) if details and not reference.fact else "",
        link(source.url) if source.url else "",
        element("span", text(f"For {used}."), class_="used"),
    ]
    return " ".join(part for part in told if part)


def method(content: Content) -> str:
    """The model, the elasticities, the residuals and the hashes."""
    solution = content.solution
    words = (
        "A multi-region, multi-sector model of trade with input-output links, tariffs and trade "
        "imbalances, solved in exact changes (Dekle, Eaton and Kortum 2008; Caliendo and Parro "
        f"2015). Horizon: {solution.world.horizon}. What happens to trade imbalances (closure): "
        f"{solution.closure}. Substitution between inputs "
        f"{solution.world.input_substitution:g}, between goods in final use "
        f"{solution.world.final_substitution:g} (1 is Cobb-Douglas)."
    )
    folded = element("details", element("summary", "Elasticities used"), elasticities(content))
    return section("Method", paragraph(words), folded, table(("Record", "Value"), record(content)))


def elasticities(content: Content) -> str:
    """Trade elasticity and labour share by sector."""
    world = content.solution.world
    labour = world.labour_share[world.region(content.focus)]
    rows = [
        [world.sector_names.get(key, key), f"{theta:.2f}", f"{1 + theta:.2f}", f"{share:.2f}"]
        for key, theta, share in zip(world.sectors, world.trade_elasticity, labour, strict=True)
    ]
    heads = (
        "Sector",
        "Trade elasticity θ",
        "Substitution σ = 1 + θ",
        f"Labour’s share of value added, {content.focus_name}",
    )
    return table(heads, rows, class_="numbers")


def record(content: Content) -> list[list[str]]:
    """What makes the run checkable: residuals, steps, hashes, versions."""
    solution = content.solution
    residuals = [[f"Residual: {name}", f"{size:.1e}"] for name, size in solution.residuals.items()]
    return [
        ["Reason for stopping", solution.reason],
        *residuals,
        ["Walras residual (the market left out)", f"{solution.walras:.1e}"],
        ["Steps of the solver", str(solution.steps)],
        ["Baseline world", solution.world.name],
        ["Hash of the baseline world (SHA-256)", solution.world.hash],
        ["Hash of the scenario (SHA-256)", content.scenario.hash],
        ["geoecon", version("geoecon")],
    ]
