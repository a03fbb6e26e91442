"""`exposure`: what each power could take away from a country, ranked."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geoecon.exposure.cores import Progress, solve_all
from geoecon.exposure.cutoffs import TRADE, CutOff, Row, closure_at
from geoecon.exposure.plan import planned
from geoecon.exposure.powers import focus_code
from geoecon.exposure.sectors import by_sector
from geoecon.parameters import horizon, sources
from geoecon.parameters import horizons as names_of_horizons
from geoecon.world.store import EMBEDDED, at_horizon, load_world
from geoecon.world.world import World

if TYPE_CHECKING:
    import pandas as pd

HORIZONS = ("long run", "month")
COLUMNS = (
    "focus", "power", "power_name", "bloc", "kind", "horizon", "loss_pct", "loss_musd",
    "own_loss_pct", "own_loss_musd", "leverage", "unbounded", "own_unbounded", "unanswered",
    "top_sectors", "crossing", "links", "of_exports_pct", "of_imports_pct", "closed_form_pct",
)  # fmt: skip


def exposure(
    focus: str | Sequence[str],
    against: Sequence[str] | None = None,
    horizons: Sequence[str] = HORIZONS,
    world: World | None = None,
    *,
    transit: bool = True,
    workers: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """What `focus` loses when each power cuts it off, and what the power loses by that.

    Parameters
    ----------
    focus : the country, or several. against : economies or blocs; every other economy and the
        blocs of `powers.BLOCS` if left out. horizons : of the embedded world, or `as given` for
        the elasticities of `world`.
    transit : solve the transit bans too, together with the network (embedded world's economies).
    workers : processes, all cores if left out. progress : called with done and all.

    One row a focus, power, kind and horizon, columns `COLUMNS`, what they mean in
    `record.DEFINITIONS`. Within a focus and horizon losses without bound come first, then the
    largest; what nobody solves comes last with the reason. `attrs` counts the work: cut_offs,
    trade_only, trade_solves (one for each of those), coupled, coupled_trade_solves, seconds; and
    holds `sectors`, the largest losses by sector (`sectors.COLUMNS`).

    Raises UnknownNameError, ConflictError, RouteError.
    """
    began = time.perf_counter()
    names = (focus,) if isinstance(focus, str) else tuple(focus)
    worlds = {name: world_at(world, name) for name in horizons}
    cuts = {name: _planned(at, names, against, transit) for name, at in worlds.items()}
    sides = {name: [(cut,) for cut in some] for name, some in cuts.items()}
    answers = solve_all(worlds, sides, workers=workers, progress=progress)
    rows = [row for found, _ in answers for row in found]
    frame = ranked(rows)
    asked = [cut for some in cuts.values() for cut in some]
    base = next(iter(worlds.values()))
    frame.attrs = counted(asked, [count for _, count in answers]) | {
        "world": base.name,
        "focus": list(dict.fromkeys(cut.focus for cut in asked)),
        "closures": {name: closure_at(name) for name in horizons},
        "names": {code: base.region_names.get(code, code) for code in base.regions},
        "sources": citations(worlds.values()),
        "sectors": by_sector(frame, rows, base.sectors),
        "seconds": time.perf_counter() - began,
    }
    return frame


def citations(worlds: Iterable[World]) -> list[str]:
    """What the worlds, and the elasticities of their horizons, are from; one line each."""
    lines: dict[str, None] = {}
    for world in worlds:
        named = horizon(world.horizon).sources if world.horizon in names_of_horizons() else ()
        known = (*world.sources, *(sources()[key] for key in named))
        lines |= dict.fromkeys(source.cite() for source in known)
    return list(lines)


def ranked(rows: Sequence[Row]) -> pd.DataFrame:
    """Rows in order: focus and horizon as they come, losses without bound, then by loss."""
    import pandas as pd

    groups = list(dict.fromkeys((row["focus"], row["horizon"]) for row in rows))
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    if frame.empty:
        return frame
    frame["_group"] = [groups.index((row["focus"], row["horizon"])) for row in rows]
    frame["_number"] = frame["unbounded"] == ""
    order = ["_group", "_number", "loss_pct", "power", "kind"]
    upward = [True, True, False, True, True]
    found = frame.sort_values(order, ascending=upward, kind="stable", na_position="last")
    return found.drop(columns=["_group", "_number"]).reset_index(drop=True)


def counted(cuts: Sequence[CutOff], solves: Sequence[int]) -> dict[str, int]:
    """How many cut-offs were solved by trade alone and with routes, and in how many solves."""
    alone = [cut.kind == TRADE for cut in cuts]
    pairs = list(zip(alone, solves, strict=True))
    return {
        "cut_offs": len(cuts),
        "trade_only": sum(alone),
        "trade_solves": sum(count for trade, count in pairs if trade),
        "coupled": len(cuts) - sum(alone),
        "coupled_trade_solves": sum(count for trade, count in pairs if not trade),
    }


def world_at(world: World | None, horizon: str) -> World:
    """A world (None: the embedded one) at a horizon; `as given` leaves yours alone.

    Raises UnknownNameError for a horizon, LabelError for sectors that it does not cover.
    """
    if world is None:
        return load_world(EMBEDDED, horizon)
    return world if horizon == "as given" else at_horizon(world, horizon)


def _planned(
    world: World, names: Sequence[str], against: Sequence[str] | None, transit: bool
) -> list[CutOff]:
    codes = dict.fromkeys(focus_code(world, name) for name in names)
    return [cut for code in codes for cut in planned(world, code, against, transit=transit)]
