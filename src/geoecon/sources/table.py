"""Reading comma-separated files strictly: every refusal names the file and the line."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from geoecon.errors import LabelError, MissingValueError, RangeError, nearest

Opener = Callable[[Path], AbstractContextManager[TextIO]]


def open_text(path: Path) -> AbstractContextManager[TextIO]:
    """Open a text file, dropping the byte-order mark that some publishers write."""
    return path.open(encoding="utf-8-sig", newline="")


@dataclass(frozen=True)
class Row:
    """One line of a table, which knows where it stands."""

    cells: dict[str, str]
    where: str

    def text(self, column: str) -> str:
        """The cell of `column`; MissingValueError where it is empty."""
        value = (self.cells.get(column) or "").strip()
        if not value:
            raise MissingValueError(
                f"no value for {column!r}",
                where=self.where,
                why="an empty cell is not a zero",
                remedy="remove the row or supply the value",
            )
        return value

    def number(self, column: str, *, signed: bool = False) -> float:
        """The cell of `column` as a number, not NaN and not negative unless `signed`."""
        value = self._parse(column)
        if math.isnan(value) or math.isinf(value):
            raise MissingValueError(
                f"{column!r} is not a finite number", where=self.where, why="NaN is refused"
            )
        if value < 0 and not signed:
            raise RangeError(
                f"{column!r} is negative: {value}", where=self.where, why="it cannot be below zero"
            )
        return value

    def label(self, column: str, known: Collection[str]) -> str:
        """The cell of `column`, which must be one of `known` (LabelError otherwise)."""
        value = self.text(column)
        if value not in known:
            raise LabelError(
                f"unknown code {value!r} in column {column!r}",
                where=self.where,
                why="it stands for no economy or item of this table",
                remedy=nearest(value, known),
            )
        return value

    def _parse(self, column: str) -> float:
        text = self.text(column)
        try:
            return float(text)
        except ValueError:
            raise MissingValueError(
                f"{column!r} is not a number: {text!r}", where=self.where
            ) from None


def rows(path: Path, columns: Collection[str], opener: Opener = open_text) -> Iterator[Row]:
    """The lines of the table at `path`, which must have `columns` (LabelError otherwise)."""
    with opener(path) as stream:
        reader = csv.DictReader(stream)
        missing = sorted(set(columns) - set(reader.fieldnames or ()))
        if missing:
            raise LabelError(
                f"column {missing[0]!r} is missing",
                where=f"{path}, line 1",
                why="the layout is not the one expected",
                remedy=nearest(missing[0], reader.fieldnames or ()),
            )
        for cells in reader:
            yield Row(cells, f"{path}, line {reader.line_num}")


def once(seen: set[tuple[str, ...]], key: tuple[str, ...], row: Row) -> None:
    """Refuse a key that the table has had before (LabelError)."""
    if key in seen:
        raise LabelError(
            f"repeated row for {' '.join(key)}", where=row.where, why="two values for one fact"
        )
    seen.add(key)
