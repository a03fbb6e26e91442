"""World Mining Data (Austrian Federal Ministry of Finance): production of raw materials."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from geoecon.sources.table import Opener, once, open_text, rows

Production = dict[tuple[str, str], float]
TONNES = {"metr. t": 1.0, "kg": 1e-3, "ct": 2e-7, "Mio m3": 1.0}


def read_production(
    path: Path, economies: Collection[str], opener: Opener = open_text
) -> Production:
    """Mine and well production by (economy, material) from `economy,material,quantity,unit`.

    Tonnes a year; natural gas stays in million cubic metres, the publisher's unit for it.
    Raises LabelError, MissingValueError or RangeError with file and line.
    """
    production: Production = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows(path, ("economy", "material", "quantity", "unit"), opener):
        key = (row.label("economy", economies), row.text("material"))
        once(seen, key, row)
        production[key] = row.number("quantity") * TONNES[row.label("unit", TONNES)]
    return production
