"""How a country's exposure moved with its partners, year by year."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geoecon.definitions import definitions_of
from geoecon.exposure.cores import Progress
from geoecon.exposure.powers import focus_code, powers
from geoecon.exposure.record import ASSUMED, LIMITS, plain_rows
from geoecon.exposure.run import COLUMNS, HORIZONS, exposure
from geoecon.exposure.years_world import (
    TOTALS,
    PartnerYear,
    partner_year,
    world_of_year,
    years_of,
)
from geoecon.measures.indices.concentration import herfindahl, hirschman
from geoecon.parameters import BASELINE, sources
from geoecon.parameters.tables import read_table
from geoecon.world.store import load_world
from geoecon.world.world import World

if TYPE_CHECKING:
    import pandas as pd

YEAR_COLUMNS = (
    "year",
    *(name for name in COLUMNS if name not in ("crossing", "links")),
    "exports_share_pct",
    "imports_share_pct",
)
TRADE_COLUMNS = (
    "year", "exports_musd", "imports_musd", "hhi_exports", "hhi_imports", "hirschman_exports",
    "hirschman_imports", "first_buyer", "first_buyer_pct", "first_seller", "first_seller_pct",
)  # fmt: skip
HELD = (
    "Only the partners move. The country's goods exports, imports and home sales of each sector "
    "stay as in the world's year in total; each partner's part of them moves as its share of the "
    "country's official trade did, by the least change that meets both.",
    "Technology, tariffs, incomes, services, everybody else's final demand and the elasticities "
    "are those of the world's year; prices of oil and the size of trade are not those of the year.",
    "Others make up for the trade that moves, each supplier in proportion, and imbalances absorb "
    "it. Every flow is estimated.",
    "The source books oil by contract: its buyers on one pipeline move together.",
)


def exposure_by_year(
    focus: str,
    against: Sequence[str] | None = None,
    horizons: Sequence[str] = HORIZONS,
    world: World | None = None,
    *,
    years: Sequence[int] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """`exposure` of one country to trade, with its partners of each year on record.

    Options as `exposure`; `years` are all on record if left out. The worlds are those of
    `years_world.world_of_year`; what they hold fixed is `HELD`. Columns `YEAR_COLUMNS`: those of
    `exposure`, the year first, the power's shares of official exports and imports last (per
    cent; NaN where a member has no row). `attrs` as `exposure`, and `years`.

    Raises UnknownNameError, ConflictError.
    """
    import pandas as pd

    began = time.perf_counter()
    base = load_world() if world is None else world
    code = focus_code(base, focus)
    asked = tuple(years or years_of(code))
    tables = []
    for number, year in enumerate(asked):
        found = exposure(
            code,
            against,
            horizons,
            world_of_year(base, code, year),
            transit=False,
            workers=workers,
            progress=_part(progress, number, len(asked)),
        )
        tables.append(found.assign(year=year, **_official(base, code, against, found, year)))
    frame = pd.concat([table[list(YEAR_COLUMNS)] for table in tables], ignore_index=True)
    first = tables[0].attrs
    counts = ("cut_offs", "trade_only", "trade_solves", "coupled", "coupled_trade_solves")
    frame.attrs = first | {key: sum(table.attrs[key] for table in tables) for key in counts}
    frame.attrs |= {"world": base.name, "years": list(asked), "sectors": []}
    frame.attrs["seconds"] = time.perf_counter() - began
    return frame


def trade_by_year(economy: str, years: Sequence[int] | None = None) -> pd.DataFrame:
    """Closed forms on an economy's official goods trade, a row a year, columns `TRADE_COLUMNS`.

    Concentration by partner as the source books it; formulas in `measures.indices`. Raises
    UnknownNameError for an economy or year without trade on record.
    """
    import pandas as pd

    rows = [_closed_forms(partner_year(economy, year)) for year in years or years_of(economy)]
    return pd.DataFrame(rows, columns=list(TRADE_COLUMNS))


def years_record(frame: pd.DataFrame) -> dict[str, Any]:
    """What `exposure.json` holds for `exposure_by_year`: as `record.record_of`, by year.

    Keys: world, focus, years, base_year, closures, names, solves, definitions, held, limits,
    sources, trade (by year) and rows; a cell without a number is null.
    """
    attrs, (code,) = frame.attrs, frame.attrs["focus"]
    keys = ("cut_offs", "trade_only", "trade_solves")
    cited = {row["source"] for row in read_table(TOTALS, "world") if row["economy"] == code}
    return {
        "world": attrs["world"],
        "focus": attrs["focus"],
        "years": attrs["years"],
        "base_year": BASELINE.year,
        "closures": attrs["closures"],
        "names": attrs["names"],
        "solves": {key: attrs[key] for key in keys},
        "definitions": definitions_of(tuple(dict.fromkeys((*YEAR_COLUMNS, *TRADE_COLUMNS)))),
        "held": list(HELD),
        "limits": list(LIMITS),
        "sources": [
            *attrs["sources"],
            *(sources()[key].cite() for key in sorted(cited)),
            ASSUMED[0],
        ],
        "trade": plain_rows(trade_by_year(code, attrs["years"])),
        "rows": plain_rows(frame),
    }


def _closed_forms(trade: PartnerYear) -> dict[str, Any]:
    import numpy as np

    row: dict[str, Any] = {"year": trade.year}
    row |= {"exports_musd": trade.exports_musd, "imports_musd": trade.imports_musd}
    for side, first, shares in (
        ("exports", "first_buyer", trade.exports),
        ("imports", "first_seller", trade.imports),
    ):
        values = np.array(list(shares.values()))
        partner = max(shares, key=shares.__getitem__)
        row |= {
            f"hhi_{side}": float(herfindahl(values)),
            f"hirschman_{side}": float(hirschman(values)),
        }
        row |= {first: partner, f"{first}_pct": 100 * shares[partner]}
    return row


def _official(
    world: World, focus: str, against: Sequence[str] | None, found: pd.DataFrame, year: int
) -> dict[str, list[float]]:
    """The shares of each row's power in official trade of the year, per cent."""
    trade, members = (
        partner_year(focus, year),
        {p.name: p.members for p in powers(world, focus, against)},
    )
    nan = float("nan")
    return {
        f"{side}_share_pct": [
            100 * sum(shares.get(code, nan) for code in members[power]) for power in found["power"]
        ]
        for side, shares in (("exports", trade.exports), ("imports", trade.imports))
    }


def _part(progress: Progress | None, number: int, count: int) -> Progress | None:
    """Progress of one year as a part of that of all."""
    if progress is None:
        return None
    return lambda done, all_: progress(number * all_ + done, count * all_)
