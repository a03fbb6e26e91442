"""Random draws around one run: a sweep over everything in it that has a range."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.errors import ScenarioError
from geoecon.measures.ranges import Draws
from geoecon.runs.ends import ranged_sectors
from geoecon.scenario.fields import field_ranges
from geoecon.sweep.axes import PUBLISHED
from geoecon.sweep.run import Progress, run_sweep
from geoecon.sweep.spec import Sweep

if TYPE_CHECKING:
    from geoecon.scenario import Scenario
    from geoecon.world.world import World

PART = 4
"""Draws solved before they are kept: as much is repeated after an interruption."""


def draw(
    name: str,
    scenario: Scenario,
    world: World,
    out: str | Path,
    *,
    size: int,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Draws:
    """Solve a scenario for `size` draws over its published ranges, into the folder of a sweep.

    Parameters
    ----------
    name : the shipped scenario's name, or its file, which the workers read.
    scenario, world : as `verbs.prepare` gives them, at the horizon and closure of the run.
    out : folder of the sweep; one that was interrupted is finished.
    size, seed : a longer series begins with a shorter one of the same seed.

    Trade elasticities are drawn sector by sector, and each number of an instrument that has a
    range, all independent (`sweep.axes`). Raises ScenarioError where nothing has a range, and
    FolderError for a folder that holds something else.
    """
    axes = _axes(scenario, world)
    sweep = Sweep(
        name=scenario.name,
        scenario=name,
        design="draws",
        size=size,
        seed=seed,
        axes={"horizon": [scenario.horizon], "closure": [scenario.closure_used]} | axes,
        part_size=PART,
    )
    found = run_sweep(sweep, out, workers=workers, progress=progress)
    return Draws(size, seed, found.record["counts"], found.intervals())


def _axes(scenario: Scenario, world: World) -> dict[str, Any]:
    """Every axis that has a published range. Raises ScenarioError where there is none."""
    names = [f"theta[{key}]" for key in ranged_sectors(world)] + [*field_ranges(scenario)]
    if not names:
        raise ScenarioError(
            f"nothing in {scenario.name} has a range to draw from",
            where=scenario.name,
            why="the scenario sets every elasticity, and no instrument has a `range_pct`",
            remedy="take --draws out, or give an instrument a `range_pct`",
        )
    return dict.fromkeys(names, PUBLISHED)
