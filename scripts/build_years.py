"""Build `trade-years.csv` and `trade-year-totals.csv`: who an economy traded with, year by year.

Downloads (none is made by this script):

  Kazakhstan, trade by partner   https://stat.gov.kz (Bureau of National Statistics), as a tidy
                                 table `year,partner,export_usd_million,import_usd_million`

Shares of each partner are of the goods total of that year, exports f.o.b. and imports c.i.f. as the
source books them. Partners that share a name under `exports_booked_with` are one buyer: their oil
is booked by contract and landed elsewhere, as in the build of the world.

    python scripts/build_years.py --facts FOLDER
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from geoecon.sources.kazstat import PartnerTrade, read_partners
from geoecon.world.building.goods_table import CONTRACT
from geoecon.world.building.labels import DATA, read_labels

TABLE = "kazakhstan_partners_2019_2023.csv"
YEARS = range(2019, 2024)
SOURCE = "kz-stat-trade"
POOL = "crude by contract"
SHARES = ("economy", "year", "partner", "exports_share", "imports_share", "exports_booked_with")
TOTALS = ("economy", "year", "exports_musd", "imports_musd", "source")


def main() -> None:
    """Read every year, write both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--facts", type=Path, required=True, help=f"folder that holds {TABLE}")
    parser.add_argument("--out", type=Path, default=DATA, help=f"folder to write (default {DATA})")
    options = parser.parse_args()
    regions = read_labels().regions
    found = {year: read_partners(options.facts / TABLE, year, regions) for year in YEARS}
    shares = (row for year, trade in found.items() for row in share_rows(year, trade))
    write(options.out / "trade-years.csv", SHARES, shares)
    totals = (total_row(year, trade) for year, trade in found.items())
    write(options.out / "trade-year-totals.csv", TOTALS, totals)


def share_rows(year: int, trade: PartnerTrade) -> Iterable[Sequence[str]]:
    """A row a partner: its shares of exports and of imports, ratios."""
    sold, bought = sum(trade.exports.values()), sum(trade.imports.values())
    for partner in sorted(trade.exports):
        shares = trade.exports[partner] / sold, trade.imports[partner] / bought
        pool = POOL if partner in CONTRACT else ""
        yield trade.economy, str(year), partner, *(f"{share:.6g}" for share in shares), pool


def total_row(year: int, trade: PartnerTrade) -> Sequence[str]:
    """Goods exports and imports with all partners, million USD."""
    sums = (sum(trade.exports.values()), sum(trade.imports.values()))
    return trade.economy, str(year), *(f"{value:.1f}" for value in sums), SOURCE


def write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """One table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([heads, *rows])


if __name__ == "__main__":
    main()
