"""Presets of behaviour for a horizon: `long run`, `year`, `month`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geoecon.elasticity import trade_elasticity
from geoecon.errors import unknown_name
from geoecon.parameters.tables import SECTORS, Row, read_table

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Horizon:
    """Elasticities of one horizon; arrays run over `sectors`.

    `trade_elasticity` is theta with `low` and `high` from the spread of published values,
    `labour_share` the share of value added that moves across sectors, the two substitution
    elasticities those of the upper nests (1: Cobb-Douglas). `sources` are ids.
    """

    name: str
    sectors: tuple[str, ...]
    trade_elasticity: Floats
    low: Floats
    high: Floats
    labour_share: Floats
    input_substitution: float
    final_substitution: float
    closure: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Estimate:
    """One published elasticity, as its source prints it."""

    horizon: str
    sector: str
    value: float
    convention: str
    source: str
    note: str

    @property
    def theta(self) -> float:
        """The trade elasticity it means. Raises ConventionError."""
        return trade_elasticity(self.value, self.convention, f"{self.source}, {self.sector}")


def horizons() -> tuple[str, ...]:
    """The names of the presets, the longest first."""
    return tuple(row["horizon"] for row in read_table("horizon_substitution"))


def horizon(name: str, sectors: Sequence[str] = SECTORS) -> Horizon:
    """The preset of a horizon for the sectors given. Raises UnknownNameError."""
    if name not in horizons():
        raise unknown_name("horizon", name, horizons())
    trade = _rows("horizons", name, sectors)
    labour = _rows("horizon_labour", name, sectors)
    upper = next(row for row in read_table("horizon_substitution") if row["horizon"] == name)
    cited = [row["source"] for row in (*trade, *labour, upper)]
    for row in trade:
        trade_elasticity(float(row["trade_elasticity"]), "theta", f"horizon {name}")
    return Horizon(
        name,
        tuple(sectors),
        _column(trade, "trade_elasticity"),
        _column(trade, "low"),
        _column(trade, "high"),
        _column(labour, "labour_share"),
        float(upper["input_substitution"]),
        float(upper["final_substitution"]),
        upper["closure"],
        tuple(dict.fromkeys(cited)),
    )


def elasticity_estimates(sector: str = "") -> tuple[Estimate, ...]:
    """Published trade elasticities side by side, of one sector or of all."""
    return tuple(
        Estimate(
            row["horizon"],
            row["sector"],
            float(row["value"]),
            row["convention"],
            row["source"],
            row["note"],
        )
        for row in read_table("elasticity_estimates")
        if sector in ("", row["sector"])
    )


def _rows(table: str, name: str, sectors: Sequence[str]) -> list[Row]:
    rows = {row["sector"]: row for row in read_table(table) if row["horizon"] == name}
    unknown = next((sector for sector in sectors if sector not in rows), None)
    if unknown is not None:
        raise unknown_name("sector", unknown, rows, where=f"{table}.csv, horizon {name}")
    return [rows[sector] for sector in sectors]


def _column(rows: Sequence[Row], column: str) -> Floats:
    return np.array([float(row[column]) for row in rows], dtype=np.float64)
