"""The economies and sectors of the embedded world, and how the ICIO maps onto them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import LabelError, nearest
from geoecon.sources.table import rows

Array = NDArray[np.float64]
DATA = Path(__file__).parents[2] / "data" / "world"
ECONOMY_COLUMNS = ("code", "name", "members", "technology_from", "latitude", "longitude")
RAW = ("oil-gas", "coal", "mining")


@dataclass(frozen=True)
class Labels:
    """Economies (code, members, whose technology) and sectors (key, ICIO industries, kind)."""

    regions: tuple[str, ...]
    names: dict[str, str]
    members: dict[str, tuple[str, ...]]
    technology_from: dict[str, str]
    centres: dict[str, tuple[float, float]]
    sectors: tuple[str, ...]
    sector_names: dict[str, str]
    industries: dict[str, tuple[str, ...]]
    goods: tuple[str, ...]

    def region(self, code: str) -> int:
        """Position of an economy (LabelError with the nearest codes)."""
        return _position(code, self.regions, "economy")

    def sector(self, key: str) -> int:
        """Position of a sector (LabelError with the nearest keys)."""
        return _position(key, self.sectors, "sector")

    @property
    def good(self) -> NDArray[np.bool_]:
        """True for goods [sector]."""
        return np.array([key in self.goods for key in self.sectors])

    @property
    def raw(self) -> NDArray[np.bool_]:
        """True for oil and gas, coal and mining [sector]."""
        return np.array([key in RAW for key in self.sectors])


def _position(name: str, known: tuple[str, ...], kind: str) -> int:
    if name not in known:
        raise LabelError(f"unknown {kind} {name!r}", remedy=nearest(name, known))
    return known.index(name)


def read_labels(folder: Path = DATA) -> Labels:
    """Labels from `economies.csv` and `sectors.csv` of `folder`."""
    lines = list(rows(folder / "economies.csv", ECONOMY_COLUMNS))
    kinds = list(rows(folder / "sectors.csv", ("key", "name", "industries", "kind")))
    return Labels(
        regions=tuple(line.text("code") for line in lines),
        names={line.text("code"): line.text("name") for line in lines},
        members={line.text("code"): tuple(line.text("members").split()) for line in lines},
        technology_from={line.text("code"): line.text("technology_from") for line in lines},
        centres={
            line.text("code"): (
                line.number("latitude", signed=True),
                line.number("longitude", signed=True),
            )
            for line in lines
        },
        sectors=tuple(line.text("key") for line in kinds),
        sector_names={line.text("key"): line.text("name") for line in kinds},
        industries={line.text("key"): tuple(line.text("industries").split()) for line in kinds},
        goods=tuple(line.text("key") for line in kinds if line.text("kind") == "goods"),
    )


def region_map(labels: Labels, countries: tuple[str, ...]) -> Array:
    """One where an ICIO country belongs to an economy [region, country].

    Raises LabelError for a country that belongs to none.
    """
    belongs = np.array([[c in labels.members[r] for c in countries] for r in labels.regions], float)
    return _each_once(belongs, countries, "country")


def sector_map(labels: Labels, industries: tuple[str, ...]) -> Array:
    """One where an ICIO industry belongs to a sector [sector, industry] (LabelError as above)."""
    belongs = np.array(
        [[i in labels.industries[s] for i in industries] for s in labels.sectors], float
    )
    return _each_once(belongs, industries, "industry")


def _each_once(belongs: Array, names: tuple[str, ...], kind: str) -> Array:
    astray = [name for name, count in zip(names, belongs.sum(axis=0), strict=True) if count != 1]
    if astray:
        raise LabelError(
            f"ICIO {kind} {astray[0]!r} belongs to no label, or to two",
            remedy="add it to economies.csv or sectors.csv",
        )
    return belongs
