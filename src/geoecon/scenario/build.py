"""Scenario + World -> the shock that the model solves, and the log of what it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from geoecon.parameters import trade_elasticity
from geoecon.scenario.changes import Change, log
from geoecon.scenario.conflicts import check_conflicts
from geoecon.scenario.edits import Edit, combine
from geoecon.scenario.effects import EFFECTS
from geoecon.scenario.margins import Margin, margins
from geoecon.scenario.references import check_citations
from geoecon.scenario.schema import Scenario
from geoecon.scenario.selection import Selection
from geoecon.scenario.shock import Shock
from geoecon.world.world import World


def build_shock(scenario: Scenario, world: World) -> tuple[Shock, tuple[Change, ...]]:
    """What the instruments do to a world, and the log of it, old and new, by instrument.

    Elasticities that the scenario sets are not in the shock: see `with_elasticities`. Raises
    UnknownNameError (country, bloc, sector, source, depth, table; with the nearest names and the
    line), ConflictError (both instruments and their lines) and RangeError.
    """
    edits = _checked(scenario, world, range(len(scenario.instruments)))
    return combine(world, edits), log(world, edits, scenario)


def build_step(
    scenario: Scenario, world: World, instruments: Collection[int]
) -> tuple[Shock, tuple[Margin, ...]]:
    """The shock of some of the instruments, by position, and who earns the wedges in it.

    Raises what `build_shock` raises.
    """
    edits = _checked(scenario, world, sorted(instruments))
    return combine(world, edits), margins(edits)


def _checked(scenario: Scenario, world: World, instruments: Iterable[int]) -> list[Edit]:
    check_citations(scenario)
    selection = Selection(world, scenario)
    edits = [edit for at in instruments for edit in _edits(at, selection)]
    check_conflicts(edits, selection)
    return edits


def _edits(at: int, selection: Selection) -> list[Edit]:
    instrument = selection.scenario.instruments[at]
    return EFFECTS[instrument.kind](instrument, at, selection)


def with_elasticities(scenario: Scenario, world: World) -> World:
    """The world with the trade elasticities that the scenario sets, as theta.

    Raises ConventionError, with the line, for a convention that is unknown or does not fit the
    number, and UnknownNameError for a sector.
    """
    if not scenario.elasticities:
        return world
    selection, theta = Selection(world, scenario), world.trade_elasticity.copy()
    for at, override in enumerate(scenario.elasticities):
        path = ("elasticities", at)
        where = scenario.where(*path)
        cells = selection.sectors((override.sector,), (*path, "sector"))
        theta[cells] = trade_elasticity(override.value, override.convention, where)
    return world.replace(trade_elasticity=theta)
