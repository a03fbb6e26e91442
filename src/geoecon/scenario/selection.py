"""Names in a scenario -> positions in a world, on the scenario's date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import UnknownNameError, unknown_name
from geoecon.parameters import GOODS, SERVICES, bloc_members, blocs, resolve_region
from geoecon.scenario.places import Path
from geoecon.scenario.schema import Scenario
from geoecon.world.world import World

Mask = NDArray[np.bool_]
ALL = "all"
GROUPS = {"goods": GOODS, "services": SERVICES}


@dataclass(frozen=True, eq=False)
class Selection:
    """Finds what names mean in one world, for one scenario; knows the lines they stand on."""

    world: World
    scenario: Scenario

    def codes(self, names: Sequence[str], path: Path) -> tuple[str, ...]:
        """Region codes of countries and blocs, without repeats. Raises UnknownNameError."""
        found = [code for i, name in enumerate(names) for code in self._codes(name, (*path, i))]
        return tuple(dict.fromkeys(found))

    def regions(self, names: Sequence[str], path: Path) -> Mask:
        """Which regions the names mean [region]. Raises UnknownNameError."""
        return np.isin(self.world.regions, self.codes(names, path))

    def sectors(self, names: Sequence[str], path: Path) -> Mask:
        """Which sectors the names mean [sector]. Raises UnknownNameError."""
        keys = [key for i, name in enumerate(names) for key in self._keys(name, (*path, i))]
        return np.isin(self.world.sectors, keys)

    def flows(
        self, exporters: Sequence[str], importers: Sequence[str], sectors: Sequence[str], at: Path
    ) -> Mask:
        """Cells of trade between different regions [exporter, importer, sector]."""
        seller = self.regions(exporters, (*at, "exporters"))
        buyer = self.regions(importers, (*at, "importers"))
        return between(seller, buyer, self.sectors(sectors, (*at, "sectors")))

    def _codes(self, name: str, path: Path) -> tuple[str, ...]:
        known = self.world.regions
        if name == ALL:
            return known
        if name in known:
            return (name,)
        code = self._resolved(name, path)
        members = bloc_members(code, self.scenario.date) if code in blocs() else (code,)
        lacking = [member for member in members if member not in known]
        if lacking:
            raise self._outside(name, lacking, path)
        if not members:
            raise UnknownNameError(
                f"{name} has no members on {self.scenario.date}",
                where=self.scenario.where(*path),
                remedy="choose a later date, or name the countries",
            )
        return members

    def _resolved(self, name: str, path: Path) -> str:
        try:
            return resolve_region(name, self.world.regions)
        except UnknownNameError as error:
            raise UnknownNameError(
                error.what,
                where=self.scenario.where(*path),
                why="neither a country nor a bloc is called that",
                remedy=error.remedy,
            ) from None

    def _outside(self, name: str, lacking: list[str], path: Path) -> UnknownNameError:
        return UnknownNameError(
            f"{name} is not in the world {self.world.name!r} as a region of its own"
            if lacking == [name]
            else f"{name} is not wholly in the world {self.world.name!r}",
            where=self.scenario.where(*path),
            why=f"it has no region {', '.join(lacking[:8])}",
            remedy="name the regions you mean; a small country may stand inside a group (X..)",
        )

    def _keys(self, name: str, path: Path) -> tuple[str, ...]:
        known = self.world.sectors
        if name in known:
            return (name,)
        group = known if name == ALL else [key for key in GROUPS.get(name, ()) if key in known]
        if not group:
            options = (*known, ALL, *GROUPS)
            raise unknown_name("sector", name, options, self.scenario.where(*path))
        return tuple(group)


def between(exporters: Mask, importers: Mask, sectors: Mask) -> Mask:
    """Cells from any exporter to any importer but itself [exporter, importer, sector]."""
    pairs = exporters[:, None] & importers[None, :]
    np.fill_diagonal(pairs, False)
    return pairs[:, :, None] & sectors


def mirrored(cells: Mask) -> Mask:
    """The same cells in both directions."""
    return cells | cells.transpose(1, 0, 2)


def anywhere(cells: Mask, *axes: int) -> Mask:
    """Which labels of the remaining dimension have a cell."""
    found: Mask = np.any(cells, axis=axes)
    return found
