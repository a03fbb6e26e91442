"""Outcomes of the trade model as weights of what they are made of: where an adjoint begins."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geoecon.equilibrium.linearised import Linearised, Outcome


def nothing(lin: Linearised) -> Outcome:
    """An outcome that depends on nothing, to be filled."""
    shape = lin.problem.alpha.shape
    by_region = np.zeros(shape[1]), np.zeros(shape[1])
    return Outcome(np.zeros(shape), *by_region, np.zeros(shape), np.zeros(shape))


def _real_income(lin: Linearised, region: int) -> Outcome:
    """Weights of ln I'_n − ln P̂_n, where P̂ is the price of final demand."""
    none = nothing(lin)
    none.income[region] = 1 / lin.result.income[region]
    none.price[:, region] = -lin.final_share[:, region]
    return none


def _exports(lin: Linearised, region: int) -> Outcome:
    """Weights of sales abroad before tariff, Σ_s of million USD."""
    none = nothing(lin)
    none.exports[:, region] = 1.0
    return none


def _tariff_revenue(lin: Linearised, region: int) -> Outcome:
    """Weights of duties received after pooling, million USD."""
    none = nothing(lin)
    none.received[region] = 1.0
    return none


OUTCOMES: dict[str, Callable[[Linearised, int], Outcome]] = {
    "real income": _real_income,
    "exports": _exports,
    "tariff revenue": _tariff_revenue,
}
"""By name: the weights of an outcome of a region, by its place among those solved for."""
