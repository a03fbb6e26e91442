"""Raw fact rows -> `src/geoecon/data/facts/facts.csv`, every row read once before it is written.

    python scripts/build_facts.py FOLDER

FOLDER holds csv files with the columns id, subject, quantity, value, unit, period, source, url,
note. Rows that cannot be read are listed with the reason, and then nothing is written.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from geoecon.errors import FactError
from geoecon.ledger.files import FOLDER, read_csv
from geoecon.ledger.store import index, load_readings, read_fact

COLUMNS = ["id", "subject", "quantity", "value", "unit", "period", "source", "url", "note"]

# (id, field): (as found, as published): slips of layout and names of files, never of substance.
CORRECTIONS = {
    ("OIL015", "source"): (
        "Kursiv.media (port commercial director A. Mustafin); copy has no address",
        "Kursiv.media (port commercial director A. Mustafin), Kazakhstan’s Kashagan oil heads "
        "west to Turkey’s Ceyhan port; copy has no address",
    ),
    ("OIL015", "url"): (
        "(title: Kazakhstan’s Kashagan oil heads west to Turkey’s Ceyhan port)",
        "",
    ),
    ("CLM005", "note"): ("see routes_oil.csv for dates", "see OIL109 to OIL120 for dates"),
    ("CLM007", "note"): (
        "other sources: 80 percent by CPC alone; 98 percent in 2023 (routes_oil.csv)",
        "other sources: 80 percent by CPC alone (OIL047); 98 percent in 2023 (OIL060)",
    ),
    ("CLM016", "note"): (
        "47.3 of 54 EUR bn would be 88 percent (trade_totals.csv)",
        "47.3 of 54 EUR bn would be 88 percent (TRD004, TRD006)",
    ),
}


def main(folder: str) -> None:
    """Read every row of `folder`, write the table, or exit with the list of refused rows."""
    rows = [corrected(row) for path in sorted(Path(folder).glob("*.csv")) for row in raw_rows(path)]
    if refusals := refused(rows):
        sys.exit("\n".join([*refusals, f"{len(refusals)} rows refused; nothing written"]))
    write(rows, FOLDER / "facts.csv")
    print(f"{len(rows)} facts written to {FOLDER / 'facts.csv'}")


def raw_rows(path: Path) -> list[dict[str, str]]:
    """The rows of one raw file, its columns checked."""
    rows = read_csv(path.name, path.parent)
    if not rows or list(rows[0]) != COLUMNS:
        sys.exit(f"{path}: expected rows with the columns {', '.join(COLUMNS)}")
    return rows


def corrected(row: dict[str, str]) -> dict[str, str]:
    """The row, stripped, with the listed corrections where its text is the one expected."""
    stripped = {field: text.strip() for field, text in row.items()}
    return {field: correct(row["id"], field, text) for field, text in stripped.items()}


def correct(fact_id: str, field: str, text: str) -> str:
    """One cell after its correction, if it has one."""
    found, published = CORRECTIONS.get((fact_id, field), (text, text))
    if found != text:
        sys.exit(f"{fact_id} {field}: the correction expects {found!r}, the row has {text!r}")
    return published


def refused(rows: list[dict[str, str]]) -> list[str]:
    """The reasons why rows cannot be read, and ids used twice."""
    readings, facts, reasons = load_readings(), [], []
    for row in rows:
        try:
            facts.append(read_fact(row, readings))
        except FactError as error:
            reasons.append(error.text())
    try:
        index(facts)
    except FactError as error:
        reasons.append(error.text())
    return reasons


def write(rows: list[dict[str, str]], path: Path) -> None:
    """The rows as csv, ordered by id."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["id"]))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
