"""The calibration report as tables: parameters, fit, predictions, counts and what λ changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geoecon.corridors.calibration import SENSITIVITY, Calibration, load_calibration
from geoecon.corridors.fitting import (
    Prediction,
    fit,
    mean_miss,
    predictions,
    year_demands,
    year_ways,
)
from geoecon.corridors.logit import least_sensitivity
from geoecon.corridors.network import Network

if TYPE_CHECKING:
    import pandas as pd

FITTED = {"crude": 2024, "container": 2023, "bulk": 2023}
"""The year that each cargo is fitted to."""

PREDICTED = {
    "crude": ((2022, 2023), (2023, 2022), (2025, 2024)),
    "container": ((2024, 2023),),
    "bulk": ((2024, 2023),),
}
"""The years predicted, each with the year whose shares the naive forecast takes.

The ledger has no routes of 2021, so that the naive forecast of 2022 looks back from 2023.
"""


def parameter_table() -> pd.DataFrame:
    """One row per parameter: cargo, parameter, routes, value, unit, status, year, source, note."""
    rows = [row for cargo in FITTED for row in load_calibration(cargo).parameters]
    return _frame(
        {
            "cargo": row.cargo,
            "parameter": row.parameter,
            "routes": " ".join(row.routes),
            "value": row.value,
            "unit": row.unit,
            "status": row.status,
            "fitted to": row.year and f"{row.fitted_to}, {row.year}",
            "note": row.note,
        }
        for row in rows
    )


def fit_table(network: Network) -> pd.DataFrame:
    """One row per route in the fitted year, kt: model, observed, miss in per cent and source."""
    found = [
        row
        for cargo, year in FITTED.items()
        for row in predictions(network, load_calibration(cargo), year, None)
    ]
    return _frame(map(_line, found)).drop(columns=["naive", "naive miss %"])


def prediction_table(network: Network) -> pd.DataFrame:
    """One row per route and predicted year, kt, with the naive forecast beside the model."""
    return _frame(map(_line, _predicted(network)))


def score_table(network: Network) -> pd.DataFrame:
    """Mean absolute miss by cargo and year over the routes observed, per cent of their sum."""
    found = _predicted(network)
    keys = dict.fromkeys((row.cargo, row.year) for row in found)
    groups = {key: [row for row in found if (row.cargo, row.year) == key] for key in keys}
    return _frame(
        {
            "cargo": cargo,
            "year": year,
            "model %": round(mean_miss(rows), 1),
            "naive %": round(mean_miss(rows, naive=True), 1),
        }
        for (cargo, year), rows in groups.items()
    )


def count_table(network: Network) -> pd.DataFrame:
    """By cargo: parameters free and assumed, observations, and how many of these are independent.

    Volumes that add up to a given total leave one fewer independent; a given one is no observation.
    """
    return _frame(_count(network, load_calibration(cargo), year) for cargo, year in FITTED.items())


def sensitivity_table(network: Network, values: tuple[float, ...]) -> pd.DataFrame:
    """The crude fit at other sensitivities λ: free parameters, USD a tonne, and mean misses."""
    rows = []
    for value in values:
        refitted = fit(
            network, load_calibration("crude").assumed(SENSITIVITY, value), FITTED["crude"]
        )
        row: dict[str, Any] = {"sensitivity t/USD": value}
        row |= {charge.fitted_to: round(charge.value, 1) for charge in refitted.free}
        for year, before in PREDICTED["crude"]:
            missed = mean_miss(predictions(network, refitted, year, before))
            row[f"miss {year} %"] = round(missed, 1)
        rows.append(row)
    return _frame(rows)


def _predicted(network: Network) -> list[Prediction]:
    return [
        row
        for cargo, years in PREDICTED.items()
        for year, before in years
        for row in predictions(network, load_calibration(cargo), year, before)
    ]


def _line(row: Prediction) -> dict[str, Any]:
    seen = row.observation
    return {
        "cargo": row.cargo,
        "year": row.year,
        "route": row.route,
        "model": round(row.model),
        "naive": None if row.naive is None else round(row.naive),
        "observed": None if seen is None else round(seen.kt),
        "miss %": _per_cent(row.miss),
        "naive miss %": _per_cent(row.naive_miss),
        "status": "no source: the model's residual" if seen is None else seen.status,
        "source": "" if seen is None else seen.source,
    }


def _count(network: Network, calibration: Calibration, year: int) -> dict[str, Any]:
    found = predictions(network, calibration, year, None)
    seen = [row.observation for row in found if row.observation is not None]
    observations = sum(each.status == "observed" for each in seen)
    whole = calibration.cargo == "crude"  # all routes are observed, and sum to the total given
    assumed = [row for row in calibration.parameters if row.status == "assumed"]
    return {
        "cargo": calibration.cargo,
        "fitted year": year,
        "free parameters": len(calibration.free),
        "assumed parameters": len(assumed),
        "observations": len(seen) + whole,
        "of them given": len(seen) - observations + whole,
        "independent": observations - whole,
        "least admissible sensitivity": round(least(network, calibration, year), 3),
        "sensitivity": calibration.sensitivity,
    }


def least(network: Network, calibration: Calibration, year: int) -> float:
    """The least admissible sensitivity of a cargo with the demands of a year, tonnes per USD."""
    ways = year_ways(network, calibration, year)
    demands = year_demands(ways, calibration.cargo, year)
    return least_sensitivity(ways.graph, demands.origin, demands.destination)


def _per_cent(ratio: float | None) -> float | None:
    return None if ratio is None else round(100 * ratio, 1)


def _frame(rows: Any) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows)).astype(object).where(lambda frame: frame.notna(), "")
