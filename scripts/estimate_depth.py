"""Estimate what agreements of each depth go with in trade, by sector, in the embedded world.

    python scripts/estimate_depth.py [--out src/geoecon/data/parameters/depth_estimates.csv]

Needs the extra `[estimate]`. Run it again after every rebuild of the world or change of the tables
of blocs and agreements.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from estimate_gravity import pairs_of

from geoecon.estimate.depth import estimate_depths
from geoecon.parameters import GOODS
from geoecon.world.store import load_world

OUT = Path(__file__).parents[1] / "src" / "geoecon" / "data" / "parameters" / "depth_estimates.csv"


def main(out: Path) -> None:
    """Estimate, and write one row a depth and sector."""
    world = load_world()
    table = estimate_depths(world, pairs_of(world), GOODS).assign(source="gravity-depth")
    table.round({"effect_log": 4, "standard_error_log": 4}).to_csv(out, index=False)
    print(f"{len(table)} estimates written to {out}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    main(parser.parse_args().out)
