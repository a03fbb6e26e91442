"""How imbalances close: named, mandatory, and the same at the baseline."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import unknown_name
from geoecon.variables import Array

Closure = Literal["zero", "world share", "own income"]
CLOSURES: tuple[str, ...] = get_args(Closure)


def check_closure(name: str) -> None:
    """Raises UnknownNameError unless `name` is a closure."""
    if name not in CLOSURES:
        raise unknown_name("deficit closure", name, CLOSURES)


def deficits(
    closure: str, baseline: Array, baseline_income: Array, income: Array, block: NDArray[np.intp]
) -> Array:
    """Deficits D'_n [region] in million USD, world factor income being the numeraire.

    zero          D'_n = 0
    world share   D'_n = D_n, fixed in units of world factor income (Caliendo and Parro 2015)
    own income    D'_n = (φ_n − φ̄') F'_n with φ = D/F at the baseline and φ̄' the mean of φ
                  weighted by F': a share of own income, less what balances the world

    `income` F' is factor income [region]; the mean runs over the regions of one trading `block`,
    since nothing is lent to those with whom nobody trades. Each closure is undone by the inverse
    shock: the baseline's deficits come back.
    """
    if closure == "zero":
        return np.zeros_like(baseline)
    if closure == "world share":
        return baseline
    own = baseline / baseline_income * income
    mean = np.bincount(block, own) / np.bincount(block, income)
    return own - mean[block] * income
