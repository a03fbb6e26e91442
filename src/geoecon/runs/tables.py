"""The tidy tables of a run folder, by file name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from geoecon.runs.run import Run
    from geoecon.scenario import Change

CHANGE = (
    "what", "exporter", "importer", "sector", "old", "new",
    "cells", "baseline_trade_musd", "estimated",
)  # fmt: skip
"""The columns of `changes_table`; the fields of `Change` less the place in a file."""


def run_tables(run: Run) -> dict[str, pd.DataFrame]:
    """Headline, blocs, sectors, partners, changes; ranges, draws, leakage and routes if any."""
    partners = {code: run.by_partner(code) for code in run.solution.world.regions}
    groups = {"groups": run.by_group().reset_index()} if run.groups else {}
    leakage = {"leakage": run.leakage()} if run.evaded else {}
    routes = {"routes": run.routes()} if run.route_views else {}
    ranges = {"ranges": run.ranges()} if run.ends else {}
    drawn = {"draws": run.draws.quantiles} if run.draws is not None else {}
    return {
        "headline": run.headline().reset_index(),
        **groups,
        "sectors": run.by_sector(),
        "partners": pd.concat(partners, names=["region", None]).reset_index("region"),
        "changes": changes_table(run.changes),
        **ranges,
        **drawn,
        **leakage,
        **routes,
        **route_tables(run),
    }


def route_tables(run: Run) -> dict[str, pd.DataFrame]:
    """Links, carriers, buyers and bottlenecks of every commodity that moves, if any does."""
    views = run.route_views
    names = [name for name in views[0].tables if name != "routes"] if views else []
    return {
        f"routes-{name}": pd.concat(
            [view.tables[name].assign(commodity=view.facts["commodity"]) for view in views]
        )
        for name in names
    }


def changes_table(changes: Iterable[Change]) -> pd.DataFrame:
    """What a scenario changed, old and new, one row a change."""
    rows = [change_row(change) for change in changes]
    return pd.DataFrame(rows, columns=list(CHANGE))


def change_row(change: Change) -> dict[str, str | int | float | bool]:
    """One change under `CHANGE`."""
    return {name: getattr(change, name) for name in CHANGE}
