"""What a report is about, gathered once: the tables, the names and those shown by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from geoecon import parameters
from geoecon.equilibrium.solution import Solution
from geoecon.errors import UnknownNameError, unknown_name
from geoecon.measures import by_group, by_partner, by_sector, headline

if TYPE_CHECKING:
    from geoecon.measures.ranges import Draws, End
    from geoecon.measures.routes import RouteView
    from geoecon.scenario.schema import Scenario


@dataclass(frozen=True, eq=False)
class Content:
    """Everything that a page of a report is made from.

    `headline` has one row a region, indexed by code; `shown` the same columns for the focus and
    those around it, blocs among them; `sectors` and `partners` are those of the focus, named.
    `views` are the tables on routes, `ends` the scenario at both ends of what has a range, `leaks`
    what goes round sanctions, `draws` what random draws say; each may be missing.
    """

    scenario: Scenario
    solution: Solution
    changes: tuple[Any, ...]
    headline: pd.DataFrame
    shown: pd.DataFrame
    sectors: pd.DataFrame
    partners: pd.DataFrame
    views: tuple[RouteView, ...] = ()
    ends: tuple[End, ...] = ()
    leaks: pd.DataFrame = field(default_factory=pd.DataFrame)
    draws: Draws | None = None

    @property
    def names(self) -> dict[str, str]:
        """What regions are called, by code."""
        return self.solution.world.region_names

    @property
    def focus(self) -> str:
        """Code of the country in the middle."""
        return str(self.shown.index[0])

    @property
    def focus_name(self) -> str:
        """Its name."""
        return str(self.shown["name"].iloc[0])


def gather(
    scenario: Scenario, solution: Solution, changes: Sequence[Any], **beside: Any
) -> Content:
    """Measure the solution for a report; `beside` are the last four fields of `Content`.

    Raises UnknownNameError for a name nobody knows.
    """
    world = solution.world
    table = headline(solution)
    focus = _code(scenario.focus, world.regions)
    sectors, partners = by_sector(solution), by_partner(solution, focus)
    sectors = sectors[sectors["region"] == focus].drop(columns="region")
    sectors.insert(1, "name", [world.sector_names.get(key, key) for key in sectors["sector"]])
    partners.insert(1, "name", [world.region_names.get(key, key) for key in partners["partner"]])
    shown = shown_rows(scenario, solution, table)
    return Content(
        scenario=scenario,
        solution=solution,
        changes=tuple(changes),
        headline=table,
        shown=shown,
        sectors=sectors.reset_index(drop=True),
        partners=partners,
        **beside,
    )


def shown_rows(scenario: Scenario, solution: Solution, table: pd.DataFrame) -> pd.DataFrame:
    """The headline of the focus, then of those around it, blocs among them, in their order.

    `table` is the headline of all regions. Raises UnknownNameError.
    """
    regions = solution.world.regions
    names = [scenario.focus, *(name for name in scenario.around if name != scenario.focus)]
    codes = [_code(name, regions) for name in names]
    blocs = {code: _members(code, scenario, regions) for code in codes if code not in regions}
    if not blocs:
        return table.loc[codes]
    groups = by_group(solution, blocs)
    groups.insert(0, "name", groups.index)
    return pd.concat([table, groups]).loc[codes]


def _code(name: str, regions: Sequence[str]) -> str:
    """The code of a region of this world, or of a bloc."""
    return parameters.resolve_region(name, known=regions)


def _members(bloc: str, scenario: Scenario, regions: Sequence[str]) -> tuple[str, ...]:
    """Those members of a bloc on the scenario's day that this world keeps apart."""
    try:
        members = parameters.bloc_members(bloc, on=scenario.date)
    except UnknownNameError:
        raise unknown_name("region or bloc", bloc, (*regions, *parameters.blocs())) from None
    return tuple(code for code in members if code in regions)
