"""Numbers as people read them: a true minus sign, a unit, no digits that mean nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import shorten

MISSING = "–"
NARROW = "\u202f"  # no-break space of the width that stands between a number and its unit


def decimals(size: float) -> int:
    """Decimal places that leave a number of this size about three telling digits."""
    return 0 if size >= 100 else 1 if size >= 10 else 2


def signed(value: float, places: int) -> str:
    """`+1.20`, `−0.35`, `0.00`, and a dash where there is no finite number."""
    if not math.isfinite(value):
        return MISSING
    text = f"{abs(value):,.{places}f}"
    if float(text.replace(",", "")) == 0:
        return text
    return ("+" if value > 0 else "−") + text


def percent(value: float) -> str:
    """A change given in per cent: `−3.2 %`."""
    number = signed(value, decimals(abs(value)))
    return number if number == MISSING else f"{number}{NARROW}%"


def size_percent(value: float) -> str:
    """The size of a change given in per cent, without its sign: `3.2 %`."""
    return f"{abs(value):,.{decimals(abs(value))}f}{NARROW}%"


def money(value: float, *, sign: bool = False) -> str:
    """Million USD in words: `21.3 bn USD`, `340 million USD`."""
    if math.isnan(value):
        return MISSING
    scaled, unit = (value / 1000, "bn") if abs(value) >= 1000 else (value, "million")
    places = 1 if abs(scaled) < (100 if unit == "bn" else 10) else 0
    text = signed(scaled, places) if sign else f"{abs(scaled):,.{places}f}"
    return f"{text} {unit} USD"


def visible(value: float) -> bool:
    """Whether a change given in per cent is large enough to print: 0.005 or more."""
    return abs(value) >= 0.005


def change_words(value: float) -> str:
    """A change given in per cent as a verb: `falls by 3.2 %`, `rises by 0.04 %`."""
    if not visible(value):
        return f"hardly changes (by less than 0.005{NARROW}%)"
    return f"{'rises' if value > 0 else 'falls'} by {size_percent(value)}"


def shortened(name: str, most: int) -> str:
    """A name of at most `most` letters, cut at a word."""
    return shorten(name, most, placeholder=" …")


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
