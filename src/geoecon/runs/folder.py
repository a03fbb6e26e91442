"""The run folder: written aside, then moved into place whole, never over somebody's files."""

from __future__ import annotations

import json
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.errors import FolderError
from geoecon.runs.record import FORMAT, record

if TYPE_CHECKING:
    from geoecon.runs.run import Run

RECORD = "run.json"
REPORT = "report.html"


def default_folder(scenario: str) -> Path:
    """`runs/NAME` in the working directory, for a scenario's name."""
    return Path("runs") / scenario


def write_folder(run: Run, folder: Path, *, report: bool = True) -> Path:
    """Write a run to `folder`, replacing an earlier run of the same scenario; returns its path.

    Everything is written into a sibling first and moved when complete, so that a reader never
    finds half a run and a failure leaves the earlier one. Raises FolderError where `folder`
    holds anything that a run of this scenario did not write.
    """
    from geoecon.runs.tables import run_tables

    target = folder.expanduser().resolve()
    check_writable(target, run.scenario.name)
    began = time.perf_counter()
    with _told(target), _sibling(target) as fresh:
        for name, table in run_tables(run).items():
            table.to_csv(fresh / f"{name}.csv", index=False, lineterminator="\n")
            table.to_parquet(fresh / f"{name}.parquet", index=False)
        if report:
            from geoecon.report.write import render

            (fresh / REPORT).write_text(render(run.content), encoding="utf-8")
        files = sorted([RECORD, *(path.name for path in fresh.iterdir())])
        seconds = {"solve": run.solution.seconds, "write": time.perf_counter() - began}
        text = json.dumps(record(run, files=files, seconds=seconds), indent=2, allow_nan=False)
        (fresh / RECORD).write_text(text + "\n", encoding="utf8")
        _swap(fresh, target)
    return folder


def read_record(folder: Path) -> dict[str, Any]:
    """The `run.json` of a run folder; raises FolderError where there is none of ours."""
    path = folder / RECORD
    found = _record(folder)
    if found is None:
        raise FolderError(
            f"{folder} is no run folder",
            where=str(path),
            why=f"it is missing, or is not a record of format {FORMAT!r}",
            remedy="write one with: geoecon run NAME --out DIR",
        )
    return found


def check_writable(folder: Path, scenario: str) -> None:
    """Raise FolderError unless `folder` is new, empty, or holds only a run of `scenario`."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise _refused(folder, "it is a file")
    present = {path.name for path in folder.iterdir()}
    if not present:
        return
    found = _record(folder)
    if found is None:
        raise _refused(folder, "it has files that no run of geoecon wrote")
    foreign = sorted(present - set(found["files"]))
    if foreign:
        raise _refused(folder, f"beside a run it holds {', '.join(foreign[:5])}")
    if found["scenario"] != scenario:
        raise _refused(folder, f"it holds the run of {found['scenario']!r}")


def _refused(folder: Path, why: str) -> FolderError:
    return FolderError(
        f"will not write over {folder}",
        where=str(folder),
        why=why,
        remedy="name another folder with --out DIR, or move what is there",
    )


def _record(folder: Path) -> dict[str, Any] | None:
    """The record in `folder` if it is one of ours."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf8"))
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError, json.JSONDecodeError):
        return None
    ours = isinstance(found, dict) and found.get("format") == FORMAT
    return found if ours else None


@contextmanager
def _sibling(target: Path) -> Iterator[Path]:
    """An empty folder on the same disk as `target`, gone afterwards unless it was moved."""
    fresh = target.with_name(f".{target.name}-{uuid.uuid4().hex}")
    fresh.mkdir(parents=True)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    """Put `fresh` where `target` is; what was there returns if that fails."""
    if not target.exists():
        fresh.rename(target)
        return
    aside = fresh.with_name(fresh.name + "-old")
    target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Turn a refusal of the system into an error that says what to do."""
    try:
        yield
    except OSError as error:
        raise FolderError(
            f"cannot write to {target}",
            where=str(error.filename or target),
            why=error.strerror or "the system refused",
            remedy="name a folder that you may write to with --out DIR, or make room on the disk",
        ) from error
