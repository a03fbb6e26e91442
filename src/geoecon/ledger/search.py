"""Words -> facts, best first, a series in time order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from geoecon.errors import UnknownNameError, nearest
from geoecon.ledger.files import read_lines
from geoecon.ledger.records import Fact
from geoecon.ledger.store import load_facts

SUBJECT, QUANTITY, SYNONYM, ELSEWHERE = 4.0, 3.0, 2.0, 1.0
"""What a word of the query scores by where it is found: an assumption that sets only the order."""


@dataclass(frozen=True)
class Entry:
    """A fact with the words of its subject, its quantity and everything else."""

    fact: Fact
    subject: frozenset[str]
    quantity: frozenset[str]
    elsewhere: frozenset[str]


def search(text: str = "") -> list[Fact]:
    """The facts that hold every word of `text`, best first; all facts for an empty text.

    Case, accents and plurals do not matter, and the words of one line of
    `data/facts/synonyms.txt` stand for one another. Facts of one series follow each other in
    time order. UnknownNameError, with the nearest subjects, where no fact holds every word.
    """
    query = words(text)
    scored = [(_score(query, entry), entry.fact) for entry in _entries()]
    found = [(score, entry) for score, entry in scored if score is not None]
    if not found:
        raise _nothing(text, query)
    return [entry for _, entry in sorted(found, key=_order)]


def words(text: str) -> list[str]:
    """The words of a text, in lower case, without accents, in the singular."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return [_singular(word) for word in re.findall(r"[a-z0-9]+", plain)]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _score(query: list[str], entry: Entry) -> float | None:
    """The sum over the words of `query`, None where one is not found; close fits come first."""
    scores = [_word_score(word, entry) for word in query]
    if any(score is None for score in scores):
        return None
    return sum(score for score in scores if score) + _fit(query, entry)


def _word_score(word: str, entry: Entry) -> float | None:
    alike = _synonyms().get(word, frozenset())
    if word in entry.subject:
        return SUBJECT
    if word in entry.quantity:
        return QUANTITY
    if alike & (entry.subject | entry.quantity):
        return SYNONYM
    return ELSEWHERE if word in entry.elsewhere else None


def _fit(query: list[str], entry: Entry) -> float:
    """The shares of subject and quantity that the query asks for, between 0 and 2."""
    asked = set(query).union(*(_synonyms().get(word, ()) for word in query))
    return sum(len(asked & part) / len(part) for part in (entry.subject, entry.quantity) if part)


def _order(found: tuple[float, Fact]) -> tuple[float, str, str, date, str]:
    score, entry = found
    return (-score, entry.subject, entry.quantity, entry.period.start or date.min, entry.id)


def _nothing(text: str, query: list[str]) -> UnknownNameError:
    lost = [word for word in query if all(_word_score(word, e) is None for e in _entries())]
    why = f"no fact has the word {lost[0]!r}" if lost else "no single fact has all of these words"
    subjects = {entry.fact.subject for entry in _entries()}
    return UnknownNameError(f"no fact matches {text!r}", why=why, remedy=nearest(text, subjects))


@cache
def _entries() -> tuple[Entry, ...]:
    return tuple(_entry(fact) for fact in load_facts())


def _entry(fact: Fact) -> Entry:
    group = fact.id.rstrip("0123456789")
    other = " ".join((fact.id, group, fact.note, fact.source.title, fact.period.text, fact.raw))
    subject, quantity, elsewhere = map(words, (fact.subject, fact.quantity, other))
    return Entry(fact, frozenset(subject), frozenset(quantity), frozenset(elsewhere))


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    groups = [frozenset(words(line)) for line in read_lines("synonyms.txt")]
    return {word: group - {word} for group in groups for word in group}
