"""An exposure table as one document: `exposure.json`, with what every column means."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from geoecon.definitions import definitions_of
from geoecon.exposure.run import COLUMNS
from geoecon.exposure.sectors import COLUMNS as SECTORS

if TYPE_CHECKING:
    import pandas as pd

DEFINITIONS = definitions_of((*COLUMNS, *SECTORS[-3:]))
"""What every column of the table, and of the one by sector, means."""
LIMITS = (
    "A cut-off is total and all sides obey it: no smuggling, no way round through third countries "
    "other than trade that the model diverts at its prices.",
    "Trade alone is solved without routes; transit and both together with the network, where "
    "freight no longer paid is saved and crude finds other buyers. So both can be below trade.",
    "Nobody retaliates, and nobody else joins.",
    "A transit ban takes no account of treaties: straits and canals under a convention count as "
    "the soil they lie on.",
    "Trade of economies inside a group of the world is cut off only with the whole group.",
)
ASSUMED = (
    "assumption: one power cuts off all trade, or all transit, and everybody else is as before",
    "routes, freight and capacities: each link's sources, `geoecon facts LINK`",
)
Record = dict[str, Any]


def record_of(frame: pd.DataFrame) -> Record:
    """What `exposure.json` holds.

    Keys: world, focus, closures (by horizon), names, solves, definitions, limits, sources, largest
    (by focus and horizon), sectors (of the largest losses), rows; a cell without a number is null.
    """
    attrs = frame.attrs
    keys = ("cut_offs", "trade_only", "trade_solves", "coupled", "coupled_trade_solves")
    return {
        "world": attrs["world"],
        "focus": attrs["focus"],
        "closures": attrs["closures"],
        "names": attrs["names"],
        "solves": {key: attrs[key] for key in keys},
        "definitions": DEFINITIONS,
        "limits": list(LIMITS),
        "sources": [*attrs["sources"], *ASSUMED],
        "largest": largest(frame),
        "sectors": attrs["sectors"],
        "rows": plain_rows(frame),
    }


def largest(frame: pd.DataFrame) -> list[Record]:
    """The largest single exposure of each focus at each horizon: to an economy, then to a bloc.

    A loss without bound is larger than any with a number. Keys as the columns.
    """
    known = frame[frame["loss_pct"].notna() | (frame["unbounded"] != "")]
    first = known.drop_duplicates(["focus", "horizon", "bloc"])
    groups = {
        pair: at for at, pair in enumerate(zip(first["focus"], first["horizon"], strict=True))
    }
    return sorted(
        plain_rows(first), key=lambda row: (groups[row["focus"], row["horizon"]], row["bloc"])
    )


def plain_rows(frame: pd.DataFrame) -> list[Record]:
    """The rows as JSON takes them; None where there is no number."""
    rows = frame.to_dict("records")
    return [{str(key): _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    """A cell as JSON takes it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, str | int) else bool(value)
