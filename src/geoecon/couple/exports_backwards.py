"""One exporter's cargo read backwards: `exports.ExportsPart` line by line, in opposite order."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from geoecon.corridors.backwards import Backwards, Given, Kink
from geoecon.corridors.exports import Shipment
from geoecon.couple.backwards import YEARLY, Direct, LinkWeights, PartWeights, earners
from geoecon.couple.exports import ExportsPart
from geoecon.equilibrium.adjoint import Gradient
from geoecon.equilibrium.solution import Solution
from geoecon.errors import unknown_name
from geoecon.variables import Array


class ExportsBackwards:
    """A part that has been loaded, at the solution that it agrees with."""

    def __init__(self, part: ExportsPart, shipment: Shipment, solution: Solution) -> None:
        self.part, self.now, self.solution = part, shipment, solution
        self.links = len(shipment.load)
        open_charge = np.where(part.ways.graph.open, part.ways.charge, 0.0)
        self.charge = np.append(open_charge, np.zeros(len(part.supply.node)))
        self.loading = Backwards.of(shipment.loading, {"": self.charge})
        self.wedge = solution.shock.wedge[part.exporter, :, part.sector]
        self.sales = solution.flow[part.exporter, :, part.sector]

    @property
    def size(self) -> int:
        """Unknowns of the part."""
        return self.part.size

    @property
    def kinks(self) -> tuple[Kink, ...]:
        """As `corridors.backwards.Backwards.kinks`."""
        return self.loading.kinks()

    def outcome(self, name: str) -> Direct:
        """`stranded`, kt a month that stay behind, or `export revenue`, million USD a year.

        Revenue is what buyers pay less charges on the way. Raises UnknownNameError.
        """
        found, charge = self.loading.nothing(), np.zeros(self.charge.size)
        if name == "stranded":
            found.shipped[:] = -1.0
        elif name == "export revenue":
            found.cost_index[:] = YEARLY * self.now.sold
            found.shipped[:] = YEARLY * self.now.delivered
            found.load[0] = -YEARLY * self.charge
            charge[: self.links] = -YEARLY * self.now.load
        else:
            raise unknown_name("outcome of exports", name, ("stranded", "export revenue"))
        return Direct(found, charge)

    def passed_back(
        self, move: Array, transfer: Array, direct: Direct | None = None
    ) -> PartWeights:
        """As `couple.backwards.PartBackwards`."""
        asked = self._asked(move, transfer, direct)
        given, part = self.loading.given(asked.answer), self.part
        point, demands = np.zeros(self.size), self.now.loading.demands
        mass, price = given.mass * demands.mass, given.worth * demands.reservation
        flow = np.zeros_like(self.solution.flow)
        cost = np.zeros_like(self.solution.unit_cost)
        all_mass, taken = mass.sum(), demands.mass / demands.mass.sum()
        mass = mass - all_mass * taken  # of one buyer over all of them
        flow[part.exporter, :, part.sector] = all_mass * self._abroad
        sold = part.world.flow[part.exporter, part.at, part.sector] > 0
        flow[part.exporter, part.at, part.sector] += np.where(sold, mass, 0.0)
        answers = np.where(sold, 0.0, -part.exports.elasticity * mass)  # to the price alone
        point[:-1] = price + answers
        point -= move
        dearer = (transfer @ part.owners) * self.sales
        point += self._wedges(dearer * self.wedge)
        flow[part.exporter, :, part.sector] += dearer * (self.wedge - 1)
        total = price.sum() + answers.sum() - mass[sold].sum() - all_mass - move[:-1].sum()
        cost[part.exporter, part.sector] = total
        return PartWeights(point, flow, cost, self._on_links(given, asked.charge))

    def effect_passed_back(self, found: Gradient) -> Array:
        """As `couple.backwards.PartBackwards`."""
        part = self.part
        point = self._wedges(found.wedge[part.exporter, :, part.sector])
        made = found.productivity[part.exporter, part.sector]
        point[-1] = made * part.wells.elasticity(self._leaving)
        return point

    def _asked(self, move: Array, transfer: Array, direct: Direct | None) -> Direct:
        """Weights of the loading and of charges."""
        part, now = self.part, self.now
        found = self.loading.nothing() if direct is None else direct.answer
        paid = YEARLY * (transfer @ self.earners - transfer @ part.owners)
        load = found.load.copy()
        load[0, : self.links] += paid * self.charge[: self.links]
        charge = np.zeros(self.charge.size) if direct is None else direct.charge.copy()
        charge[: self.links] += paid * now.load
        answer = found._replace(
            cost_index=found.cost_index + move[:-1] / now.delivered,
            shipped=found.shipped + move[-1] / now.sold.sum(),
            load=load,
        )
        return Direct(answer, charge)

    @cached_property
    def earners(self) -> Array:
        """Who earns what is paid on a link."""
        return earners(self.part.world, self.part.ways.links)

    @cached_property
    def _abroad(self) -> Array:
        """Shares of buyers in all that is sold abroad [importer]."""
        sales = self.sales.copy()
        sales[self.part.exporter] = 0.0
        return np.asarray(sales / sales.sum())

    @property
    def _leaving(self) -> float:
        """The share of the baseline's exports that leaves."""
        return float(self.now.sold.sum() / self.part.exports.mass.sum())

    def _wedges(self, weights: Array) -> Array:
        """Weights of the unknowns from those of ln W of all that is sold [importer]."""
        part, point = self.part, np.zeros(self.size)
        point[:-1] = weights[part.at]
        others = np.ones(len(weights), dtype=bool)
        others[part.at] = others[part.exporter] = False
        bought = part.buyers.mass * self.wedge[part.at]
        point[:-1] += weights[others].sum() * bought / bought.sum()
        return point

    def _on_links(self, given: Given, charge: Array) -> LinkWeights:
        cargo, end = self.part.exports.cargo, self.links
        return LinkWeights(
            {cargo: self.part.ways},
            {cargo: given.cost[0, :end]},
            {cargo: charge[:end] + given.charge[0, :end]},
            given.room[:end],
        )
