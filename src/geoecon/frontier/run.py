"""`find_frontier`: the best sets of options at each level of exposure, into a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geoecon.errors import ConflictError
from geoecon.exposure.cutoffs import closure_at
from geoecon.frontier import store
from geoecon.frontier.evaluate import (
    Answers,
    Evaluator,
    Progress,
    network_places,
    solve_networks,
    solve_with_routes,
)
from geoecon.frontier.options import Options, load_options
from geoecon.frontier.outcomes import Chances, Outcomes, affordable, frontier_of, outcomes
from geoecon.frontier.record import citations, head, option_rows, search_record, set_rows
from geoecon.frontier.search import Found, search
from geoecon.frontier.sets import Rules
from geoecon.frontier.shocks import Book
from geoecon.frontier.states import states_of
from geoecon.frontier.values import alone_and_on_top, pick_of, shapley
from geoecon.frontier.worker import UNBOUNDED, Job
from geoecon.runs.record import versions
from geoecon.world.store import EMBEDDED, load_world
from geoecon.world.world import World

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.variables import Array

ENUMERATED, MOST = 12, 2000
"""Options of which every set is solved; and sets that a search of more may solve."""
COUPLED = 128
"""Solves of the network that route options may ask for: two to the power of them, and bans."""


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


@dataclass(frozen=True, eq=False)
class Plan:
    """A frontier with everything decided: what remains is to solve it."""

    options: Options
    rules: Rules
    job: Job
    record: dict[str, Any]

    @property
    def income(self) -> float:
        """The country's income at the baseline, million USD a year."""
        return float(self.record["income_musd"])

    def judge(self, answers: Answers, chances: Chances = "chance") -> Outcomes:
        """What sets come to."""
        return outcomes(answers, self.job.states, self.options.costs, self.income, chances)


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
    _check_places(asked, len(places))
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
    return _finish(plan, found, solver.answers(found.outcomes.masks), again, counts, most)


def plan_frontier(options: Options, folder: Path, world: World | None, most: int | None) -> Plan:
    """Read what a list names and check that it holds together. Raises ScenarioError's kinds."""
    if len(options.options) > ENUMERATED and most is None:
        raise ConflictError(
            f"{len(options.options)} options are {2 ** len(options.options):,} sets",
            where=options.where("options"),
            why=f"all sets are solved of at most {ENUMERATED} options",
            remedy="shorten the list, or search it: `--most 2000`, with a gap that is stated",
        )
    base = load_world(EMBEDDED, options.horizon) if world is None else world
    states = states_of(options, base, embedded=world is None)
    focus = next(state.cut.focus for state in states if state.cut)
    own = options.closure or closure_at(options.horizon if world is None else base.horizon)
    book, rules = Book.of(options.update(focus=focus)), Rules(options)
    book.check(base, rules)
    record = head(options, base, states, own) | {
        "world": base.name,
        "world_hash": base.hash,
        "versions": versions(),
        "sources": citations(options, book, base),
    }
    content = options.model_dump(mode="json", exclude={"name"})
    identity = [store.FORMAT, content, base.hash, base.horizon, own, versions()]
    text = json.dumps(identity, sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(text.encode()).hexdigest()
    record = {"format": store.FORMAT, "key": key, **record, "complete": False}
    job = Job(key, base, focus, own, book, states, folder)
    return Plan(options, rules, job, record)


def _check_horizon(world: World | None) -> None:
    if world is not None:
        raise ConflictError(
            "both a world and a horizon are given",
            why="the horizon chooses the elasticities of the embedded world; yours has its own",
            remedy="pass one of them",
        )


def _check_places(options: Options, count: int) -> None:
    if count > COUPLED:
        raise ConflictError(
            f"the options on routes ask for {count} solves of the network",
            where=options.where("options"),
            why=f"every set of them is solved with the network alone; the limit is {COUPLED}",
            remedy="join some of them in one option, or let some exclude others",
        )


def _solved(plan: Plan, solver: Evaluator, masks: Any, most: int | None) -> Found:
    """Every set, or as many as a search needs."""
    if len(plan.options.options) > ENUMERATED:
        return search(
            solver, plan.rules, plan.judge, budget=plan.options.budget_musd, most=most or MOST
        )
    solver(masks.tolist())
    found = plan.judge(solver.answers(masks))
    front = frontier_of(found, plan.options.budget_musd)
    return Found(found, front, np.zeros(len(front)), 0.0, 0.0, 0.0, len(masks), 0)


def _finish(
    plan: Plan,
    found: Found,
    answers: Answers,
    again: Answers | None,
    counts: dict[str, int],
    most: int | None,
) -> Frontier:
    """Close the record and write the tables, the figure and the report."""
    from geoecon.frontier.write import write_all

    searched = len(plan.options.options) > ENUMERATED
    every = list(set_rows(plan.options, found.outcomes, plan.job.states, _nothing(found.outcomes)))
    counts = {
        "options": len(plan.options.options),
        "sets": found.sets,
        "solved": len(every),
        "trade_solves": answers.income.size,
        **counts,
        "over_budget": int((~affordable(found.outcomes.cost, plan.options.budget_musd)).sum()),
        "unbounded": int(np.char.startswith(answers.reason, UNBOUNDED).any(axis=1).sum()),
        "without_number": int((~np.isfinite(found.outcomes.expected)).sum()),
    }
    record = plan.record | {
        "method": "search" if searched else "enumeration",
        "most": most if searched else None,
        "counts": counts,
        "search": search_record(found) if searched else None,
        "nothing": next(row for row in every if row["set"] == 0),
        "frontier": _frontier_rows(plan, found, answers, again, every, searched),
        "nothing_with_routes": _routes(plan, again, [0])[0] if again else None,
        "options": option_rows(plan.options, _values(plan, found.outcomes, searched), searched),
        "complete": True,
    }
    write_all(plan.job.folder, record, every, answers, plan.job.states)
    return Frontier(plan.job.folder, record)


def _nothing(found: Outcomes) -> float:
    """Expected real income of doing nothing."""
    return float(found.expected[found.masks == 0][0])


def _frontier_rows(
    plan: Plan,
    found: Found,
    answers: Answers,
    again: Answers | None,
    every: Sequence[dict[str, Any]],
    searched: bool,
) -> list[dict[str, Any]]:
    """The sets on the frontier: whether they stay there, their gap, and what routes change."""
    budget, rows = plan.options.budget_musd, []
    ends = {}
    for key, chances in (("at_low", "low"), ("at_high", "high")):
        other = plan.judge(answers, chances)  # type: ignore[arg-type]
        ends[key] = set(other.masks[frontier_of(other, budget)].tolist())
    masks = found.outcomes.masks[found.frontier].tolist()
    told = _routes(plan, again, masks) if again else [{}] * len(masks)
    for number, at in enumerate(found.frontier.tolist()):
        row, more = every[at], told[number]
        stays = {key: row["set"] in kept for key, kept in ends.items()}
        gap = float(found.gap[number]) if searched else None
        rows.append({**row, **stays, "gap_musd": gap, **_differences(row, more)})
    return rows


def _routes(plan: Plan, again: Answers, masks: Sequence[int]) -> list[dict[str, Any]]:
    """Sets as solved with the network: gain over doing nothing, and exposure."""
    found = plan.judge(again)
    rows = {row["set"]: row for row in
            set_rows(plan.options, found, plan.job.states, _nothing(found))}  # fmt: skip
    return [rows[mask] for mask in masks]


def _differences(row: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    if not told:
        return {}
    pairs = {"musd": "gain_musd", "points": "exposure_pct"}
    known = all(one[key] is not None for one in (row, told) for key in pairs.values())
    return {
        "routes_gain_musd": told["gain_musd"],
        "routes_exposure_pct": told["exposure_pct"],
        "routes_power": told["power"],
        **{
            f"difference_{unit}": told[key] - row[key] if known else None
            for unit, key in pairs.items()
        },
    }


def _values(plan: Plan, found: Outcomes, searched: bool) -> dict[str, Array]:
    """Alone, on top of the others and, of an enumeration, the Shapley value, by outcome."""
    pick = pick_of(plan.rules, found)
    values: dict[str, Array] = {}
    for unit, value in (("musd", found.expected), ("points", found.exposure)):
        alone, on_top = alone_and_on_top(plan.rules, value, pick)
        values |= {f"alone_{unit}": alone, f"on_top_{unit}": on_top}
        if not searched:
            values[f"shapley_{unit}"] = shapley(plan.rules, value, pick)
    return values
