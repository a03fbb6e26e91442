"""The answer as a page of Markdown, for documentation and notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geoecon.corridors.routes import read_routes
from geoecon.measures.routes import RouteView
from geoecon.report.building import HEADS as BUILT
from geoecon.report.building import building_rows
from geoecon.report.content import Content
from geoecon.report.leaks import leak_rows
from geoecon.report.prose import answer
from geoecon.report.ranges import headline_rows
from geoecon.report.routes_words import number
from geoecon.scenario import Reference, explain

NAMED = 40
"""Sources listed before the rest is only counted."""


def page(content: Content) -> str:
    """Question, answer, tables, sources, assumptions, limits and how to run it."""
    scenario = content.scenario
    references = explain(scenario, content.solution.world)
    routes = [row for view in content.views for row in route_rows(view)]
    sections = (
        ("", f"**{scenario.question}**"),
        ("", _head(content)),
        ("Answer", answer(content)),
        ("Numbers", grid(*headline_rows(content))),
        ("Round the sanctions", grid(*leak_rows(content))),
        ("By route, thousand tonnes a month", grid(ROUTE_HEADS, routes)),
        ("What is built", grid(BUILT[:-1], [row[:-1] for row in building_rows(content)])),
        ("Assumptions", bullets(one.text for one in scenario.assumptions)),
        ("What this cannot say", bullets(scenario.limits)),
        ("Sources", sources(references)),
        ("Run it", f"```console\ngeoecon run {scenario.name}\ngeoecon show {scenario.name}\n```"),
    )
    told = [f"## {head}\n\n{body}" if head else body for head, body in sections if body]
    return "\n\n".join(told) + "\n"


ROUTE_HEADS = ("route", "before", "after", "room left", "a tonne of room is worth, USD")


def route_rows(view: RouteView) -> list[list[str]]:
    """Loads by route, those without any left out."""
    titles = {route.name: route.title for route in read_routes()}
    return [
        [
            titles.get(row["route"], row["route"]),
            number(row["before_kt_month"]),
            number(row["after_kt_month"]),
            number(row["capacity_kt_month"], none="not limited"),
            number(row["shadow_price_usd_per_t"]),
        ]
        for row in view.tables["routes"].to_dict("records")
        if max(row["before_kt_month"], row["after_kt_month"]) >= 1
    ]


def _head(content: Content) -> str:
    scenario = content.scenario
    return (
        f"{scenario.date.day} {scenario.date:%B %Y}, horizon {content.solution.world.horizon}, "
        f"imbalances {content.solution.closure}."
    )


def sources(references: Sequence[Reference]) -> str:
    """What stands behind the scenario, assumptions left out: title, address, what it is for."""
    cited = [one for one in references if one.source.kind != "assumption"]
    more = len(cited) - NAMED
    rest = [f"and {more} more, of facts on routes and of the data of the world"] * (more > 0)
    return bullets([*map(_cited, cited[:NAMED]), *rest])


def _cited(reference: Reference) -> str:
    source = reference.source
    title = reference.fact or source.title
    linked = f"[{title}]({source.url})" if source.url.startswith("http") else title
    return f"{linked}: {'; '.join(reference.used_for)}"


def bullets(items: Iterable[str]) -> str:
    """A list; "" without items."""
    return "\n".join(f"- {item}" for item in items)


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table, its first column words and the others numbers; "" without rows."""
    if not rows:
        return ""
    rule = [":--", *["--:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))
