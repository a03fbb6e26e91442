"""The embedded rows -> facts, and one fact by its id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from urllib.parse import urlsplit

from geoecon.errors import FactError, unknown_name
from geoecon.ledger.files import read_csv, read_lines
from geoecon.ledger.periods import parse_period
from geoecon.ledger.records import Fact
from geoecon.ledger.values import parse_value
from geoecon.provenance import Source, SourceKind

Readings = dict[tuple[str, str, str], str]
"""(fact id, field, printed text) -> the same in words that the parsers know."""


@cache
def load_facts() -> tuple[Fact, ...]:
    """Every embedded fact, in the order of the file. FactError where a row cannot be read."""
    readings = load_readings()
    return tuple(read_fact(row, readings) for row in read_csv("facts.csv"))


def fact(fact_id: str) -> Fact:
    """The fact called `fact_id`; UnknownNameError, with the nearest ids, where there is none."""
    known = _by_id()
    if fact_id not in known:
        raise unknown_name("fact", fact_id, known)
    return known[fact_id]


def load_readings() -> Readings:
    """The irregular texts of the rows and how each is read (`data/facts/readings.csv`)."""
    rows = read_csv("readings.csv")
    return {(row["id"], row["field"], row["text"]): row["reading"] for row in rows}


def read_fact(row: dict[str, str], readings: Readings) -> Fact:
    """One row as a fact; FactError names the row that cannot be read, and why."""
    try:
        return _fact(row, readings)
    except FactError as error:
        raise FactError(
            error.what,
            where=f"fact {row['id']} ({row['subject']}, {row['quantity']})",
            why=error.why,
            remedy=error.remedy or "correct the row or add its reading to readings.csv",
        ) from error


def _fact(row: dict[str, str], readings: Readings) -> Fact:
    def read(field: str) -> str:
        return readings.get((row["id"], field, row[field]), row[field])

    return Fact(
        id=row["id"],
        subject=row["subject"],
        quantity=row["quantity"],
        value=parse_value(read("value"), row["unit"], row["quantity"]),
        unit=row["unit"],
        period=replace(parse_period(read("period")), text=row["period"]),
        source=_source(row),
        note=row["note"],
        raw=row["value"],
    )


def _source(row: dict[str, str]) -> Source:
    url = row["url"]
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise FactError(f"cannot cite {url!r}", why="an address starts with http:// or https://")
    kind: SourceKind = "official" if urlsplit(url).netloc in _official_hosts() else "press"
    return Source(row["id"], row["source"], kind, url=url, vintage=row["period"], note=row["note"])


@cache
def _official_hosts() -> frozenset[str]:
    return frozenset(read_lines("official_hosts.txt"))


@cache
def _by_id() -> dict[str, Fact]:
    return index(load_facts())


def index(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Facts by id; FactError where two share one."""
    found: dict[str, Fact] = {}
    for entry in facts:
        if entry.id in found:
            raise FactError(f"fact id {entry.id!r} is used twice", why="a fact is cited by its id")
        found[entry.id] = entry
    return found
