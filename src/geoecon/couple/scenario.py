"""A scenario that touches the network, solved: which parts it moves, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geoecon.corridors.changes import changed_network, pair_classes, pair_network
from geoecon.corridors.crude import field_exports, purchases
from geoecon.corridors.log import NetworkChange
from geoecon.corridors.network import CARGOES, Network
from geoecon.corridors.observations import exported
from geoecon.corridors.reading import load_network
from geoecon.couple import exports as exporting
from geoecon.couple import freight as carrying
from geoecon.couple.carriage import aligned
from geoecon.couple.exports import Exports, ExportsPart
from geoecon.couple.freight import Freight, FreightPart
from geoecon.couple.goods import read_goods
from geoecon.couple.loop import Agreement, Part, agree
from geoecon.couple.margins import MarginsPart
from geoecon.couple.ways import MONTHS, Ways
from geoecon.errors import ConflictError, RouteError, ScenarioError
from geoecon.parameters.tables import Row, read_table
from geoecon.scenario.margins import Margin
from geoecon.scenario.shock import Shock
from geoecon.world.world import World

if TYPE_CHECKING:
    from geoecon.scenario.schema import Scenario

FREIGHT = ("container", "bulk")


@dataclass(frozen=True, eq=False)
class Corridors:
    """What a scenario does to the network and to what moves on it.

    Attributes
    ----------
    network : as it is on the scenario's date; changed : as the scenario leaves it
    changes : the log; exports : one part for each exporter whose cargo it touches; freight : goods
        in containers and in bulk, if it touches these; agreement : where trade and network agree
    months : how long it lasts; None for good
    """

    network: Network
    changed: Network
    changes: tuple[NetworkChange, ...]
    exports: tuple[ExportsPart, ...]
    freight: FreightPart | None
    agreement: Agreement
    months: float | None


def solve_corridors(
    world: World,
    scenario: Scenario,
    shock: Shock,
    network: Network | None = None,
    *,
    margins: Sequence[Margin] = (),
    everything: bool = False,
) -> Corridors:
    """Solve trade and network together for a scenario with instruments on routes.

    `shock` is what its other instruments do, and `margins` who earns its wedges; `network` the
    whole network, the embedded one if left out; `everything` solves for cargoes that no instrument
    touches too. Raises ScenarioError where nothing that moves is touched, ConflictError where a
    tax or premium falls on crude that is on the network, what `changed_network` raises, and
    SolveError.
    """
    whole = network or load_network()
    changed, changes = changed_network(whole, scenario)
    today = whole.on(scenario.date)
    touched = frozenset(CARGOES) if everything else _touched(today, changed, changes)
    case = _Case(world, scenario, whole, today, changed)
    exports = tuple(
        case.exports(row)
        for row in read_table("exports", "network")
        if row["cargo"] in touched and row["exporter"] in world.regions
    )
    freight = case.freight() if touched & set(FREIGHT) else None
    parts: list[Part] = [*exports, *([freight] if freight else [])]
    _check_earners(shock, margins, exports, scenario)
    if not parts:
        raise ScenarioError(
            "the scenario changes no route that trade is known to use",
            where=scenario.where("instruments"),
            why=f"it touches {', '.join(sorted(touched)) or 'nothing'}; crude of "
            "known exporters, containers and bulk are solved for",
            remedy="name links that these use, or other instruments",
        )
    if margins:
        parts.append(MarginsPart(world, margins))
    agreement = agree(world, shock, parts, closure=scenario.closure_used)
    if freight is not None and freight.bounded:
        raise RouteError(
            "a way becomes cheaper by more than the goods on it are worth",
            reason="cost below zero",
            why="values of a tonne by sector are averages; some pair's goods are worth less",
            remedy="use a smaller change of the network",
        )
    return Corridors(today, changed, changes, exports, freight, agreement, scenario.months)


def _check_earners(
    shock: Shock, margins: Sequence[Margin], exports: Iterable[ExportsPart], scenario: Scenario
) -> None:
    """Raise ConflictError where carriers and others would share in one sale of crude.

    Buyers choose crude on the network by its price there, which holds no tax or premium.
    """
    if shock.wedge is None:
        return
    shared = any((shock.wedge[part.exporter, :, part.sector] != 1).any() for part in exports)
    if shared or not margins:
        raise ConflictError(
            "a tax or premium on crude and a change of its routes cannot be solved together",
            where=scenario.name,
            why="buyers on the network would not see what they pay beyond the price and the way",
            remedy="leave out the sector whose crude is on the network, or write two scenarios",
        )


@dataclass(frozen=True, eq=False)
class _Case:
    """Builds the parts for one scenario."""

    world: World
    scenario: Scenario
    whole: Network
    today: Network
    changed: Network

    def exports(self, row: Row) -> ExportsPart:
        """The part of one exporter's cargo."""
        exporter, cargo, year = row["exporter"], row["cargo"], self.scenario.date.year
        base = exports_baseline(self.world, self.today, row, year)
        bought = dict(zip(base.regions, base.mass, strict=True))
        largest = max(bought, key=lambda code: bought[code])
        own = pair_network(self.whole, self.changed, self.scenario, exporter, largest)
        return ExportsPart(self.world, base, Ways.of(own, cargo, year))

    def freight(self) -> FreightPart:
        """The part of goods in containers and in bulk."""
        world = self.world
        base = freight_baseline(world, self.today, self.scenario.date.year)
        ways, rows = aligned(self._ways(self.changed)), base.rows
        codes = np.array(world.regions)
        pairs = list(zip(codes[rows.exporter], codes[rows.importer], strict=True))
        classes, graphs = rows.cargo.astype("U64"), {name: own.graph for name, own in ways.items()}
        for under, members in pair_classes(self.whole, self.scenario, set(pairs)).items():
            if not under:
                continue
            name, meant = ",".join(map(str, under)), set(members)
            inside = np.array([pair in meant for pair in pairs])
            own = pair_network(self.whole, self.changed, self.scenario, *members[0])
            for cargo, special in aligned(self._ways(own), ways[FREIGHT[0]]).items():
                graphs[f"{cargo}/{name}"] = replace(special.graph, capacity=ways[cargo].room)
                classes[inside & (rows.cargo == cargo)] = f"{cargo}/{name}"
        return FreightPart(world, base, ways, graphs, classes)

    def _ways(self, network: Network) -> dict[str, Ways]:
        year = self.scenario.date.year
        return {cargo: Ways.of(network, cargo, year) for cargo in FREIGHT}


def exports_baseline(world: World, network: Network, row: Row, year: int) -> Exports:
    """A row of the table `exports` as it leaves today, on the network of a day (`Network.on`).

    Errors as `couple.exports.baseline`.
    """
    exporter, cargo = row["exporter"], row["cargo"]
    total = exported(cargo, exporter, year)
    bought = _monthly(purchases(exporter, year, total))
    return exporting.baseline(
        Ways.of(network, cargo, year),
        exporter=exporter,
        sector=row["sector"],
        cargo=cargo,
        output=_monthly(field_exports(exporter, year, total)),
        bought={code: kt for code, kt in bought.items() if code in world.regions},
        netback=float(row["netback_usd_t"]),
        reservation=float(row["reservation_usd_t"]),
        elasticity=1 + float(world.trade_elasticity[world.sector(row["sector"])]),
    )


def freight_baseline(world: World, network: Network, year: int) -> Freight:
    """Goods as they travel today, on the network of a day. Raises RouteError."""
    ways = {cargo: Ways.of(network, cargo, year) for cargo in FREIGHT}
    return carrying.baseline(world, ways, read_goods())


def _touched(today: Network, changed: Network, changes: Iterable[NetworkChange]) -> frozenset[str]:
    """The cargoes that may use a link that is changed."""
    links = {link.id: link for link in (*changed.links, *today.links)}
    found: set[str] = set()
    for change in changes:
        known = links.get(change.link)
        found |= set(change.cargo.split()) or (set(known.cargo) if known else set())
    return frozenset(found)


def _monthly(yearly: Mapping[str, float]) -> dict[str, float]:
    return {name: kt / MONTHS for name, kt in yearly.items()}
