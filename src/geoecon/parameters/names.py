"""Names of economies and blocs, and who belongs to a bloc on a given day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from geoecon.errors import unknown_name
from geoecon.parameters.tables import read_table

BASELINE = date(2023, 12, 31)
"""The day whose memberships and agreements the embedded world describes."""


@dataclass(frozen=True)
class Membership:
    """One economy in one bloc, from a day until another (None: to this day).

    `member` may be a bloc, whose members are then in this one too (the European Union in the
    European Economic Area). `status` is member, candidate, observer, partner, or signatory of what
    is not in force yet.
    """

    bloc: str
    bloc_name: str
    member: str
    start: date
    end: date | None
    status: str
    source: str

    def holds(self, on: date) -> bool:
        """Whether the membership is in force on a day, its first day in and its last day out."""
        return self.start <= on and (self.end is None or on < self.end)


@cache
def memberships() -> tuple[Membership, ...]:
    """Every membership, candidacy and observer's seat of the table `blocs`."""
    return tuple(
        Membership(
            row["bloc"],
            row["name"],
            row["member"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
            row["status"],
            row["source"],
        )
        for row in read_table("blocs")
    )


@cache
def blocs() -> tuple[str, ...]:
    """The keys of all blocs, in the order of the table."""
    return tuple(dict.fromkeys(row.bloc for row in memberships()))


@cache
def bloc_members(bloc: str, on: date = BASELINE) -> tuple[str, ...]:
    """The economies that are members of a bloc on a day, sorted; candidates and observers are not.

    Codes are ISO 3166-1 alpha-3, also of economies that a world keeps inside a group.
    Raises UnknownNameError.
    """
    if bloc not in blocs():
        raise unknown_name("bloc", bloc, blocs())
    rows = (row for row in memberships() if row.bloc == bloc and row.status == "member")
    return tuple(sorted({code for row in rows if row.holds(on) for code in _codes(row, on)}))


def _codes(row: Membership, on: date) -> tuple[str, ...]:
    return bloc_members(row.member, on) if row.member in blocs() else (row.member,)


def expand_members(names: str, on: date = BASELINE) -> tuple[str, ...]:
    """The codes in a list of codes and blocs separated by spaces, without repeats."""
    known = set(blocs())
    codes = (bloc_members(name, on) if name in known else (name,) for name in names.split())
    return tuple(dict.fromkeys(code for group in codes for code in group))


@cache
def _aliases() -> dict[str, str]:
    named = {row["alias"].casefold(): row["code"] for row in read_table("aliases")}
    codes = {row["code"].casefold(): row["code"] for row in read_table("aliases")}
    return named | codes | {bloc.casefold(): bloc for bloc in blocs()}


def resolve_region(name: str, known: Iterable[str] = ()) -> str:
    """The code of an economy or bloc from a code or a name people write, in any case.

    `known` adds the codes of a user's own world. Raises UnknownNameError with the nearest names.
    """
    table = _aliases() | {code.casefold(): code for code in known}
    code = table.get(" ".join(name.split()).casefold())
    if code is None:
        shown = {row["alias"] for row in read_table("aliases")} | set(table.values())
        raise unknown_name("economy or bloc", name, shown)
    return code
