"""The folder of a sweep: every file appears whole or not at all, and belongs to one sweep."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geoecon.errors import FolderError

FORMAT = "geoecon sweep 1"
RECORD, PARTS, DESIGN, RESULTS = "sweep.json", "parts", "design.parquet", "results.parquet"
INTERVALS, DRIVERS, REPORT = "intervals.csv", "drivers.csv", "report.html"
OURS = {RECORD, PARTS, DESIGN, RESULTS, INTERVALS, DRIVERS, REPORT}
UNFINISHED = ".unfinished-"
"""How a file is called until it is complete."""

IDENTITY = ("format", "spec_hash", "scenario_hash", "world_hash", "versions")
"""Keys of the record that must agree for a sweep to be taken up again."""


def part_path(folder: Path, number: int) -> Path:
    """`parts/part-00000.parquet`."""
    return folder / PARTS / f"part-{number:05d}.parquet"


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A path to write to; what stands there becomes `path` at once, and is on the disk by then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{UNFINISHED}{path.name}-{uuid.uuid4().hex}")
    try:
        yield fresh
        _flush(fresh)
        fresh.replace(path)
        _flush(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole."""
    with whole(path) as fresh:
        fresh.write_bytes(content)


def write_record(folder: Path, record: Mapping[str, Any]) -> None:
    """Write `sweep.json`."""
    text = json.dumps(record, indent=2, allow_nan=False, ensure_ascii=False)
    write_bytes(folder / RECORD, f"{text}\n".encode())


def read_record(folder: Path) -> dict[str, Any]:
    """The `sweep.json` of a folder; raises FolderError where there is none of ours."""
    found = _record(folder)
    if found is None:
        raise FolderError(
            f"{folder} is no folder of a sweep",
            where=str(folder / RECORD),
            why=f"it is missing, or is not a record of format {FORMAT!r}",
            remedy="write one with: geoecon sweep FILE --out DIR",
        )
    return found


def open_folder(folder: Path, record: Mapping[str, Any]) -> None:
    """Make the folder of a sweep, or take up the one that it has begun.

    Raises FolderError where it holds another sweep or files of somebody else.
    """
    with _told(folder):
        _check(folder, record)
        folder.mkdir(parents=True, exist_ok=True)
        for place in (folder, folder / PARTS):
            for left in place.glob(f"{UNFINISHED}*"):
                left.unlink(missing_ok=True)
        write_record(folder, record)


def part_is_done(path: Path, key: str) -> bool:
    """Whether a part of this sweep is there and can be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        metadata = pq.read_schema(path).metadata or {}
    except (FileNotFoundError, pa.ArrowInvalid):
        return False
    return bool(metadata.get(b"geoecon.sweep") == key.encode())


def _check(folder: Path, record: Mapping[str, Any]) -> None:
    if folder.exists() and not folder.is_dir():
        raise _refused(folder, "it is a file")
    present = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    present = {name for name in present if not name.startswith(UNFINISHED)}
    if not present:
        return
    found = _record(folder)
    if found is None or present - OURS:
        raise _refused(folder, f"it holds {', '.join(sorted(present - OURS)[:5]) or 'no sweep'}")
    other = [name for name in IDENTITY if found.get(name) != record[name]]
    if other:
        raise _refused(folder, f"it holds a sweep with another {', '.join(other)}")


def _record(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf8"))
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError, json.JSONDecodeError):
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None


def _refused(folder: Path, why: str) -> FolderError:
    return FolderError(
        f"will not sweep into {folder}",
        where=str(folder),
        why=why,
        remedy="name another folder with --out DIR, or move what is there",
    )


def _flush(path: Path) -> None:
    """Have the system put a file, or the names in a folder, on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FolderError(
            f"cannot write to {folder}",
            where=str(error.filename or folder),
            why=error.strerror or "the system refused",
            remedy="name a folder that you may write to with --out DIR, or make room on the disk",
        ) from error
