"""How much of a country's trade is with a power, in a world: shown beside votes, never mixed in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import unknown_name
from geoecon.parameters import BASELINE, bloc_members, blocs
from geoecon.variables import Array
from geoecon.world.world import World


@dataclass(frozen=True)
class Dependence:
    """Shares of a country's foreign trade that are with a power, ratios.

    Goods and services of all sectors, before tariff, as the world has them at its baseline.
    """

    country: str
    power: str
    exports_share: float
    imports_share: float
    trade_share: float


def dependence(country: str, power: str, world: World) -> Dependence:
    """How much of what a country sells and buys abroad goes to and comes from a power or bloc.

    A bloc is its members at the baseline that the world has as regions, the country left out.
    Raises UnknownNameError for a country or power that the world does not have.
    """
    here = _place(country, world)
    members = bloc_members(power, BASELINE) if power in blocs() else (power,)
    places = [world.regions.index(code) for code in members if code in world.regions]
    if not places:
        raise unknown_name("power", power, world.regions)
    partners = np.isin(np.arange(len(world.regions)), [at for at in places if at != here])
    sold, bought = world.flow[here].sum(axis=1), world.flow[:, here].sum(axis=1)
    sold[here] = bought[here] = 0.0
    return Dependence(
        country, power, *(_share(flow, partners) for flow in (sold, bought, sold + bought))
    )


def _place(country: str, world: World) -> int:
    if country not in world.regions:
        raise unknown_name("economy", country, world.regions)
    return world.regions.index(country)


def _share(flow: Array, partners: NDArray[np.bool_]) -> float:
    return float(flow[partners].sum() / flow.sum())
