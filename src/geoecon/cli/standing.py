"""What `geoecon standing` does. With `--json` it prints

country, name, since, until, powers: power, votes (as `geoecon.standing.standing_of`), events,
trade (shares of exports, imports and both); topics: topic, power, measures (as
`geoecon.standing.standing_by_topic`); resolutions: day, resolution, topic, cast, fact, powers
(power -> what it cast, empty where not on record or where a bloc has no vote of its own);
events: as `geoecon.standing.events_frame`
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from geoecon.cli import screen
from geoecon.parameters.blocs import parse_day
from geoecon.parameters.names import resolve_region
from geoecon.standing import POWERS, TOPICS, events_frame, standing_by_topic, standing_of
from geoecon.standing.votes import cast_by

VOTES = ("votes", "alike", "alike_share", "agreement", "s", "absent", "unchecked", "first", "last")
TRADE = ("exports_share", "imports_share", "trade_share")


def standing_command(
    country: str, *, powers: Sequence[str], since: str, until: str, topics: bool, as_json: bool
) -> None:
    """Votes, trade and events of a country with each power, one table each; or votes by topic."""
    first = parse_day(since) if since else date.min
    last = parse_day(until) if until else date.max
    code = resolve_region(country)
    named = [resolve_region(power) for power in powers or POWERS]
    frame = standing_of(code, named, since=first, until=last).reset_index()
    told = events_frame(code, since=first, until=last)
    rows = [_power(row) for row in frame.to_dict("records")]
    cast = _resolutions(code, named, first, last)
    about = _topics(code, named, first, last)
    if as_json:
        head = {"country": code, "since": since or None, "until": until or None, "powers": rows}
        happened = [_plain_row(row) for row in told.to_dict("records")]
        screen.say_json(head | {"topics": about, "resolutions": cast, "events": happened})
        return
    if topics:
        _say_topics(code, about)
        return
    _say_votes(code, rows, cast)
    _say_trade(code, rows)
    shown = told[["start", "end", "kind", "what", "who", "fact", "source"]]
    cells = [[str(value) for value in row] for row in shown.itertuples(index=False)]
    screen.say_table(tuple(shown.columns), cells, title="Events on record")


def _power(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "power": row["power"],
        "votes": {key: _plain(row[key]) for key in VOTES},
        "events": row["events"],
        "trade": {key: row[key] for key in TRADE},
    }


def _plain(value: Any) -> Any:
    """A value as JSON takes it: days as text, None where there is none."""
    if value is None or value != value:
        return None
    return value.isoformat() if isinstance(value, date) else value


def _plain_row(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): _plain(value) for key, value in row.items()}


def _resolutions(code: str, powers: Sequence[str], first: date, last: date) -> list[dict[str, Any]]:
    known = {power: cast_by(power) for power in powers}
    return [
        {
            "day": vote.day.isoformat(),
            "resolution": name,
            "topic": vote.topic,
            "cast": vote.cast,
            "fact": vote.fact,
            "powers": {
                power: votes[name].cast if name in votes else "" for power, votes in known.items()
            },
        }
        for name, vote in cast_by(code).items()
        if first <= vote.day <= last
    ]


def _topics(code: str, powers: Sequence[str], first: date, last: date) -> list[dict[str, Any]]:
    frame = standing_by_topic(code, powers, since=first, until=last).reset_index()
    return [_plain_row(row) for row in frame.to_dict("records")]


def _say_topics(code: str, rows: list[dict[str, Any]]) -> None:
    """A line a topic, a column a power: agreement, and of how many votes."""
    powers = list(dict.fromkeys(row["power"] for row in rows))
    found = {(row["topic"], row["power"]): row for row in rows}
    shown = [
        [topic, _years(rows, topic), *(_agreement(found[topic, power]) for power in powers)]
        for topic in TOPICS
    ]
    title = f"{code}: agreement in the General Assembly of the United Nations, by topic (votes)"
    screen.say_table(("topic", "years", *powers), shown, title=title, right=powers)
    screen.say(
        "agreement: 1 where both always cast the same, an abstention by half (Lijphart 1963); "
        "2 x agreement - 1\nis S of Signorino and Ritter (1999). Topics after Voeten (2013); few "
        "votes each.\n"
    )


def _years(rows: list[dict[str, Any]], topic: str) -> str:
    """The first and the last year of votes compared on a topic."""
    days = [row[end] for row in rows if row["topic"] == topic for end in ("first", "last")]
    years = sorted({day[:4] for day in days if day})
    return "–".join(dict.fromkeys((years[0], years[-1]))) if years else "–"


def _agreement(row: dict[str, Any]) -> str:
    return f"{row['agreement']:.2f} ({row['votes']})" if row["votes"] else "–"


def _say_votes(code: str, rows: list[dict[str, Any]], cast: list[dict[str, Any]]) -> None:
    columns = ("power", "votes", "cast alike", "%", "agreement", "S", "absent", "unchecked")
    shown = [[row["power"], *_vote_cells(row["votes"])] for row in rows]
    days = f"{cast[0]['day']} to {cast[-1]['day']}" if cast else "no day"
    title = f"{code}: votes in the General Assembly of the United Nations, {days}"
    screen.say_table(columns, shown, title=title, right=columns[1:])
    screen.say(
        "cast alike: both for, both against or both abstaining (of a bloc, the share of its "
        "members).\nagreement: an abstention by half (Lijphart 1963); S: Signorino and Ritter "
        "(1999), -1 to 1.\nunchecked: rests on a vote that no list of names tells. Few votes: no "
        "measure of preferences\n(see Bailey, Strezhnev and Voeten 2017). By topic: --topics.\n"
    )


def _vote_cells(votes: dict[str, Any]) -> list[str]:
    def number(key: str, form: str, factor: int = 1) -> str:
        value = votes[key]
        return "–" if value is None else f"{factor * value:{form}}"

    counts = [number("votes", "d"), number("alike", ".3g"), number("alike_share", ".0f", 100)]
    scores = [number("agreement", ".2f"), number("s", "+.2f")]
    return [*counts, *scores, number("absent", "d"), number("unchecked", "d")]


def _say_trade(code: str, rows: list[dict[str, Any]]) -> None:
    columns = ("power", "exports %", "imports %", "both %", "events")
    shown = [
        [row["power"], *(f"{100 * row['trade'][key]:.1f}" for key in TRADE), str(row["events"])]
        for row in rows
    ]
    title = f"{code}: share of foreign trade with the same powers, goods and services of 2023"
    screen.say_table(columns, shown, title=title, right=columns[1:])
