"""What `geoecon exposure COUNTRY --years` does. With `--json` it prints `exposure.json` (see
`geoecon.exposure.years.years_record`) and `folder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geoecon.cli import screen
from geoecon.cli.sweeping import progress_bar
from geoecon.errors import ConflictError
from geoecon.exposure.powers import focus_code
from geoecon.exposure.run import HORIZONS
from geoecon.exposure.write import check_folder
from geoecon.exposure.years import exposure_by_year, years_record
from geoecon.exposure.years_write import write_years
from geoecon.report.exposure_years import HEADS, by_year, trade_cells, years_line
from geoecon.world.store import load_world

MOST = 15
"""Powers on the screen at each horizon."""


def years_command(
    focus: Sequence[str],
    against: Sequence[str],
    horizons: Sequence[str],
    out: Path | None,
    workers: int | None,
    *,
    as_json: bool,
) -> None:
    """Solve every year, print a line a power, write the folder. ConflictError for two countries."""
    if len(focus) != 1:
        raise ConflictError(
            "--years takes one country",
            where=" ".join(focus) or "geoecon exposure --years",
            why="its partners move, and nobody else's",
            remedy="write `geoecon exposure KAZ --years`",
        )
    code = focus_code(load_world(), focus[0])
    folder = out or Path("exposure") / f"{code}-years"
    check_folder(folder)
    with progress_bar() as progress:
        frame = exposure_by_year(
            code, against or None, horizons or HORIZONS, workers=workers, progress=progress
        )
    record = years_record(frame)
    write_years(folder, frame, record)
    if as_json:
        screen.say_json(record | {"folder": str(folder)})
        return
    _say(record)
    screen.say(f"Written to {folder}. What a column means: geoecon define COLUMN")


def _say(record: dict[str, Any]) -> None:
    """Losses by power and year at each horizon, then the closed forms and what is held fixed."""
    name = record["names"][record["focus"][0]]
    years = [str(year) for year in record["years"]]
    for horizon in record["closures"]:
        screen.say(years_line(record, horizon))
        rows = by_year(record, horizon, "loss_pct", 3)
        more = f" ({MOST} of {len(rows)})" if len(rows) > MOST else ""
        title = f"{name}, {horizon}: loss, % of income, with the partners of each year{more}"
        screen.say_table(("Power", *years), rows[:MOST], title=title, right=years)
    title = "Closed forms on official trade in goods"
    heads = ("Year", *HEADS.values())
    screen.say_table(heads, map(trade_cells, record["trade"]), title=title, right=heads[1:])
    screen.say("\n".join(f"  - {line}" for line in record["held"]) + "\n")
