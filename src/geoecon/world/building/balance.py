"""Iterative proportional fitting (RAS): the least change to a table that meets given totals.

Bacharach (1970), Biproportional Matrices and Input-Output Change.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geoecon.errors import AccountError
from geoecon.world.building.labels import Array


@dataclass(frozen=True)
class Fitted:
    """The fitted table [row, column], rounds taken and the worst relative gap left in a row."""

    table: Array
    rounds: int
    gap: float


def fit(
    prior: Array,
    rows: Array,
    columns: Array,
    *,
    where: str,
    limit: int = 20_000,
    tol: float = 1e-12,
) -> Fitted:
    """Scale rows and columns of `prior` in turn until both sums hold; columns hold exactly.

    Raises AccountError where a row with a total has no cell to carry it, or where `limit` rounds
    leave a row more than 1e-6 of the largest away.
    """
    _refuse_empty(prior, rows, where)
    table = prior.copy()
    rounds, gap = 0, np.inf
    while gap > tol and rounds < limit:
        table = table * _ratio(rows, table.sum(axis=1))[:, None]
        table = table * _ratio(columns, table.sum(axis=0))[None, :]
        gap = float(np.abs(table.sum(axis=1) - rows).max() / rows.max())
        rounds += 1
    if gap > 1e-6:
        worst = int(np.abs(table.sum(axis=1) - rows).argmax())
        raise AccountError(
            f"the table of {where} cannot meet its totals: row {worst} misses by {gap:.1e}",
            where=where,
            why="the totals and the zeros of the prior contradict each other",
        )
    return Fitted(table, rounds, gap)


def _ratio(wanted: Array, got: Array) -> Array:
    return np.where(got > 0, wanted / np.where(got > 0, got, 1.0), 0.0)


def _refuse_empty(prior: Array, rows: Array, where: str) -> None:
    empty = (prior.sum(axis=1) <= 0) & (rows > 0)
    if empty.any():
        raise AccountError(
            f"row {int(np.argmax(empty))} of {where} has a total but no cell", where=where
        )
