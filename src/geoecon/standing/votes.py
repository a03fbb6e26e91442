"""Votes in the General Assembly of the United Nations, from the ledger and from roll calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from geoecon.errors import FactError
from geoecon.ledger import Fact, load_facts
from geoecon.parameters import expand_members
from geoecon.parameters.tables import read_table
from geoecon.standing.record import ABSENT, CASTS, TOPICS, Vote
from geoecon.standing.roll_calls import roll_calls

if TYPE_CHECKING:
    import pandas as pd

RECORDED = re.compile(r"vote (?P<who>\S+)(?: except (?P<but>[\w ]+))?")
UNCHECKED = "not read whole"
"""What the note of a fact says that rests on something else than a list of names."""


@cache
def load_votes() -> tuple[Vote, ...]:
    """Every vote on record, by day; a bloc that voted as one stands as its members of that day.

    Raises FactError for a vote that is none of the known ones, or is on record twice.
    """
    found = [*(vote for fact in load_facts() for vote in _votes(fact)), *roll_calls()]
    seen: dict[tuple[str, str], Vote] = {}
    for vote in found:
        other = seen.setdefault((vote.resolution, vote.economy), vote)
        if other is not vote:
            raise FactError(
                f"{vote.economy} votes twice on {vote.resolution}",
                where=f"facts {other.fact} and {vote.fact}",
                why="one of them would be lost",
                remedy="except the economy from the bloc's row, or drop one",
            )
    return tuple(sorted(found, key=lambda vote: (vote.day, vote.resolution, vote.economy)))


def _votes(fact: Fact) -> Iterator[Vote]:
    match = RECORDED.fullmatch(fact.quantity) if fact.value.kind == "vote" else None
    if match is None:
        return
    cast, day = fact.value.words, fact.period.start
    if day is None or cast not in (*CASTS, ABSENT):
        raise FactError(
            f"cannot read {cast!r} as a vote of a day",
            where=f"fact {fact.id}",
            why=f"a vote is one of {', '.join(CASTS)} or {ABSENT}, and has its day",
        )
    excepted = (match["but"] or "").split()
    checked = UNCHECKED not in fact.source.note
    for code in expand_members(match["who"], day):
        if code not in excepted:
            yield Vote(fact.subject, day, code, cast, fact.id, checked, topic_of(fact.subject))


def topic_of(resolution: str) -> str:
    """What a resolution of the ledger is about, a key of `TOPICS`. Raises FactError for none."""
    topics = {row["resolution"]: row["topic"] for row in read_table("topics", "standing")}
    if topics.get(resolution) not in TOPICS:
        raise FactError(
            f"{resolution} has no topic",
            where="data/standing/topics.csv",
            why=f"a resolution is about one of {', '.join(TOPICS)}",
        )
    return topics[resolution]


def cast_by(economy: str) -> dict[str, Vote]:
    """What an economy did in each resolution that has its vote on record."""
    return {vote.resolution: vote for vote in load_votes() if vote.economy == economy}


def votes_frame(*economies: str) -> pd.DataFrame:
    """Votes side by side: a row a resolution by day, a column an economy.

    Columns day, resolution, then the economies named, or all with a vote on record; a cell is
    empty where none is.
    """
    import pandas as pd

    votes = load_votes()
    shown = economies or tuple(sorted({vote.economy for vote in votes}))
    resolutions = dict.fromkeys((vote.day, vote.resolution) for vote in votes)
    known = {code: cast_by(code) for code in shown}
    rows = [
        (day, name, *(known[code][name].cast if name in known[code] else "" for code in shown))
        for day, name in resolutions
    ]
    return pd.DataFrame(rows, columns=["day", "resolution", *shown])
