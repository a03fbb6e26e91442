"""A sanction with evasion as numbers: what goes round, through whom, and what it costs.

Of the trade of a cell the share 1 - c goes on directly. Of the rest, at baseline prices,

    L_s = min(L, (1 + p)^(-theta_s)) (sum over m of omega_m (1 - e_m)^rho)^(theta_s / rho)

still arrives: L is what was observed to leak, omega_m the middlemen's shares of it, p the premium,
e_m the share of shipments stopped. Whoever loses one shipment in e has to send 1 / (1 - e) for
each that arrives, and charges for it (a constant share lost, as in Bhagwati and Hansen 1973).
Goods choose between middlemen with elasticity rho = switching x theta; never does more go round
than buyers take at the premium.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geoecon.errors import ScenarioError
from geoecon.scenario.evasion import Evasion
from geoecon.scenario.instruments import Sanction
from geoecon.scenario.selection import Mask, Selection
from geoecon.variables import Array


@dataclass(frozen=True, eq=False)
class Transhipment:
    """What a sanction with evasion leaves of the trade in its cells.

    Attributes
    ----------
    instrument : position in the scenario.
    cells : where it falls [exporter, importer, sector].
    middlemen : positions of the regions that help.
    cut : share of direct trade that is stopped at baseline prices.
    premium : what middlemen add to the sender's price, ratio.
    caught : share of shipments stopped [middleman].
    leak : share of the trade cut that arrives at baseline prices [sector].
    via : middlemen's shares of what is sent round [middleman, sector].
    """

    instrument: int
    cells: Mask
    middlemen: tuple[int, ...]
    cut: float
    premium: float
    caught: Array
    leak: Array
    via: Array

    @property
    def left(self) -> Array:
        """Trade that is left at baseline prices, direct or not, as a share [sector]."""
        return 1 - self.cut + self.cut * self.leak

    @property
    def round_share(self) -> Array:
        """The part of what is left that goes round [sector]."""
        left = self.left
        return np.divide(self.cut * self.leak, left, out=np.zeros_like(left), where=left > 0)

    @property
    def wedge(self) -> Array:
        """What buyers pay over what sellers receive, on average of both ways [sector]."""
        return 1 + self.premium * self.round_share

    def trade_cost(self, theta: Array) -> Array:
        """The iceberg cost that, with the wedge, leaves just `left` [sector]; inf for nothing."""
        left = self.left
        factor = np.full(left.shape, np.inf)
        np.power(left, -1 / theta, out=factor, where=left > 0)
        return factor / self.wedge

    def earners(self, regions: int) -> Array:
        """Who earns the wedge [recipient, exporter, sector]; columns sum to one."""
        share = np.zeros((regions, regions, self.via.shape[1]))
        share[list(self.middlemen)] = self.via[:, None, :]
        return share


def transhipment(instrument: Sanction, at: int, selection: Selection) -> Transhipment:
    """A sanction with evasion put to a world.

    Raises UnknownNameError for a middleman the world lacks, ScenarioError for one that is a
    sender or target itself, or a bloc.
    """
    evasion, path = instrument.evasion, ("instruments", at)
    if evasion is None:
        raise AssertionError("only sanctions with evasion are transhipped")
    named = (instrument.exporters, instrument.importers, instrument.sectors)
    cells = selection.flows(*named, path)
    theta = selection.world.trade_elasticity
    caught = np.array([evasion.caught(entry) for entry in evasion.middlemen])
    leak, via = leaks(evasion, caught, theta)
    return Transhipment(
        instrument=at,
        cells=cells,
        middlemen=_positions(evasion, at, selection, cells),
        cut=instrument.cut_pct / 100,
        premium=evasion.premium_pct / 100,
        caught=caught,
        leak=leak,
        via=via,
    )


def transhipments(selection: Selection) -> tuple[Transhipment, ...]:
    """Every sanction with evasion of the scenario; raises what `transhipment` raises."""
    return tuple(
        transhipment(entry, at, selection)
        for at, entry in enumerate(selection.scenario.instruments)
        if isinstance(entry, Sanction) and entry.evasion
    )


def leaks(evasion: Evasion, caught: Array, theta: Array) -> tuple[Array, Array]:
    """What arrives of the trade cut [sector], and through whom it is sent [middleman, sector]."""
    observed = np.array([entry.leak_pct for entry in evasion.middlemen]) / 100
    most = np.minimum(observed.sum(), (1 + evasion.premium_pct / 100) ** -theta)
    rho = evasion.switching * theta
    share = observed / observed.sum() if observed.any() else observed
    weight = share[:, None] * (1 - caught[:, None]) ** rho
    total = weight.sum(axis=0)
    via = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    return most * total ** (1 / evasion.switching), via


def _positions(evasion: Evasion, at: int, selection: Selection, cells: Mask) -> tuple[int, ...]:
    found = []
    for number, entry in enumerate(evasion.middlemen):
        path = ("instruments", at, "evasion", "middlemen", number, "economy")
        codes = selection.codes((entry.economy,), path)
        places = [selection.world.region(code) for code in codes]
        wrong = len(places) != 1 or cells[places].any() or cells[:, places].any()
        if wrong or places[0] in found:
            raise ScenarioError(
                f"{entry.economy} cannot be a middleman",
                where=selection.scenario.where(*path),
                why="it is one economy, named once, that neither imposes the sanction nor bears it",
                remedy="name a third country",
            )
        found.append(places[0])
    return tuple(found)
