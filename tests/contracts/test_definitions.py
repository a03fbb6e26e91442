"""Every heading that is printed, on the screen or in a report, says what it means."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from rich.table import Table
from typer.testing import CliRunner

from geoecon.cli.app import app
from geoecon.definitions import define, definitions, meaning
from geoecon.errors import UnknownNameError
from geoecon.exposure.record import DEFINITIONS
from geoecon.exposure.run import COLUMNS
from geoecon.exposure.years import TRADE_COLUMNS, YEAR_COLUMNS
from geoecon.frontier.record import TERMS
from geoecon.measures.sensitivity import COLUMNS as LEVERS
from geoecon.report import html
from geoecon.report.frontier import OPTION_HEADS, SET_HEADS
from geoecon.runs.tables import CHANGE
from geoecon.standing import POWERS
from geoecon.variables import variables

ONE = ["--against", "RUS", "EAEU", "--no-transit", "--horizon", "long run", "--workers", "1"]
SHOWN = [
    ["indices", "KAZ"],
    ["levers", "KAZ"],
    ["exposure", "KAZ", *ONE],
    ["exposure", "KAZ", "UZB", *ONE],
    ["exposure", "KAZ", "--years", *ONE],
    ["run", "eaeu-ends"],
    ["run", "leaky-sanctions"],
    ["run", "cpc-closed"],
    ["list"],
    ["define", "leverage"],
    ["facts", "OIL001"],
    ["explain", "eaeu-ends"],
    ["check", "eaeu-ends"],
    ["world"],
    ["bloc"],
    ["bloc", "EAEU"],
    ["standing", "KAZ"],
    ["standing", "KAZ", "--topics"],
    ["minerals", "KAZ"],
    ["minerals", "KAZ", "--heading", "811211"],
]


@pytest.fixture
def screen_heads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    add = Table.add_column

    def recorded(self: Table, header: str = "", *args: object, **options: object) -> None:
        found.append(str(header))
        add(self, header, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Table, "add_column", recorded)
    return found


@pytest.fixture
def page_heads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    draw = html.heading

    def recorded(name: str, told: str) -> str:
        found.append((name, told))
        return draw(name, told)

    monkeypatch.setattr(html, "heading", recorded)
    return found


def without_meaning(heads: list[str]) -> set[str]:
    """Headings that nobody has defined; years, powers and the empty one need no words."""
    named = {head for head in heads if head and not head.isdigit() and head not in POWERS}
    return {head for head in named if not meaning(head)}


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
def test_screen(words, screen_heads, page_heads, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert screen_heads
    assert not without_meaning(screen_heads)
    assert not {name for name, told in page_heads if name and not told}


def test_hovers(page_heads) -> None:
    drawn = html.table(("Real income, %", "no such heading"), [["1", "2"]])
    assert page_heads == [("Real income, %", meaning("real_income_pct")), ("no such heading", "")]
    assert f'<abbr title="{meaning("real income")}">Real income, %</abbr>' in drawn
    assert '<th scope="col">no such heading</th>' in drawn


def test_headings_that_take_long_to_print() -> None:
    """A frontier and a sweep are minutes of solving; their headings are lists."""
    sweep = ("region", "measure", "p5", "p50", "p95", "axis", "low_at", "high_at", "low", "high")
    assert not without_meaning([*SET_HEADS.values(), *OPTION_HEADS.values(), *sweep])
    assert not set(TERMS) - set(definitions())


def columns() -> Iterator[str]:
    yield from (*COLUMNS, *YEAR_COLUMNS, *TRADE_COLUMNS, *LEVERS, *CHANGE)


def test_columns_of_written_tables() -> None:
    assert not {name for name in columns() if name not in definitions()}
    assert tuple(DEFINITIONS)[: len(COLUMNS)] == COLUMNS


def test_variables_are_defined_with_their_unit() -> None:
    for name, one in variables().items():
        if name not in ("power", "income"):
            assert define(name)
        assert one.description


def test_terms_are_sentences_and_no_heading_means_two_things() -> None:
    words = [one for one in definitions().values() if one.term not in variables()]
    heads = [head.casefold() for one in words for head in (one.term, *one.also)]
    twice = {head for head in heads if heads.count(head) > 1}
    assert twice <= {"power"}  # its code, and its name
    assert all(one.meaning.endswith(".") for one in words)


def test_every_term_has_one_row() -> None:
    with (files("geoecon") / "definitions.csv").open(encoding="utf8") as handle:
        terms = [row["term"] for row in csv.DictReader(handle)]
    assert len(set(terms)) == len(terms)


def test_nearest_terms_are_named() -> None:
    with pytest.raises(UnknownNameError, match="did you mean leverage"):
        define("leverige")
    done = CliRunner().invoke(app, ["define", "leverige"])
    assert done.exit_code == 2


def test_one_command_away() -> None:
    (one,) = define("Loss, % of income")
    assert one.term == "loss_pct"
    assert {found.term for found in define("hhi")} >= {"HHI"}
    done = CliRunner().invoke(app, ["define", "leverage", "--json"])
    record = json.loads(done.stdout)
    assert record["definitions"][0]["meaning"] == DEFINITIONS["leverage"]
    everything = json.loads(CliRunner().invoke(app, ["define", "--json"]).stdout)
    assert len(everything["definitions"]) == len(definitions())
