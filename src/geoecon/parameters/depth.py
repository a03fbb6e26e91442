"""The scale of depth, and what each depth does to trade: cited and estimated, side by side."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

from geoecon.parameters.effects import AgreementEffect, agreement_effects
from geoecon.parameters.tables import Row, read_table

if TYPE_CHECKING:
    import pandas as pd

SCALE = MappingProxyType(
    {
        "preferential": "lower tariffs on some goods",
        "free trade": "no tariffs on substantially all trade; each keeps its own towards outsiders",
        "customs union": "free trade, one external tariff and no customs controls inside",
        "single market": "customs union or the like, goods, services, capital and people free",
        "union state": "economic and political union: single market, common policies and bodies",
    }
)
"""Depths of agreements, the shallowest first, and what each one is (after Balassa 1961)."""
DEPTHS = tuple(SCALE)
BOUND_OF_95 = 1.96
"""Standard errors from an estimate to the end of its interval of 95 per cent."""


def depth_effects(depth: str = "") -> pd.DataFrame:
    """What agreements of each depth, or of one, do to trade between members.

    Columns: depth, rank (1 is the shallowest), sector (empty: all that have no row of their own),
    trade_pct, low, high (per cent against no agreement), effect_log, standard_error_log (missing
    where the source gives none), used (whether scenarios take it), kind (`cited` or `estimated`),
    source, note. The interval of an estimate is that of 95 per cent; that of a cited row is the
    range that its note explains.

    Raises UnknownNameError for a depth that nobody knows.
    """
    import pandas as pd

    from geoecon.errors import unknown_name

    if depth and depth not in DEPTHS:
        raise unknown_name("depth of agreement", depth, DEPTHS)
    cited = [_cited(effect) for effect in agreement_effects()]
    rows = [*cited, *(_estimated(row) for row in read_table("depth_estimates"))]
    kept = [row for row in rows if depth in ("", row["depth"])]
    order = sorted(kept, key=lambda row: (row["rank"], row["kind"], not row["used"]))
    return pd.DataFrame(order)


def _cited(effect: AgreementEffect) -> dict[str, object]:
    return {
        "depth": effect.depth,
        "rank": 1 + DEPTHS.index(effect.depth),
        "sector": effect.sector,
        "trade_pct": effect.trade_pct,
        "low": effect.low,
        "high": effect.high,
        "effect_log": math.log1p(effect.trade_pct / 100),
        "standard_error_log": effect.standard_error_log,
        "used": effect.used,
        "kind": "cited",
        "source": effect.source,
        "note": effect.note,
    }


def _estimated(row: Row) -> dict[str, object]:
    effect, error = float(row["effect_log"]), float(row["standard_error_log"])
    half = BOUND_OF_95 * error
    return {
        "depth": row["depth"],
        "rank": 1 + DEPTHS.index(row["depth"]),
        "sector": row["sector"],
        "trade_pct": _percent(effect),
        "low": _percent(effect - half),
        "high": _percent(effect + half),
        "effect_log": effect,
        "standard_error_log": error,
        "used": False,
        "kind": "estimated",
        "source": row["source"],
        "note": f"{row['pairs']} pairs of {row['observations']}",
    }


def _percent(effect_log: float) -> float:
    return 100 * math.expm1(effect_log)
