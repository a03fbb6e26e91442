"""The value of a fact, as printed -> `Value`, by the kind that its unit declares."""

from __future__ import annotations

import re
from collections.abc import Callable

from geoecon.errors import FactError
from geoecon.ledger.amounts import parse_amount
from geoecon.ledger.periods import parse_spans
from geoecon.ledger.records import Amount, Span, Value
from geoecon.ledger.units import Unit, unit

BALLOTS = ("for", "against", "abstain")
VOTES = (*BALLOTS, "did not vote")
TALLY = re.compile(r"(\d+|\?)-(\d+|\?)-(\d+|\?)")
BRACKETED = re.compile(r"([^()]+) \(([^()]+)\)")


def parse_value(text: str, unit_name: str, quantity: str = "") -> Value:
    """Read a printed value in a unit of the table; `quantity` may name its parts.

    FactError where the text is not wholly read: nothing is guessed or skipped.
    """
    declared = unit(unit_name)
    return READERS[declared.reads](text.strip(), declared, quantity)


def _number(text: str, declared: Unit, quantity: str) -> Value:
    if " -> " in text:
        return Value("change", _amounts(text, " -> ", declared, ("from", "to")))
    if " of " in text:
        return Value("of", _amounts(text, " of ", declared, ("part", "whole")))
    if match := BRACKETED.fullmatch(text):
        return _bracketed(match[1], match[2], declared, quantity)
    if " / " in text:
        return Value("parts", _parts(text.split(" / "), declared, quantity))
    amount = parse_amount(text, declared)
    return Value("number" if amount.low == amount.high else "range", (amount,))


def _amounts(
    text: str, separator: str, declared: Unit, labels: tuple[str, str]
) -> tuple[Amount, ...]:
    pieces = text.split(separator)
    if len(pieces) != 2:
        raise FactError(f"cannot read {text!r}", why=f"expected two numbers around {separator!r}")
    return tuple(
        parse_amount(piece, declared, label) for piece, label in zip(pieces, labels, strict=True)
    )


def _parts(pieces: list[str], declared: Unit, quantity: str) -> tuple[Amount, ...]:
    labels = part_labels(quantity, len(pieces))
    return tuple(
        parse_amount(piece, declared, label, free_label=True)
        for piece, label in zip(pieces, labels, strict=True)
    )


def _bracketed(outer: str, inner: str, declared: Unit, quantity: str) -> Value:
    """`40 (39.9)` restates a number more closely; `60 (17 / 34 / 9)` splits a total."""
    total = parse_amount(outer, declared, "total")
    pieces = re.split(r" / |, ", inner) if not re.fullmatch(r"[\d,.]+", inner) else [inner]
    parts = _parts(pieces, declared, quantity)
    if len(parts) > 1:
        _check(
            abs(sum(part.number for part in parts) - total.number) <= total.step / 2, outer, inner
        )
        return Value("total", (total, *parts))
    _check(abs(parts[0].number - total.number) <= total.step / 2, outer, inner)
    return Value("number", parts)


def _check(holds: bool, outer: str, inner: str) -> None:
    if not holds:
        raise FactError(
            f"cannot read '{outer} ({inner})'", why="the bracket does not give the total"
        )


def part_labels(quantity: str, count: int) -> list[str]:
    """Names of `count` parts from a quantity such as `total (a / b)` or `by route: a / b`.

    Unnamed where the quantity does not name exactly that many.
    """
    bracket = re.search(r"\(([^()]*/[^()]*)\)", quantity)
    listed = bracket[1] if bracket else quantity.rpartition(": ")[2]
    names = re.split(r"\s*/\s*", listed)
    return names if len(names) == count > 1 else [""] * count


def _date(text: str, _declared: Unit, _quantity: str) -> Value:
    return Value("date", spans=parse_spans(text))


def _vote(text: str, _declared: Unit, _quantity: str) -> Value:
    if text not in VOTES:
        raise FactError(
            f"cannot read {text!r} as a vote", why=f"expected one of {', '.join(VOTES)}"
        )
    return Value("vote", words=text)


def _tally(text: str, declared: Unit, _quantity: str) -> Value:
    match = TALLY.fullmatch(text)
    if match is None:
        raise FactError(f"cannot read {text!r} as a tally", why="expected for-against-abstain")
    votes = zip(match.groups(), BALLOTS, strict=True)
    return Value(
        "tally",
        tuple(parse_amount(count, declared, ballot) for count, ballot in votes if count != "?"),
    )


def _text(text: str, _declared: Unit, _quantity: str) -> Value:
    if not text:
        raise FactError("the value is empty", why="a fact without a value says nothing")
    return Value("text", words=text)


def _members(text: str, declared: Unit, quantity: str) -> Value:
    pieces, members = text.split(" / "), [unit(name) for name in declared.members]
    if len(pieces) != len(members):
        raise FactError(
            f"cannot read {text!r} in {declared.name}", why=f"expected {len(members)} values"
        )
    numbers: list[Amount] = []
    spans: list[Span] = []
    for piece, member, label in zip(
        pieces, members, part_labels(quantity, len(pieces)), strict=True
    ):
        if member.reads == "date":
            spans += parse_spans(piece)
        else:
            numbers.append(parse_amount(piece, member, label, free_label=True))
    return Value("parts", tuple(numbers), tuple(spans))


READERS: dict[str, Callable[[str, Unit, str], Value]] = {
    "number": _number,
    "date": _date,
    "vote": _vote,
    "tally": _tally,
    "text": _text,
    "members": _members,
}
