"""Raw materials that a country sells, by HS heading or buyer, and what the figures get wrong."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geoecon.measures.indices.concentration import herfindahl
from geoecon.parameters import resolve_region
from geoecon.world.minerals import (
    YEAR,
    Exports,
    bought,
    exports,
    find_headings,
    production_shares,
    world_exports,
)
from geoecon.world.store import load_world

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.world.world import World

CHEAP = 0.6
"""A unit value below this part of that of the other buyers together is a fault of the figures."""
NOTICED = 0.05
"""Share of a heading that a buyer must have for its faults to be named."""


def minerals(country: str, heading: str = "", *, year: int = YEAR) -> pd.DataFrame:
    """What a country exports under the raw-material headings, by heading or, of one, by buyer.

    Without `heading` indexed by heading: name, sector (of the world), value_musd, mass_kt, buyer
    (the largest), buyer_share, hhi (Σ of squared buyers' shares; Herfindahl 1950), world_share (of
    world exports of the heading), production_share (of world mine production of the material,
    World Mining Data), source, flaw. With `heading` indexed by (heading, buyer): value_musd,
    share, usd_per_tonne, of_purchases (share of what the buyer imports under the heading; 2023
    alone), flaw. Shares are ratios; NaN where nobody knows. Names are as people write them.

    A flaw is told, not mended: a buyer where the world, which follows official figures, has less
    trade of the whole sector than this heading; a unit value far below that of the others; a
    heading of which only the total is known.

    Raises UnknownNameError for a country, year or heading without a record.
    """
    import pandas as pd

    code = resolve_region(country)
    sold = exports(code, year)
    if not heading:
        rows = [_heading_row(code, entry) for entry in sold.values()]
        frame = pd.DataFrame(rows).set_index("heading")
        return frame.sort_values("value_musd", ascending=False)
    chosen = [sold[found.code] for found in find_headings([heading]) if found.code in sold]
    parts = [row for entry in chosen for row in _buyer_rows(code, entry)]
    columns = ["heading", "buyer", "value_musd", "share", "usd_per_tonne", "of_purchases", "flaw"]
    frame = pd.DataFrame(parts, columns=columns).sort_values("value_musd", ascending=False)
    return frame.set_index(["heading", "buyer"])


def _heading_row(code: str, entry: Exports) -> dict[str, object]:
    heading, world = entry.heading, world_exports().get((entry.heading.code, entry.year), np.nan)
    buyers = entry.buyers or {}
    largest = max(buyers, key=lambda name: buyers[name], default="")
    made = production_shares().get((code, heading.material, entry.year), np.nan)
    known = bool(buyers)
    return {
        "heading": heading.code,
        "name": heading.name,
        "sector": heading.sector,
        "value_musd": entry.value,
        "mass_kt": np.nan if entry.mass is None else entry.mass,
        "buyer": largest,
        "buyer_share": buyers[largest] / entry.value if known else np.nan,
        "hhi": float(herfindahl(np.array(list(buyers.values())))) if known else np.nan,
        "world_share": entry.value / world,
        "production_share": made,
        "source": entry.source,
        "flaw": "; ".join(flaws(code, entry).values()),
    }


def _buyer_rows(code: str, entry: Exports) -> list[tuple[object, ...]]:
    found = flaws(code, entry)
    if entry.buyers is None:
        return [(entry.heading.code, "all", entry.value, 1.0, _price(entry), np.nan, found["all"])]
    rows: list[tuple[object, ...]] = []
    for buyer, value in entry.buyers.items():
        mass = entry.tonnes.get(buyer, 0.0)
        purchases = sum(bought(buyer, entry.heading.code, entry.year).values())
        rows.append(
            (
                entry.heading.code,
                buyer,
                value,
                value / entry.value,
                1e3 * value / mass if mass else np.nan,
                value / purchases if entry.year == YEAR and purchases else np.nan,
                found.get(buyer, ""),
            )
        )
    return rows


def _price(entry: Exports) -> float:
    return 1e3 * entry.value / entry.mass if entry.mass else np.nan


def flaws(code: str, entry: Exports) -> dict[str, str]:
    """What is wrong with the figures of one heading, in words, by buyer (`all` for the total)."""
    if entry.buyers is None:
        return {"all": f"total alone: {entry.note}"}
    found = {
        buyer: ", ".join(filter(None, (_beyond(code, entry, buyer), _cheap(entry, buyer))))
        for buyer, value in entry.buyers.items()
        if value >= NOTICED * entry.value
    }
    return {buyer: told for buyer, told in found.items() if told}


def _beyond(code: str, entry: Exports, buyer: str) -> str:
    """Whether the world has less trade of the whole sector than this, in words; empty if not."""
    sector, value = entry.heading.sector, (entry.buyers or {})[buyer]
    world = _world()
    booked = world.flow[world.region(code), world.region(buyer), world.sector(sector)]
    if entry.year != YEAR or booked >= value * (1 - NOTICED):
        return ""
    return f"{buyer} {value:,.0f} million USD, of all {sector} {booked:,.0f} in the world"


@cache
def _world() -> World:
    return load_world()


def _cheap(entry: Exports, buyer: str) -> str:
    """Whether a buyer pays far less a tonne than the others together, in words; empty if not."""
    buyers, tonnes = entry.buyers or {}, dict(entry.tonnes)
    own = tonnes.pop(buyer, 0.0)
    rest = sum(tonnes.values())
    if not own or rest < NOTICED * own:
        return ""
    price, mean = 1e3 * buyers[buyer] / own, 1e3 * sum(buyers[name] for name in tonnes) / rest
    if price >= CHEAP * mean:
        return ""
    return f"{buyer} pays {price:,.0f} USD a tonne, others {mean:,.0f}"
