"""Printed periods, read by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoecon.errors import FactError
from geoecon.ledger.periods import parse_period
from geoecon.ledger.records import Span


@pytest.mark.parametrize(
    ("text", "spans", "status"),
    [
        ("2024", "2024-01-01..2024-12-31", ""),
        ("2024-02", "2024-02-01..2024-02-29", ""),
        ("2024-12", "2024-12-01..2024-12-31", ""),
        ("2024-01-29", "2024-01-29..2024-01-29", ""),
        ("2021-22", "2021-01-01..2022-12-31", ""),
        ("2010-2015", "2010-01-01..2015-12-31", ""),
        ("2022 H1", "2022-01-01..2022-06-30", ""),
        ("2023 Q4", "2023-10-01..2023-12-31", ""),
        ("2024 Q1-Q3", "2024-01-01..2024-09-30", ""),
        ("2024 Jan-Oct", "2024-01-01..2024-10-31", ""),
        ("2020 Jan-~Oct", "2020-01-01..2020-10-31", "about"),
        ("2025-11/12", "2025-11-01..2025-12-31", ""),
        ("2022 vs 2021", "2021-01-01..2022-12-31", ""),
        ("2025-11-29 to 2025-12-11", "2025-11-29..2025-12-11", ""),
        ("from 2023-07-01", "2023-07-01..None", ""),
        ("since 2009-03", "2009-03-01..None", ""),
        ("to 2024-01-01", "None..2024-01-01", ""),
        ("by 2020", "None..2020-12-31", ""),
        ("before 2023", "None..2022-12-31", ""),
        ("late 2003", "2003-09-01..2003-12-31", "about"),
        ("2025 late", "2025-09-01..2025-12-31", "about"),
        ("c. 2018", "2018-01-01..2018-12-31", "about"),
        ("early 2025 (page undated)", "2025-01-01..2025-04-30", "about"),
        ("2027 plan", "2027-01-01..2027-12-31", "plan"),
        ("plan 2023-25", "2023-01-01..2025-12-31", "plan"),
        ("2022 -> 2024", "2022-01-01..2022-12-31 2024-01-01..2024-12-31", ""),
        ("2020; 2024", "2020-01-01..2020-12-31 2024-01-01..2024-12-31", ""),
        ("2015 / 2022", "2015-01-01..2015-12-31 2022-01-01..2022-12-31", ""),
        ("2023/2030", "2023-01-01..2023-12-31 2030-01-01..2030-12-31", ""),
        ("plan", "", "plan"),
        ("", "", ""),
    ],
)
def test_by_hand(text: str, spans: str, status: str) -> None:
    period = parse_period(text)
    assert " ".join(f"{span.start}..{span.end}" for span in period.spans) == spans
    assert (period.status, period.text) == (status, text)


def test_first_and_last_day() -> None:
    period = parse_period("2015 / 2022")
    assert (period.start, period.end) == (date(2015, 1, 1), date(2022, 12, 31))
    assert parse_period("").start is None


@pytest.mark.parametrize(
    "text", ["soon", "2023-02-30", "2022 agreement", "2024 Jan-Foo", "2024 to 2020", "20245"]
)
def test_refused(text: str) -> None:
    with pytest.raises(FactError):
        parse_period(text)


@given(st.dates(min_value=date(1900, 1, 1)), st.dates(min_value=date(1900, 1, 1)))
def test_days_round_trip(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    assert parse_period(f"{first} to {last}").spans == (Span(first, last),)
    assert Span(first, last).overlaps(Span(last, None))
    assert Span(first, first).overlaps(Span(last, last)) == (first == last)
