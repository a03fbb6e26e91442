"""`Run`: a scenario, the world it was put to, its solution, and the tables that follow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from geoecon.equilibrium.solution import Solution
from geoecon.world.world import World

if TYPE_CHECKING:
    import pandas as pd
    import xarray

    from geoecon.couple.scenario import Corridors
    from geoecon.measures.ranges import Draws, End
    from geoecon.measures.routes import RouteView
    from geoecon.report.content import Content
    from geoecon.scenario import Change, Scenario
    from geoecon.scenario.transhipment import Transhipment


@dataclass(frozen=True, eq=False)
class Run:
    """What `geoecon.run` returns.

    Attributes
    ----------
    scenario : the question, validated.
    solution : the counterfactual beside its baseline.
    changes : what the instruments changed in the baseline, old and new values.
    world : the world the scenario was put to. It is also the solution's baseline, unless the
        scenario takes away something that the world already contains: then the baseline is the
        world without it, and `solution` puts it back.
    corridors : what moves on the network and how, where the scenario touches routes.
    draws : what random draws over all published ranges say, where they were asked for.
    """

    scenario: Scenario
    solution: Solution
    changes: tuple[Change, ...]
    world: World
    corridors: Corridors | None = None
    draws: Draws | None = None

    @property
    def focus(self) -> str:
        """Code of the region in the middle of the answer; raises UnknownNameError."""
        return self._code(self.scenario.focus)

    @property
    def around(self) -> tuple[str, ...]:
        """Codes of the regions and keys of the blocs beside it; raises UnknownNameError."""
        return tuple(self._code(name) for name in self.scenario.around)

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Every bloc -> those of its members on the scenario's date that the world has, if any."""
        from geoecon.parameters import bloc_members, blocs

        known = set(self.world.regions)
        members = {key: bloc_members(key, self.scenario.date) for key in blocs()}
        found = {key: tuple(filter(known.__contains__, codes)) for key, codes in members.items()}
        return {key: codes for key, codes in found.items() if codes}

    def _code(self, name: str) -> str:
        from geoecon.parameters import blocs, resolve_region

        code = resolve_region(name, self.world.regions)
        if code not in blocs():
            self.world.region(code)
        return code

    def headline(self) -> pd.DataFrame:
        """Real income, trade and revenue, one row a region (see `measures.headline`)."""
        from geoecon.measures import headline

        return headline(self.solution)

    def by_group(self) -> pd.DataFrame:
        """The headline of every bloc, if there are any (see `measures.by_group`)."""
        from geoecon.measures import by_group

        if not self.groups:
            return self.headline().iloc[:0].rename_axis("group")
        return by_group(self.solution, self.groups)

    def by_sector(self) -> pd.DataFrame:
        """Output, trade and prices, one row a region and sector (see `measures.by_sector`)."""
        from geoecon.measures import by_sector

        return by_sector(self.solution)

    def by_partner(self, region: str = "") -> pd.DataFrame:
        """Trade of `region` (the focus of the scenario if empty) with each partner.

        Million USD a year before tariff. Raises UnknownNameError.
        """
        from geoecon.measures import by_partner

        return by_partner(self.solution, region or self.focus)

    @cached_property
    def answer(self) -> str:
        """The answer in one paragraph, with its range and its sources."""
        from geoecon.report.prose import answer

        return answer(self.content)

    def markdown(self) -> str:
        """The answer as a page of Markdown: paragraph, tables, sources, assumptions, limits."""
        from geoecon.report.markdown import page

        return page(self.content)

    def ranges(self) -> pd.DataFrame:
        """Every number shown at the low and the high end of what is published.

        See `measures.ranges.range_table`. Solves the scenario up to four times more, once.
        """
        from geoecon.measures.ranges import range_table

        return range_table(self.content.shown, self.ends)

    @cached_property
    def ends(self) -> tuple[End, ...]:
        """The scenario solved at both ends of all that has a range (see `runs.ends`)."""
        from geoecon.runs.ends import solve_ends

        return solve_ends(self)

    @cached_property
    def content(self) -> Content:
        """All that the paragraph and the report are made from."""
        from geoecon.report.content import gather

        return gather(
            self.scenario,
            self.solution,
            self.changes,
            views=self.route_views,
            ends=self.ends,
            leaks=self.leakage(),
            draws=self.draws,
        )

    def leakage(self) -> pd.DataFrame:
        """What goes round each sanction with evasion, one row a sanction and middleman.

        Million USD a year (see `measures.leakage`); `instrument` counts from one. No rows where no
        sanction leaks.
        """
        import pandas as pd

        from geoecon.measures.leakage import leakage

        found = {there.instrument + 1: leakage(self.solution, there) for there in self.evaded}
        return pd.concat(found, names=["instrument"]).reset_index() if found else pd.DataFrame()

    @cached_property
    def evaded(self) -> tuple[Transhipment, ...]:
        """The sanctions with evasion, as numbers in the world of the solution."""
        from geoecon.scenario.selection import Selection
        from geoecon.scenario.transhipment import transhipments

        return transhipments(Selection(self.solution.world, self.scenario))

    def routes(self) -> pd.DataFrame:
        """Loads by route before and after, kt a month, with what room is left and worth.

        One row a route and commodity; none where the scenario touches no route.
        """
        import pandas as pd

        from geoecon.measures.route_tables import COLUMNS

        found = [view.tables["routes"] for view in self.route_views]
        return pd.concat(found) if found else pd.DataFrame(columns=list(COLUMNS["routes"]))

    @cached_property
    def route_views(self) -> tuple[RouteView, ...]:
        """All tables on routes, one view a commodity (see `measures.routes`)."""
        from geoecon.measures.routes import route_views

        return route_views(self.corridors) if self.corridors is not None else ()

    def to_dataset(self) -> xarray.Dataset:
        """The solution as a labelled xarray Dataset with units."""
        return self.solution.to_dataset()

    def save(self, folder: str | Path = "", *, report: bool = True) -> Path:
        """Write the run folder (default `runs/NAME`) and return its path.

        It holds `run.json` (see `geoecon.runs.record`), each measure as CSV and Parquet, and
        unless `report` is False `report.html`. A folder with files that no run wrote is refused.
        """
        from geoecon.runs.folder import default_folder, write_folder

        return write_folder(self, Path(folder or default_folder(self.scenario.name)), report=report)
