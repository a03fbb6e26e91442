"""The levers that matter most to a region: what one point or one per cent of each would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from geoecon.equilibrium.adjoint import Gradient, gradient
from geoecon.equilibrium.solution import Solution
from geoecon.errors import RangeError, unknown_name
from geoecon.variables import Array

KINDS = ("tariff", "trade cost", "productivity")
COLUMNS = ("lever", "exporter", "importer", "sector", "step", "now_pct", "change", "unit")
STEP = 0.01
"""One percentage point of a tariff; one per cent of anything else."""


def sensitivities(
    solution: Solution,
    region: str,
    outcome: str = "real income",
    *,
    levers: Sequence[str] = KINDS,
    largest: int = 20,
) -> pd.DataFrame:
    """The levers with the largest effects on `region` at `solution`, the largest first.

    One row a lever: `lever` (tariff, trade cost or productivity), `exporter`, `importer` (none
    for productivity), `sector`, `step` (what it is moved by), `now_pct` (the tariff in force),
    `change` and its `unit`: real income in per cent, `exports` and `tariff revenue` in million
    USD a year. Changes are exact for small steps and may be added up; a trade cost inside a
    region is left out, since nobody sets it. Effects below rounding are no rows.

    Raises UnknownNameError for a region, outcome or lever, RangeError for fewer than one row or
    where the region's loss is unbounded.
    """
    if largest < 1:
        raise RangeError(f"{largest} levers asked for", remedy="ask for at least one")
    for name in levers:
        if name not in KINDS:
            raise unknown_name("lever", name, KINDS)
    found = gradient(solution, region, outcome)
    unit, scale = ("%", 100 * STEP) if outcome == "real income" else ("million USD", STEP)
    parts = [(name, scale * part) for name, part in _parts(found) if name in levers]
    rows = [row for name, part in parts for row in _largest(solution, name, part, unit, largest)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    order = (-table["change"].abs()).sort_values(kind="stable").index
    return table.loc[order].head(largest).reset_index(drop=True)


def _parts(found: Gradient) -> Iterator[tuple[str, Array]]:
    """Each kind of lever with its derivatives; trade within a region left out."""
    cost = found.trade_cost.copy()
    own = np.arange(len(cost))
    cost[own, own] = 0.0
    return zip(KINDS, (found.tariff, cost, found.productivity), strict=True)


def _largest(
    solution: Solution, name: str, change: Array, unit: str, count: int
) -> Iterator[tuple[object, ...]]:
    """Rows of the largest changes of one kind of lever."""
    regions, sectors = solution.world.regions, solution.world.sectors
    order = np.argsort(-np.abs(change), axis=None, kind="stable")[:count]
    for flat in order[change.flat[order] != 0]:
        *who, sector = np.unravel_index(flat, change.shape)
        codes = [regions[i] for i in who]
        importer = codes[1] if len(codes) > 1 else ""
        now = 100 * float(solution.tariff[*who, sector]) if name == "tariff" else np.nan
        step = "+1 point" if name == "tariff" else "+1 %"
        yield (name, codes[0], importer, sectors[sector], step, now, float(change.flat[flat]), unit)
