"""Fit the unobserved costs of routes, write them to `data/network/calibration.csv`, and report.

    python scripts/calibrate_routes.py

Prints the parameters, the fit, the predictions beside the naive forecast, and what was counted.
Running it again changes nothing.
"""

from __future__ import annotations

import csv

from geoecon.corridors import calibration_tables as tables
from geoecon.corridors import load_network
from geoecon.corridors.calibration import load_calibration
from geoecon.corridors.fitting import fit
from geoecon.corridors.reading import DATA
from geoecon.parameters.tables import read_table

DIGITS = 2
SENSITIVITIES = (0.2, 0.35, 0.7)


def refit() -> dict[tuple[str, str], float]:
    """The free parameters by cargo and the routes charged, USD a tonne."""
    network = load_network()
    return {
        (row.cargo, " ".join(row.routes)): round(row.value, DIGITS)
        for cargo, year in tables.FITTED.items()
        for row in fit(network, load_calibration(cargo), year).free
    }


def write(values: dict[tuple[str, str], float]) -> None:
    """Put the values into the table; all else in it stays."""
    rows = read_table("calibration", "network")
    with (DATA / "calibration.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            key = (row["cargo"], row["routes"])
            new = {"value": str(values[key])} if row["status"] == "free" else {}
            writer.writerow(row | new)
    read_table.cache_clear()


def report() -> str:
    """The whole calibration report as text."""
    network = load_network()
    parts = {
        "Parameters": tables.parameter_table(),
        "Fitted years, kt": tables.fit_table(network),
        "Predicted years without refitting, kt": tables.prediction_table(network),
        "Mean absolute miss of the routes observed": tables.score_table(network),
        "Counts": tables.count_table(network),
        "Crude at other sensitivities": tables.sensitivity_table(network, SENSITIVITIES),
    }
    return "\n\n".join(f"{name}\n{table.to_string(index=False)}" for name, table in parts.items())


if __name__ == "__main__":
    write(refit())
    print(report())
