"""The log of a scenario: what each instrument changed in the baseline, old and new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geoecon.parameters import bloc_members, blocs
from geoecon.scenario.edits import Edit, Variable, baseline
from geoecon.scenario.schema import Scenario
from geoecon.scenario.selection import Mask, anywhere
from geoecon.variables import Array
from geoecon.world.world import World


@dataclass(frozen=True)
class Change:
    """What one instrument changed, over all its cells.

    Attributes
    ----------
    what : in words.
    exporter, importer, sector : names or how many; for productivity the region is the exporter,
        for pooled duties those who collect are the importers; of a payment those who pay are the
        exporters and those who receive the importers.
    old, new : with unit; a range where cells differ, the total for added trade and payments.
    cells : how many.
    baseline_trade_musd : trade in those cells before, million USD a year (0 where none is meant).
    estimated : whether the new values are an estimate of trade that does not exist.
    where : file and line of the instrument.
    """

    what: str
    exporter: str
    importer: str
    sector: str
    old: str
    new: str
    cells: int
    baseline_trade_musd: float
    estimated: bool
    where: str


def log(world: World, edits: Sequence[Edit], scenario: Scenario) -> tuple[Change, ...]:
    """The changes of each edit that touches a cell, in the order of the scenario.

    Trade is told one way at a time: what A sells to B, then what B sells to A.
    """
    changes = []
    for edit in edits:
        for cells in directions(edit.cells) if edit.cells.ndim == 3 else [edit.cells]:
            if cells.any():
                changes.append(_change(world, replace(edit, cells=cells), scenario))
    return tuple(changes)


def directions(cells: Mask) -> list[Mask]:
    """Cells [exporter, importer, sector] in groups of exporters that sell to the same importers.

    Trade among the members of a bloc is one group: nobody sells to himself.
    """
    pairs = anywhere(cells, 2)
    among = pairs | (np.eye(len(pairs), dtype=np.bool_) & anywhere(pairs, 1)[:, None])
    apart, together = _patterns(pairs), _patterns(among)
    patterns = apart if apart.max() < 2 else min(apart, together, key=lambda found: found.max())
    kept = [number for number in dict.fromkeys(patterns.tolist()) if number >= 0]
    return [cells & (patterns == number)[:, None, None] for number in kept]


def _patterns(pairs: Mask) -> NDArray[np.intp]:
    """The number of each row's pattern, -1 for empty rows [exporter]."""
    numbers: dict[bytes, int] = {}
    found = [numbers.setdefault(row.tobytes(), len(numbers)) if row.any() else -1 for row in pairs]
    return np.array(found, dtype=np.intp)


def _change(world: World, edit: Edit, scenario: Scenario) -> Change:
    exporter, importer, sector = _names(world, edit, scenario)
    old, new = baseline(world, edit.variable), edit.value
    if edit.variable == "added_flow":
        old, new = world.flow, world.flow + edit.value
    return Change(
        what=edit.what,
        exporter=exporter,
        importer=importer,
        sector=sector,
        old=_span(old, edit.cells, edit.variable),
        new=_span(new, edit.cells, edit.variable),
        cells=int(edit.cells.sum()),
        baseline_trade_musd=float(world.flow[edit.cells].sum()) if edit.cells.ndim == 3 else 0.0,
        estimated=edit.variable == "added_flow",
        where=scenario.where("instruments", edit.instrument),
    )


def _names(world: World, edit: Edit, scenario: Scenario) -> tuple[str, str, str]:
    cells = edit.cells

    def regions(mask: Mask) -> str:
        return _named(world.regions, mask, scenario)

    if edit.variable == "revenue_share":
        return "", regions(anywhere(cells, 1)), ""
    if edit.variable == "transfer":
        return regions(cells & (edit.value < 0)), regions(cells & (edit.value > 0)), ""
    if edit.variable == "productivity":
        return regions(anywhere(cells, 1)), "", _listed(world.sectors, anywhere(cells, 0))
    sectors = _listed(world.sectors, anywhere(cells, 0, 1))
    return regions(anywhere(cells, 1, 2)), regions(anywhere(cells, 0, 2)), sectors


def _named(codes: tuple[str, ...], mask: Mask, scenario: Scenario) -> str:
    """A bloc where the regions are its members, else a list."""
    chosen = {code for code, inside in zip(codes, mask, strict=True) if inside}
    same = (bloc for bloc in blocs() if chosen == set(bloc_members(bloc, scenario.date)))
    return (next(same, "") if len(chosen) > 1 else "") or _listed(codes, mask)


def _listed(names: tuple[str, ...], mask: Mask, most: int = 6) -> str:
    chosen = [name for name, inside in zip(names, mask, strict=True) if inside]
    if len(chosen) == len(names):
        return "all"
    more = f" and {len(chosen) - most} more" if len(chosen) > most else ""
    return " ".join(chosen[:most]) + more


UNITS: dict[Variable, tuple[float, str]] = {
    "tariff": (100, " %"),
    "trade_cost": (1, " times"),
    "productivity": (1, " times"),
    "added_flow": (1, " million USD"),
    "revenue_share": (100, " % kept"),
    "wedge": (1, " times"),
    "transfer": (1, " million USD a year"),
}


def _span(values: Array, cells: Mask, variable: Variable) -> str:
    """`0 to 15 %`: the lowest and highest value, the total for money, the own share for duties."""
    scale, unit = UNITS[variable]
    chosen = np.broadcast_to(values, cells.shape)[cells] * scale
    if variable == "revenue_share":
        chosen = np.diagonal(values)[anywhere(cells, 1)] * scale
    if variable in ("added_flow", "transfer"):  # of payments, what is received
        return f"{chosen[chosen > 0].sum():.6g}{unit}"
    if np.isinf(chosen).all():
        return "no trade"
    if variable in ("trade_cost", "productivity", "wedge") and (chosen == 1).all():
        return "as it is"
    low, high = (_number(float(x)) for x in (chosen.min(), chosen.max()))
    return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"


def _number(value: float) -> str:
    """Four digits, or six where fewer would print 1 for a factor that is not."""
    text = f"{value:.4g}"
    return f"{value:.6g}" if text == "1" != f"{value:.15g}" else text
