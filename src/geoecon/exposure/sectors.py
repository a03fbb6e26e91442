"""The largest exposures by sector: what becomes of exports and imports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geoecon.exposure.cutoffs import Row

if TYPE_CHECKING:
    import pandas as pd

KEPT = 5
"""Cut-offs told by sector, of each country and horizon."""
KEY = ("focus", "power", "kind", "horizon")
COLUMNS = (*KEY, "sector", "exports_change_musd", "imports_change_musd")


def by_sector(frame: pd.DataFrame, rows: Sequence[Row], sectors: Sequence[str]) -> list[Row]:
    """Change of the focus's trade by sector in its `KEPT` largest losses with a number.

    `frame` is the table of exposure in its order, `rows` what it was made from, `sectors` the
    labels of the world. Keys `COLUMNS`, million USD a year at world factor prices of the baseline.
    """
    known = frame[frame["loss_pct"].notna()].groupby(["focus", "horizon"], sort=False).head(KEPT)
    falls = {
        tuple(row[key] for key in KEY): row["trade_fall"] for row in rows if "trade_fall" in row
    }
    found = []
    for row in known[list(KEY)].to_dict("records"):
        fall = falls[tuple(row[key] for key in KEY)]
        for sector, sold, bought in zip(sectors, *fall.reshape(2, -1), strict=True):
            change = {"exports_change_musd": -float(sold), "imports_change_musd": -float(bought)}
            found.append(
                {str(key): value for key, value in row.items()} | {"sector": sector} | change
            )
    return found
