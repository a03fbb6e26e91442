"""Sets of options as bits: bit i of a mask is set where option i is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from geoecon.frontier.options import Options

Masks = NDArray[np.int64]


def members(mask: int, count: int) -> tuple[int, ...]:
    """Positions of the options in a set."""
    return tuple(at for at in range(count) if mask >> at & 1)


def mask_of(positions: Iterable[int]) -> int:
    """The set of some positions."""
    return sum(1 << at for at in set(positions))


def named(options: Options, mask: int) -> tuple[str, ...]:
    """Names of the options in a set, in the order of the list."""
    return tuple(options.names[at] for at in members(mask, len(options.options)))


class Rules:
    """What goes together in a list of options.

    needs, excludes : [option], masks of what an option needs and of what it cannot be had with
    """

    def __init__(self, options: Options) -> None:
        place = {name: at for at, name in enumerate(options.names)}
        self.count = len(options.options)
        self.needs = [mask_of(place[x] for x in option.needs) for option in options.options]
        self.excludes = [mask_of(place[x] for x in option.excludes) for option in options.options]
        for at, excluded in enumerate(list(self.excludes)):
            for other in members(excluded, self.count):
                self.excludes[other] |= 1 << at

    @property
    def everything(self) -> int:
        """The set of all options."""
        return (1 << self.count) - 1

    def admissible(self, mask: int) -> bool:
        """Whether nothing is lacking and nothing excluded."""
        return all(
            self.needs[at] & ~mask == 0 and self.excludes[at] & mask == 0
            for at in members(mask, self.count)
        )

    def all_admissible(self) -> Masks:
        """Every admissible set, in order."""
        masks = np.arange(1 << self.count, dtype=np.int64)
        good = np.ones(len(masks), dtype=np.bool_)
        for at in range(self.count):
            inside = (masks >> at & 1).astype(np.bool_)
            lacking = (self.needs[at] & ~masks) != 0
            good &= ~(inside & (lacking | ((self.excludes[at] & masks) != 0)))
        return masks[good]

    def with_needs(self, at: int) -> int:
        """An option and all that it needs, directly or by way of others."""
        found = 1 << at
        while True:
            more = found | mask_of(
                other for own in members(found, self.count)
                for other in members(self.needs[own], self.count)
            )  # fmt: skip
            if more == found:
                return found
            found = more

    def parts(self, mask: int) -> tuple[int, ...]:
        """The admissible sets that stand for a set: itself, if it is one.

        Otherwise options without what they need are dropped, and then one of each excluded pair,
        in every way.
        """
        found, left = dict[int, None](), [mask]
        while left:
            one = left.pop()
            lacking = [at for at in members(one, self.count) if self.needs[at] & ~one]
            torn = [at for at in members(one, self.count) if self.excludes[at] & one]
            if lacking:
                left.append(one & ~mask_of(lacking))
            elif torn:
                pair = (torn[0], members(self.excludes[torn[0]] & one, self.count)[0])
                left += [one & ~(1 << at) for at in pair]
            else:
                found[one] = None
        return tuple(sorted(found))


def bits(masks: Sequence[int] | Masks, count: int) -> NDArray[np.bool_]:
    """Which options each set has [set, option]."""
    found: NDArray[np.bool_] = (np.asarray(masks)[:, None] >> np.arange(count) & 1).astype(np.bool_)
    return found
