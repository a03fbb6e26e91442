"""What every embedded fact promises: read whole, cited, unchanged, quick to load."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

from geoecon import ledger
from geoecon.errors import FactError
from geoecon.ledger.files import read_csv
from geoecon.ledger.store import index, load_readings, read_fact
from geoecon.ledger.units import unit

ROWS = read_csv("facts.csv")
WORDED = {"text", "vote", "date"}


def test_every_row_is_a_fact_with_its_raw_text() -> None:
    facts = ledger.load_facts()
    assert len(facts) == len(ROWS) >= 400
    for row, fact in zip(ROWS, facts, strict=True):
        kept = (fact.id, fact.subject, fact.quantity, fact.raw, fact.unit, fact.period.text)
        assert kept == tuple(
            row[name] for name in ("id", "subject", "quantity", "value", "unit", "period")
        )
        assert (fact.source.title, fact.source.url, fact.note) == (
            row["source"],
            row["url"],
            row["note"],
        )
        assert ledger.fact(fact.id) is fact


def test_ids_are_unique() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    with pytest.raises(FactError, match="used twice"):
        index([ledger.fact("OIL001"), ledger.fact("OIL001")])


@pytest.mark.parametrize("fact", ledger.load_facts(), ids=lambda fact: fact.id)
def test_fact_is_whole(fact: ledger.Fact) -> None:
    assert fact.subject
    assert fact.quantity
    assert fact.source.title
    assert fact.source.id == fact.id
    reads = unit(fact.unit).reads
    assert (fact.value.kind in WORDED) == (reads in WORDED)
    assert bool(fact.value.words) == (fact.value.kind in ("text", "vote"))
    assert fact.value.amounts or fact.value.spans or fact.value.words
    assert all(amount.low <= amount.high and amount.step > 0 for amount in fact.value.amounts)


def test_every_row_in_a_unit_of_numbers_has_numbers() -> None:
    numeric = {"number", "tally", "members"}
    for fact in ledger.load_facts():
        assert bool(fact.value.amounts) == (unit(fact.unit).reads in numeric), fact.id


def test_every_reading_is_used() -> None:
    rows = {row["id"]: row for row in ROWS}
    for reading in read_csv("readings.csv"):
        assert rows[reading["id"]][reading["field"]] == reading["text"]
        assert reading["reading"] != reading["text"]
        assert reading["why"]


def test_no_local_path_is_named() -> None:
    for row in ROWS:
        text = " ".join(row.values()).replace(row["url"], "")
        assert ".csv" not in text
        assert "/work" not in text
        assert "shared/" not in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": "a lot"}, "cannot read 'a lot' as a number"),
        ({"unit": "barrels"}, "unknown unit 'barrels'"),
        ({"period": "some day"}, "cannot read 'some day' as a period"),
        ({"url": "example.org"}, "cannot cite 'example.org'"),
    ],
)
def test_a_bad_row_is_refused_by_name(change: dict[str, str], message: str) -> None:
    row = next(row for row in ROWS if row["id"] == "OIL030") | change
    with pytest.raises(FactError, match=message) as error:
        read_fact(row, load_readings())
    assert "OIL030 (CPC, total shipped)" in error.value.where
    assert error.value.remedy


def test_build_refuses_bad_rows_and_writes_nothing(tmp_path: Path) -> None:
    script = Path(__file__).resolve().parents[2] / "scripts" / "build_facts.py"
    header = "id,subject,quantity,value,unit,period,source,url,note\n"
    (tmp_path / "rows.csv").write_text(header + "X1,a,b,lots,Mt,2020,s,,\nX2,a,b,5,Mt,2020,s,,\n")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "fact X1 (a, b)" in done.stderr
    assert "1 rows refused; nothing written" in done.stderr
    assert len(read_csv("facts.csv")) == len(ROWS)


def test_page_on_the_ledger_says_what_happens() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "facts.md"
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert tried > 5
    assert failed == 0


def test_import_is_light() -> None:
    code = "import sys, geoecon.ledger as l; l.facts('CPC'); print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
