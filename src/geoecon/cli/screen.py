"""What the command line prints: tables and JSON to standard output, the rest to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from textwrap import fill
from typing import TYPE_CHECKING, Any

from geoecon.errors import GeoeconError, SolveError

if TYPE_CHECKING:
    from rich.console import Console

PIPED_WIDTH = 160
"""Columns of a table that goes to a file or another program."""
STEPS = 4
"""Steps of a run on the progress bar: load, solve, solve the ends of the ranges, write."""


def exit_code(error: GeoeconError) -> int:
    """1 where the model gave no answer, 2 where the request could not be understood."""
    return 1 if isinstance(error, SolveError) else 2


def complain(error: GeoeconError) -> None:
    """What, where, why and what to do, on standard error."""
    sys.stderr.write(f"geoecon: {error.text()}\n")


def console() -> Console:
    """Standard output: as wide as the terminal, and wide enough for tables where piped."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)


def say_json(value: Any) -> None:
    """One JSON document on standard output; NaN is an error, never printed."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def say_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str = "",
    right: Sequence[str] = (),
) -> None:
    """A table of text; the columns named in `right` hold numbers."""
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", box=SIMPLE, title_style="bold")
    for name in columns:
        table.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console().print(table)


def say_as_is(text: str) -> None:
    """Text on standard output, neither wrapped nor coloured."""
    sys.stdout.write(text)


def say(text: str = "") -> None:
    """A paragraph on standard output, wrapped to its width."""
    console().print(text, markup=False)


def say_paragraph(text: str) -> None:
    """A paragraph with an empty line after it; numbers are not parted from their units."""
    out = console()
    out.print(fill(text, out.width) + "\n", markup=False)


class Steps:
    """A progress bar of named steps on standard error; silent unless that is a terminal."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("", total=total)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Show the bar with `name` on it while the step runs; it is gone when the step is."""
        self._bar.update(self._task, description=name)
        with self._bar:
            yield
        self._bar.advance(self._task)
