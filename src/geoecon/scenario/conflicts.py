"""Instruments that contradict each other, refused with both names and both lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from geoecon.errors import ConflictError
from geoecon.scenario.edits import Edit, nests
from geoecon.scenario.external_tariffs import check_external_tariffs
from geoecon.scenario.schema import Scenario
from geoecon.scenario.selection import Mask, Selection
from geoecon.world.world import World


def check_conflicts(edits: Sequence[Edit], selection: Selection) -> None:
    """Raise ConflictError for the first pair of instruments that cannot both hold.

    Two values for one cell of one kind, trade both stopped and restored, or a country under two
    external tariffs. Equal values are no conflict, nor is a union inside a union.
    """
    check_external_tariffs(selection)
    for first, second in combinations(edits, 2):
        if first.instrument != second.instrument:
            _check_values(first, second, selection)
            _check_stopped(first, second, selection)


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
