"""What route options do to trade: solved with the network once, then held while others vary.

Every set of route options is solved together with the network, alone, in each state in which the
network takes part. What that does to trade costs, to margins, to the exporter's productivity and
to carriers is an `Effect`, which the trade model is given for every set with these options.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import numpy as np

from geoecon.couple.loop import Effect
from geoecon.couple.scenario import Corridors, solve_corridors
from geoecon.equilibrium.solution import Solution
from geoecon.errors import DataError
from geoecon.exposure.transit import ban
from geoecon.frontier.shocks import Book
from geoecon.frontier.states import State
from geoecon.scenario.corridor_instruments import TransitBan
from geoecon.scenario.shock import Shock
from geoecon.variables import Array
from geoecon.world.world import World

NOTHING = "assumption: nothing changes; every cargo of the country is solved with the network"
FIELDS = ("trade_cost", "wedge", "productivity", "transfer", "border")


def solve_routes(world: World, book: Book, mask: int, state: State) -> tuple[Corridors, Shock]:
    """A set in a state, solved together with the network; and the shock of trade in it.

    All cargo that the country's exports and goods travel as is solved for, whether the set touches
    it or not, so that sets can be compared. Raises ScenarioError and SolveError.
    """
    focus = book.options.focus
    idle = TransitBan(
        kind="transit ban", territory=(focus,), exporters=(focus,), importers=(focus,),
        source=NOTHING,
    )  # fmt: skip
    horizon = book.options.horizon
    stop = ban(state.cut, horizon).instruments if state.bans_transit and state.cut else ()
    shock = book.shock(world, mask, state.cut)
    return solve_corridors(world, book.scenario(mask, (idle, *stop)), shock), shock


def effect_file(world: World, book: Book, mask: int, state: State, key: str) -> bytes:
    """What the network does to trade for a set in a state, as a file. Errors as `solve_routes`."""
    found, shock = solve_routes(world, book, mask, state)
    effect = effect_of(found.agreement.solution, shock)
    target = io.BytesIO()
    arrays = {name: getattr(effect, name) for name in FIELDS}
    solves = np.array(found.agreement.trade_solves)
    np.savez_compressed(target, key=np.array(key), solves=solves, **arrays)
    return target.getvalue()


def effect_of(solution: Solution, shock: Shock) -> Effect:
    """What was solved for over what was asked for besides the network."""
    now, asked = solution.shock, shock.resolved(solution.world)
    return Effect(
        _over(now.trade_cost, asked.trade_cost),
        np.array(now.wedge),
        now.productivity / asked.productivity,
        np.array(now.transfer),
        np.array(now.border),
    )


@lru_cache(maxsize=64)
def read_effect(path: Path, key: str) -> Effect:
    """The effect in a file of this frontier. Raises DataError for another one's."""
    with np.load(path) as found:
        if str(found["key"]) != key:
            raise DataError(
                f"{path.name} is of another frontier",
                where=str(path),
                why="its key differs",
                remedy="remove the folder and run again",
            )
        return Effect(**{name: found[name] for name in FIELDS})


def solves_in(path: Path, key: str) -> int:
    """How often trade was solved for an effect; none where its file is not there or another's."""
    try:
        with np.load(path) as found:
            return int(found["solves"]) if str(found["key"]) == key else 0
    except (FileNotFoundError, ValueError, EOFError):
        return 0


def _over(now: Array, asked: Array) -> Array:
    """now / asked; one where trade stops anyway."""
    stopped = np.isinf(asked)
    return np.where(stopped, 1.0, now) / np.where(stopped, 1.0, asked)
