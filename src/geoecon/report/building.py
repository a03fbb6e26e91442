"""What a scenario builds, in the report: each project with its cost, and the sums announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoecon.report.html import paragraph, section, table
from geoecon.report.routes_words import number
from geoecon.scenario.costs import announced, built, total_musd

if TYPE_CHECKING:
    from geoecon.report.content import Content

HEADS = ("Project", "Programme", "Ready", "Cost, million USD", "Source", "Note")


def building_rows(content: Content) -> list[list[str]]:
    """One row a project under `HEADS`; none where nothing is built."""
    return [
        [
            row.project,
            row.programme,
            str(row.year or ""),
            "not in print" if row.cost_musd is None else number(row.cost_musd, 1),
            row.source,
            row.note,
        ]
        for row in built(content.scenario)
    ]


def building_section(content: Content) -> str:
    """The table of what is built and its sum; "" where nothing is."""
    found = built(content.scenario)
    if not found:
        return ""
    sums = [
        f"{each.title}: {number(each.musd)} million USD announced ({each.source}). {each.note}"
        for each in announced(content.scenario)
    ]
    return section(
        "What is built",
        table(HEADS, building_rows(content)),
        paragraph(f"Costs known: {number(total_musd(found))} million USD, once."),
        *(paragraph(told) for told in sums),
        lead="Costs stand beside the result and are not taken off it.",
    )
