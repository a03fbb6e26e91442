"""The maximum of a concave function of prices that are zero or more: no economics here.

Newton's method with the bounds inside each step: a quadratic model is maximised over prices >= 0
by non-negative least squares (Lawson and Hanson 1974), damped as by Levenberg and Marquardt until
the function rises as the model says. Only prices that are positive, or that want to be, take part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from geoecon.corridors.graph import Links
from geoecon.variables import Array

FIRST = 1.0  # damping, in units of `scale`
SOFTEST, HARDEST = 1e-13, 1e6  # its bounds
ROUNDING = 1e-12  # of the value: smaller rises cannot be seen


class Point(Protocol):
    """The function at some prices."""

    @property
    def price(self) -> Array:
        """[link] where it was evaluated."""

    @property
    def value(self) -> float:
        """The function."""

    @property
    def gradient(self) -> Array:
        """[link] its gradient."""

    def curvature(self, chosen: Links) -> Array:
        """[chosen, chosen] minus its second derivatives, positive semidefinite."""


P = TypeVar("P", bound=Point)


@dataclass(frozen=True)
class Ascent(Generic[P]):
    """Where the ascent ended: the last point, its residual, the steps tried and the reason."""

    point: P
    residual: float
    steps: int
    reason: str


def ascend(
    evaluate: Callable[[Array], P],
    start: Array,
    size: Array,
    scale: Array,
    *,
    tolerance: float,
    max_steps: int,
    hopeless: Callable[[Array], bool],
) -> Ascent[P]:
    """Climb from `start` until no price wants to move.

    `size` [link] is what a gradient is measured against, `scale` [link] a curvature to be damped
    by. Ends as "converged", "infeasible" if prices are `hopeless`, "stuck" where rounding hides
    any rise, or "max steps".
    """
    point, damping, checked = evaluate(start), FIRST, 0.0
    for step in range(max_steps):
        residual = _residual(point, size)
        if residual <= tolerance:
            return Ascent(point, residual, step, "converged")
        highest = float(point.price.max(initial=0.0))
        if highest > 2 * checked:
            checked = highest
            if hopeless(point.price):
                return Ascent(point, residual, step, "infeasible")
        chosen = np.flatnonzero((point.price > 0) | (point.gradient > 0))
        price, rise = _proposal(point, chosen, damping * scale[chosen])
        trial = evaluate(price)
        gained = trial.value - point.value
        better = _residual(trial, size) < residual
        seen = abs(rise) > ROUNDING * abs(point.value)
        if gained >= 0.1 * rise if seen else better:
            damping = max(damping / (30.0 if gained > 0.7 * rise or not seen else 3.0), SOFTEST)
            point = trial
        elif damping >= HARDEST:
            return Ascent(point, residual, step + 1, "stuck")
        else:
            damping *= 8.0
    return Ascent(point, _residual(point, size), max_steps, "max steps")


def _residual(point: Point, size: Array) -> float:
    """The largest gradient that prices >= 0 could still follow, relative to `size`."""
    free = np.where(point.price > 0, np.abs(point.gradient), np.maximum(point.gradient, 0.0))
    return float((free / size).max(initial=0.0))


def _proposal(point: Point, chosen: Links, damping: Array) -> tuple[Array, float]:
    """The prices that maximise the damped model, and the rise that the model expects."""
    from scipy.linalg import cholesky, solve_triangular
    from scipy.optimize import nnls

    curvature = point.curvature(chosen)
    gradient, now = point.gradient[chosen], point.price[chosen]
    damped = curvature + np.diag(damping)
    units = np.sqrt(np.diagonal(damped))
    root = cholesky(damped / np.outer(units, units))
    pull = (gradient + damped @ now) / units
    best = nnls(root, solve_triangular(root, pull, trans="T"))[0] / units
    move = best - now
    price = point.price.copy()
    price[chosen] = best
    return price, float(gradient @ move - 0.5 * move @ curvature @ move)
