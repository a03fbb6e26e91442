"""What `geoecon frontier` does. With `--json` it prints `frontier.json` (see
`geoecon.frontier.record`) and `folder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from geoecon.cli.options import Json

SHOWN = (
    "options", "gain_musd", "exposure_pct", "power", "difference_musd", "difference_points",
    "gap_musd",
)  # fmt: skip
"""Columns of a set on the screen; the report has more."""


def frontier(
    options: Annotated[
        str, typer.Argument(metavar="NAME|FILE", help="A shipped list of options or a file.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to write; default frontier/NAME."),
    ] = None,
    horizon: Annotated[
        str | None,
        typer.Option(help="'long run', 'year' or 'month' in place of that of the list."),
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(min=1, help="More than twelve options: search, and solve so many sets."),
    ] = None,
    routes: Annotated[
        bool, typer.Option("--routes/--no-routes", help="Solve the best sets again with routes.")
    ] = True,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes on this machine; default, its cores.")
    ] = None,
    json: Json = False,
) -> None:
    """Find the sets of options with the highest expected income for each level of exposure.

    \b
    Example:  geoecon frontier kazakhstan --out frontier/kazakhstan
    Example:  geoecon frontier mine.yaml --most 2000

    Every set of up to twelve options is solved in every state of the world: minutes. After an
    interruption the same command goes on where it stopped. The folder holds report.html,
    frontier.svg, frontier.json (with what every figure means), frontier.csv, options.csv and
    sets.parquet.
    """
    from geoecon.cli import screen
    from geoecon.cli.sweeping import progress_bar
    from geoecon.frontier import find_frontier

    with progress_bar() as progress:
        found = find_frontier(
            options, out or "", horizon=horizon, most=most, routes=routes, workers=workers,
            progress=progress,
        )  # fmt: skip
    if json:
        screen.say_json(found.record | {"folder": str(found.folder)})
        return
    _say(found.record)
    screen.say(f"Written to {found.folder}. What a column means: report.html, or frontier.json")


def _say(record: dict[str, Any]) -> None:
    """The answer in words, the sets on the frontier, what options are worth, and the solves."""
    from geoecon.cli import screen
    from geoecon.report.frontier import OPTION_HEADS, SET_HEADS, answer_lines, count_line, worded

    for line in answer_lines(record):
        screen.say(line)
    heads = {key: SET_HEADS[key] for key in SHOWN}
    _say_rows(f"The frontier of {record['focus_name']}", worded(record), heads)
    _say_rows("What each option is worth", record["options"], OPTION_HEADS)
    screen.say(count_line(record))


def _say_rows(title: str, rows: Sequence[dict[str, Any]], heads: dict[str, str]) -> None:
    from geoecon.cli import screen
    from geoecon.report.frontier import cell, shown_heads

    shown = shown_heads(rows, heads)
    lines = [[cell(row, key) for key in shown] for row in rows]
    numbers = tuple(shown[key] for key in shown if key not in ("options", "title", "power"))
    screen.say_table(list(shown.values()), lines, title=title, right=numbers)
