"""Incomes of sets never solved, from those that were: options and pairs of options.

ln y(S, s) = c + Σ_i a_i + Σ_ij b_ij over the options in S, by least squares on the sets solved.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from geoecon.frontier.evaluate import Answers
from geoecon.frontier.sets import Masks, bits

CHUNK = 1 << 15


class Surrogate:
    """Real income by set and state, fitted to answers that all have numbers."""

    def __init__(self, answers: Answers, count: int) -> None:
        self.count = count
        design = _features(answers.masks, count)
        self.coefficient, *_ = np.linalg.lstsq(design, np.log(answers.income), rcond=None)

    def answers(self, masks: Masks) -> Answers:
        """What it says of sets."""
        parts = [np.exp(_features(some, self.count) @ self.coefficient) for some in chunks(masks)]
        income = np.concatenate(parts)
        return Answers(masks, income, np.full(income.shape, ""))


def chunks(masks: Masks) -> Iterator[Masks]:
    """The sets in pieces that fit into memory; one piece, empty, of none."""
    for start in range(0, max(len(masks), 1), CHUNK):
        yield masks[start : start + CHUNK]


def _features(masks: Masks, count: int) -> NDArray[np.float64]:
    """One, the options, and the pairs [set, feature]."""
    single = bits(masks, count).astype(np.float64)
    pairs = [single[:, i] * single[:, j] for i, j in combinations(range(count), 2)]
    return np.column_stack([np.ones(len(masks)), single, *pairs])
