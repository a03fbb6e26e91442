"""All that moves on the network, with trade: what sensitivities are taken of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geoecon.corridors.network import Network
from geoecon.corridors.reading import load_network
from geoecon.couple.exports import ExportsPart
from geoecon.couple.freight import FreightPart
from geoecon.couple.loop import Part, agree
from geoecon.couple.scenario import exports_baseline, freight_baseline, solve_corridors
from geoecon.equilibrium.solution import Solution
from geoecon.errors import ConflictError
from geoecon.parameters.tables import read_table
from geoecon.scenario.shock import Shock
from geoecon.world.world import World

if TYPE_CHECKING:
    from geoecon.scenario.schema import Scenario


@dataclass(frozen=True, eq=False)
class Together:
    """Trade and all that moves, where they agree, on a `network` as it stands."""

    network: Network
    solution: Solution
    parts: tuple[Part, ...]


def on_day(
    world: World,
    day: date,
    shock: Shock | None = None,
    *,
    closure: str = "own income",
    network: Network | None = None,
) -> Together:
    """The network of a day, unchanged, and trade after a shock; the baseline without one.

    `network` is the whole network, the embedded one if left out. Raises SolveError.
    """
    today = (network or load_network()).on(day)
    exports = (
        exports_baseline(world, today, row, day.year)
        for row in read_table("exports", "network")
        if row["exporter"] in world.regions
    )
    goods = freight_baseline(world, today, day.year)
    parts: list[Part] = [ExportsPart(world, base, base.ways) for base in exports]
    graphs = {name: own.graph for name, own in goods.ways.items()}
    parts.append(FreightPart(world, goods, goods.ways, graphs, goods.rows.cargo))
    found = agree(world, shock or Shock(), parts, closure=closure)
    return Together(today, found.solution, tuple(parts))


def after(world: World, scenario: Scenario, shock: Shock) -> Together:
    """Trade and all that moves after a scenario; `shock` is what it does to trade alone.

    Raises ConflictError for what the loop of trade and network cannot hold, SolveError, and what
    `solve_corridors` raises.
    """
    if shock.wedge is not None or scenario.contained_in_baseline:
        raise ConflictError(
            "this scenario cannot be solved together with routes",
            where=scenario.name,
            why="somebody earns a tax or premium in it, or it is read backwards",
            remedy="ask for levers of trade alone",
        )
    if not scenario.has_corridors:
        return on_day(world, scenario.date, shock, closure=scenario.closure_used)
    found = solve_corridors(world, scenario, shock, everything=True)
    freight = (found.freight,) if found.freight is not None else ()
    return Together(found.changed, found.agreement.solution, (*found.exports, *freight))
