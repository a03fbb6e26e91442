"""The world with the partners that one economy had in another year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geoecon.errors import AccountError, unknown_name
from geoecon.parameters import BASELINE, GOODS
from geoecon.parameters.tables import read_table
from geoecon.variables import Array
from geoecon.world.accounts import expenditure, input_demand
from geoecon.world.building.balance import fit
from geoecon.world.world import World

TABLE, TOTALS = "trade-years", "trade-year-totals"
CLOSED, ROUNDS = 1e-12, 500
"""Relative change of purchases at which they count as settled, and rounds until then at most."""


@dataclass(frozen=True)
class PartnerYear:
    """Whom an economy traded goods with in a year, as its statistics book it.

    exports, imports : partner -> share of the total; exports_musd, imports_musd : the totals,
    million USD, f.o.b. and c.i.f.; booked_with : partner -> name of those whose exports are
    booked at one of them
    """

    economy: str
    year: int
    exports: Mapping[str, float]
    imports: Mapping[str, float]
    exports_musd: float
    imports_musd: float
    booked_with: Mapping[str, str]

    def exports_together(self, partner: str) -> float:
        """The share of exports of a partner, and of all that are booked with it."""
        name = self.booked_with[partner]
        if not name:
            return self.exports[partner]
        return sum(self.exports[one] for one, other in self.booked_with.items() if other == name)


def years_of(economy: str) -> tuple[int, ...]:
    """The years for which trade by partner is on record. UnknownNameError where there is none."""
    rows = read_table(TOTALS, "world")
    found = tuple(int(row["year"]) for row in rows if row["economy"] == economy)
    if not found:
        known = {row["economy"] for row in rows}
        raise unknown_name("economy with trade by partner over the years", economy, known)
    return found


def partner_year(economy: str, year: int) -> PartnerYear:
    """Trade by partner in one year. Raises UnknownNameError for a year without it."""
    known = years_of(economy)
    if year not in known:
        raise unknown_name(f"year of {economy}'s trade", str(year), map(str, known))
    key = (economy, str(year))
    rows = [row for row in read_table(TABLE, "world") if (row["economy"], row["year"]) == key]
    (total,) = (row for row in read_table(TOTALS, "world") if (row["economy"], row["year"]) == key)
    return PartnerYear(
        economy,
        year,
        {row["partner"]: float(row["exports_share"]) for row in rows},
        {row["partner"]: float(row["imports_share"]) for row in rows},
        float(total["exports_musd"]),
        float(total["imports_musd"]),
        {row["partner"]: row["exports_booked_with"] for row in rows},
    )


def world_of_year(world: World, economy: str, year: int) -> World:
    """`world` with an economy's goods trade moved to the partners of `year`.

    Its exports, imports and home sales of each sector stay what they are in total; who buys and
    who sells moves in proportion to the partner's share of that year over its share of the
    world's year, by the least change that meets both (RAS). All others' final demand stays: other
    suppliers, home included, fill in or give way, and imbalances take up the rest. Services stay.

    Raises UnknownNameError for an economy or year without trade on record; AccountError where
    the partners of that year cannot take what the economy sells by sector.
    """
    then, now = partner_year(economy, year), partner_year(economy, BASELINE.year)
    at, goods = world.region(economy), np.isin(world.sectors, GOODS)
    sold, bought = ratios(world, then, now)
    flow = world.flow.copy()
    flow[at, :, goods] = moved(world.flow[at][:, goods], sold, at, f"exports of {year}").T
    flow[:, at, goods] = moved(world.flow[:, at][:, goods], bought, at, f"imports of {year}")
    return world.replace(
        flow=settled(world, flow, at),
        estimated=np.ones(flow.shape, dtype=bool),
        name=f"{world.name}, {economy} with its partners of {year}",
    )


def ratios(world: World, then: PartnerYear, now: PartnerYear) -> tuple[Array, Array]:
    """Share of each partner in exports, and in imports, of one year over another [region]."""
    sold, bought = np.ones((2, len(world.regions)))
    for partner in now.exports:
        at = world.region(partner)
        sold[at] = then.exports_together(partner) / now.exports_together(partner)
        bought[at] = then.imports[partner] / now.imports[partner]
    return sold, bought


def moved(goods: Array, ratio: Array, at: int, where: str) -> Array:
    """Trade [partner, sector] with each partner's total times `ratio`, sectors' totals as before.

    The row `at`, home sales, stays; all totals are scaled to the same sum. Least change (RAS,
    `world.building.balance.fit`). Raises AccountError where no such table exists.
    """
    abroad = goods.copy()
    abroad[at] = 0.0
    totals = abroad.sum(axis=1) * ratio
    totals *= abroad.sum() / totals.sum()
    found = fit(abroad, totals, abroad.sum(axis=0), where=where).table
    found[at] = goods[at]
    return found


def settled(world: World, flow: Array, at: int) -> Array:
    """Flows that leave all others' final demand as it is in `world`.

    What the region `at` buys and sells is taken from `flow`. What others buy of others grows or
    shrinks in proportion, by buyer and sector, until purchases equal final demand and inputs
    used: a contraction, since inputs cost less than output. Only the final demand of `at` moves,
    by the duties of other partners.

    Raises AccountError where a region would have to buy less than nothing from the others.
    """
    held = np.zeros_like(flow)
    held[at], held[:, at] = flow[at], flow[:, at]
    free = world.flow.copy()
    free[at], free[:, at] = 0.0, 0.0
    from_held, from_free = (expenditure(part, world.tariff) for part in (held, free))
    found = flow
    for _ in range(ROUNDS):
        need = world.final_demand + input_demand(world.input_share, found.sum(axis=1))
        left = need - from_held
        _check_left(world, left, from_free)
        before, found = found, held + free * _over(left, from_free)
        if np.abs(found - before).max() <= CLOSED * found.max():
            break
    return found


def _over(left: Array, from_free: Array) -> Array:
    """left / from_free [region, sector]; one where nothing is bought of others."""
    return np.where(from_free > 0, left / np.where(from_free > 0, from_free, 1.0), 1.0)


def _check_left(world: World, left: Array, from_free: Array) -> None:
    short = (left < 0) & (from_free > 0)
    if short.any():
        region, sector = np.argwhere(short)[0]
        raise AccountError(
            "one partner's trade of that year exceeds all that a region needs",
            where=f"{world.regions[region]}, {world.sectors[sector]}",
            why="others cannot sell it less than nothing",
            remedy="ask for another year",
        )
