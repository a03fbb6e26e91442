"""Who hurts whom: the cut-off of every pair, told from both sides."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from geoecon.errors import ConflictError
from geoecon.exposure.cores import Progress, Sides, solve_all
from geoecon.exposure.cutoffs import CutOff, closure_at
from geoecon.exposure.powers import bloc_power, economy
from geoecon.exposure.run import citations, counted, ranked, world_at
from geoecon.parameters import blocs, resolve_region
from geoecon.world.world import World

if TYPE_CHECKING:
    import pandas as pd


def exposure_matrix(
    world: World | None = None,
    horizon: str = "long run",
    coalitions: Sequence[str] = (),
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """What everybody loses when anybody stops trading with them: every ordered pair.

    An embargo between two economies is one cut-off with two rows, for it stops trade both ways;
    `coalitions` (blocs) add one cut-off for each economy outside and inside, the bloc's other
    members against it. `horizon` as in `exposure`; None is the embedded world. Columns and `attrs`
    as `exposure`, trade alone; rows by focus, then by loss.

    Raises UnknownNameError, and ConflictError for a coalition without two members in the world.
    """
    began = time.perf_counter()
    base = world_at(world, horizon)
    sides = [*pairs(base), *(one for name in coalitions for one in against_bloc(base, name))]
    answers = solve_all({horizon: base}, {horizon: sides}, workers=workers, progress=progress)
    rows = [row for told, _ in answers for row in told]
    order = {code: at for at, code in enumerate(base.regions)}
    frame = ranked(sorted(rows, key=lambda row: order[row["focus"]]))
    frame.attrs = counted([one[0] for one in sides], [count for _, count in answers]) | {
        "world": base.name,
        "focus": list(base.regions),
        "closures": {horizon: closure_at(horizon)},
        "names": {code: base.region_names.get(code, code) for code in base.regions},
        "sources": citations([base]),
        "sectors": [],
        "seconds": time.perf_counter() - began,
    }
    return frame


def pairs(world: World) -> list[Sides]:
    """Every pair of economies once, told from both sides."""
    powers = [economy(world, code) for code in world.regions]
    return [
        (CutOff(one.name, other), CutOff(other.name, one)) for one, other in combinations(powers, 2)
    ]


def against_bloc(world: World, name: str) -> list[Sides]:
    """Every economy cut off by a bloc's members other than itself. Errors as `exposure_matrix`."""
    key = resolve_region(name)
    members = bloc_power(world, "", key).members if key in blocs() else ()
    if len(members) < 2:
        raise ConflictError(
            f"{name} is no coalition of this world",
            why="it takes a bloc with two or more members among its economies",
            remedy="name a bloc that `geoecon bloc` lists",
        )
    return [(CutOff(code, bloc_power(world, code, key)),) for code in world.regions]
