"""Instruments that contradict each other, refused with both names and both lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from geoecon.errors import ConflictError
from geoecon.parameters import free_pairs
from geoecon.scenario.agreements import CUSTOMS_UNIONS, parties
from geoecon.scenario.edits import Edit, nests
from geoecon.scenario.instruments import Agreement
from geoecon.scenario.schema import Scenario
from geoecon.scenario.selection import Mask, Selection
from geoecon.world.world import World


def check_conflicts(edits: Sequence[Edit], selection: Selection) -> None:
    """Raise ConflictError for the first pair of instruments that cannot both hold.

    Two values for one cell of one kind, trade both stopped and restored, or a country under two
    external tariffs. Equal values are no conflict, nor is a union inside a union.
    """
    for first, second in combinations(edits, 2):
        if first.instrument != second.instrument:
            _check_values(first, second, selection)
            _check_stopped(first, second, selection)
    _check_external_tariffs(selection)


def _check_values(first: Edit, second: Edit, selection: Selection) -> None:
    if first.key != second.key or (nests(first) and _nested(first.cells, second.cells)):
        return
    meet = first.cells & second.cells
    agree = first.variable != "wedge"  # two wedges on one sale have two earners
    differ = meet & ~(agree & np.isclose(first.value, second.value, rtol=1e-12, atol=1e-15))
    if differ.any():
        cell = _cell_name(differ, selection.world)
        raise _conflict(first, second, selection.scenario, f"{cell} would get two values")


def _nested(one: Mask, other: Mask) -> bool:
    return not (one & ~other).any() or not (other & ~one).any()


def _check_stopped(first: Edit, second: Edit, selection: Selection) -> None:
    for stop, add in ((first, second), (second, first)):
        if stop.variable != "trade_cost" or add.variable != "added_flow":
            continue
        both = stop.cells & np.isinf(stop.value) & add.cells & (add.value > 0)
        if both.any():
            cell = _cell_name(both, selection.world)
            raise _conflict(stop, add, selection.scenario, f"trade {cell} would stop and come back")


def _conflict(first: Edit, second: Edit, scenario: Scenario, why: str) -> ConflictError:
    kinds = [scenario.instruments[edit.instrument].kind for edit in (first, second)]
    return ConflictError(
        f"{_the(kinds[0], first)} and {_the(kinds[1], second)} contradict each other",
        where=" and ".join(
            scenario.where("instruments", edit.instrument) for edit in (first, second)
        ),
        why=f"{why}: {first.what}; {second.what}",
        remedy="let their exporters, importers or sectors not overlap, or write one instrument",
    )


def _the(kind: str, edit: Edit) -> str:
    return f"{kind} (instrument {edit.instrument + 1})"


def _cell_name(cells: Mask, world: World) -> str:
    place = np.argwhere(cells)[0]
    labels = [world.regions] * (cells.ndim - 1) + [world.sectors]
    if cells.shape[-1] == len(world.regions) and cells.ndim == 2:
        labels = [world.regions, world.regions]
    return ", ".join(names[i] for names, i in zip(labels, place, strict=True))


def _check_external_tariffs(selection: Selection) -> None:
    """A country that joins a customs union must leave every other one that is not part of it."""
    for at, instrument in enumerate(selection.scenario.instruments):
        if not isinstance(instrument, Agreement) or instrument.action != "join":
            continue
        if instrument.depth in CUSTOMS_UNIONS:
            movers, others = parties(instrument, at, selection)
            joined = _codes(movers | others, selection.world)
            for code in sorted(_codes(movers, selection.world)):
                _check_one_union(code, joined, at, selection)


def _check_one_union(code: str, joined: frozenset[str], at: int, selection: Selection) -> None:
    scenario = selection.scenario
    for name, members in _unions_of(code, scenario):
        if members <= joined or joined <= members or _left(code, members, selection):
            continue
        bloc = scenario.instruments[at].bloc  # type: ignore[union-attr]
        raise ConflictError(
            f"{code} would stand under two external tariffs, those of {bloc} and {name}",
            where=scenario.where("instruments", at),
            why=f"{code} is in {name} on {scenario.date}, and a customs union has one tariff",
            remedy=f"add an agreement instrument by which {code} leaves {name}",
        )


def _unions_of(code: str, scenario: Scenario) -> list[tuple[str, frozenset[str]]]:
    """Customs unions that a country is in on the date, with all their members."""
    unions = [
        (row.agreement, frozenset(member for pair in row.pairs for member in pair))
        for row in free_pairs(scenario.date)
        if row.kind == "customs union"
    ]
    return [(name, members) for name, members in unions if code in members]


def _left(code: str, union: frozenset[str], selection: Selection) -> bool:
    """Whether another instrument takes a country out of a union."""
    for at, instrument in enumerate(selection.scenario.instruments):
        if isinstance(instrument, Agreement) and instrument.action != "join":
            movers, others = parties(instrument, at, selection)
            same = _codes(movers | others, selection.world) == union & set(selection.world.regions)
            if same and code in _codes(movers, selection.world):
                return True
    return False


def _codes(mask: Mask, world: World) -> frozenset[str]:
    return frozenset(code for code, inside in zip(world.regions, mask, strict=True) if inside)
