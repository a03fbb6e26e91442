"""What is in a world and from where: economies, sectors, sources, what its making changed."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from geoecon.measures.welfare import exports, imports
from geoecon.runs.sources import SOURCE, source_row
from geoecon.variables import Array
from geoecon.world.store import EMBEDDED, load_world

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.world.world import World


def describe_world(world: World | None = None) -> dict[str, pd.DataFrame]:
    """Four tables on a world, the embedded one by default.

    economies : code, name, gdp_musd (value added), exports_musd, imports_musd, deficit_musd,
                estimated_pct (of exports and imports, how much of the value is estimated by
                sector and not reported; missing for a world that does not say)
    sectors   : sector, name, output_musd, trade_elasticity (theta), labour_share (mean)
    sources   : id, kind, title, vintage, licence, url
    reconcile : what, unit, cells, total_change, largest_change, where, reason: what building the
                embedded world changed in its sources, summed up (empty for your own world)
    """
    import pandas as pd

    base = load_world() if world is None else world
    sources = [source_row(source) for source in base.sources]
    return {
        "economies": _economies(base),
        "sectors": _sectors(base),
        "sources": pd.DataFrame(sources, columns=[*SOURCE]),
        "reconcile": reconcile_summary() if base.name == EMBEDDED else pd.DataFrame(),
    }


def reconcile() -> pd.DataFrame:
    """Every change that building the embedded world made, one row each."""
    import pandas as pd

    with (files("geoecon") / "data" / "world" / "reconcile.csv").open(encoding="utf8") as handle:
        frame = pd.DataFrame(list(csv.DictReader(handle)))
    return frame.astype({"before": "float64", "after": "float64", "change": "float64"})


def reconcile_summary() -> pd.DataFrame:
    """`reconcile` by kind of change: how many, their total size, the largest and its place."""
    import pandas as pd

    parts = reconcile().groupby(["what", "unit"], sort=False)
    return pd.DataFrame([_summary(part) for _, part in parts])


def _summary(part: pd.DataFrame) -> dict[str, str | int | float]:
    """One kind of change in one row."""
    size = part["change"].abs()
    top = part.iloc[int(size.to_numpy().argmax())]
    place = dict.fromkeys(top[key] for key in ("economy", "partner", "sector") if top[key])
    return {
        "what": top["what"],
        "unit": top["unit"],
        "cells": len(part),
        "total_change": float(size.sum()),
        "largest_change": float(top["change"]),
        "where": " ".join(place),
        "reason": top["reason"],
    }


def _estimated_pct(world: World) -> Array | None:
    """Estimated part of each region's exports and imports, per cent [region]; None if unsaid."""
    if world.estimated is None:
        return None
    guessed = np.where(world.estimated, world.flow, 0.0)
    traded = exports(world.flow) + imports(world.flow)
    return 100 * (exports(guessed) + imports(guessed)) / np.where(traded > 0, traded, np.nan)


def _economies(world: World) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {
            "code": world.regions,
            "name": [world.region_names.get(code, code) for code in world.regions],
            "gdp_musd": world.value_added.sum(axis=1),
            "exports_musd": exports(world.flow),
            "imports_musd": imports(world.flow),
            "deficit_musd": world.deficit,
            "estimated_pct": _estimated_pct(world),
        }
    )


def _sectors(world: World) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {
            "sector": world.sectors,
            "name": [world.sector_names.get(key, key) for key in world.sectors],
            "output_musd": world.output.sum(axis=0),
            "trade_elasticity": world.trade_elasticity,
            "labour_share": world.labour_share.mean(axis=0),
        }
    )
