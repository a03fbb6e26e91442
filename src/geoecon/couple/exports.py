"""One exporter's cargo and the trade model, solved together.

The network says what can leave, which way and at what price on arrival; the trade model says what
buyers take at that price and what else changes. The two agree when tonnes sold are tonnes bought
and both know the same prices:

    p_n'/p_n = ĉ W_n        ĉ = 1 + (netback' − netback) / p        W_n = (v_n'/v_n) / ĉ

where v is the delivered price and p its mean, USD a tonne, ĉ the exporter's price and W the wedge
that buyers pay to carriers. In a month wells yield what they yield, whatever the price: the
exporter's productivity moves until its unit cost is ĉ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from geoecon.corridors.exports import Buyers, Shipment, Supply, ship
from geoecon.corridors.graph import Graph
from geoecon.equilibrium.anderson import Anderson
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.errors import NotConvergedError
from geoecon.scenario.shock import Shock
from geoecon.variables import Array
from geoecon.world.world import World

MEMORY = 8


@dataclass(frozen=True, eq=False)
class Ways:
    """A network as one cargo sees it: its graph, what room others leave [link], and λ."""

    graph: Graph
    room: Array
    sensitivity: float


@dataclass(frozen=True, eq=False)
class Exports:
    """One exporter's cargo at the baseline.

    `regions` names the buyers in the order of `buyers`, whose prices are those of `shipment`.
    """

    exporter: str
    sector: str
    regions: tuple[str, ...]
    supply: Supply
    buyers: Buyers
    shipment: Shipment

    @property
    def price(self) -> float:
        """Mean delivered price, USD a tonne."""
        return float(np.average(self.buyers.price, weights=self.buyers.mass))


@dataclass(frozen=True, eq=False)
class CoupledExports:
    """Where trade and network agree.

    residual : largest relative difference of tonnes and prices between the two; trade_solves :
    how often the trade model was solved; reason : "converged" or "max rounds"
    """

    solution: Solution
    shipment: Shipment
    residual: float
    trade_solves: int
    reason: str


def couple_exports(
    world: World,
    shock: Shock,
    exports: Exports,
    ways: Ways,
    earned: Callable[[Shipment], Array],
    *,
    closure: str,
    tolerance: float = 1e-8,
    max_rounds: int = 60,
) -> CoupledExports:
    """Solve the trade model and the network for prices and tonnes on which both agree.

    `ways` is the network of the scenario, `shock` what the scenario does beside it, and `earned`
    gives what each region earns for carrying beyond the baseline [region], million USD a year.
    Raises SolveError (and RouteError): from either side, and NotConvergedError from the loop.
    """
    loop = _Loop(world, shock, exports, ways, earned, closure)
    point = np.zeros(len(exports.regions) + 1)
    mixer, found = Anderson(MEMORY, point.size), None
    for number in range(1, max_rounds + 1):
        found = loop.round(point, found)
        residual = float(np.abs(found.move).max())
        if residual < tolerance:
            return CoupledExports(found.solution, found.shipment, residual, number, "converged")
        point = mixer.step(point, found.move)
    raise NotConvergedError(
        f"trade and network did not agree after {max_rounds} rounds",
        reason="max rounds",
        where=f"they differ by {residual:.1e}",
        remedy="use a smaller closure, or a longer horizon",
    )


class Round(NamedTuple):
    """What trade and network make of a point, and how far from it that is."""

    move: Array
    solution: Solution
    shipment: Shipment


class _Loop:
    """From wedges and productivity to what the network makes of the trade that follows.

    A point is ln W [buyer], then the exporter's ln ẑ.
    """

    def __init__(
        self,
        world: World,
        shock: Shock,
        exports: Exports,
        ways: Ways,
        earned: Callable[[Shipment], Array],
        closure: str,
    ) -> None:
        self.world, self.exports, self.ways, self.closure = world, exports, ways, closure
        self.shock, self.earned = shock, earned
        self.exporter, self.sector = world.region(exports.exporter), world.sector(exports.sector)
        self.at = [world.region(code) for code in exports.regions]

    def round(self, point: Array, last: Round | None) -> Round:
        """One round from a point, begun where the `last` one ended."""
        wedge, base = np.exp(point[:-1]), self.exports.buyers
        before = self.exports.shipment if last is None else last.shipment
        shock = self._shock(wedge, point[-1], before)
        start = None if last is None else last.solution
        solution = solve(self.world, shock, closure=self.closure, start=start)
        price = float(solution.unit_cost[self.exporter, self.sector])
        bought = self._bought(solution, price)
        asked = replace(base, mass=bought, price=base.price * price * wedge)
        found = ship(
            self.ways.graph,
            self.ways.sensitivity,
            self.exports.supply,
            asked,
            room=self.ways.room,
            start=before,
        )
        gain = found.mean_netback - self.exports.shipment.mean_netback
        target = 1 + gain / self.exports.price
        wedges = found.delivered / (base.price * target)
        return Round(np.append(np.log(wedges / wedge), np.log(price / target)), solution, found)

    def _shock(self, wedge: Array, productivity: float, shipment: Shipment) -> Shock:
        """The scenario's shock with the wedges, the exporter's productivity and what is earned."""
        shape, given = self.world.flow.shape, self.shock
        wedges = np.ones(shape)
        mean = float(np.average(wedge, weights=self.exports.buyers.mass))
        others = np.arange(shape[0]) != self.exporter
        wedges[self.exporter, others, self.sector] = mean  # who buys too little to be listed
        wedges[self.exporter, self.at, self.sector] = wedge
        made = np.ones(self.world.output.shape)
        if given.productivity is not None:
            made *= given.productivity
        made[self.exporter, self.sector] *= np.exp(productivity)
        return replace(given, wedge=wedges, productivity=made, transfer=self.earned(shipment))

    def _bought(self, solution: Solution, price: float) -> Array:
        """Tonnes move with value over price [buyer], kt a month."""
        now = solution.flow[self.exporter, self.at, self.sector]
        was = self.world.flow[self.exporter, self.at, self.sector]
        return self.exports.buyers.mass * now / was / price
