"""Containers and bulk as demands: a total of tonnes over pairs, shared by the value of trade.

No source gives tonnes in containers by pair. The total is taken from facts about corridors, and
each destination has the share that the embedded world gives it in the origin's goods.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from geoecon.corridors.crude import Flow
from geoecon.corridors.network import Network
from geoecon.errors import unknown_name
from geoecon.parameters.names import bloc_members, blocs
from geoecon.parameters.tables import read_table

IN_BOXES = ("food", "metals", "chemicals", "machinery", "vehicles", "manufacturing")
"""Sectors whose trade shares out the total."""


def pair_flows(network: Network, cargo: str, year: int) -> tuple[Flow, ...]:
    """The flows of a cargo, kt a year; no fact gives a total for another year, so it stays.

    `year` picks the members of blocs. Raises UnknownNameError.
    """
    rows = {row["cargo"]: row for row in read_table("pair_totals", "network")}
    if cargo not in rows:
        raise unknown_name("cargo with a total", cargo, rows)
    row = rows[cargo]
    value = trade_values(row["origin"], members(row["destinations"], year))
    measured = sum(value[name] for name in members(row["measured_on"], year))
    origin = network.zone(row["origin"]).id
    return tuple(
        Flow(origin, network.zone(name).id, float(row["total_kt"]) * musd / measured)
        for name, musd in value.items()
    )


def trade_values(origin: str, destinations: tuple[str, ...]) -> dict[str, float]:
    """What the embedded world's `origin` sells to each destination in boxes, million USD a year."""
    from geoecon.world.store import load_world

    world = load_world()
    sectors = [world.sectors.index(name) for name in IN_BOXES]
    sold = world.flow[world.regions.index(origin)]
    return {name: float(np.sum(sold[world.regions.index(name), sectors])) for name in destinations}


def members(names: str, year: int) -> tuple[str, ...]:
    """Economies named one by one or by bloc, at the middle of a year."""
    day = date(year, 6, 30)
    return tuple(
        member
        for name in names.split()
        for member in (sorted(bloc_members(name, on=day)) if name in blocs() else (name,))
    )
