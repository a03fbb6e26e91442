"""One HTML document from a scenario and its solution."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geoecon.corridors.routes import read_routes
from geoecon.equilibrium.solution import Solution
from geoecon.report import charts, evidence, findings
from geoecon.report.building import building_section
from geoecon.report.content import Content, gather
from geoecon.report.html import document
from geoecon.report.leaks import leaks_section
from geoecon.report.ranges import ranges_section
from geoecon.report.routes import routes_section

if TYPE_CHECKING:
    from geoecon.measures.routes import RouteView
    from geoecon.scenario.changes import Change
    from geoecon.scenario.schema import Scenario


def write_report(
    path: str | Path,
    scenario: Scenario,
    solution: Solution,
    changes: Sequence[Change],
    routes: Sequence[RouteView] = (),
) -> Path:
    """Write the report as one file that needs no other and no network; returns its path.

    `routes` are `Run.route_views`, for a scenario that touches routes. `Run.save` writes more:
    ranges and leaks. The same inputs give the same bytes. Raises UnknownNameError for a focus, a
    neighbour or a source that nobody knows, OSError where the file cannot be written.
    """
    target = Path(path)
    target.write_text(render_report(scenario, solution, changes, routes), encoding="utf-8")
    return target


def render_report(
    scenario: Scenario,
    solution: Solution,
    changes: Sequence[Change],
    routes: Sequence[RouteView] = (),
) -> str:
    """The report as HTML text (see `write_report`)."""
    return render(gather(scenario, solution, changes, views=tuple(routes)))


def render(content: Content) -> str:
    """The report of everything that was gathered, as HTML text."""
    names = {**content.names, **{route.name: route.title for route in read_routes()}}
    return document(
        content.scenario.title,
        findings.opening(content),
        findings.key_figures(content),
        ranges_section(content),
        leaks_section(content),
        *(routes_section(view.tables, view.facts, names) for view in content.views),
        building_section(content),
        charts.maps(content),
        charts.economies(content),
        charts.inside(content),
        findings.all_economies(content),
        *evidence.sections(content),
    )
