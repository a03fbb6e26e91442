"""What the words of tables mean: one list in `definitions.csv`, and the variables beside it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geoecon.errors import unknown_name
from geoecon.variables import variables


@dataclass(frozen=True)
class Definition:
    """A word of a table: the key of its column, other headings that say the same, its meaning."""

    term: str
    also: tuple[str, ...]
    meaning: str


@cache
def definitions() -> dict[str, Definition]:
    """Every definition by term; variables of worlds and solutions come last, with their unit."""
    with (files("geoecon") / "definitions.csv").open(encoding="utf8") as handle:
        rows = list(csv.DictReader(handle))
    words = {row["term"]: _definition(row) for row in rows}
    arrays = {
        name: Definition(name, (), f"{one.description} [{', '.join(one.dims)}], {one.unit}.")
        for name, one in variables().items()
    }
    return words | {name: one for name, one in arrays.items() if name not in words}


def definitions_of(terms: Sequence[str]) -> dict[str, str]:
    """The meanings of some terms, in their order. Raises UnknownNameError."""
    known = definitions()
    lacking = [term for term in terms if term not in known]
    if lacking:
        raise unknown_name("term", lacking[0], known)
    return {term: known[term].meaning for term in terms}


def meaning(heading: str) -> str:
    """What a heading means, "" where nobody has said it.

    A heading is a term or one of its other names, as it is or less what follows a comma or a
    line break (the unit); capitals and underscores do not count.
    """
    known = _by_heading()
    start = heading.replace("\n", ", ").partition(", ")[0]
    return next((known[key] for key in map(_key, (heading, start)) if key in known), "")


def define(text: str) -> tuple[Definition, ...]:
    """The definitions of a word: by its term or heading, else all that hold it.

    Raises UnknownNameError with the nearest terms.
    """
    known = definitions()
    exact = [one for one in known.values() if _key(text) in map(_key, (one.term, *one.also))]
    found = exact or [
        one
        for one in known.values()
        if any(_key(text) in _key(name) for name in (one.term, *one.also))
    ]
    if not found:
        raise unknown_name("term", text, known)
    return tuple(found)


@cache
def _by_heading() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in definitions().values():
        for name in (one.term, *one.also):
            found.setdefault(_key(name), one.meaning)
    return found


def _key(heading: str) -> str:
    return " ".join(heading.replace("_", " ").replace("\n", " ").casefold().split())


def _definition(row: dict[str, str]) -> Definition:
    also = tuple(name.strip() for name in row["also"].split(";") if name.strip())
    return Definition(row["term"], also, row["meaning"])
