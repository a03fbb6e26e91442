"""A leak fitted to one year, put to the test of the next, beside forecasts that need no model."""

from __future__ import annotations

import pandas as pd

from geoecon.parameters.roundabout import Roundabout, grown

BOOKS = ("imports", "exports")


def forecasts(
    before: Roundabout,
    fitted: Roundabout,
    then: Roundabout,
    *,
    imports_round_musd: float,
    exports_round_musd: float,
) -> pd.DataFrame:
    """What a middleman's trade with senders and target would be in a year, and what it was.

    `before` is the last year without the sanction, `fitted` the one that the leak was taken from,
    `then` the year to tell; `imports_round_musd` and `exports_round_musd` what the model sends
    round in it (`leakage`). Columns, one row a forecast: knows (whether it is told how trade with
    others went in that year), imports_musd, imports_error_pct, exports_musd, exports_error_pct;
    an error is the forecast over the record less one. The first row is the record.
    """
    sent = imports_round_musd, exports_round_musd
    ordinary, carried = grown(before, then), grown(fitted, then)
    rows = {
        "record": (True, _trade(then)),
        "model, else as before": (False, _add(_trade(before), sent)),
        "model, else grown as others": (True, _add(_trade(ordinary), sent)),
        "no leak, grown as others": (True, _trade(ordinary)),
        "as the year fitted": (False, _trade(fitted)),
        "as the year fitted, grown as others": (True, _trade(carried)),
        "the same growth again": (False, _again(_trade(before), _trade(fitted))),
    }
    record = _trade(then)
    columns = ["knows", *(f"{book}_{what}" for book in BOOKS for what in ("musd", "error_pct"))]
    table = [(knows, *_with_errors(told, record)) for knows, told in rows.values()]
    return pd.DataFrame(table, index=pd.Index(rows, name="forecast"), columns=columns)


Trade = tuple[float, float]
"""Imports from the senders and exports to the target, million USD."""


def _trade(row: Roundabout) -> Trade:
    return row.imports_musd, row.exports_musd


def _add(one: Trade, other: Trade) -> Trade:
    return one[0] + other[0], one[1] + other[1]


def _again(first: Trade, second: Trade) -> Trade:
    return second[0] ** 2 / first[0], second[1] ** 2 / first[1]


def _with_errors(told: Trade, record: Trade) -> tuple[float, ...]:
    pairs = zip(told, record, strict=True)
    return tuple(value for one, true in pairs for value in (one, 100 * (one / true - 1)))
