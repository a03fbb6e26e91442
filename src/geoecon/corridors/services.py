"""What carriage of a kind costs and takes where no source gives it for the link itself."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geoecon.corridors.network import Freight, Node

EARTH_KM = 6371.0
"""Mean radius of the Earth (IUGG)."""


@dataclass(frozen=True)
class Service:
    """One kind of carriage: its mode, its pace and its rates by cargo.

    - detour: length of the way over the great circle between its ends
    - km_per_day, and days once on top, for loading and waiting
    - rates: by cargo, USD a tonne-km, USD a tonne once on top, and their source
    """

    name: str
    mode: str
    detour: float
    detour_source: str
    km_per_day: float
    days: float
    time_source: str
    rates: Mapping[str, tuple[float, float, str]]

    def length_km(self, start: Node, end: Node) -> float:
        """Great circle times detour, to the kilometre."""
        return float(round(great_circle_km(start, end) * self.detour))

    def time_days(self, length_km: float) -> float:
        """Days once plus the way at its pace, to the hundredth."""
        return round(self.days + length_km / self.km_per_day, 2)

    def freight(self, cargoes: Iterable[str], length_km: float) -> tuple[Freight, ...]:
        """USD a tonne for each cargo, to the cent; KeyError for a cargo without a rate."""
        return tuple(self._price(cargo, length_km) for cargo in cargoes)

    def _price(self, cargo: str, length_km: float) -> Freight:
        per_km, once, source = self.rates[cargo]
        return Freight(cargo, round(once + per_km * length_km, 2), source)


def great_circle_km(start: Node, end: Node) -> float:
    """The shortest way over a sphere between two nodes, km (haversine)."""
    south, north = math.radians(start.latitude), math.radians(end.latitude)
    east = math.radians(end.longitude - start.longitude)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
