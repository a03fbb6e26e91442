"""The embedded tables of the ledger, read with the standard library alone."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "facts"


def read_csv(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of one table, by column name."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_lines(name: str) -> list[str]:
    """The lines of one list, without its comments."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
