"""One exporter's cargo, from its fields to all who buy it, and what that means for trade.

The network says what can leave, which way and at what price on arrival; the trade model says what
buyers take at that price and what else changes. The two agree when tonnes sold are tonnes bought
and both know the same prices:

    W_n = (v_n' / v_n) / ĉ        ẑ = K̂^((1 − β) γ)        R = (1 + (f' − f) / p) / ĉ

where v is the delivered price and p its mean, f what is left of it after the charges on the way,
USD a tonne, for the buyers that are now served, ĉ the change of the exporter's unit cost and W what
buyers pay over it. What cannot leave idles its wells: K̂ is the share of the sector still at work,
and labour and inputs leave with the rest. Wells yield what they yield, so a better price makes
them earn more and not yield more: R, what the exporter gets over its cost at the border, is rent
and goes to those who own them. Buyers at home pay the cost. Room on a pipeline is given to
shippers at set tariffs: what scarce room is worth is part of f (an assumption; an auction of room
would give it to carriers).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from geoecon.corridors.cuts import cut
from geoecon.corridors.exports import Buyers, Shipment, Supply, settled, ship
from geoecon.corridors.graph import Links, Mask
from geoecon.corridors.logit import route_index
from geoecon.couple.carriers import by_region
from geoecon.couple.loop import Effect
from geoecon.couple.ways import Ways, closed_links
from geoecon.couple.wells import Wells
from geoecon.equilibrium.solution import Solution
from geoecon.errors import RouteError
from geoecon.variables import Array
from geoecon.world.world import World


@dataclass(frozen=True, eq=False)
class Exports:
    """One exporter's cargo at the baseline.

    Attributes
    ----------
    exporter, sector, cargo : code, key of the trade model's sector, name in the network
    fields : node ids; output : [field], kt a month; reservation : USD a tonne, netback below
        which a field keeps its cargo
    regions : codes of the buyers; mass : [buyer], kt a month; price : [buyer], USD a tonne
        delivered; elasticity : of what they buy to that price
    ways, shipment : the network it leaves by at the baseline, and what it does there
    """

    exporter: str
    sector: str
    cargo: str
    fields: tuple[str, ...]
    output: Array
    reservation: float
    regions: tuple[str, ...]
    mass: Array
    price: Array
    elasticity: float
    ways: Ways
    shipment: Shipment

    @cached_property
    def mean_price(self) -> float:
        """Mean delivered price, USD a tonne."""
        return float(np.average(self.price, weights=self.mass))

    @cached_property
    def receipt(self) -> float:
        """Mean delivered price less charges, USD a tonne."""
        return receipt(self.ways, self.shipment)


def baseline(
    ways: Ways,
    *,
    exporter: str,
    sector: str,
    cargo: str,
    output: Mapping[str, float],
    bought: Mapping[str, float],
    netback: float,
    reservation: float,
    elasticity: float,
) -> Exports:
    """An exporter's cargo as it leaves at the baseline.

    `output` kt a month by field, scaled to what is `bought`, kt a month by region; `netback` and
    `reservation` USD a tonne. Raises as `corridors.exports.settled`.
    """
    regions, mass = tuple(bought), np.array(list(bought.values()))
    fields = tuple(output)
    scaled = np.array(list(output.values())) * mass.sum() / sum(output.values())
    supply = Supply(ways.nodes(fields), scaled, reservation)
    zones = ways.nodes(ways.network.zone(region).id for region in regions)
    buyers = Buyers(zones, mass, np.full(len(mass), netback + 50.0), elasticity)
    found = settled(ways.graph, ways.sensitivity, supply, buyers, netback=netback, room=ways.room)
    return Exports(
        exporter, sector, cargo, fields, scaled, reservation, regions, mass, found.delivered,
        elasticity, ways, found,
    )  # fmt: skip


class ExportsPart:
    """The exports on the network of a scenario, `ways`; a `Part` of the loop.

    Its unknowns are ln W of each buyer that a path still leads to, then ln q̂, the share of what
    left at the baseline that leaves now.
    """

    def __init__(self, world: World, exports: Exports, ways: Ways) -> None:
        self.world, self.exports, self.ways = world, exports, ways
        fields = ways.nodes(exports.fields)
        zones = ways.nodes(ways.network.zone(region).id for region in exports.regions)
        self.joined, self.reached = _joined(ways, fields, zones)
        self.exporter, self.sector = world.region(exports.exporter), world.sector(exports.sector)
        if not self.reached.any():
            raise self._nothing_leaves()
        at = np.array([world.region(code) for code in exports.regions])
        self.at, self.lost = at[self.reached], at[~self.reached]
        yields, mass, price = exports.output, exports.mass, exports.price
        self.supply = Supply(fields[self.joined], yields[self.joined], exports.reservation)
        self.buyers = Buyers(
            zones[self.reached], mass[self.reached], price[self.reached], exports.elasticity
        )
        self.wells = Wells.of(world, self.exporter, self.sector)
        self.shipment: Shipment | None = None
        self.dearer, self.sales = 0.0, np.zeros(len(world.regions))
        self.rent = 1.0

    def _nothing_leaves(self) -> RouteError:
        shut = {link for links in self.cut_off().values() for link in links}
        return RouteError(
            f"nothing of the {self.exports.cargo} of {self.exports.exporter} can leave",
            reason="no path",
            where="cut off by " + ", ".join(sorted(shut)[:12]),
            why="no price for cargo that has no way out",
            remedy="leave it a way, or write an embargo on these exports instead",
        )

    @property
    def size(self) -> int:
        """Buyers reached, and what leaves."""
        return int(self.reached.sum()) + 1

    def effect(self, point: Array) -> Effect:
        """Wedges on what the exporter sells, its productivity, and what others earn."""
        effect, wedge = Effect.none(self.world), np.exp(point[:-1])
        abroad = np.arange(len(self.world.regions)) != self.exporter
        sales = effect.wedge[self.exporter, :, self.sector]
        # who buys too little to be listed pays what the others pay on average
        sales[abroad] = np.average(wedge, weights=self.buyers.mass)
        sales[self.at] = wedge
        effect.trade_cost[self.exporter, self.lost, self.sector] = np.inf
        made = self.wells.productivity(np.exp(point[-1]))
        effect.productivity[self.exporter, self.sector] = made
        effect.border[self.exporter, abroad, self.sector] = self.rent
        self.dearer = float((sales - 1) @ self.sales)  # paid and earned in the same round
        return replace(effect, transfer=self.earned())

    def move(self, point: Array, solution: Solution) -> Array:
        """Load what is bought at these prices; how far prices are from what then follows."""
        wedge, base = np.exp(point[:-1]), self.buyers
        self.sales = solution.flow[self.exporter, :, self.sector]
        self.dearer = float((solution.shock.wedge[self.exporter, :, self.sector] - 1) @ self.sales)
        price = float(solution.unit_cost[self.exporter, self.sector])
        asked = replace(base, mass=self._bought(solution, wedge), price=base.price * price * wedge)
        begin = self._prices() if self.shipment is None else self.shipment
        ways = self.ways
        self.shipment = ship(
            ways.graph, ways.sensitivity, self.supply, asked, room=ways.room, start=begin
        )
        now, before = self.shipment, self.exports
        mix = float(now.sold @ base.price) / float(now.sold.sum())
        gain = receipt(ways, now) - (mix - before.mean_price + before.receipt)
        target = 1 + gain / before.mean_price
        self.rent = target / price
        leaving = now.sold.sum() / before.mass.sum()
        return np.log(np.append(now.delivered / (base.price * price), leaving)) - point

    @property
    def receipt_now(self) -> float:
        """Mean delivered price less charges after the last move, USD a tonne."""
        return self.exports.receipt if self.shipment is None else receipt(self.ways, self.shipment)

    def earned(self) -> Array:
        """Million USD a year that regions earn beyond the baseline [region].

        Carriers and treasuries on a territory are paid what carrying costs there; nothing melts.
        What buyers pay beyond that, or save on it, is rent, the freight no longer paid where less
        leaves among it: it belongs to the sector's owners, at home and abroad.
        """
        carried = self.carried()
        return by_region(self.world, carried) + self.owners * (self.dearer - sum(carried.values()))

    def carried(self) -> dict[str, float]:
        """What carriers earn beyond the baseline, million USD a year by owner of links.

        World shipping is one of them, left to all by income.
        """
        before, now = self.exports, self.shipment
        if now is None:
            return {}
        was, paid = before.ways.charged(before.shipment.load), self.ways.charged(now.load)
        return {owner: paid.get(owner, 0.0) - was.get(owner, 0.0) for owner in was | paid}

    @cached_property
    def owners(self) -> Array:
        """Whose the rent of the exporter's sector is [region], shares that sum to 1."""
        world, exporter = self.world, self.exporter
        abroad = float(world.foreign_share[exporter, self.sector])
        found = abroad * world.owner_share[exporter]
        found[exporter] += 1 - abroad
        return found

    def cut_off(self) -> dict[str, list[str]]:
        """Buyers that no path leads to any more -> the closed links that cut them off."""
        base, gone = self.exports.ways, closed_links(self.exports.ways, self.ways)
        now = base.graph.without(gone)
        fields = base.nodes(self.exports.fields)
        found = {}
        for region in np.array(self.exports.regions)[~self.reached]:
            zone = base.node_of(str(region))
            links = {int(n) for field in fields for n in cut(base.graph, now, int(field), zone)}
            found[str(region)] = [base.links[number].id for number in sorted(links)]
        return found

    def _bought(self, solution: Solution, wedge: Array) -> Array:
        """Tonnes move with value over price [buyer], kt a month.

        Who bought in the network's year and not in the world's answers by elasticity alone. All
        tonnes together move with all that is sold abroad: a tonne has a value of its own at each
        buyer, and wells yield no more where more of it goes to those who pay more.
        """
        now = solution.flow[self.exporter, self.at, self.sector]
        was = self.world.flow[self.exporter, self.at, self.sector]
        price = solution.unit_cost[self.exporter, self.sector]
        answer = (price * wedge) ** -self.exports.elasticity
        np.divide(now, was * price, out=answer, where=was > 0)
        taken = self.buyers.mass * answer
        quantity = self._abroad(solution.flow) / (self._abroad(self.world.flow) * price)
        return taken * (quantity * self.exports.mass.sum() / taken.sum())

    def _abroad(self, flow: Array) -> float:
        """What the exporter's sector sells abroad, million USD a year."""
        sales = flow[self.exporter, :, self.sector]
        return float(sales.sum() - sales[self.exporter])

    def _prices(self) -> Array:
        """Scarcity prices at the baseline, link by link and then well by well: where to begin."""
        base, shipment = self.exports.ways, self.exports.shipment
        known = dict(zip((link.id for link in base.links), shipment.price, strict=True))
        links = np.array([known.get(link.id, 0.0) for link in self.ways.links])
        wells = (shipment.netback - self.exports.reservation)[self.joined]
        return np.concatenate([np.where(np.isfinite(links), links, 0.0), wells])


def receipt(ways: Ways, shipment: Shipment) -> float:
    """What a tonne sold leaves after the charges on its way, on average, USD."""
    used = shipment.load > 0
    charges = shipment.load[used] @ ways.charge[used]
    return float((shipment.sold @ shipment.delivered - charges) / shipment.sold.sum())


def _joined(ways: Ways, fields: Links, zones: Links) -> tuple[Mask, Mask]:
    """Which fields reach any buyer, and which buyers any field reaches [field], [buyer]."""
    open_ways = ways.graph.without(np.flatnonzero(ways.room <= 0))
    origin, destination = np.repeat(fields, len(zones)), np.tile(zones, len(fields))
    index = route_index(open_ways, ways.sensitivity, origin, destination)
    finite: Mask = np.isfinite(index).reshape(len(fields), len(zones))
    return np.asarray(finite.any(axis=1)), np.asarray(finite.any(axis=0))
