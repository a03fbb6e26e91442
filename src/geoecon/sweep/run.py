"""`run_sweep`: solve a sweep into a folder, or finish one that was interrupted."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.errors import ConflictError
from geoecon.parameters import blocs
from geoecon.runs.record import scenario_head, versions
from geoecon.scenario import Scenario, build_shock, load_scenario
from geoecon.scenario.fields import changed
from geoecon.sweep import store
from geoecon.sweep.design import Variant, part_numbers, variants
from geoecon.sweep.spec import Sweep, load_sweep
from geoecon.sweep.worker import Job, Part
from geoecon.world.store import EMBEDDED, load_world
from geoecon.world.world import World

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]
"""Called with the scenarios done and all of them."""


@dataclass(frozen=True)
class SweepResult:
    """A finished sweep: its folder, its record (`sweep.json`) and the tables in it."""

    folder: Path
    record: dict[str, Any]

    def results(self) -> pd.DataFrame:
        """One row a scenario, region and measure; failures with their reason."""
        from geoecon.sweep.collect import read_results

        return read_results(self.folder)

    def design(self) -> pd.DataFrame:
        """What each scenario changes, one row a scenario, one column an axis."""
        import pandas as pd

        return pd.read_parquet(self.folder / store.DESIGN)

    def intervals(self) -> pd.DataFrame:
        """p5, p50, p95 and mean by region and measure."""
        import pandas as pd

        return pd.read_csv(self.folder / store.INTERVALS, keep_default_na=False)

    def drivers(self) -> pd.DataFrame:
        """What moves each measure most."""
        import pandas as pd

        return pd.read_csv(self.folder / store.DRIVERS)


@dataclass(frozen=True, eq=False)
class Plan:
    """A sweep with everything decided: what remains is to solve it."""

    sweep: Sweep
    scenario: Scenario
    variants: list[Variant]
    job: Job
    record: dict[str, Any]

    @property
    def parts(self) -> list[Part]:
        """The parts that it is solved in."""
        numbers = part_numbers(self.sweep, len(self.variants))
        return [
            Part(at, tuple((number, self.variants[number]) for number in span))
            for at, span in enumerate(numbers)
        ]


def run_sweep(
    sweep: str | Path | Sweep,
    out: str | Path = "",
    *,
    workers: int | None = None,
    scheduler: str = "",
    progress: Progress | None = None,
) -> SweepResult:
    """Solve every scenario of a sweep, or those that an interrupted one has left.

    Parameters
    ----------
    sweep : a YAML file, or a Sweep.
    out : folder to write; default `sweeps/NAME`. One that holds the same sweep is taken up.
    workers : processes on this machine; default, its cores.
    scheduler : address of a dask scheduler in place of the cores of this machine.

    The files are the same bytes for any number of workers and interruptions. A scenario without
    an answer is a row with its reason. Raises ScenarioError, and FolderError for a folder that
    holds something else.
    """
    if workers and scheduler:
        raise ConflictError(
            "both workers and a scheduler are given",
            why="a cluster has its own workers",
            remedy="give one of --workers and --scheduler",
        )
    plan = plan_sweep(sweep if isinstance(sweep, Sweep) else load_sweep(sweep))
    folder = Path(out or Path("sweeps") / plan.sweep.name)
    store.open_folder(folder, plan.record)
    _solve(plan, folder, workers or cores(), scheduler, progress)
    return _finish(plan, folder)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def plan_sweep(sweep: Sweep) -> Plan:
    """Read what a sweep names and draw its scenarios. Raises ScenarioError and its kinds."""
    scenario = _scenario(sweep)
    path = str((sweep.folder / sweep.world).resolve()) if sweep.world else ""
    world = load_world(path, "as given") if path else load_world(EMBEDDED, scenario.horizon)
    build_shock(scenario, world)
    drawn = variants(sweep, scenario, world.sectors)
    _check_variants(sweep, scenario, drawn)
    for code in sweep.regions:
        world.region(code)
    record = _record(sweep, scenario, world, len(drawn))
    job = Job(
        key=record["spec_hash"],
        scenario=json.dumps(scenario.model_dump(mode="json")),
        world=path,
        world_hash=world.hash,
        horizon=scenario.horizon,
        measures=sweep.measures,
        regions=sweep.regions,
    )
    return Plan(sweep, scenario, drawn, job, record)


def _scenario(sweep: Sweep) -> Scenario:
    path = Path(sweep.scenario)
    if path.suffix in (".yaml", ".yml"):
        return load_scenario(sweep.folder / path)
    return load_scenario(sweep.scenario)


def _check_variants(sweep: Sweep, scenario: Scenario, drawn: Sequence[Variant]) -> None:
    """Refuse at once what no scenario could take: the extremes of every axis are tried."""
    for name in dict.fromkeys(name for variant in drawn for name in variant):
        place = ("axes", name) if sweep.design != "list" else ("variants",)
        if sweep.world and name == "horizon":
            raise ConflictError(
                "both a world and horizons are given",
                where=sweep.where(*place),
                why="the horizon chooses the elasticities of the embedded world; yours has its own",
                remedy="take `horizon` out of the axes, or `world` out of the sweep",
            )
        values = {variant[name] for variant in drawn if name in variant}
        numeric = all(isinstance(value, int | float) for value in values)
        for value in (min(values), max(values)) if numeric else values:
            changed(scenario, {name: value})


def _record(sweep: Sweep, scenario: Scenario, world: World, count: int) -> dict[str, Any]:
    content = sweep.model_dump(mode="json", exclude={"name", "scenario", "world"})
    identity = [store.FORMAT, content, scenario.hash, world.hash, versions()]
    text = json.dumps(identity, sort_keys=True, ensure_ascii=False)
    return {
        "format": store.FORMAT,
        "name": sweep.name,
        **scenario_head(scenario),
        "spec_hash": hashlib.sha256(text.encode()).hexdigest(),
        "scenario_hash": scenario.hash,
        "world": world.name,
        "world_hash": world.hash,
        "region_names": {key: key for key in blocs()}
        | {code: world.region_names.get(code, code) for code in world.regions},
        "spec": content,
        "versions": versions(),
        "scenarios": count,
        "complete": False,
    }


def _solve(
    plan: Plan, folder: Path, workers: int, scheduler: str, progress: Progress | None
) -> None:
    """Solve the parts that are not there yet and write each as it comes."""
    from geoecon.sweep.execute import on_cluster, on_cores

    parts = plan.parts
    sizes = {part.number: len(part.variants) for part in parts}
    left = [
        part
        for part in parts
        if not store.part_is_done(store.part_path(folder, part.number), plan.job.key)
    ]
    done = len(plan.variants) - sum(len(part.variants) for part in left)
    tell = progress or (lambda _done, _all: None)
    tell(done, len(plan.variants))
    if not left:
        return
    solved = (
        on_cluster(plan.job, left, scheduler) if scheduler else on_cores(plan.job, left, workers)
    )
    for number, content in solved:
        store.write_bytes(store.part_path(folder, number), content)
        done += sizes[number]
        tell(done, len(plan.variants))


def _finish(plan: Plan, folder: Path) -> SweepResult:
    """Join the parts, write the tables and close the record."""
    from threadpoolctl import threadpool_limits

    from geoecon.report.sweep import write_sweep_report
    from geoecon.sweep import collect
    from geoecon.sweep.drivers import drivers

    collect.join_parts(folder, len(plan.parts))
    results = collect.read_results(folder)
    design = collect.design_table(plan.variants)
    with threadpool_limits(1):
        tables = {
            store.INTERVALS: collect.intervals(results),
            store.DRIVERS: drivers(results, design),
        }
    with store.whole(folder / store.DESIGN) as fresh:
        design.to_parquet(fresh, index=False)
    for name, table in tables.items():
        store.write_bytes(folder / name, table.to_csv(index=False, lineterminator="\n").encode())
    record = plan.record | {
        "complete": True,
        "counts": collect.reasons(results, len(plan.variants)),
        "without_number": collect.gaps(results),
    }
    with store.whole(folder / store.REPORT) as fresh:
        write_sweep_report(fresh, record, *tables.values())
    store.write_record(folder, record)
    return SweepResult(folder, record)
