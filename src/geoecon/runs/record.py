"""`run.json`: the record of a run, the same bytes for the same inputs but for two keys.

format            `geoecon run 1`; the number changes when a key changes its meaning
scenario          name; with `title`, `question`, `date`, `focus`, `around`
scenario_hash     SHA-256 of the scenario, whatever the order of its keys
world             name; with `world_hash` and `horizon`
baseline_hash     the world changes are measured from: `world_hash`, unless `read_backwards`
read_backwards    true where the scenario takes away what the world contains: the numbers are
                  then what those measures do, against a world without them
closure           what happens to imbalances
reason            `converged`
residuals         largest relative residual of each group of equations
walras            residual of the market left out of the system
steps             of the solver
answer            the answer in one paragraph, as printed
headline          ISO3 -> measure -> number (`measures.headline`); a region with an unbounded loss
                  is missing, and so is a measure that has no value
groups            bloc -> measure -> number (`measures.by_group`), for every bloc of the parameters
watched           the focus, then the regions and blocs around it
range             what is varied -> `low` and `high`, each alone at that end of its range, all else
                  the same: `reason` (`converged`, or why there is no answer), `headline` of those
                  watched, `unbounded` region -> what has no supplier. Varied are `elasticities`,
                  all trade elasticities from the lowest to the highest published values of the
                  horizon, and `instruments[1].FIELD` (counted from 0), what has a range there
draws             where draws were asked for: `size`, `seed`, `counts` of those solved and failed
                  by reason, `quantiles`: region -> measure -> p5, p50, p95, mean and scenarios
unbounded         ISO3 -> the sectors that lost every supplier
routes            where the scenario touches routes: as in routes.csv, a number that does not exist
                  missing; with `stranded_kt_month` and `corridors`, what is said of each
                  commodity as a whole (`measures.routes`)
built             where it builds: `projects`, the cost of each in million USD, null where no source
                  says; `cost_musd`, the sum of those known; `announced` for whole programmes
changes           what, exporter, importer, sector, old, new: as in changes.csv
sources           behind the scenario and the world: id, kind, title, vintage, licence, url,
                  used_for, fact (`geoecon.explain`)
assumptions       of the scenario, in words
limits            what the run cannot say
versions          of geoecon, Python, numpy
files             in the run folder
created           UTC time            (changes from run to run)
seconds           of solving, writing (changes from run to run)
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from geoecon.runs.sources import reference_rows
from geoecon.runs.tables import change_row
from geoecon.scenario import Scenario, explain

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.runs.run import Run

FORMAT = "geoecon run 1"


def record(
    run: Run,
    *,
    files: Sequence[str] = (),
    seconds: Mapping[str, float] | None = None,
    ranges: bool = True,
) -> dict[str, Any]:
    """The content of `run.json`, ready for JSON: no NaN, keys as in this module's docstring.

    Without `ranges` nothing is solved again, and `answer`, `range` and `draws` are missing.
    """
    scenario, solution = run.scenario, run.solution
    return {
        "format": FORMAT,
        **scenario_head(scenario),
        "scenario_hash": scenario.hash,
        "world": run.world.name,
        "world_hash": run.world.hash,
        "horizon": run.world.horizon,
        "baseline_hash": solution.world.hash,
        "read_backwards": scenario.contained_in_baseline,
        "closure": solution.closure,
        "reason": solution.reason,
        "residuals": {key: float(value) for key, value in solution.residuals.items()},
        "walras": float(solution.walras),
        "steps": solution.steps,
        **(answered(run) if ranges else {}),
        "headline": numbers(run.headline()),
        "groups": numbers(run.by_group()),
        "watched": [run.focus, *run.around],
        "unbounded": {code: list(lost) for code, lost in solution.unbounded.items()},
        **routes(run),
        **investments(scenario),
        "changes": [change_row(change) for change in run.changes],
        "sources": reference_rows(explain(scenario, run.world)),
        "assumptions": [assumption.text for assumption in scenario.assumptions],
        "limits": list(scenario.limits),
        "versions": versions(),
        "files": list(files),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": {key: round(value, 3) for key, value in (seconds or {}).items()},
    }


def answered(run: Run) -> dict[str, Any]:
    """The paragraph, and what stands behind the ranges in it."""
    found: dict[str, dict[str, Any]] = {}
    for end in run.ends:
        told: dict[str, Any] = {"reason": end.reason}
        if end.table is not None:
            lost = end.table.loc[end.table["unbounded"] != "", "unbounded"]
            told |= {"headline": numbers(end.table), "unbounded": lost.to_dict()}
        found.setdefault(end.varied, {})[end.side] = told
    return {"answer": run.answer, "range": found, **drawn(run)}


def drawn(run: Run) -> dict[str, Any]:
    """What random draws say; empty where none were asked for."""
    if run.draws is None:
        return {}
    quantiles: dict[str, dict[str, dict[str, float]]] = {}
    for row in run.draws.quantiles.to_dict("records"):
        values = {name: row[name] for name in ("p5", "p50", "p95", "mean", "scenarios")}
        quantiles.setdefault(row["region"], {})[row["measure"]] = values
    told = {"size": run.draws.size, "seed": run.draws.seed, "counts": dict(run.draws.counts)}
    return {"draws": {**told, "quantiles": quantiles}}


def routes(run: Run) -> dict[str, Any]:
    """The part on routes; empty where the scenario touches none."""
    if not run.route_views:
        return {}
    rows = run.routes().to_dict("records")
    facts = [dict(view.facts) for view in run.route_views]
    return {
        "stranded_kt_month": sum(each["stranded_kt_month"] for each in facts),
        "corridors": facts,
        "routes": [{str(k): v for k, v in row.items() if v == v} for row in rows],
    }


def investments(scenario: Scenario) -> dict[str, Any]:
    """What is built and what it costs; empty where nothing is."""
    from geoecon.scenario.costs import announced, built, total_musd

    rows = built(scenario)
    if not rows:
        return {}
    told = {
        "projects": [asdict(row) for row in rows],
        "cost_musd": total_musd(rows),
        "announced": [asdict(row) for row in announced(scenario)],
    }
    return {"built": told}


def scenario_head(scenario: Scenario) -> dict[str, Any]:
    """What names a scenario: its name, title, question, date, focus, around."""
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "date": str(scenario.date),
        "focus": scenario.focus,
        "around": list(scenario.around),
    }


def numbers(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Region -> measure -> number; unbounded regions and values that do not exist are left out."""
    bounded = table[table["unbounded"] == ""].select_dtypes("number")
    return {
        str(region): {str(name): float(value) for name, value in row.items() if np.isfinite(value)}
        for region, row in bounded.to_dict("index").items()
    }


def versions() -> dict[str, str]:
    """Versions of what computed the numbers."""
    return {
        "geoecon": version("geoecon"),
        "numpy": version("numpy"),
        "python": platform.python_version(),
    }
