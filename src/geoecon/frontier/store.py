"""The folder of a frontier: every file appears whole or not at all, and belongs to one list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geoecon.errors import FolderError
from geoecon.sweep.store import UNFINISHED, write_bytes

FORMAT = "geoecon frontier 1"
RECORD, SETS, OPTIONS, FRONTIER = "frontier.json", "sets.parquet", "options.csv", "frontier.csv"
REPORT, FIGURE = "report.html", "frontier.svg"
PARTS, NETWORK, AGAIN = "parts", "network", "again"
OURS = {RECORD, SETS, OPTIONS, FRONTIER, REPORT, FIGURE, PARTS, NETWORK, AGAIN}


def part_path(folder: Path, number: int) -> Path:
    """`parts/part-00000.parquet`."""
    return folder / PARTS / f"part-{number:05d}.parquet"


def network_path(folder: Path, mask: int, state: str) -> Path:
    """`network/set-3-RUS.npz`: what a set of route options does to trade in a state."""
    return folder / NETWORK / f"set-{mask}-{state}.npz"


def again_path(folder: Path, mask: int, state: str) -> Path:
    """`again/set-3-RUS.json`: a set solved together with the network."""
    return folder / AGAIN / f"set-{mask}-{state}.json"


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a document whole."""
    text = json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False)
    write_bytes(path, f"{text}\n".encode())


def read_json(path: Path, key: str) -> dict[str, Any] | None:
    """A document of this frontier; None where there is none."""
    try:
        found = json.loads(path.read_text(encoding="utf8"))
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError, json.JSONDecodeError):
        return None
    return found if isinstance(found, dict) and found.get("key") == key else None


def open_folder(folder: Path, record: Mapping[str, Any]) -> None:
    """Make the folder of a frontier, or take up the one that it has begun.

    Raises FolderError where it holds another one or files of somebody else.
    """
    if folder.is_file():
        raise _refused(folder, "it is a file")
    held = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    held = {name for name in held if not name.startswith(UNFINISHED)}
    if held - OURS:
        raise _refused(folder, f"it holds {', '.join(sorted(held - OURS)[:5])}")
    if held and read_json(folder / RECORD, record["key"]) is None:
        raise _refused(folder, "it holds a frontier of other options, or of another world")
    for left in folder.rglob(f"{UNFINISHED}*") if held else ():
        left.unlink(missing_ok=True)
    write_json(folder / RECORD, record)


def _refused(folder: Path, why: str) -> FolderError:
    return FolderError(
        f"will not write a frontier into {folder}",
        where=str(folder),
        why=why,
        remedy="name another folder with --out DIR, or move what is there",
    )
