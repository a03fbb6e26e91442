"""The files of a finished frontier: tables, the figure, the report and the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.frontier import store
from geoecon.frontier.evaluate import Answers
from geoecon.frontier.states import State
from geoecon.sweep.store import whole, write_bytes

if TYPE_CHECKING:
    import pandas as pd


def write_all(
    folder: Path,
    record: Mapping[str, Any],
    every: Sequence[Mapping[str, Any]],
    answers: Answers,
    states: Sequence[State],
) -> None:
    """Write `sets.parquet`, `options.csv`, `frontier.csv`, `frontier.svg` and `report.html`.

    `frontier.json` comes last: where it says `complete`, all the others are there.
    """
    import pandas as pd

    from geoecon.report.frontier import frontier_svg, write_frontier_report

    sets = sets_table(every, answers, states)
    with whole(folder / store.SETS) as fresh:
        sets.to_parquet(fresh, index=False)
    for name, rows in ((store.OPTIONS, record["options"]), (store.FRONTIER, record["frontier"])):
        text = pd.DataFrame([_flat(row) for row in rows]).to_csv(index=False, lineterminator="\n")
        write_bytes(folder / name, text.encode())
    picture = frontier_svg(record, sets)
    write_bytes(folder / store.FIGURE, picture.encode())
    with whole(folder / store.REPORT) as fresh:
        write_frontier_report(fresh, record, picture)
    store.write_json(folder / store.RECORD, record)


def sets_table(
    every: Sequence[Mapping[str, Any]], answers: Answers, states: Sequence[State]
) -> pd.DataFrame:
    """One row a set, with real income over the baseline in each state, and why there is none."""
    import pandas as pd

    frame = pd.DataFrame([_flat(row) for row in every])
    for at, state in enumerate(states):
        frame[f"real_income_{state.name}"] = answers.income[:, at]
    frame["reason"] = ["; ".join(filter(None, row)) for row in answers.reason.tolist()]
    return frame


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of text and numbers: lists as words."""
    return {
        key: " ".join(map(str, value)) if isinstance(value, list) else value
        for key, value in row.items()
    }
