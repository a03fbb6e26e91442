"""Goods by pair while they are put together, and what the steps may look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geoecon.world.building.facts import Facts
from geoecon.world.building.labels import Array, Labels
from geoecon.world.building.structure import Structure

CIF_FOB = 1.06  # IMF, Direction of Trade Statistics Yearbook 2017: imports c.i.f. over f.o.b.
COMMODITIES = ("crude_oil", "natural_gas", "coal", "minerals")
TAIWAN = "TWN"
CONTRACT = ("ITA", "DEU", "AUT", "CZE")  # buyers that one oil pipeline from Trieste serves


@dataclass(frozen=True)
class Goods:
    """Goods by pair, million USD f.o.b. [exporter, importer]: `total`, and `raw` by commodity.

    `missing` marks pairs that the totals lack because nobody reported, `silent` those of them
    that the raw materials lack too.
    """

    total: Array
    raw: dict[str, Array]
    missing: np.ndarray
    silent: np.ndarray

    @property
    def raw_total(self) -> Array:
        """All raw materials by pair [exporter, importer]."""
        return sum(self.raw.values(), np.zeros_like(self.total))


@dataclass(frozen=True)
class Evidence:
    """What a step may consult."""

    facts: Facts
    labels: Labels
    structure: Structure
