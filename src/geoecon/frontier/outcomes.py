"""From real incomes to expected income and exposure, and the sets that nothing beats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geoecon.frontier.evaluate import Answers
from geoecon.frontier.sets import Masks, bits
from geoecon.frontier.states import State
from geoecon.variables import Array

RESOLUTION_MUSD, RESOLUTION_POINTS = 0.001, 1e-6
"""Sets closer than this are equal: the solver's tolerance is finer, and nobody else's is."""
Chances = Literal["chance", "low", "high"]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What sets of options come to.

    masks, cost, expected, exposure, largest : [set]; million USD a year, per cent of real income,
    and the position of the state that costs most. `expected` and `exposure` are NaN where some
    state has no number.
    """

    masks: Masks
    cost: Array
    expected: Array
    exposure: Array
    largest: NDArray[np.int64]

    def only(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Outcomes:
        """Some of the sets."""
        return Outcomes(
            self.masks[keep], self.cost[keep], self.expected[keep], self.exposure[keep],
            self.largest[keep],
        )  # fmt: skip


def outcomes(
    answers: Answers,
    states: Sequence[State],
    costs: Sequence[float],
    income: float,
    chances: Chances = "chance",
) -> Outcomes:
    """What sets come to.

    Expected real income is (1 − Σ p) y(S) + Σ p_A y(S, A) − cost of S, with y real income at prices
    of the baseline; exposure is the largest of 100 (1 − y(S, A) / y(S)). `income` is that of
    the baseline, million USD a year; `costs` [option] a year.
    """
    cost = cost_of(answers.masks, costs)
    chance = np.array([getattr(state, chances) for state in states])
    expected = income * (answers.income @ chance) - cost
    loss = losses(answers.income)
    known = np.isfinite(loss).all(axis=1)
    largest = 1 + np.argmax(np.where(np.isfinite(loss), loss, -np.inf), axis=1)
    exposure = np.where(known, loss.max(axis=1), np.nan)
    return Outcomes(answers.masks, cost, np.where(known, expected, np.nan), exposure, largest)


def losses(income: Array) -> Array:
    """Per cent of real income that each cut-off takes [set, state but the first]."""
    found: Array = 100 * (1 - income[:, 1:] / income[:, :1])
    return found


def cost_of(masks: Masks, costs: Sequence[float]) -> Array:
    """What sets cost a year, million USD [set]."""
    total: Array = bits(masks, len(costs)).astype(np.float64) @ np.asarray(costs, dtype=np.float64)
    return total


def frontier_of(found: Outcomes, budget: float | None = None) -> NDArray[np.int64]:
    """Positions of the sets that no other beats, by rising exposure.

    One set beats another where it is as good in both and better in one, to the resolution; of
    equal sets the one that costs less stands, then the one first in the list.
    """
    kept = np.flatnonzero(np.isfinite(found.expected) & affordable(found.cost, budget))
    exposure: Array = np.round(found.exposure[kept] / RESOLUTION_POINTS)
    expected: Array = np.round(found.expected[kept] / RESOLUTION_MUSD)
    order = np.lexsort((found.masks[kept], found.cost[kept], -expected, exposure))
    best = np.maximum.accumulate(expected[order])
    first = np.diff(best, prepend=-np.inf) > 0
    return kept[order[first]]


def affordable(cost: Array, budget: float | None) -> NDArray[np.bool_]:
    """Which sets a budget pays for, million USD a year; all where there is none."""
    return np.ones(cost.shape, dtype=np.bool_) if budget is None else cost <= budget + 1e-9
