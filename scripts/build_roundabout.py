"""Build `roundabout.csv`: a middleman's recorded trade with senders, target and everybody else.

Downloads (none is made by this script):

  Kazakhstan, trade by partner   https://stat.gov.kz (Bureau of National Statistics), as a tidy
                                 table `year,partner,export_usd_million,import_usd_million`

Beside the trade with the senders and with the target stands that with comparable others: imports
from all who neither imposed sanctions nor bear them, and exports to the other states of Central
Asia, who buy no crude, so that the price of oil does not move them.

    python scripts/build_roundabout.py --facts FOLDER
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from geoecon.parameters import bloc_members
from geoecon.parameters.tables import DATA
from geoecon.sources.kazstat import PartnerTrade, read_partners
from geoecon.world.building.labels import read_labels

TABLE = "kazakhstan_partners_2019_2023.csv"
YEARS = range(2019, 2024)
SENDERS, TARGET, SOURCE = "EU27", "RUS", "kz-stat-trade"
HEADS = (
    "middleman", "senders", "target", "year", "imports_musd", "exports_musd",
    "others_imports_musd", "others_exports_musd", "source",
)  # fmt: skip


def main() -> None:
    """Read every year, write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--facts", type=Path, required=True, help=f"folder that holds {TABLE}")
    options = parser.parse_args()
    regions = read_labels().regions
    found = [row(year, read_partners(options.facts / TABLE, year, regions)) for year in YEARS]
    with (DATA / "parameters" / "roundabout.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADS, *found])


def row(year: int, trade: PartnerTrade) -> Sequence[str]:
    """One year, million USD."""
    involved = {*bloc_members("sanctions-coalition"), TARGET}
    apart = [code for code in trade.imports if code not in involved]
    neighbours = [code for code in bloc_members("C5") if code != trade.economy]
    sums = (
        total(trade.imports, bloc_members(SENDERS)),
        total(trade.exports, [TARGET]),
        total(trade.imports, apart),
        total(trade.exports, neighbours),
    )
    return trade.economy, SENDERS, TARGET, str(year), *(f"{value:.1f}" for value in sums), SOURCE


def total(by_partner: Mapping[str, float], partners: Sequence[str]) -> float:
    """Trade with some partners."""
    return sum(by_partner[code] for code in partners if code in by_partner)


if __name__ == "__main__":
    main()
