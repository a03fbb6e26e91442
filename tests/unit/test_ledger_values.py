"""Printed values of each kind, read by hand."""

from __future__ import annotations

from datetime import date

import pytest

from geoecon.errors import FactError
from geoecon.ledger.records import Span
from geoecon.ledger.values import parse_value, part_labels


@pytest.mark.parametrize(
    ("text", "unit", "quantity", "kind", "amounts"),
    [
        ("60.7", "Mt", "", "number", [("", 60.7, 60.7)]),
        ("40 (39.9)", "USD bn", "", "number", [("", 39.9, 39.9)]),
        ("18.9 ten-thousand (189,000)", "TEU", "", "number", [("", 189000, 189000)]),
        ("38-53", "days", "", "range", [("", 38, 53)]),
        ("69.2 -> 36.3", "EUR bn", "", "change", [("from", 69.2, 69.2), ("to", 36.3, 36.3)]),
        ("51.4 of 55", "thousand TEU", "", "of", [("part", 51.4, 51.4), ("whole", 55, 55)]),
        ("44.5 / 83.3", "USD bn", "mutual trade", "parts", [("", 44.5, 44.5), ("", 83.3, 83.3)]),
        ("42 yes / 58 no", "percent", "", "parts", [("yes", 42, 42), ("no", 58, 58)]),
        (
            "5.6 / 4.7",
            "percent",
            "mean: all / rest",
            "parts",
            [("all", 5.6, 5.6), ("rest", 4.7, 4.7)],
        ),
        (
            "60 (17 / 34 / 9)",
            "count",
            "total (a / b / c)",
            "total",
            [("total", 60, 60), ("a", 17, 17), ("b", 34, 34), ("c", 9, 9)],
        ),
        (
            "16 (13 barriers, 3 with barrier features)",
            "count",
            "",
            "total",
            [("total", 16, 16), ("barriers", 13, 13), ("with barrier features", 3, 3)],
        ),
        (
            "12,605 / 1.22 million",
            "trains / TEU",
            "trains / TEU",
            "parts",
            [("trains", 12605, 12605), ("TEU", 1.22e6, 1.22e6)],
        ),
        (
            "141-5-35",
            "votes",
            "",
            "tally",
            [("for", 141, 141), ("against", 5, 5), ("abstain", 35, 35)],
        ),
        ("122-?-18", "votes", "", "tally", [("for", 122, 122), ("abstain", 18, 18)]),
    ],
)
def test_amounts_by_hand(
    text: str, unit: str, quantity: str, kind: str, amounts: list[tuple[str, float, float]]
) -> None:
    value = parse_value(text, unit, quantity)
    assert value.kind == kind
    assert [(one.label, one.low, one.high) for one in value.amounts] == amounts


def test_parts_side_by_side_have_their_own_units() -> None:
    value = parse_value("21.3% / 21.7", "percent / USD bn", "share and value")
    assert [one.unit for one in value.amounts] == ["percent", "USD bn"]
    both = parse_value("12 / 2018-12-30", "count/date", "members / in force")
    assert both.amounts[0].number == 12
    assert both.spans == (Span(date(2018, 12, 30), date(2018, 12, 30)),)


def test_words_and_dates() -> None:
    assert parse_value("abstain", "vote").words == "abstain"
    assert parse_value("signed", "text").words == "signed"
    spans = parse_value("2018-05-17 / 2019-10-27", "dates").spans
    assert [span.start for span in spans] == [date(2018, 5, 17), date(2019, 10, 27)]


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("maybe", "vote", "expected one of for, against"),
        ("141-5", "votes", "for-against-abstain"),
        ("60 (17 / 34 / 8)", "count", "does not give the total"),
        ("40 (38)", "USD bn", "does not give the total"),
        ("1 -> 2 -> 3", "Mt", "two numbers"),
        ("3", "trains / TEU", "expected 2 values"),
        ("several", "Mt", "not one number"),
        ("soon", "date", "no known form"),
        (" ", "text", "says nothing"),
    ],
)
def test_refused(text: str, unit: str, why: str) -> None:
    with pytest.raises(FactError, match=why):
        parse_value(text, unit)


def test_parts_are_named_only_by_as_many_names() -> None:
    assert part_labels("by route: a / b", 2) == ["a", "b"]
    assert part_labels("by route: a / b", 3) == ["", "", ""]
    assert part_labels("length", 1) == [""]
