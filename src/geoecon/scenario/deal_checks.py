"""What deals of every kind ask: what stood before them, and whether there is anything to change.

Deals in one place add up: each counts on top of those before it in the scenario.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from geoecon.errors import RangeError
from geoecon.scenario.deals import Investment, PriceCap, Relocation
from geoecon.scenario.selection import Selection

D = TypeVar("D", Investment, Relocation, PriceCap)
T = TypeVar("T")


def check_made(output: float, at: int, selection: Selection, key: str) -> None:
    """Raise RangeError, with the line of a field, where there is no output."""
    if not output > 0:
        raise RangeError(
            "nothing is made there at the baseline",
            where=selection.scenario.where("instruments", at, key),
            why="what grows by a factor has to be there first",
            remedy="name a sector that the region has",
        )


def earlier(
    kind: type[D], of: Callable[[D, int, Selection], T], at: int, selection: Selection
) -> list[T]:
    """What the deals of a kind do that stand before the one at a position."""
    entries = enumerate(selection.scenario.instruments[:at])
    return [of(entry, number, selection) for number, entry in entries if isinstance(entry, kind)]
