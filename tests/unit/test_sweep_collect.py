"""Intervals and drivers of sweeps whose answers are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoecon.sweep.collect import intervals, reasons
from geoecon.sweep.drivers import drivers, rank_correlation

COUNT = 101


def results(values: np.ndarray, **more: object) -> pd.DataFrame:
    """One region and measure; NaN is a scenario that failed."""
    failed = np.isnan(values)
    return pd.DataFrame(
        {
            "scenario": np.arange(len(values)),
            "region": np.where(failed, None, "KAZ"),
            "measure": np.where(failed, None, "real_income_pct"),
            "value": values,
            "reason": np.where(failed, "no equilibrium", None),
        }
        | more
    )


def design(**axes: object) -> pd.DataFrame:
    return pd.DataFrame({"scenario": np.arange(COUNT), **axes})


def test_intervals_are_quantiles_of_what_was_solved() -> None:
    values = np.arange(COUNT, dtype=float)
    row = intervals(results(values)).iloc[0]
    assert [row["p5"], row["p50"], row["p95"], row["mean"]] == [5, 50, 95, 50]
    values[51:] = np.nan
    row = intervals(results(values)).iloc[0]
    assert (row["p50"], row["scenarios"]) == (25, 51)
    assert reasons(results(values), COUNT) == {"solved": 51, "no equilibrium": 50}


def test_the_axis_that_drives_comes_first() -> None:
    rng = np.random.default_rng(1)
    strong, weak = rng.random(COUNT), rng.random(COUNT)
    name = np.where(rng.random(COUNT) > 0.5, "zero", "own income")
    same = np.full(COUNT, 3.0)
    values = -10 * strong + weak + 2 * (name == "zero")
    table = drivers(results(values), design(strong=strong, weak=weak, closure=name, same=same))
    assert table["axis"].tolist() == ["strong", "closure", "weak"]
    first, second = table.iloc[0], table.iloc[1]
    assert first["swing"] == pytest.approx(-8, abs=0.6)
    assert first["rank_correlation"] < -0.9
    assert (second["low_at"], second["high_at"]) == ("own income", "zero")
    assert np.isnan(second["rank_correlation"])


def test_drivers_skip_scenarios_that_failed() -> None:
    axis = np.arange(COUNT, dtype=float)
    values = np.where(axis < 50, axis, np.nan)
    row = drivers(results(values), design(axis=axis)).iloc[0]
    assert row["high"] == pytest.approx(values[40:50].mean())
    assert row["rank_correlation"] == pytest.approx(1)


def test_drivers_of_one_scenario_are_none() -> None:
    assert drivers(results(np.array([1.0])), design(axis=np.arange(COUNT))).empty


def test_rank_correlation_is_that_of_ranks() -> None:
    axis = np.array([1.0, 2.0, 4.0, 9.0])
    values = np.array([[1.0, 5.0, 0.0], [8.0, 4.0, 0.0], [27.0, 3.0, 0.0], [64.0, 2.0, 0.0]])
    assert rank_correlation(axis, values) == pytest.approx([1, -1, np.nan], nan_ok=True)
