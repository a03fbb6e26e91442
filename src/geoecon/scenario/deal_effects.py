"""Deals -> edits: what capital and a capped price do to production and to incomes.

Capital K adds Q = r K to a year's product, so that the sector makes 1 + Q / Y from what it used:
to the first order the host's product rises by Q (Hulten 1978), and without what leaves so does its
income (MacDougall 1960, Kemp 1962). A capped price above cost moves rent alone (Johnson, Rachel
and Wolfram 2023). Plants that move, or make new goods, stand in `geoecon.scenario.plants`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from geoecon.errors import RangeError, ScenarioError
from geoecon.scenario.deal_checks import earlier
from geoecon.scenario.deals import Investment, PriceCap
from geoecon.scenario.edits import Edit, payment
from geoecon.scenario.plants import arrivals, built, invested_in, product_of, relocation
from geoecon.scenario.selection import Selection
from geoecon.variables import Array


def investment(instrument: Investment, at: int, selection: Selection) -> list[Edit]:
    """More from the same labour and inputs [region, sector], and what leaves for the owners.

    Where the plants make new goods, varieties and capital arrive as in a relocation. Raises
    UnknownNameError, ScenarioError where host, sector or owner is not what it has to be, or at a
    horizon at which no plants are built, RangeError where the sector makes nothing at the baseline.
    """
    what = f"investment of {instrument.value_musd:g} million USD"
    if instrument.new_goods_musd is None:
        more = _more(instrument, at, selection)
        before = sum(earlier(Investment, _more, at, selection), np.zeros_like(more))
        factor = 1 + more / (1 + before)
        edits = [Edit("productivity", more > 0, factor, f"investment {at}", at, what)]
    else:
        edits = arrivals(built(instrument, at, selection), at, selection, what)
    host = invested_in(instrument, at, selection).any(axis=1)
    leaves = instrument.owner_share_pct / 100 * product_of(instrument)
    received = leaves * (_owners(instrument, at, selection) - host)
    return [*edits, payment(received, at, f"{what}: what {instrument.owner} earns on it")]


def _more(instrument: Investment, at: int, selection: Selection) -> Array:
    """Q / Y where capital makes more of the same goods, zero elsewhere [region, sector]."""
    cells, output = invested_in(instrument, at, selection), selection.world.output
    if instrument.new_goods_musd is not None:
        return np.zeros(cells.shape)
    return np.where(cells, product_of(instrument) / np.where(cells, output, 1.0), 0.0)


def _owners(instrument: Investment, at: int, selection: Selection) -> Array:
    """Who owns the capital, in proportion to product and without the host [region]; sums to one."""
    path = ("instruments", at)
    owners = selection.regions((instrument.owner,), (*path, "owner"))
    owners &= ~selection.regions((instrument.region,), (*path, "region"))
    if not owners.any():
        raise ScenarioError(
            f"{instrument.owner} would own what it invests at home",
            where=selection.scenario.where(*path, "owner"),
            why="nothing would leave the host",
            remedy="name an owner abroad, or write a productivity instrument",
        )
    product = np.where(owners, selection.world.value_added.sum(axis=1), 0.0)
    return product / product.sum()


def price_cap(instrument: PriceCap, at: int, selection: Selection) -> list[Edit]:
    """What sellers lose on baseline sales, buyers keep in proportion to their purchases.

    The rent lost is that of the sector's specific factor, so its owners abroad bear their part.
    Raises UnknownNameError; ScenarioError where nothing is sold, RangeError where the discount is
    above the rent in the price.
    """
    world = selection.world
    rate = _discount(instrument, at, selection)
    lost = rate * world.flow
    if not lost.any():
        raise ScenarioError(
            "the price of nothing is capped",
            where=selection.scenario.where("instruments", at),
            why="these exporters sell none of it to these importers, or the discount is zero",
            remedy="name those who buy it, or leave the cap out",
        )
    others = sum(earlier(PriceCap, _discount, at, selection), np.zeros_like(rate))
    _check_rent(rate + others, at, selection)
    sold = lost.sum(axis=1)
    abroad = (sold * world.foreign_share).sum(axis=1)
    received = lost.sum(axis=(0, 2)) - sold.sum(axis=1) + abroad - abroad @ world.owner_share
    what = (
        f"price cap, {instrument.discount_pct:g} % of {world.flow[rate != 0].sum():.6g} million USD"
    )
    return [payment(received, at, what)]


def _discount(instrument: PriceCap, at: int, selection: Selection) -> Array:
    """Share of the price that the seller loses [exporter, importer, sector]."""
    named = (instrument.exporters, instrument.importers, instrument.sectors)
    cells = selection.flows(*named, ("instruments", at))
    return np.where(cells, instrument.discount_pct / 100, 0.0)


def _check_rent(rate: Array, at: int, selection: Selection) -> None:
    """Raise RangeError where a discount is above (1 - beta) gamma, the seller's rent."""
    world = selection.world
    rent = ((1 - world.labour_share) * world.value_added_share)[:, None, :]
    above = (rate > rent) & (world.flow > 0)
    if above.any():
        exporter, importer, sector = np.argwhere(above)[0]
        code, key = world.regions[exporter], world.sectors[sector]
        raise RangeError(
            f"a discount of {100 * rate[exporter, importer, sector]:.3g} % is above the rent in "
            f"the price of {code}, {key}",
            where=selection.scenario.where("instruments", at, "discount_pct"),
            why=f"at this horizon {100 * rent[exporter, 0, sector]:.3g} % of the price is rent; "
            "below labour and inputs output would fall, and this would be no transfer",
            remedy="use a smaller discount or a shorter horizon, or a sanction that cuts trade",
        )


DEAL_EFFECTS: Mapping[str, Callable[[Any, int, Selection], list[Edit]]] = MappingProxyType(
    {"investment": investment, "relocation": relocation, "price cap": price_cap}
)
"""What each kind of deal does, as in `geoecon.scenario.effects.EFFECTS`."""
