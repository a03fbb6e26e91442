"""Estimate the trade that the sanctions on Russia destroyed, from the embedded world itself.

    python scripts/estimate_gravity.py [--out src/geoecon/data/world/restored-trade.csv]

Gravity gives the pattern over pairs and sectors. Its totals are larger than what was lost: in the
world of 2023 Russia's trade has moved to others, which raises its fixed effects. So gains are
scaled, by direction, until the European Union's trade with Russia has changed as observed.

Needs the extra `[estimate]`. Run it again after every rebuild of the world: the table is refused
where its baseline and the world's flows part.
"""

from __future__ import annotations

import argparse
import csv
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from geoecon.estimate.gravity import Pairs, distance, restored_trade
from geoecon.ledger import fact
from geoecon.parameters import bloc_members, zero_pairs
from geoecon.variables import Array
from geoecon.world.store import load_world
from geoecon.world.world import World

DATA = Path(__file__).parents[1] / "src" / "geoecon" / "data" / "world"
ON = date(2023, 12, 31)
TARGET = "RUS"
UNIONS = ("EU27", "EAEU")
SENDER = "EU27"  # whose change was observed
EXPORTS_FACT = "SAN001"  # EU exports to Russia, 2021 and the year to 2023
IMPORT_SHARE = (9.5, 2.0)  # Russia in extra-EU imports, %, February 2022 and September 2023:
# source `eurostat-russia-2023`
GOODS = 11  # the goods sectors come first


def centres() -> tuple[Array, Array]:
    """Latitude and longitude of each economy's centre, in degrees [region]."""
    with (DATA / "economies.csv").open(encoding="utf8") as handle:
        rows = list(csv.DictReader(handle))
    return (
        np.array([float(row["latitude"]) for row in rows]),
        np.array([float(row["longitude"]) for row in rows]),
    )


def members(world: World, bloc: str) -> Array:
    """1 for the members of a bloc [region]."""
    return np.isin(world.regions, bloc_members(bloc, ON)).astype(float)


def pairs_of(world: World) -> Pairs:
    """Distances, unions, agreements and the sanctions coalition of the embedded world."""
    union = np.max([np.outer(m, m) for m in (members(world, bloc) for bloc in UNIONS)], axis=0)
    free = zero_pairs(world.regions, world.sectors, ON)[:, :, :GOODS].any(axis=2)
    return Pairs(
        distance=distance(*centres()),
        union=union,
        agreement=np.asarray(free, dtype=float) * (1 - union),
        coalition=members(world, "sanctions-coalition"),
        target=TARGET,
    )


def observed_ratio(direction: str) -> float:
    """Trade of the European Union with Russia before the sanctions over that of 2023."""
    if direction == "to_target":
        before, after = (amount.low for amount in fact(EXPORTS_FACT).value.amounts)
    else:
        before, after = IMPORT_SHARE
    return before / after


def scaled_to_observed(table: pd.DataFrame) -> pd.DataFrame:
    """The table with gains scaled by direction; `gravity_musd` keeps the estimate as it was."""
    inside = bloc_members(SENDER, ON)
    sender = table["exporter"].isin(inside) | table["importer"].isin(inside)
    gain = table["restored_musd"] - table["baseline_musd"]
    scale = pd.Series(1.0, index=table.index)
    for direction, rows in table.groupby("direction"):
        part = rows.index[sender[rows.index]]
        wanted = (observed_ratio(str(direction)) - 1) * table.loc[part, "baseline_musd"].sum()
        scale[rows.index] = wanted / gain[part].sum()
    scaled = table["baseline_musd"] + gain * scale
    return table.assign(gravity_musd=table["restored_musd"], restored_musd=scaled, scale=scale)


def main() -> None:
    """Estimate, write the table, and print what each sector lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=DATA / "restored-trade.csv")
    world = load_world()
    table = restored_trade(world, pairs_of(world), world.sectors[:GOODS])
    table = scaled_to_observed(table)
    for column in ("baseline_musd", "restored_musd", "gravity_musd"):
        table[column] = table[column].round(6)
    table.to_csv(parser.parse_args().out, index=False, float_format="%.8g")
    by = ["sector", "direction", "effect_log", "standard_error_log"]
    totals = table.groupby(by)[["baseline_musd", "gravity_musd", "restored_musd"]].sum()
    print(totals.to_string())


if __name__ == "__main__":
    main()
