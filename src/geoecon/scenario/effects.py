"""Instrument -> edits: what each policy instrument does to the arrays of the model.

One function for each kind, registered in `EFFECTS`; nothing else needs to know a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from geoecon.errors import RangeError
from geoecon.scenario.agreements import agreement
from geoecon.scenario.corridor_instruments import CORRIDOR_KINDS, CorridorInstrument
from geoecon.scenario.deal_effects import DEAL_EFFECTS
from geoecon.scenario.edits import Edit, Variable
from geoecon.scenario.instruments import (
    Barrier,
    Embargo,
    ExportTax,
    Flows,
    Productivity,
    Restore,
    Sanction,
)
from geoecon.scenario.instruments import Tariff as TariffChange
from geoecon.scenario.mineral_effects import raw_material
from geoecon.scenario.restored import restored_flows
from geoecon.scenario.selection import Mask, Selection, mirrored
from geoecon.scenario.transhipment import transhipment
from geoecon.variables import Array


def tariff(instrument: TariffChange, at: int, selection: Selection) -> list[Edit]:
    """The new ad valorem rate, set, shifted or scaled.

    Raises RangeError where points taken off would lead below -100 per cent.
    """
    cells, was = _cells(instrument, at, selection), selection.world.tariff
    if instrument.set_pct is not None:
        new, what = np.full(was.shape, instrument.set_pct / 100), f"set to {instrument.set_pct:g} %"
    elif instrument.add_points is not None:
        new = was + instrument.add_points / 100
        what = f"{instrument.add_points:+g} points"
    else:
        new, what = was * (instrument.multiply or 0.0), f"times {instrument.multiply:g}"
    if (new[cells] < -1).any():
        raise RangeError(
            "a tariff falls below -100 %",
            where=selection.scenario.where("instruments", at, "add_points"),
            why="nobody pays a buyer more than the good is worth",
            remedy="take off fewer points",
        )
    return [Edit("tariff", cells, new, "tariff", at, f"tariff {what}")]


def barrier(instrument: Barrier, at: int, selection: Selection) -> list[Edit]:
    """Iceberg trade costs times a factor."""
    cells = _cells(instrument, at, selection)
    what = f"non-tariff barrier, trade cost {100 * (instrument.factor - 1):+.3g} %"
    return [_uniform("trade_cost", cells, instrument.factor, "barrier", at, what)]


def embargo(instrument: Embargo, at: int, selection: Selection) -> list[Edit]:
    """Trade costs without limit: the trade share is exactly zero."""
    cells = _cells(instrument, at, selection)
    return [_uniform("trade_cost", cells, np.inf, "restriction", at, "embargo")]


def sanction(instrument: Sanction, at: int, selection: Selection) -> list[Edit]:
    """The trade cost at which a share of trade goes, at baseline prices: (1 - cut)^(-1/theta)."""
    if instrument.evasion:
        return _evaded(instrument, at, selection)
    cells = _cells(instrument, at, selection)
    left = 1 - instrument.cut_pct / 100
    theta = selection.world.trade_elasticity
    factor = left ** (-1 / theta) if left > 0 else np.full(theta.shape, np.inf)
    value = np.broadcast_to(factor, cells.shape)
    what = f"sanction, {instrument.cut_pct:g} % of trade cut"
    return [Edit("trade_cost", cells, value, "restriction", at, what)]


def _evaded(instrument: Sanction, at: int, selection: Selection) -> list[Edit]:
    """Less is cut, and the middlemen earn their premium on what goes round."""
    found = transhipment(instrument, at, selection)
    cells, shape = found.cells, found.cells.shape
    cost = np.broadcast_to(found.trade_cost(selection.world.trade_elasticity), shape)
    wedge = np.broadcast_to(found.wedge, shape)
    what = f"sanction with evasion, {instrument.cut_pct:g} % of direct trade cut"
    paid = f"premium of {100 * found.premium:g} % on what goes round"
    earner = found.earners(len(selection.world.regions))
    return [
        Edit("trade_cost", cells, cost, "restriction", at, what),
        Edit("wedge", cells & (wedge != 1), wedge, "margin", at, paid, earner),
    ]


def export_tax(instrument: ExportTax, at: int, selection: Selection) -> list[Edit]:
    """A wedge between buyer and seller that the seller's own region earns."""
    cells = _cells(instrument, at, selection)
    n = len(selection.world.regions)
    own = np.broadcast_to(np.eye(n)[:, :, None], (n, n, cells.shape[2]))
    value, what = (
        np.full(cells.shape, 1 + instrument.pct / 100),
        f"export tax {instrument.pct:+g} %",
    )
    return [Edit("wedge", cells, value, "margin", at, what, own)]


def productivity(instrument: Productivity, at: int, selection: Selection) -> list[Edit]:
    """Output from the same inputs times a factor [region, sector]."""
    path = ("instruments", at)
    where = selection.regions(instrument.regions, (*path, "regions"))
    cells = where[:, None] & selection.sectors(instrument.sectors, (*path, "sectors"))
    what = f"productivity {instrument.change_pct:+g} %"
    factor = 1 + instrument.change_pct / 100
    return [_uniform("productivity", cells, factor, "productivity", at, what)]


def restore(instrument: Restore, at: int, selection: Selection) -> list[Edit]:
    """Trade estimated to exist without the measures, less the trade there is."""
    cells = _cells(instrument, at, selection)
    where = selection.scenario.where("instruments", at, "flows")
    covered, value = restored_flows(instrument.flows, selection.world, where)
    what = f"trade restored, estimated ({instrument.flows})"
    return [Edit("added_flow", cells & covered, value, "restore", at, what)]


def elsewhere(_instrument: CorridorInstrument, _at: int, _selection: Selection) -> list[Edit]:
    """Nothing: a change of routes reaches trade by way of the network, as its costs."""
    return []


def _cells(instrument: Flows, at: int, selection: Selection) -> Mask:
    path = ("instruments", at)
    named = (instrument.exporters, instrument.importers, instrument.sectors)
    cells = selection.flows(*named, path)
    return mirrored(cells) if getattr(instrument, "both_ways", False) else cells


def _uniform(
    variable: Variable, cells: Mask, value: float, family: str, at: int, what: str
) -> Edit:
    array: Array = np.full(cells.shape, value)
    return Edit(variable, cells, array, family, at, what)


Effect = Callable[[Any, int, Selection], list[Edit]]

EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "tariff": tariff,
        "barrier": barrier,
        "embargo": embargo,
        "sanction": sanction,
        "export tax": export_tax,
        "agreement": agreement,
        "productivity": productivity,
        "restore": restore,
        "raw material": raw_material,
        **DEAL_EFFECTS,
        **dict.fromkeys((*CORRIDOR_KINDS, "programme"), elsewhere),
    }
)
"""What each kind of instrument does: (instrument, its position, selection) -> edits."""
