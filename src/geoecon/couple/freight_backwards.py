"""Goods in containers and in bulk read backwards: `freight.FreightPart`, in opposite order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geoecon.corridors.backwards import Backwards, Kink
from geoecon.corridors.loading import Assignment
from geoecon.couple.backwards import YEARLY, Direct, LinkWeights, PartWeights, earners
from geoecon.couple.carriage import payments
from geoecon.couple.freight import FreightPart
from geoecon.equilibrium.adjoint import Gradient
from geoecon.equilibrium.solution import Solution
from geoecon.variables import Array


class _Carried(NamedTuple):
    """One good: its rows, their cells of trade, kt a month, and how factors answer to unknowns."""

    rows: NDArray[np.int64]
    cells: tuple[NDArray[np.int64], NDArray[np.int64], int]
    mass: Array
    wedge: Array
    melted: Array


class FreightBackwards:
    """A part that has been loaded, at the solution that it agrees with."""

    def __init__(self, part: FreightPart, loading: Assignment, solution: Solution) -> None:
        self.part, self.now, self.solution = part, loading, solution
        charge = {name: part.ways[_cargo(name)].charge for name in loading.graphs}
        self.loading = Backwards.of(loading, charge)
        self.kept, base = part.reached, part.freight
        self.rows, self.value = base.rows.only(self.kept), part.value[self.kept]
        dearer = payments(part.ways, loading) - base.paid[self.kept]
        rest = loading.index - base.index[self.kept] - dearer
        self.paid, self.rest = 1 + dearer / self.value, 1 + rest / self.value
        self.earners = earners(part.world, next(iter(part.ways.values())).links)
        self.goods = tuple(self._goods())

    @property
    def size(self) -> int:
        """Unknowns of the part."""
        return self.part.size

    @property
    def kinks(self) -> tuple[Kink, ...]:
        """As `corridors.backwards.Backwards.kinks`."""
        return self.loading.kinks()

    def passed_back(
        self, move: Array, transfer: Array, direct: Direct | None = None
    ) -> PartWeights:
        """As `couple.backwards.PartBackwards`."""
        asked = self._asked(move, transfer, direct)
        given = self.loading.given(asked.answer)
        flow = np.zeros_like(self.solution.flow)
        cost = np.zeros_like(self.solution.unit_cost)
        for good in self.goods:
            weight = given.mass[good.rows] * good.mass
            flow[good.cells] += weight
            np.add.at(cost[:, good.cells[2]], good.cells[0], -weight)
        return PartWeights(
            -move, flow, cost, self._on_links(given.cost, given.charge + asked.charge, given.room)
        )

    def effect_passed_back(self, found: Gradient) -> Array:
        """As `couple.backwards.PartBackwards`."""
        paid, rest = np.zeros((2, len(self.rows)))
        for good in self.goods:
            paid[good.rows] += found.wedge[good.cells] * good.wedge
            rest[good.rows] += found.trade_cost[good.cells] * good.melted
        return np.concatenate([paid, rest])

    def _goods(self) -> Iterator[_Carried]:
        rows, world = self.rows, self.part.world
        for good in self.part.freight.goods:
            of, sector = np.flatnonzero(rows.cargo == good.cargo), world.sector(good.sector)
            cells = rows.exporter[of], rows.importer[of], sector
            price = self.solution.unit_cost[rows.exporter[of], sector]
            share, paid, rest = self.value[of] / good.usd_t, self.paid[of], self.rest[of]
            yield _Carried(
                rows=of,
                cells=cells,
                mass=self.solution.flow[cells] / price / (good.usd_t * YEARLY),
                wedge=share * paid / (1 + share * (paid - 1)),
                melted=share * rest / (1 + share * (rest - 1)),
            )

    def _asked(self, move: Array, transfer: Array, direct: Direct | None) -> Direct:
        """Weights of the loading and of charges [cargo, link]."""
        found, back = self.loading.nothing() if direct is None else direct.answer, self.loading
        paid, rest = np.split(move, 2) / np.array([self.paid * self.value, self.rest * self.value])
        saved = self.part.freight.paid[self.kept] * transfer[self.rows.exporter]
        earned = YEARLY * (transfer @ self.earners)
        answer = found._replace(
            cost_index=found.cost_index + rest,
            paid=found.paid + paid - rest,
            shipped=found.shipped - YEARLY * saved,
            load=found.load + earned * (back.charge + back.state.price),
            price=found.price + earned * self.now.load.sum(axis=0),
        )
        charge = earned * self.now.load
        return Direct(answer, charge if direct is None else charge + direct.charge)

    def _on_links(self, cost: Array, charge: Array, room: Array) -> LinkWeights:
        """Classes of a cargo share what a link costs and charges."""
        ways, names = self.part.ways, [_cargo(name) for name in self.now.graphs]
        mine = {cargo: np.array([name == cargo for name in names]) for cargo in ways}
        return LinkWeights(
            ways,
            {cargo: cost[of].sum(axis=0) for cargo, of in mine.items()},
            {cargo: charge[of].sum(axis=0) for cargo, of in mine.items()},
            room,
        )


def _cargo(name: str) -> str:
    """The cargo of a class of rows."""
    return name.partition("/")[0]
