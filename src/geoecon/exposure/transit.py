"""Whose soil a country's cargo crosses today, and a ban on crossing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geoecon.corridors.graph import Graph
from geoecon.corridors.logit import link_use, shares
from geoecon.corridors.network import Link, Network
from geoecon.corridors.reading import load_network
from geoecon.couple.scenario import exports_baseline, freight_baseline
from geoecon.exposure.cutoffs import MOST, CutOff
from geoecon.parameters import BASELINE
from geoecon.parameters.tables import read_table
from geoecon.variables import Array
from geoecon.world.world import World

if TYPE_CHECKING:
    from geoecon.corridors.loading import Assignment
    from geoecon.scenario.schema import Scenario

LEAST, LEAST_NAMED = 0.05, 0.01
"""Share of a cargo's tonnes below which a territory does not count as crossed: each costs two
solves of trade and network together. The second is for those that are asked about by name."""
ASSUMED = "assumption: the territory alone stops this cargo, and all others carry on"


@dataclass(frozen=True)
class Crossing:
    """What of one cargo crosses a territory: the share of the focus's tonnes, and by which links.

    links : link id -> share of those tonnes that pass it, the largest `cutoffs.MOST`
    """

    share: float
    links: Mapping[str, float]


Crossings = Mapping[str, Mapping[str, Crossing]]


def crossings(world: World, focus: str, least: float = LEAST) -> Crossings:
    """Territory -> cargo -> what of the focus's tonnes of that cargo crosses it today.

    Cargo that starts or ends in a territory does not cross it; shares below `least` are left out.
    Raises RouteError.
    """
    network, found = load_network().on(BASELINE), dict[str, dict[str, Crossing]]()
    for carried in (*_exports(world, focus, network), *_freight(world, focus, network)):
        for code in sorted(carried.soil(least) - {focus}):
            share = carried.crossing(code)
            if share >= least:
                links = carried.links_crossed(code)
                found.setdefault(code, {})[carried.cargo] = Crossing(share, links)
    return {code: found[code] for code in sorted(found)}


def ban(cut: CutOff, horizon: str) -> Scenario:
    """The scenario in which a power lets none of the focus's cargo cross."""
    from geoecon.scenario import Scenario

    instrument = {
        "kind": "transit ban",
        "territory": list(cut.soil),
        "exporters": [cut.focus],
        "both_ways": True,
        "cargo": list(cut.crossing),
        "source": ASSUMED,
    }
    return Scenario.model_validate(
        {
            "name": "transit-stops",
            "title": f"{cut.power.title} stops transit of {cut.focus}",
            "question": f"What if cargo of {cut.focus} may not cross {cut.power.title}?",
            "date": BASELINE,
            "focus": cut.focus,
            "horizon": horizon,
            "instruments": [instrument],
        }
    )


@dataclass(frozen=True, eq=False)
class _Carried:
    """One cargo of the focus: tonnes by row, the code at the other end, and where it is loaded.

    ends, tonnes : [row]; rows : their positions among the demands of `loading`; spared : a code
    that does not count as crossed
    """

    cargo: str
    ends: NDArray[np.str_]
    tonnes: Array
    rows: NDArray[np.int64]
    loading: Assignment
    links: Sequence[Link]
    spared: str = ""

    def soil(self, least: float) -> frozenset[str]:
        """Territories that the mean tonne meets `least` times or more: an upper bound of a share.

        Cheaper than the share itself, which takes a factorisation a territory.
        """
        met, sums = self.tonnes @ self.use / self.tonnes.sum(), dict[str, float]()
        for link, passages in zip(self.links, met, strict=False):  # wells follow the links
            for code in link.territory.split():
                sums[code] = sums.get(code, 0.0) + float(passages)
        return frozenset(code for code, passages in sums.items() if passages >= least)

    @cached_property
    def use(self) -> Array:
        """Expected passages [row, link]."""
        return link_use(*self._ways(self.rows))

    def links_crossed(self, code: str) -> dict[str, float]:
        """The links of a territory by the share of all tonnes that pass them and end elsewhere."""
        tonnes = np.where(self._through(code), self.tonnes, 0.0)
        met = np.minimum(tonnes @ self.use / self.tonnes.sum(), 1.0)
        on = sorted(self._on(code), key=lambda i: -met[i])[:MOST]
        return {self.links[i].id: float(met[i]) for i in on if met[i] > 0}

    def _through(self, code: str) -> NDArray[np.bool_]:
        return (self.ends != code) & (code != self.spared)

    def _on(self, code: str) -> list[int]:
        return [i for i, link in enumerate(self.links) if code in link.territory.split()]

    def crossing(self, code: str) -> float:
        """Share of all tonnes that cross a territory and end elsewhere."""
        through = self._through(code)
        if not through.any():
            return 0.0
        on = self._on(code)
        share = shares(*self._ways(self.rows[through]), on)
        return float(share @ self.tonnes[through] / self.tonnes.sum())

    def _ways(
        self, rows: NDArray[np.int64]
    ) -> tuple[Graph, float, NDArray[np.int64], NDArray[np.int64]]:
        """Priced graph, sensitivity, origins and destinations of rows."""
        demands = self.loading.demands
        name = str(demands.cargo[rows[0]])
        graph, sensitivity = self.loading.priced[name], self.loading.sensitivity[name]
        return graph, sensitivity, demands.origin[rows], demands.destination[rows]


def _exports(world: World, focus: str, network: Network) -> Iterator[_Carried]:
    """Exports whose fields are known.

    All of them leave by the way that is open to the largest buyer's, so that its own soil is
    spared: what it forbids cannot be told from what it buys.
    """
    for row in read_table("exports", "network"):
        if row["exporter"] == focus:
            base = exports_baseline(world, network, row, BASELINE.year)
            ends, every = np.array(base.regions), np.arange(len(base.mass))
            largest = str(ends[np.argmax(base.mass)])
            loading, links = base.shipment.loading, base.ways.links
            yield _Carried(row["cargo"], ends, base.mass, every, loading, links, largest)


def _freight(world: World, focus: str, network: Network) -> Iterator[_Carried]:
    """Goods in containers and in bulk, to and from the focus."""
    base = freight_baseline(world, network, BASELINE.year)
    at, codes, rows = world.region(focus), np.array(world.regions), base.rows
    other = codes[np.where(rows.exporter == at, rows.importer, rows.exporter)]
    for cargo, ways in base.ways.items():
        meant = (rows.exporter == at) | (rows.importer == at)
        own = np.flatnonzero(meant & (rows.cargo == cargo))
        if own.size and base.mass[own].sum() > 0:
            yield _Carried(cargo, other[own], base.mass[own], own, base.loading, ways.links)
