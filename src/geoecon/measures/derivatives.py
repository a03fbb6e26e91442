"""Derivatives of an outcome of one region by every lever, of trade alone or with its routes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from geoecon.corridors.backwards import SHARED, Kink
from geoecon.corridors.calibration import load_calibration
from geoecon.couple.adjoint import EXPORT_OUTCOMES, CoupledAdjoint, CoupledGradient
from geoecon.couple.backwards import LinkWeights
from geoecon.couple.everything import Together
from geoecon.equilibrium.adjoint import gradient
from geoecon.equilibrium.outcomes import OUTCOMES
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.variables import Array

TRADE = ("tariff", "trade cost", "wedge", "productivity", "transfer")
"""Levers of trade, in the order of `Derivatives.trade`."""
LINKS = ("link cost", "link time", "link capacity")
LOSS = "loss"
SCALES = {
    "real income": ("%", 100.0),
    LOSS: ("points", 100.0),
    "exports": ("million USD", 1.0),
    "tariff revenue": ("million USD", 1.0),
    "export revenue": ("million USD", 1.0),
    "stranded": ("kt a month", 1.0),
}
"""Outcome -> the unit that it is told in, and how many of them one of the model's is."""
NAMES = (*OUTCOMES, LOSS)
ALL_NAMES = (*NAMES, *EXPORT_OUTCOMES)


class LinkLever(NamedTuple):
    """What may be moved on a link: for cargo "" it is moved for all of them."""

    kind: str
    link: str
    cargo: str


@dataclass(frozen=True, eq=False)
class Derivatives:
    """By lever, in the outcome's own unit (`SCALES`) per unit of the lever.

    trade : by the names in `TRADE`: tariff, trade cost and wedge [exporter, importer, sector],
    productivity [region, sector], transfer [region]; units as `equilibrium.adjoint.Gradient`
    links : per USD a tonne, day, and kt a month; kinks : links where they hold one way alone
    """

    trade: Mapping[str, Array]
    links: Mapping[LinkLever, float] = field(default_factory=dict)
    kinks: tuple[Kink, ...] = ()

    def scaled(self, by: float) -> Derivatives:
        """All of them times a number."""
        trade = {name: by * part for name, part in self.trade.items()}
        return Derivatives(trade, {name: by * one for name, one in self.links.items()}, self.kinks)

    def less(self, other: Derivatives) -> Derivatives:
        """Those of the difference of two outcomes; kinks of both."""
        trade = {name: part - other.trade[name] for name, part in self.trade.items()}
        known = dict.fromkeys((*self.links, *other.links))
        links = {name: self.links.get(name, 0.0) - other.links.get(name, 0.0) for name in known}
        return Derivatives(trade, links, tuple(dict.fromkeys((*self.kinks, *other.kinks))))


def of_trade(solution: Solution, region: str, outcome: str) -> Derivatives:
    """Derivatives by what trade depends on; routes stay as they are.

    `outcome` is one of `NAMES`; `loss` is what the region lost against the baseline, which moves
    too. Errors as `equilibrium.adjoint.gradient`.
    """
    if outcome != LOSS:
        found = gradient(solution, region, outcome)
        return _scaled(Derivatives(_trade(found)), outcome)
    start = solve(solution.world, closure=solution.closure)
    now = Derivatives(_trade(gradient(solution, region)))
    return _lost(solution, region, now, Derivatives(_trade(gradient(start, region))))


def of_everything(
    together: Together, region: str, outcome: str, before: Together | None = None
) -> Derivatives:
    """Derivatives by what trade depends on and by links, trade and routes answering each other.

    `outcome` is one of `ALL_NAMES`; `loss` is against `before`, where all agreed at the baseline.
    Errors as `couple.adjoint.CoupledAdjoint.gradient`.
    """
    if outcome != LOSS or before is None:
        return _scaled(_coupled(together, region, outcome), outcome)
    now, start = (_coupled(one, region, "real income") for one in (together, before))
    return _lost(together.solution, region, now, start)


def _coupled(together: Together, region: str, outcome: str) -> Derivatives:
    found = CoupledAdjoint.at(together.solution, together.parts).gradient(region, outcome)
    return Derivatives(_trade(found.trade), on_links(found), found.kinks)


def _scaled(found: Derivatives, outcome: str) -> Derivatives:
    return found.scaled(SCALES[outcome][1])


def _lost(solution: Solution, region: str, now: Derivatives, start: Derivatives) -> Derivatives:
    """Of 1 − R'/R, where R is real income at the baseline and R' that of the solution."""
    left = float(solution.real_income[solution.world.region(region)])
    return now.less(start).scaled(-left * SCALES[LOSS][1])


def _trade(found: object) -> dict[str, Array]:
    """The parts of a gradient by the names of levers."""
    return {name: getattr(found, name.replace(" ", "_")) for name in TRADE}


def on_links(found: CoupledGradient) -> dict[LinkLever, float]:
    """Derivatives by link of the whole network: sailings are spread over the legs they take.

    The way that a sailing takes by sea is held. Room of links that share a price has no derivative
    and is left out.
    """
    total: dict[LinkLever, float] = defaultdict(float)
    shared = {kink.link for kink in found.kinks if (kink.why, kink.holds_for) == SHARED}
    for part in found.links:
        for cargo in part.ways:
            for lever, value in _of_cargo(part, cargo).items():
                total[lever] += value
        links = next(iter(part.ways.values())).links
        for link, room in zip(links, part.room, strict=True):
            if room and link.id not in shared:
                total[LinkLever("link capacity", link.id, "")] += float(room)
    return {lever: value for lever, value in total.items() if value}


def _of_cargo(part: LinkWeights, cargo: str) -> dict[LinkLever, float]:
    """Costs, which are paid, and time, which is not, of one cargo."""
    total: dict[LinkLever, float] = defaultdict(float)
    own, day = part.ways[cargo], load_calibration(cargo).value_of_time
    moved = zip(own.links, part.cost[cargo], part.charge[cargo], strict=True)
    for link, cost, charge in moved:
        if not (cost or charge):
            continue
        for leg in own.legs.get(link.id, (link.id,)):
            total[LinkLever("link cost", leg, cargo)] += float(cost + charge)
            total[LinkLever("link time", leg, "")] += day * float(cost)
    return total
