"""Votes, events and trade of one country with each power, side by side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from geoecon.parameters import resolve_region
from geoecon.standing.alignment import Alignment, alignment
from geoecon.standing.dependence import dependence
from geoecon.standing.events import events

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geoecon.world.world import World

POWERS = ("RUS", "CHN", "EU27", "TUR", "USA")
"""The powers shown where none are named."""


def standing_of(
    country: str,
    powers: Sequence[str] = POWERS,
    *,
    world: World | None = None,
    since: date = date.min,
    until: date = date.max,
) -> pd.DataFrame:
    """How a country stands to each power: votes in the United Nations, events, and trade.

    Indexed by power. Of votes from `since` until `until`: votes (compared), alike (cast alike),
    alike_share, agreement (an abstention by half), s (Signorino and Ritter 1999), absent,
    unchecked, first, last; see `geoecon.standing.alignment`. events: how many on record concern
    both. Of trade in the world, the embedded one by default: exports_share, imports_share,
    trade_share, ratios. The two sides are not weighed against each other, and neither enters a
    scenario. A country or power is named as people write it; the country itself is left out.

    Raises UnknownNameError where somebody has no vote on record or is not in the world.
    """
    import pandas as pd

    from geoecon.world.store import load_world

    here = resolve_region(country)
    base = load_world() if world is None else world
    rows = [
        _row(here, power, base, since, until)
        for power in map(resolve_region, powers)
        if power != here
    ]
    return pd.DataFrame(rows).set_index("power")


def _row(
    country: str, power: str, world: World, since: date, until: date
) -> dict[str, str | int | float | date | None]:
    voted, trade = alignment(country, power, since, until), dependence(country, power, world)
    return {
        "power": power,
        **_told(voted),
        "events": len(events(country, power, since=since, until=until)),
        "exports_share": trade.exports_share,
        "imports_share": trade.imports_share,
        "trade_share": trade.trade_share,
    }


def _told(voted: Alignment) -> dict[str, str | int | float | date | None]:
    return {
        "votes": voted.votes,
        "alike": voted.alike,
        "alike_share": voted.alike_share,
        "agreement": voted.agreement,
        "s": voted.s,
        "absent": voted.absent,
        "unchecked": voted.unchecked,
        "first": voted.first,
        "last": voted.last,
    }
