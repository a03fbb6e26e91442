"""Votes cast alike, one topic at a time: who agrees with whom on what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from geoecon.parameters import resolve_region
from geoecon.standing.alignment import Alignment, alignment
from geoecon.standing.overview import POWERS
from geoecon.standing.record import TOPICS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def standing_by_topic(
    country: str,
    powers: Sequence[str] = POWERS,
    *,
    since: date = date.min,
    until: date = date.max,
) -> pd.DataFrame:
    """How a country voted beside each power on each topic, from a day until another.

    Indexed by topic (`TOPICS`, in its order) and power; columns votes (compared), alike (cast
    alike), alike_share, agreement (an abstention by half), s (Signorino and Ritter 1999), absent,
    first, last; see `geoecon.standing.alignment`. A measure is missing where no vote can be
    compared. The country itself is left out of the powers.

    Raises UnknownNameError where somebody has no vote on record.
    """
    import pandas as pd

    here = resolve_region(country)
    others = [power for power in map(resolve_region, powers) if power != here]
    rows = [
        (topic, power, *_told(alignment(here, power, since, until, topic)))
        for topic in TOPICS
        for power in others
    ]
    columns = ["topic", "power", "votes", "alike", "alike_share", "agreement", "s", "absent"]
    frame = pd.DataFrame(rows, columns=[*columns, "first", "last"])
    return frame.set_index(["topic", "power"])


def _told(found: Alignment) -> tuple[int | float | date | None, ...]:
    measures = found.votes, found.alike, found.alike_share, found.agreement, found.s
    return *measures, found.absent, found.first, found.last
