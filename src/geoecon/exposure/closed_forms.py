"""What simple indices say of the same cut-off, on the same baseline and with nothing solved."""

from __future__ import annotations

import numpy as np

from geoecon.measures.indices.concentration import exports_by_partner, imports_by_partner
from geoecon.measures.indices.nested_ces import loss_without
from geoecon.variables import Array
from geoecon.world.world import World

NAMES = ("of_exports_pct", "of_imports_pct", "closed_form_pct")


def closed_forms(world: World, focus: str, members: tuple[str, ...]) -> dict[str, float]:
    """Shares of `members` in the trade of `focus`, and the loss without them as suppliers.

    Per cent: of exports, of imports (goods and services), and of real final spending by nested CES
    with everybody's prices given (`measures.indices.loss_without`). NaN where nothing is traded
    or nobody acts.
    """
    if not members:
        return dict.fromkeys(NAMES, float("nan"))
    at = [world.region(code) for code in members]
    return {
        "of_exports_pct": _share(exports_by_partner(world, focus), at),
        "of_imports_pct": _share(imports_by_partner(world, focus), at),
        "closed_form_pct": 100 * loss_without(world, focus, members),
    }


def _share(trade: Array, at: list[int]) -> float:
    """Per cent of trade [partner, sector] that is with the partners `at`."""
    total = trade.sum()
    return float(100 * trade[at].sum() / total) if total > 0 else float(np.nan)
