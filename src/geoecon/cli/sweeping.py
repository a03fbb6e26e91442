"""What `geoecon sweep` does. With `--json` it prints `sweep.json` and `folder`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geoecon.cli import screen
from geoecon.report.units import signed
from geoecon.sweep.run import Progress, SweepResult, run_sweep

SHOWN = ("real_income_pct", "exports_pct", "imports_pct")
"""Measures on the screen, where the sweep keeps them."""
MOST = 8
"""Drivers on the screen."""


def sweep_command(
    file: Path, *, out: Path | None, workers: int | None, scheduler: str, as_json: bool
) -> None:
    """Solve, collect, print the intervals and what drives them."""
    with progress_bar() as progress:
        found = run_sweep(file, out or "", workers=workers, scheduler=scheduler, progress=progress)
    if as_json:
        screen.say_json(found.record | {"folder": str(found.folder)})
        return
    say_sweep(found)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on standard error with the time left; silent unless that is a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    task = bar.add_task("Solving", total=None)
    with bar:
        yield lambda done, count: bar.update(task, completed=done, total=count)


def say_sweep(found: SweepResult) -> None:
    """Intervals of the focus and those around it, its drivers, and what failed."""
    watched = [found.record["focus"], *found.record["around"]]
    table = found.intervals()
    columns = ("region", "measure", "p5", "p50", "p95")
    kept = table[table["region"].isin(watched) & table["measure"].isin(SHOWN)]
    rows = [
        (str(row["region"]), str(row["measure"]), *(signed(row[x], 3) for x in columns[2:]))
        for row in kept.to_dict("records")
    ]
    screen.say_table(columns, rows, title=found.record["title"], right=columns[2:])
    _say_drivers(found)
    counts = "; ".join(f"{count} {reason}" for reason, count in found.record["counts"].items())
    screen.say(f"{found.record['scenarios']} scenarios: {counts}\nWritten to {found.folder}")


def _say_drivers(found: SweepResult) -> None:
    table = found.drivers()
    focus = (table["region"] == found.record["focus"]) & (table["measure"] == SHOWN[0])
    columns = ("axis", "low_at", "high_at", "low", "high")
    rows = [
        (*(str(row[x]) for x in columns[:3]), *(signed(row[x], 3) for x in columns[3:]))
        for row in table[focus].head(MOST).to_dict("records")
    ]
    if rows:
        title = f"What drives real income of {found.record['focus']}, per cent"
        screen.say_table(columns, rows, title=title, right=columns[1:])
