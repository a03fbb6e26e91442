"""Printed numbers, read by hand and round again by hypothesis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoecon.errors import FactError
from geoecon.ledger.amounts import SCALES, parse_amount
from geoecon.ledger.units import unit, units


@pytest.mark.parametrize(
    ("text", "unit_name", "low", "high", "step", "bound"),
    [
        ("1,511", "km", 1511, 1511, 1, "exact"),
        ("63,473,894", "t", 63473894, 63473894, 1, "exact"),
        ("4,849.39", "KZT/t per 1000 km", 4849.39, 4849.39, 0.01, "exact"),
        ("78.0", "hours", 78, 78, 0.1, "exact"),
        ("1.485 million", "t", 1485000, 1485000, 1000, "exact"),
        ("18.9 ten-thousand", "TEU", 189000, 189000, 1000, "exact"),
        ("12-13 thousand", "USD/FEU", 12000, 13000, 1000, "exact"),
        ("5,350-5,400", "USD/FEU", 5350, 5400, 1, "exact"),
        ("3 to 4", "USD/bbl", 3, 4, 1, "exact"),
        ("1.8-2", "Mt", 1.8, 2, 0.1, "exact"),
        ("-22", "percent", -22, -22, 1, "exact"),
        ("+27.6%", "percent", 27.6, 27.6, 0.1, "exact"),
        ("about 80", "percent", 80, 80, 1, "about"),
        ("~300", "trains", 300, 300, 1, "about"),
        ("almost 30", "USD bn", 30, 30, 1, "about"),
        ("over 26", "USD bn", 26, 26, 1, "at least"),
        (">100", "USD bn", 100, 100, 1, "at least"),
        ("fewer than 8,000", "companies", 8000, 8000, 1, "at most"),
        ("up to 1.5", "EUR bn", 1.5, 1.5, 0.1, "at most"),
        ("more than 2000 times", "ratio", 2000, 2000, 1, "at least"),
        ("320 thousand bbl/d", "bbl/d", 320000, 320000, 1000, "exact"),
        ("7.4 trillion RUB", "RUB", 7.4e12, 7.4e12, 1e11, "exact"),
    ],
)
def test_by_hand(
    text: str, unit_name: str, low: float, high: float, step: float, bound: str
) -> None:
    amount = parse_amount(text, unit(unit_name))
    assert (amount.low, amount.high, amount.step, amount.bound) == (low, high, step, bound)
    assert amount.unit == unit_name
    assert amount.number == (low + high) / 2


@pytest.mark.parametrize(
    "text",
    ["", "some", "1,51", "1.2.3", "12,3456", "4-3", "5 bananas", "5 USD bn", "5%", "5 (6)", "1e3"],
)
def test_refused(text: str) -> None:
    with pytest.raises(FactError, match="cannot read"):
        parse_amount(text, unit("Mt"))


def test_label_of_a_part_cannot_be_another_unit() -> None:
    assert parse_amount("42 yes", unit("percent"), free_label=True).label == "yes"
    with pytest.raises(FactError, match="cannot read"):
        parse_amount("42 Mt", unit("percent"), free_label=True)


@given(
    digits=st.integers(-(10**12), 10**12),
    decimals=st.integers(0, 4),
    scale=st.sampled_from(["", *SCALES]),
    comma=st.booleans(),
)
def test_round_trip(digits: int, decimals: int, scale: str, comma: bool) -> None:
    printed = f"{digits / 10**decimals:{',' if comma else ''}.{decimals}f}"
    amount = parse_amount(f"{printed} {scale}".strip(), unit("TEU"))
    factor = float(SCALES.get(scale, 1))
    assert amount.low == amount.high
    assert amount.number == pytest.approx(float(printed.replace(",", "")) * factor, rel=1e-14)
    assert amount.step == pytest.approx(factor / 10**decimals)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_ranges_run_upwards(one: int, other: int) -> None:
    if one > other:
        with pytest.raises(FactError, match="runs downwards"):
            parse_amount(f"{one}-{other}", unit("days"))
        return
    amount = parse_amount(f"{one:,}-{other:,}", unit("days"))
    assert (amount.low, amount.high) == (one, other)


def test_unit_table() -> None:
    assert unit("Mt").factor == 1000 * unit("thousand t").factor
    assert unit("hours").factor == 1 / 24
    assert unit("trains / TEU").members == ("trains", "TEU")
    for entry in units().values():
        assert (entry.reads in ("number", "tally")) == bool(entry.base)
        assert all(member in units() for member in entry.members)
        assert entry.meaning


def test_unknown_unit_names_the_nearest() -> None:
    with pytest.raises(FactError, match="Mt/yr"):
        unit("Mt/year")
