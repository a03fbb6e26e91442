"""Search, series, disagreements and tables on the embedded facts."""

from __future__ import annotations

import json
from datetime import date

import pytest

from geoecon import ledger
from geoecon.errors import UnknownNameError
from geoecon.ledger.amounts import parse_amount
from geoecon.ledger.compare import apart, differ
from geoecon.ledger.search import words
from geoecon.ledger.units import unit


def ids(found: list[ledger.Fact]) -> list[str]:
    return [entry.id for entry in found]


def test_throughput_series_comes_first_in_time_order() -> None:
    found = ledger.facts("CPC throughput")
    assert ids(found)[:5] == ["OIL030", "OIL034", "OIL036", "OIL038", "OIL040"]
    series = ledger.series(found)[0]
    assert (series.subject, series.quantity, series.base) == ("CPC", "total shipped", "thousand t")
    numbers = {seen.span.start: seen.number for seen in series.observations}
    assert numbers[date(2024, 1, 1)] == pytest.approx(63010)
    assert numbers[date(2023, 1, 1)] == pytest.approx(63473.894)
    assert list(numbers) == sorted(numbers)


def test_case_plural_accent_and_synonym_do_not_matter() -> None:
    assert words("Türkiye's PORTS, countries") == ["turkiye", "s", "port", "country"]
    assert ids(ledger.facts("cpc TARIFFS")) == ids(ledger.facts("CPC tariff"))
    assert ledger.facts("Türkiye") == ledger.facts("turkiye")
    assert "UN002" in ids(ledger.facts("UN votes KAZ"))
    assert ids(ledger.facts("OIL004")) == ["OIL004"]


def test_empty_search_gives_every_fact() -> None:
    assert sorted(ids(ledger.facts(""))) == sorted(ids(list(ledger.load_facts())))


def test_unmatched_search_names_the_word_and_the_nearest_subjects() -> None:
    with pytest.raises(UnknownNameError) as error:
        ledger.facts("Kazakhstan-China Pipelne")
    assert "no fact has the word 'pipelne'" in str(error.value)
    assert "Kazakhstan-China Pipeline" in str(error.value)
    with pytest.raises(UnknownNameError, match="no single fact has all of these words"):
        ledger.facts("Singapore Druzhba")


def test_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="OIL0"):
        ledger.fact("OIL029")


def test_values_in_one_row_spread_over_its_years() -> None:
    series = ledger.series([ledger.fact("OIL090")])[0]
    years = [(seen.span.start.year, seen.number) for seen in series.observations if seen.span.start]
    assert years == [(2022, 1290), (2023, 1209), (2024, 1200)]


def test_known_disagreements_are_found() -> None:
    found = {one.topic: ids(list(one.facts)) for one in ledger.disagreements()}
    assert found["CPC (Tengiz-Novorossiysk): length"] == ["OIL001", "OIL002"]
    assert found["Middle Corridor cargo, 2024"] == ["COR006", "COR014", "COR017"]
    near = ledger.disagreements([ledger.fact("OIL002")])
    assert [one.topic for one in near] == ["CPC (Tengiz-Novorossiysk): length"]
    assert "CPC oil of 2025" in [
        one.topic for one in ledger.disagreements(ledger.facts("CPC throughput"))
    ]
    assert ledger.disagreements([ledger.fact("OIL028")]) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("OIL001", "OIL002", True),  # 1,511 and 1,510 km
        ("OIL031", "OIL032", False),  # 53 and 53.1 Mt: rounding
        ("OIL003", "OIL004", False),  # before and after the expansion
        ("OIL014", "OIL015", True),  # 5.2 and 7.5 Mt a year
        ("OIL097", "OIL100", False),  # other years
        ("COR053", "COR054", False),  # the second is an undated page
        ("UN002", "UN002", False),
    ],
)
def test_differ(one: str, other: str, expected: bool) -> None:
    assert differ(ledger.fact(one), ledger.fact(other)) is expected
    assert differ(ledger.fact(other), ledger.fact(one)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("60.7 Mt", "60,700 thousand t", False),
        ("60.7 Mt", "60.8 Mt", True),
        ("61 Mt", "60.7 Mt", False),
        ("nearly 50 Mt", "48.7 Mt", False),
        ("over 26 Mt", "40 Mt", False),
        ("over 26 Mt", "20 Mt", True),
        ("up to 1.5 Mt", "1.6 Mt", True),
        ("13-17 Mt", "15 Mt", False),
    ],
)
def test_apart_by_more_than_rounding(one: str, other: str, expected: bool) -> None:
    def amount(text: str) -> ledger.Amount:
        name = "thousand t" if text.endswith("thousand t") else "Mt"
        return parse_amount(text.removesuffix(name), unit(name))

    assert apart(amount(one), amount(other)) is expected
    assert apart(amount(other), amount(one)) is expected


def test_rows_print_what_the_source_prints() -> None:
    row = dict(zip(ledger.COLUMNS, ledger.table_rows([ledger.fact("TRD001")])[0], strict=True))
    assert (row["id"], row["value"], row["unit"]) == ("TRD001", "40 (39.9)", "USD bn")
    assert "disagreement on growth" in row["note"]


def test_cite_repeats_no_unit() -> None:
    assert ledger.fact("OIL110").amount() == "320 thousand bbl/d"
    assert (
        ledger.fact("OIL030").cite()
        == "OIL030 CPC: total shipped 60.7 Mt, 2021, Neftegaz.RU / Eurasianet"
    )


def test_records_are_json_and_tidy() -> None:
    records = ledger.facts_records([ledger.fact(name) for name in ("UN083", "UN084", "BLK033")])
    assert json.loads(json.dumps(records)) == records
    assert [(one["part"], one["low"]) for one in records] == [
        ("for", 122.0),
        ("abstain", 18.0),
        ("", None),
        ("members", 15.0),
        ("", None),
    ]
    assert records[-1]["start"] == "2022-01-01"


def test_frame_has_every_fact_and_only_true_numbers() -> None:
    frame = ledger.facts_frame()
    assert set(frame["id"]) == {entry.id for entry in ledger.load_facts()}
    worded = frame["kind"].isin(["text", "vote", "date"])
    assert frame.loc[worded, "low"].isna().all()
    assert frame.loc[frame["kind"].isin(["number", "range", "tally"]), "low"].notna().all()
    assert (frame["low"].dropna() <= frame["high"].dropna()).all()
