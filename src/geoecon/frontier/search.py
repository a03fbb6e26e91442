"""Lists too long to enumerate: solve the sets that may be on the frontier, and bound the rest.

A surrogate of options and pairs, fitted to the sets solved, ranks all others. Each time new sets
are solved it is first asked about them, and twice its largest error so far is the allowance that is
given to every set not yet solved. A set whose income with allowance would be on the frontier at its
exposure with allowance is solved next. When none is left, or the solves are used up, the gap at a
frontier set is by how much a set not solved could still beat it. This bound holds as far as the
surrogate errs no more on the sets never solved than the allowance; it is measured, not proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import ConflictError
from geoecon.frontier.evaluate import Answers
from geoecon.frontier.outcomes import (
    RESOLUTION_MUSD,
    RESOLUTION_POINTS,
    Outcomes,
    affordable,
    frontier_of,
)
from geoecon.frontier.sets import Masks, Rules
from geoecon.frontier.surrogate import Surrogate
from geoecon.frontier.values import needed_for_values
from geoecon.variables import Array

SAFETY = 2.0
"""How many times its largest error the surrogate is allowed to err."""
SAMPLE, BATCH, SEED = 64, 64, 20
"""Sets drawn to try the surrogate on, sets solved between two fits, and where the draw starts."""
Judge = Callable[[Answers], Outcomes]


@dataclass(frozen=True, eq=False)
class Found:
    """What a search solved, and what it cannot rule out.

    gap : [frontier set], million USD a year by which a set not solved could beat it; below :
    points of exposure by which a set not solved could go below the lowest; error_musd,
    error_points : largest errors of the surrogate on sets that it had not seen; sets : how many
    admissible sets there are; left : how many of those not solved could be on the frontier
    """

    outcomes: Outcomes
    frontier: NDArray[np.int64]
    gap: Array
    below: float
    error_musd: float
    error_points: float
    sets: int
    left: int


class Solver(Protocol):
    """Whatever solves sets and remembers what came out (`evaluate.Evaluator`)."""

    @property
    def solved(self) -> list[int]:
        """The sets solved so far, in order."""

    def __call__(self, masks: Iterable[int]) -> None:
        """Solve those sets that are not yet known."""

    def answers(self, masks: Iterable[int]) -> Answers:
        """What is known of sets that have been solved."""


def start_sets(rules: Rules, admissible: Masks) -> tuple[list[int], list[int]]:
    """The sets to fit to first, none, one and two options; and those to try the fit on."""
    known = set(admissible.tolist())
    single = [rules.with_needs(at) for at in range(rules.count)]
    pairs = [first | second for first, second in combinations(single, 2)]
    first = [mask for mask in dict.fromkeys([0, *single, *pairs]) if mask in known]
    draw = np.random.default_rng(SEED).permutation(len(admissible))[:SAMPLE]
    asked = dict.fromkeys([*sorted(needed_for_values(rules)), *admissible[draw].tolist()])
    return first, [mask for mask in asked if mask not in set(first)]


def search(solver: Solver, rules: Rules, judge: Judge, *, budget: float | None, most: int) -> Found:
    """The frontier among the sets worth solving, at most `most` of them, and its gap.

    `judge` turns answers into outcomes. Raises ConflictError where a set that the surrogate is
    fitted to has no number.
    """
    admissible = rules.all_admissible()
    first, batch = start_sets(rules, admissible)
    solver(first)
    _check_numbers(solver.answers(first))
    fit, error = Surrogate(solver.answers(first), rules.count), (0.0, 0.0)
    while True:
        if batch:
            solver(batch)
            guess = judge(fit.answers(np.array(batch, dtype=np.int64)))
            error = _errors(error, guess, judge(solver.answers(batch)))
            fit = _fit(solver.answers(solver.solved), rules.count)
        done = judge(solver.answers(solver.solved))
        front = frontier_of(done, budget)
        rest = np.setdiff1d(admissible, done.masks)
        hope = _hopeful(judge(fit.answers(rest)), error, budget)
        excess = _excess(hope, done.only(front))
        open_ = np.flatnonzero(excess > RESOLUTION_MUSD)
        room = most - len(done.masks)
        if not open_.size or room <= 0:
            gap, below = _gap(hope.only(open_), done.only(front))
            return Found(done, front, gap, below, *error, len(admissible), len(open_))
        order = np.lexsort((hope.masks[open_], hope.exposure[open_], -excess[open_]))
        batch = hope.masks[open_[order[: min(BATCH, room)]]].tolist()


def _fit(known: Answers, count: int) -> Surrogate:
    whole = np.isfinite(known.income).all(axis=1)
    return Surrogate(Answers(known.masks[whole], known.income[whole], known.reason[whole]), count)


def _errors(before: tuple[float, float], guess: Outcomes, found: Outcomes) -> tuple[float, float]:
    """The largest errors so far, million USD and points; sets without a number have none."""
    whole = np.isfinite(found.expected)
    musd = np.abs(guess.expected - found.expected)[whole].max(initial=before[0])
    points = np.abs(guess.exposure - found.exposure)[whole].max(initial=before[1])
    return float(musd), float(points)


def _hopeful(guess: Outcomes, error: tuple[float, float], budget: float | None) -> Outcomes:
    """The best that sets could be, within the allowance, of those that can be paid."""
    best = Outcomes(
        guess.masks,
        guess.cost,
        guess.expected + SAFETY * error[0],
        guess.exposure - SAFETY * error[1],
        guess.largest,
    )
    return best.only(affordable(best.cost, budget))


def _excess(hope: Outcomes, front: Outcomes) -> Array:
    """By how much each could beat the frontier at its exposure; without limit below its lowest."""
    at = np.searchsorted(front.exposure, hope.exposure + RESOLUTION_POINTS, side="right") - 1
    level = np.concatenate([front.expected, [-np.inf]])[at]  # -1 picks the last: nothing there
    return hope.expected - level


def _gap(hope: Outcomes, front: Outcomes) -> tuple[Array, float]:
    """What sets not solved could add at each frontier set, and go below the lowest exposure."""
    could = [
        hope.expected[hope.exposure <= exposure].max(initial=expected) - expected
        for exposure, expected in zip(front.exposure, front.expected, strict=True)
    ]
    lowest = front.exposure.min(initial=np.inf)
    below = float(lowest - hope.exposure.min(initial=lowest)) if front.exposure.size else 0.0
    return np.array(could, dtype=np.float64), below


def _check_numbers(answers: Answers) -> None:
    lost = np.flatnonzero(~np.isfinite(answers.income).all(axis=1))
    if lost.size:
        why = [text for text in answers.reason[lost[0]].tolist() if text]
        raise ConflictError(
            f"{len(lost)} sets of two options or fewer have no number",
            where=f"set {answers.masks[lost[0]]}",
            why=why[0],
            remedy="shorten the list to twelve options, which are enumerated",
        )
