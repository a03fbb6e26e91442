"""Each economy's input-output table, balanced so that every account closes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geoecon.world.building.balance import fit
from geoecon.world.building.labels import Array, Labels

FINAL_AT_MOST = {
    "oil-gas": 0.05,
    "coal": 0.1,
    "mining": 0.1,
    "metals": 0.3,
    "refined-petroleum": 0.7,
}
EXPLORED = ("mining", "metals")  # final use may be as large as the ICIO's: drilling, bullion
FINAL_AT_LEAST = 0.3  # of the prior final demand: below it, input shares give way
HARDLY = 1e-4  # least part of any supplier's sales that is final


@dataclass(frozen=True)
class Closed:
    """Input shares [region, supplier, sector], final demand [region, sector], and the largest
    relative change that each row's input shares took [region, supplier]."""

    input_share: Array
    final: Array
    moved: Array


def close(
    share: Array, output: Array, spending: Array, final_prior: Array, labels: Labels
) -> Closed:
    """Fit every economy's table to its outputs and its spending by supplier.

    Rows sum to `spending` [region, supplier] (tariff-inclusive), columns to output less value
    added, and what is left is final demand. Final demand takes the residual where that lies
    between its bounds; beyond them input shares move, biproportionally.
    """
    shares, finals, moved = [], [], []
    for n, code in enumerate(labels.regions):
        a, f = close_one(share[n], output[n], spending[n], final_prior[n], labels, code)
        shares.append(a)
        finals.append(f)
        used = share[n] @ output[n]
        moved.append(np.where(used > 0, (a @ output[n]) / np.where(used > 0, used, 1.0) - 1, 0.0))
    return Closed(np.array(shares), np.array(finals), np.array(moved))


def close_one(
    share: Array, output: Array, spending: Array, final_prior: Array, labels: Labels, code: str
) -> tuple[Array, Array]:
    """Input shares [supplier, sector] and final demand [supplier] of one economy."""
    inputs = share * output[None, :]
    most = np.array([FINAL_AT_MOST.get(key, 1.0) for key in labels.sectors]) * spending
    built = np.isin(labels.sectors, EXPLORED)
    most = np.where(built, np.clip(final_prior, most, 0.7 * spending), most)
    least = np.maximum(HARDLY * spending, np.minimum(FINAL_AT_LEAST * final_prior, most))
    final = np.clip(spending - inputs.sum(axis=1), least, most)
    bought = inputs.sum(axis=0)
    columns = np.append(bought, spending.sum() - bought.sum())
    table = fit(np.column_stack([inputs, final]), spending, columns, where=code).table
    made = output > 0
    fitted = np.where(made[None, :], table[:, :-1] / np.where(made, output, 1.0)[None, :], share)
    return fitted, spending - fitted @ output
