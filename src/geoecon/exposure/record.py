"""An exposure table as one document: `exposure.json`, with what every column means."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

DEFINITIONS = {
    "focus": "The country that is cut off.",
    "power": "Who cuts it off: an economy, or the members of a bloc acting together.",
    "power_name": "The power's name.",
    "bloc": "Whether the power is a bloc; the focus itself is left out of its members.",
    "kind": "trade: all trade between the two stops, in both directions. transit: no cargo of the "
    "focus crosses the power's soil on its way to or from others. both: both at once.",
    "horizon": "Time to adjust: long run, year or month.",
    "loss_pct": "Loss of the focus, per cent of its real income: the fall of national income over "
    "the consumer price index. Below zero it gains.",
    "loss_musd": "The same as equivalent variation, million USD a year at prices of the baseline.",
    "own_loss_pct": "Loss of the power by its own act, per cent of its members' income together.",
    "own_loss_musd": "The same as the sum of its members' equivalent variations, million USD a "
    "year.",
    "leverage": "Loss of the focus over loss of the power, both in USD. Only where both lose.",
    "unbounded": "Sectors that lose every supplier: the loss of the focus has no number.",
    "own_unbounded": "The same for members of the power.",
    "unanswered": "Why there is no number where the model found no solution.",
    "top_sectors": "Sectors in which exports or imports of the focus fall most, USD.",
    "crossing": "Share of the focus's tonnes of each cargo that cross the power's soil today and "
    "do not start or end there.",
}
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
    (by focus and horizon) and rows; a cell without a number is null.
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
        "rows": [
            {str(key): _plain(value) for key, value in row.items()}
            for row in frame.to_dict("records")
        ],
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
    rows = [{str(key): _plain(value) for key, value in row.items()} for row in
            first.to_dict("records")]  # fmt: skip
    return sorted(rows, key=lambda row: (groups[row["focus"], row["horizon"]], row["bloc"]))


def _plain(value: Any) -> Any:
    """A cell as JSON takes it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return bool(value) if not isinstance(value, str) else value
