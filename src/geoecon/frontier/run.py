"""`find_frontier`: the best sets of options at each level of exposure, into a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geoecon.errors import ConflictError
from geoecon.frontier import store
from geoecon.frontier.evaluate import (
    Evaluator,
    Progress,
    network_places,
    solve_networks,
    solve_with_routes,
)
from geoecon.frontier.finish import finish
from geoecon.frontier.options import Options, load_options
from geoecon.frontier.outcomes import frontier_of
from geoecon.frontier.plan import Plan, check_places, plan_frontier
from geoecon.frontier.search import Found, search
from geoecon.frontier.sets import Masks
from geoecon.world.world import World

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Frontier:
    """A finished frontier: its folder and its record (`frontier.json`)."""

    folder: Path
    record: dict[str, Any]

    def frontier(self) -> pd.DataFrame:
        """The sets that no other beats, by rising exposure; columns as `record.DEFINITIONS`."""
        import pandas as pd

        return pd.DataFrame(self.record["frontier"])

    def options(self) -> pd.DataFrame:
        """What each option costs and is worth, in the order of the list."""
        import pandas as pd

        return pd.DataFrame(self.record["options"])

    def sets(self) -> pd.DataFrame:
        """Every set solved, with real income over the baseline in each state."""
        import pandas as pd

        return pd.read_parquet(self.folder / store.SETS)


def find_frontier(
    options: str | Path | Options,
    out: str | Path = "",
    world: World | None = None,
    *,
    horizon: str | None = None,
    most: int | None = None,
    routes: bool = True,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Frontier:
    """The sets of options with the highest expected real income for each largest exposure.

    Parameters
    ----------
    options : a shipped list's name, a YAML file, or Options.
    out : folder to write; default `frontier/NAME`. One that holds the same frontier is taken up.
    world : your own, at its own elasticities and without routes; the embedded one if left out.
    horizon : in place of that of the list (embedded world only).
    most : sets that a search may solve; needed for more than twelve options, which are not
        enumerated.
    routes : solve the sets on the frontier again with the network, where anything touches it.
    workers : processes, all cores if left out. progress : called with done and all, stage by stage.

    The files are the same bytes for any number of workers and interruptions. Raises ScenarioError
    and its kinds, SolveError where a set of route options has no answer alone, and FolderError.
    """
    asked = options if isinstance(options, Options) else load_options(options)
    if horizon is not None:
        _check_horizon(world)
        asked = asked.update(horizon=horizon)
    plan = plan_frontier(asked, Path(out or Path("frontier") / asked.name), world, most)
    masks = plan.rules.all_admissible()
    places = network_places(plan.job, masks)
    check_places(asked, len(places))
    store.open_folder(plan.job.folder, plan.record)
    counts = {"network_solves": len(places)}
    counts["network_trade_solves"] = solve_networks(plan.job, places, workers, progress)
    solver = Evaluator(plan.job, workers, progress)
    found = _solved(plan, solver, masks, most)
    again = None
    if routes and places:
        front = found.outcomes.masks[found.frontier].tolist()
        again, solves = solve_with_routes(plan.job, sorted({0, *front}), workers, progress)
        counts |= {"again_solves": again.income.size, "again_trade_solves": solves}
    answers = solver.answers(found.outcomes.masks)
    return Frontier(plan.job.folder, finish(plan, found, answers, again, counts, most))


def _check_horizon(world: World | None) -> None:
    if world is not None:
        raise ConflictError(
            "both a world and a horizon are given",
            why="the horizon chooses the elasticities of the embedded world; yours has its own",
            remedy="pass one of them",
        )


def _solved(plan: Plan, solver: Evaluator, masks: Masks, most: int | None) -> Found:
    """Every set, or as many as a search needs."""
    if plan.searched:
        return search(
            solver, plan.rules, plan.judge, budget=plan.options.budget_musd, most=most or 0
        )
    solver(masks.tolist())
    found = plan.judge(solver.answers(masks))
    front = frontier_of(found, plan.options.budget_musd)
    return Found(found, front, np.zeros(len(front)), 0.0, 0.0, 0.0, len(masks), 0)
