"""One printed number or range -> `Amount`: `about 1.485 million`, `5,350-5,400`, `+27.6%`."""

from __future__ import annotations

import re
from decimal import Decimal

from geoecon.errors import FactError
from geoecon.ledger.records import Amount, Bound
from geoecon.ledger.units import Unit, units

BOUNDS: dict[str, Bound] = {
    "about": "about",
    "almost": "about",
    "approximately": "about",
    "around": "about",
    "nearly": "about",
    "~": "about",
    "at least": "at least",
    "more than": "at least",
    "over": "at least",
    ">": "at least",
    "at most": "at most",
    "fewer than": "at most",
    "less than": "at most",
    "up to": "at most",
    "<": "at most",
}
SCALES = {
    "thousand": Decimal("1e3"),
    "ten-thousand": Decimal("1e4"),
    "million": Decimal("1e6"),
    "bn": Decimal("1e9"),
    "trillion": Decimal("1e12"),
}
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
PATTERN = re.compile(
    rf"(?:(?P<bound>{'|'.join(BOUNDS)})\s*)?"
    rf"(?P<low>[+-]?{NUMBER})(?:(?:-| to )(?P<high>{NUMBER}))?"
    rf"(?:\s+(?P<scale>{'|'.join(SCALES)})\b)?"
    r"(?P<percent>%)?(?:\s+(?P<label>[^\d\s(][^\d(]*))?"
)


def parse_amount(text: str, unit: Unit, label: str = "", free_label: bool = False) -> Amount:
    """Read `text` in `unit`, numbers in that unit.

    The words behind the number must repeat the unit (or be `times` for a ratio), unless
    `free_label` lets them name the amount. FactError where anything is left unread, where a
    range runs downwards or where the words name another unit.
    """
    match = PATTERN.fullmatch(text.strip())
    if match is None:
        raise FactError(f"cannot read {text!r} as a number", why="it is not one number or range")
    words = "percent" if match["percent"] else (match["label"] or "").strip()
    if not _repeats(words, unit):
        if not free_label or words in units() or match["percent"]:
            raise FactError(
                f"cannot read {text!r} in {unit.name}", why=f"{words!r} is not its unit"
            )
        label = words
    return _amount(match, unit, label, text)


def _amount(match: re.Match[str], unit: Unit, label: str, text: str) -> Amount:
    scale = SCALES.get(match["scale"], Decimal(1))
    low = _decimal(match["low"])
    high = _decimal(match["high"]) if match["high"] else low
    if high < low:
        raise FactError(f"cannot read {text!r} as a range", why="it runs downwards")
    step = min(_step(low), _step(high)) * scale
    bound = BOUNDS[match["bound"]] if match["bound"] else "exact"
    return Amount(float(low * scale), float(high * scale), float(step), unit.name, bound, label)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _step(number: Decimal) -> Decimal:
    """One in the last printed digit."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _repeats(words: str, unit: Unit) -> bool:
    return words in ("", unit.name) or (unit.name, words) == ("ratio", "times")
