"""One country, one external tariff: a second customs union is refused with both their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geoecon.errors import ConflictError
from geoecon.parameters import free_pairs
from geoecon.scenario.agreements import adopts_tariff, parties
from geoecon.scenario.instruments import Agreement
from geoecon.scenario.selection import Mask, Selection
from geoecon.world.world import World


@dataclass(frozen=True)
class _Union:
    """A customs union with the regions in it; `joined` is the instrument, None if in force."""

    name: str
    members: frozenset[str]
    joined: int | None = None

    def nests(self, other: _Union) -> bool:
        """Whether one is inside the other, so that both have the same tariff."""
        return self.members <= other.members or other.members <= self.members


def check_external_tariffs(selection: Selection) -> None:
    """Raise ConflictError for the first country that would stand in two customs unions.

    A union inside a union is no conflict, nor is one that the country leaves in the same scenario.
    """
    found = list(_joined(selection))
    for position, (union, movers) in enumerate(found):
        for code in sorted(movers):
            others = [other for other, joining in found[:position] if code in joining]
            for other in (*_in_force(code, selection), *others):
                if not union.nests(other):
                    raise _two_tariffs(code, union, other, selection)


def _joined(selection: Selection) -> Iterator[tuple[_Union, frozenset[str]]]:
    """The customs unions that instruments make, and who joins them."""
    for at, instrument in enumerate(selection.scenario.instruments):
        if isinstance(instrument, Agreement) and adopts_tariff(instrument):
            movers, others = parties(instrument, at, selection)
            everyone = _codes(movers | others, selection.world)
            yield _Union(instrument.bloc, everyone, at), _codes(movers, selection.world)


def _in_force(code: str, selection: Selection) -> Iterator[_Union]:
    """Customs unions that a country is in on the date and does not leave."""
    present = set(selection.world.regions)
    for row in free_pairs(selection.scenario.date):
        members = frozenset(member for pair in row.pairs for member in pair) & present
        stays = code in members and not _left(code, members, selection)
        if row.kind == "customs union" and stays:
            yield _Union(row.agreement, members)


def _left(code: str, union: frozenset[str], selection: Selection) -> bool:
    """Whether an instrument takes a country out of a union."""
    for at, instrument in enumerate(selection.scenario.instruments):
        if isinstance(instrument, Agreement) and instrument.action != "join":
            movers, others = parties(instrument, at, selection)
            same = _codes(movers | others, selection.world) == union
            if same and code in _codes(movers, selection.world):
                return True
    return False


def _two_tariffs(code: str, union: _Union, other: _Union, selection: Selection) -> ConflictError:
    scenario = selection.scenario
    lines = [at for at in (other.joined, union.joined) if at is not None]
    now = f"is in {other.name} on {scenario.date}" if len(lines) == 1 else f"joins {other.name} too"
    leave = f"add an agreement instrument by which {code} leaves {other.name}"
    return ConflictError(
        f"{code} would stand under two external tariffs, those of {union.name} and {other.name}",
        where=" and ".join(scenario.where("instruments", at) for at in lines),
        why=f"{code} {now}, and a customs union has one tariff towards outsiders",
        remedy=leave if len(lines) == 1 else "let it join one of them",
    )


def _codes(mask: Mask, world: World) -> frozenset[str]:
    return frozenset(code for code, inside in zip(world.regions, mask, strict=True) if inside)
