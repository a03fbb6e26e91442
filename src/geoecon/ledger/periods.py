"""Printed periods -> spans of days: `2024 Jan-Oct`, `2022/2023/2024`, `from 2023-07-01`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date

from geoecon.errors import FactError
from geoecon.ledger.records import Period, Span, Status

MONTHS = {name: (number, number) for number, name in enumerate(calendar.month_abbr) if name}
PARTS = {
    **MONTHS,
    **{f"Q{quarter}": (3 * quarter - 2, 3 * quarter) for quarter in range(1, 5)},
    "H1": (1, 6),
    "H2": (7, 12),
    "early": (1, 4),
    "autumn": (9, 11),
    "late": (9, 12),
}
STATUSES: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(r"\b(?:plan|forecast)\b"), "plan"),
    (re.compile(r"\bc\. |~|\?|\(page undated\)"), "about"),
)
VAGUE = re.compile(r"\b(?:early|late|autumn)\b")
SEPARATOR = re.compile(r"\s*(?:->|;|/)\s*(?=\d{4}|from )")
NAMES = "|".join(PARTS)


def parse_period(text: str) -> Period:
    """Read a period; an empty text is a period that the source does not give.

    `early` is January to April, `late` September to December, `autumn` September to
    November, each marked `about`. FactError where anything is left unread.
    """
    rest = text
    found: list[Status] = ["about" if VAGUE.search(text) else ""]
    for pattern, mark in STATUSES:
        rest, count = pattern.subn("", rest)
        found.append(mark if count else "")
    rest = " ".join(rest.split())
    return Period(parse_spans(rest) if rest else (), _strongest(found), text)


def _strongest(found: list[Status]) -> Status:
    return "plan" if "plan" in found else "about" if "about" in found else ""


def parse_spans(text: str) -> tuple[Span, ...]:
    """Read one span of days or several, separated by `;`, `/` or `->`."""
    return tuple(_span(piece) for piece in SEPARATOR.split(text))


def _span(text: str) -> Span:
    for pattern, read in FORMS:
        if match := pattern.fullmatch(text):
            return _ordered(read(*match.groups()), text)
    raise FactError(f"cannot read {text!r} as a period", why="it is of no known form")


def _ordered(span: Span, text: str) -> Span:
    if span.start and span.end and span.end < span.start:
        raise FactError(f"cannot read {text!r} as a period", why="it ends before it starts")
    return span


def _months(year: str, first: int, last: int) -> Span:
    return Span(_date(year, first, 1), _last_day(int(year), last))


def _last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _date(year: str, month: int | str, day: int | str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise FactError(f"there is no day {year}-{month}-{day}", why=str(error)) from error


def _month(year: str, month: str) -> Span:
    first = _date(year, month, 1)
    return Span(first, _last_day(first.year, first.month))


def _named(year: str, first: str, last: str | None) -> Span:
    return _months(year, PARTS[first][0], PARTS[last or first][1])


def _years(first: str, last: str) -> Span:
    return _months(first, 1, 12) if last is None else _join(first, first[: 4 - len(last)] + last)


def _join(first: str, last: str) -> Span:
    return Span(_span(first).start, _span(last).end)


FORMS: tuple[tuple[re.Pattern[str], Callable[..., Span]], ...] = (
    (re.compile(r"(\d{4})"), lambda year: _months(year, 1, 12)),
    (re.compile(r"(\d{4})-(0\d|1[0-2])"), _month),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), lambda *day: Span(_date(*day), _date(*day))),
    (re.compile(r"(\d{4})-(\d{4}|1[3-9]|[2-9]\d)"), _years),
    (re.compile(rf"(\d{{4}}) ({NAMES})(?:-({NAMES}))?"), _named),
    (re.compile(r"(early|late) (\d{4})"), lambda name, year: _named(year, name, None)),
    (re.compile(r"(\d{4})-(\d\d)/(\d\d)"), lambda y, a, b: _join(f"{y}-{a}", f"{y}-{b}")),
    (re.compile(r"(.+) to (.+)"), _join),
    (re.compile(r"(.+) vs (.+)"), lambda last, first: _join(first, last)),
    (re.compile(r"(?:from|since) (.+)"), lambda text: Span(_span(text).start, None)),
    (re.compile(r"(?:by|to) (.+)"), lambda text: Span(None, _span(text).end)),
    (re.compile(r"before (.+)"), lambda text: Span(None, _eve(text))),
)


def _eve(text: str) -> date:
    start = _span(text).start
    if start is None:
        raise FactError(f"cannot read 'before {text}'", why="it has no first day")
    return date.fromordinal(start.toordinal() - 1)
