"""What each option is worth: alone, on top of all others, and on average over all orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import factorial

import numpy as np

from geoecon.frontier.outcomes import Outcomes
from geoecon.frontier.sets import Rules, mask_of
from geoecon.variables import Array

Pick = Callable[[int], int]
"""A set -> the position among the outcomes of the admissible set that stands for it."""


def pick_of(rules: Rules, found: Outcomes) -> Pick:
    """The admissible set that stands for any set: of `Rules.parts` the best by expected income.

    Where none of them has a number, the first.
    """
    place = {int(mask): at for at, mask in enumerate(found.masks)}

    def pick(mask: int) -> int:
        at = [place[part] for part in rules.parts(mask)]
        known = [one for one in at if np.isfinite(found.expected[one])]
        return max(known, key=lambda one: (found.expected[one], -one)) if known else at[0]

    return pick


def marginal_sets(rules: Rules) -> list[tuple[int, int, int, int]]:
    """For each option four sets: what it needs, and it besides; all others, and it besides.

    What needs the option is not among all others, for it cannot be had without.
    """
    whole = [rules.with_needs(at) for at in range(rules.count)]
    rows = []
    for at, own in enumerate(whole):
        others = mask_of(other for other, needed in enumerate(whole) if not needed >> at & 1)
        rows.append((own & ~(1 << at), own, others, others | 1 << at))
    return rows


def needed_for_values(rules: Rules) -> set[int]:
    """The admissible sets that `alone_and_on_top` looks at."""
    asked = {mask for row in marginal_sets(rules) for mask in row}
    return {part for mask in asked for part in rules.parts(mask)}


def alone_and_on_top(rules: Rules, value: Array, pick: Pick) -> tuple[Array, Array]:
    """What an option adds to what it needs alone, and to all others [option], units of `value`.

    `value` [set], as the outcomes that `pick` knows.
    """
    rows = [[value[pick(mask)] for mask in row] for row in marginal_sets(rules)]
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return table[:, 1] - table[:, 0], table[:, 3] - table[:, 2]


def shapley(rules: Rules, value: Array, pick: Pick) -> Array:
    """Shapley values [option], units of `value`: the mean addition over all orders of arrival.

    φ_i = Σ over S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)), Shapley (1953), with
    v(S) the `value` of the admissible set that stands for S. They add up to v(all) − v(none).
    """
    count = rules.count
    worth = np.array([value[pick(mask)] for mask in range(1 << count)])
    masks = np.arange(1 << count)
    sizes = sum((masks >> at & 1 for at in range(count)), np.zeros_like(masks))
    weight = np.array(_weights(count))
    found = np.empty(count)
    for at in range(count):
        without = masks[(masks >> at & 1) == 0]
        found[at] = weight[sizes[without]] @ (worth[without | 1 << at] - worth[without])
    return found


def _weights(count: int) -> Iterable[float]:
    total = factorial(count)
    return [factorial(size) * factorial(count - size - 1) / total for size in range(count)]
