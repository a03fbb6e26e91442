"""What `geoecon bloc` does. With `--json` it prints

one bloc   bloc, name, on, depth (depth, since, source, note; empty where there is none),
           economies (economy, status, since, until, source), sources (id -> citation)
all blocs  on, blocs (bloc, name, depth, members, others, since)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoecon.cli import screen
from geoecon.parameters.blocs import STATUSES, bloc, parse_day
from geoecon.parameters.names import BASELINE
from geoecon.parameters.tables import read_table

if TYPE_CHECKING:
    import pandas as pd

HEADINGS = {
    "member": "Members",
    "signatory": "Signed, not in force",
    "candidate": "Candidates",
    "observer": "Observers",
    "partner": "Dialogue partners",
}


def bloc_command(name: str, *, on: str, as_json: bool) -> None:
    """Who is in a bloc on a day, or all blocs."""
    day = parse_day(on) if on else BASELINE
    frame = bloc(name, day)
    if as_json:
        screen.say_json(_record(frame) if name else {"on": str(day), "blocs": _rows(frame)})
    elif name:
        _say_one(frame)
    else:
        rows = [[str(value or "") for value in row.values()] for row in _rows(frame)]
        screen.say_table(tuple(frame.columns), rows, title=f"Blocs on {day}")
        screen.say("Who is in one: geoecon bloc NAME --on DAY")


def _rows(frame: pd.DataFrame) -> list[dict[str, str | int | None]]:
    """The rows as JSON takes them: days as text, None where there is none."""
    records = frame.to_dict("records")
    return [{str(key): _plain(value) for key, value in row.items()} for row in records]


def _plain(value: object) -> str | int | None:
    return value if isinstance(value, int | str) or value is None else str(value)


def _record(frame: pd.DataFrame) -> dict[str, object]:
    head = frame.attrs | {"on": str(frame.attrs["on"])}
    cited = sorted({*frame["source"], *filter(None, [head["depth"].get("source")])})
    return head | {"economies": _rows(frame), "sources": {one: _cited(one) for one in cited}}


def _cited(source: str) -> str:
    from geoecon.scenario.references import fact_line, resolve_citation

    return fact_line(source).removeprefix(f"{source} ") or resolve_citation(source).cite()


def _say_one(frame: pd.DataFrame) -> None:
    record, names = _record(frame), _names()
    screen.say(f"{record['name']} ({record['bloc']}) on {record['on']}")
    depth = frame.attrs["depth"]
    note = f": {depth['note']}" if depth.get("note") else ""
    told = f"{depth['depth']} since {depth['since']}{note} [{depth['source']}]" if depth else "none"
    screen.say(f"Depth of trade integration: {told}\n")
    for status in STATUSES:
        part = _rows(frame[frame["status"] == status])
        if part:
            columns = ("economy", "name", "since", "until", "source")
            cells = [row | {"name": names.get(str(row["economy"]), "")} for row in part]
            shown = [[str(cell[key] or "") for key in columns] for cell in cells]
            screen.say_table(columns, shown, title=f"{HEADINGS[status]} ({len(part)})")
    sources = record["sources"]
    assert isinstance(sources, dict)
    screen.say("Sources\n" + "\n".join(f"  {key}: {text}" for key, text in sources.items()))


def _names() -> dict[str, str]:
    """The name of each economy of the embedded world by code."""
    return {row["code"]: row["name"] for row in read_table("economies", "world")}
