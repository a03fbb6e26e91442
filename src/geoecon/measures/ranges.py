"""Ranges around an answer: the same scenario at both ends of what is published, and drawn often.

A range here is what one uncertainty does alone, with everything else as in the answer. It brackets
the answer by construction: an effect need not grow with an elasticity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

ELASTICITIES = "elasticities"
"""What is varied: all trade elasticities; or `instruments[1].FIELD`, counted from 0, for all
numbers of that name in an instrument."""
SIDES = ("low", "high")


@dataclass(frozen=True, eq=False)
class End:
    """A scenario solved once more, with what is `varied` at its low or its high end.

    `table` has the headline of the regions and blocs shown; None where there is no solution, and
    `reason` says why (`converged` where there is one).
    """

    varied: str
    side: str
    table: pd.DataFrame | None
    reason: str = "converged"


@dataclass(frozen=True, eq=False)
class Draws:
    """A scenario solved for random draws over all that has a range.

    `quantiles` has p5, p50, p95, mean and scenarios by region and measure, as a sweep's intervals;
    `counts` how many were solved, and how many failed for each reason.
    """

    size: int
    seed: int
    counts: Mapping[str, int]
    quantiles: pd.DataFrame

    @property
    def solved(self) -> int:
        """How many have an answer."""
        return self.counts["solved"]


@dataclass(frozen=True)
class Span:
    """One number over a range; `low` and `high` are missing (NaN) where an end has no number."""

    low: float
    central: float
    high: float

    @property
    def known(self) -> tuple[float, ...]:
        """The numbers that there are."""
        return tuple(x for x in (self.low, self.central, self.high) if np.isfinite(x))

    @property
    def lowest(self) -> float:
        """The smallest of the three."""
        return min(self.known)

    @property
    def highest(self) -> float:
        """The largest of the three."""
        return max(self.known)


def span(
    shown: pd.DataFrame, ends: Sequence[End], what: str, code: str, measure: str
) -> Span | None:
    """What `measure` of a region or bloc is at both ends and in the answer (`shown`).

    None where that was not varied, or neither end or the answer has a number.
    """
    sides = {end.side: end for end in ends if end.varied == what}
    central = float(shown[measure][code])
    values = [_value(sides[side], code, measure) for side in SIDES if side in sides]
    if len(values) < len(SIDES) or not np.isfinite(central) or not np.isfinite(values).any():
        return None
    return Span(values[0], central, values[1])


def range_table(shown: pd.DataFrame, ends: Sequence[End]) -> pd.DataFrame:
    """One row for each thing `varied`, region or bloc, and measure.

    at_low, at_high : at the low and the high end; central : the answer; lowest, highest : the
    range over the three. Rows without a number at either end are left out.
    """
    columns = ("varied", "region", "measure", "at_low", "central", "at_high", "lowest", "highest")
    rows = [
        (what, code, measure, one.low, one.central, one.high, one.lowest, one.highest)
        for what in varied(ends)
        for code in shown.index
        for measure in shown.select_dtypes("number").columns
        if (one := span(shown, ends, what, str(code), str(measure)))
    ]
    return pd.DataFrame(rows, columns=list(columns))


def varied(ends: Sequence[End]) -> tuple[str, ...]:
    """What was varied, each once: the elasticities first."""
    return tuple(dict.fromkeys(end.varied for end in ends))


def _value(end: End, code: str, measure: str) -> float:
    return np.nan if end.table is None else float(end.table[measure][code])
