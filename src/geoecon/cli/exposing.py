"""What `geoecon exposure` does. With `--json` it prints `exposure.json` (see
`geoecon.exposure.record.record_of`) and `folder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.cli import screen
from geoecon.cli.exposing_years import years_command
from geoecon.cli.sweeping import progress_bar
from geoecon.errors import ConflictError
from geoecon.exposure import exposure, exposure_matrix, record_of
from geoecon.exposure.cutoffs import TRADE, TRANSIT
from geoecon.exposure.powers import focus_code
from geoecon.exposure.run import HORIZONS
from geoecon.exposure.write import check_folder, write_exposure
from geoecon.report.exposure import BESIDE, HEADS, LABELS, PLACES, cell, largest_line
from geoecon.world.store import load_world

if TYPE_CHECKING:
    import pandas as pd

FEW, MOST, MOST_OF_ALL = 8, 15, 30
"""Rows on the screen of closed forms, for each country and horizon, and of the matrix."""
SHOWN = ("power_name", "kind", "loss_pct", "loss_musd", "own_loss_pct", "own_loss_musd", "leverage",
         "top_sectors")  # fmt: skip
THROUGH = ("power_name", "crossing", "links")


def exposure_command(
    focus: Sequence[str],
    *,
    against: Sequence[str],
    horizons: Sequence[str],
    transit: bool,
    everybody: bool,
    years: bool,
    out: Path | None,
    workers: int | None,
    as_json: bool,
) -> None:
    """Solve, print the ranking and the largest exposure, write the folder."""
    if everybody == bool(focus):
        raise ConflictError(
            "one thing or the other: countries, or --all",
            where=" ".join(focus) or "geoecon exposure",
            why="--all is every pair of economies",
            remedy="write `geoecon exposure KAZ`, or `geoecon exposure --all`",
        )
    if years:
        years_command(focus, against, horizons, out, workers, as_json=as_json)
        return
    if everybody:
        frame, folder = _matrix(against, horizons, out, workers)
    else:
        frame, folder = _ranking(focus, against, horizons, out, workers, transit=transit)
    record = record_of(frame)
    write_exposure(folder, frame, record, report=not everybody)
    if as_json:
        screen.say_json(record | {"folder": str(folder)})
        return
    (_say_matrix if everybody else _say_ranking)(record)
    screen.say(f"Written to {folder}. What a column means: geoecon define COLUMN")


def _ranking(
    focus: Sequence[str],
    against: Sequence[str],
    horizons: Sequence[str],
    out: Path | None,
    workers: int | None,
    *,
    transit: bool,
) -> tuple[pd.DataFrame, Path]:
    world = load_world()
    codes = list(dict.fromkeys(focus_code(world, name) for name in focus))
    folder = out or Path("exposure") / "-".join(codes)
    check_folder(folder)
    with progress_bar() as progress:
        frame = exposure(codes, against or None, horizons or HORIZONS,
                         transit=transit, workers=workers, progress=progress)  # fmt: skip
    return frame, folder


def _matrix(
    against: Sequence[str], horizons: Sequence[str], out: Path | None, workers: int | None
) -> tuple[pd.DataFrame, Path]:
    if len(horizons) > 1:
        raise ConflictError(
            "--all takes one horizon",
            where=", ".join(horizons),
            why="a matrix is of one horizon",
            remedy="run it once for each, with another --out",
        )
    folder = out or Path("exposure") / "all"
    check_folder(folder)
    with progress_bar() as progress:
        horizon = horizons[0] if horizons else HORIZONS[0]
        frame = exposure_matrix(
            horizon=horizon, coalitions=against, workers=workers, progress=progress
        )
    return frame, folder


def _say_ranking(record: dict[str, Any]) -> None:
    if len(record["focus"]) > 1:
        title = "The largest single exposure of each, to an economy and to a bloc"
        _say_rows(
            title, record["largest"], ("focus", "horizon", *SHOWN[:-1]), len(record["largest"])
        )
    else:
        _say_one(record)
    _say_unanswered(record)
    solves = record["solves"]
    screen.say(
        f"{solves['cut_offs']} cut-offs: {solves['trade_only']} of trade alone in "
        f"{solves['trade_solves']} solves, {solves['coupled']} with routes."
    )


def _say_one(record: dict[str, Any]) -> None:
    """The largest exposures in words, then the ranking at each horizon."""
    for row in record["largest"]:
        screen.say(largest_line(row, record["names"]))
    for horizon in record["closures"]:
        rows = [row for row in record["rows"] if row["horizon"] == horizon]
        _say_rows(f"{record['names'][rows[0]['focus']]}, {horizon}", rows, SHOWN, MOST)
    first = next(iter(record["closures"]))
    trade = [row for row in record["rows"] if (row["kind"], row["horizon"]) == (TRADE, first)]
    _say_rows(f"Beside it, {first}: shares and a closed form", trade, tuple(BESIDE), FEW)
    crossed = [row for row in record["rows"] if (row["kind"], row["horizon"]) == (TRANSIT, first)]
    if crossed:
        _say_rows("What transit works through", crossed, THROUGH, MOST)


def _say_matrix(record: dict[str, Any]) -> None:
    rows = record["rows"]
    endless = [row for row in rows if row["unbounded"]]
    numbered = [row for row in rows if row["loss_pct"] is not None]
    worst = sorted(numbered, key=lambda row: -row["loss_pct"])
    title = "Who hurts whom: the largest losses of all pairs"
    _say_rows(title, [*endless, *worst], ("focus", *SHOWN), MOST_OF_ALL)
    _say_unanswered(record)


def _say_rows(title: str, rows: Sequence[dict[str, Any]], shown: Sequence[str], most: int) -> None:
    """The first rows; losses without bound name their sectors in place of a number."""
    heads = LABELS | HEADS | BESIDE
    lines = [
        [f"no supplier of {row['unbounded']}" if key == "loss_pct" and row["unbounded"]
         else cell(row, key) for key in shown]
        for row in rows[:most]
        if not row["unanswered"]
    ]  # fmt: skip
    numbers = tuple(heads[key] for key in PLACES)
    more = f" ({len(lines)} of {len(rows)})" if len(rows) > len(lines) else ""
    screen.say_table([heads[key] for key in shown], lines, title=title + more, right=numbers)


def _say_unanswered(record: dict[str, Any]) -> None:
    for row in record["rows"]:
        if row["unanswered"]:
            who = f"{row['power_name']} ({row['kind']}, {row['horizon']})"
            screen.say(f"No answer for {row['focus']} cut off by {who}: {row['unanswered']}")
