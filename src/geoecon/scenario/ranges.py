"""A number with its published or assumed range."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from geoecon.scenario.base import Number


def ordered(pair: tuple[float, float]) -> tuple[float, float]:
    """The pair, if the low end stands first; raises ValueError."""
    if pair[0] > pair[1]:
        raise ValueError(f"a range is written low first: [{pair[1]:g}, {pair[0]:g}]")
    return pair


def check_inside(value: float, limits: tuple[float, float] | None) -> None:
    """Raise ValueError where a value lies outside the range given for it."""
    if limits and not limits[0] <= value <= limits[1]:
        raise ValueError(f"{value:g} lies outside its own range_pct {list(limits)}")


Range = Annotated[tuple[Number, Number], AfterValidator(ordered)]
"""A published range: low, high."""
