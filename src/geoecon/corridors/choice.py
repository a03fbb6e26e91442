"""Names in a scenario -> links of a network in use on its date, and pairs whose cargo is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from geoecon.corridors.network import REVERSE, Link, Network
from geoecon.errors import ScenarioError, UnknownNameError, unknown_name
from geoecon.parameters import bloc_members, blocs, resolve_region

if TYPE_CHECKING:
    from geoecon.scenario.corridor_instruments import ForPairs, OnLinks
    from geoecon.scenario.places import Path
    from geoecon.scenario.schema import Scenario

ALL = "all"


@dataclass(frozen=True)
class Scope:
    """The pairs whose cargo is meant; trade of a region in `spared` never is.

    `sellers` and `buyers` are what the scenario calls them.
    """

    exporters: frozenset[str]
    importers: frozenset[str]
    both_ways: bool
    spared: frozenset[str]
    sellers: str
    buyers: str

    def covers(self, exporter: str, importer: str) -> bool:
        """Whether cargo from one economy to another is meant."""
        if exporter in self.spared or importer in self.spared:
            return False
        there = exporter in self.exporters and importer in self.importers
        back = exporter in self.importers and importer in self.exporters
        return there or (self.both_ways and back)


@dataclass(frozen=True, eq=False)
class Choice:
    """Finds what names mean in one network, for one scenario; knows the lines they stand on."""

    network: Network
    scenario: Scenario

    @cached_property
    def territories(self) -> frozenset[str]:
        """Every code on whose soil a node or a link lies."""
        of_links = {code for link in self.network.links for code in link.territory.split()}
        return frozenset(of_links | {node.territory for node in self.network.nodes} - {""})

    @cached_property
    def regions(self) -> frozenset[str]:
        """The economies whose trade starts or ends somewhere in the network."""
        return frozenset(node.region for node in self.network.nodes) - {""}

    @cached_property
    def in_use(self) -> tuple[Link, ...]:
        """The links open on the scenario's date."""
        return self.network.on(self.scenario.date).links

    def links(
        self, named: OnLinks, at: int, usable: Callable[[Link], bool], *, in_use: bool = True
    ) -> tuple[Link, ...]:
        """The links meant, of those in use (or of those not in use) the `usable` ones.

        Raises UnknownNameError, with the nearest names and the line, for a name that the network
        does not know, and ScenarioError where a name means no link that is usable.
        """
        key = next(key for key in WAYS if getattr(named, key))
        found: dict[str, Link] = {}
        for i, name in enumerate(getattr(named, key)):
            meant = self._meant(key, name, ("instruments", at, key, i))
            day = self.scenario.date
            right = [link for link in meant if link.is_open(day) == in_use and usable(link)]
            chosen = {link.id: link for link in right}
            if not chosen:
                raise self._idle(key, name, ("instruments", at, key, i))
            found |= chosen
        return tuple(found.values())

    def scope(self, pairs: ForPairs, at: int, spared: frozenset[str] = frozenset()) -> Scope | None:
        """The pairs meant; None for all of them. Raises UnknownNameError with the line."""
        if pairs.exporters == pairs.importers == (ALL,) and not spared:
            return None
        return Scope(
            self.codes(pairs.exporters, ("instruments", at, "exporters"), self.regions),
            self.codes(pairs.importers, ("instruments", at, "importers"), self.regions),
            pairs.both_ways,
            spared,
            " ".join(pairs.exporters),
            " ".join(pairs.importers),
        )

    def codes(self, names: Sequence[str], path: Path, known: frozenset[str]) -> frozenset[str]:
        """The codes among `known` of countries and blocs. Raises UnknownNameError with the line."""
        found = [self._codes(name, (*path, i), known) for i, name in enumerate(names)]
        return frozenset[str]().union(*found)

    def _meant(self, key: str, name: str, path: Path) -> list[Link]:
        if key == "territory":
            soil = self._codes(name, path, self.territories)
            return [link for link in self.network.links if soil & set(link.territory.split())]
        meant = [link for link in self.network.links if name in WAYS[key](link)]
        if not meant:
            known = {word for link in self.network.links for word in WAYS[key](link)} - {""}
            raise unknown_name(KINDS[key], name, known, self.scenario.where(*path))
        return meant

    def _codes(self, name: str, path: Path, known: frozenset[str]) -> frozenset[str]:
        if name == ALL:
            return known
        try:
            code = resolve_region(name, known)
        except UnknownNameError as error:
            raise UnknownNameError(
                error.what, where=self.scenario.where(*path), remedy=error.remedy
            ) from None
        members = bloc_members(code, self.scenario.date) if code in blocs() else (code,)
        if not known & set(members):
            raise unknown_name("place on the network", name, known, self.scenario.where(*path))
        return known & set(members)

    def _idle(self, key: str, name: str, path: Path) -> ScenarioError:
        return ScenarioError(
            f"{KINDS[key]} {name!r} has no link that this could change",
            where=self.scenario.where(*path),
            why=f"on {self.scenario.date} none is in use, carries that cargo and has a limit where "
            "one is needed",
            remedy="name another, or choose another date",
        )


def _ids(link: Link) -> tuple[str, ...]:
    return (link.id, link.id.removesuffix(REVERSE))


WAYS: dict[str, Callable[[Link], tuple[str, ...]]] = {
    "links": _ids,
    "route": lambda link: (link.route,),
    "passage": lambda link: (link.passage,),
    "territory": lambda link: tuple(link.territory.split()),
    "node": lambda link: (link.from_node, link.to_node),
}
"""The words by which each key finds a link."""

KINDS = {
    "links": "link",
    "route": "route",
    "passage": "passage",
    "territory": "territory",
    "node": "node",
}
"""What messages call the names of each key."""
