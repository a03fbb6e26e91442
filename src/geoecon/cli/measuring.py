"""What `geoecon indices` and `geoecon levers` do. With `--json` they print

indices  region, world, horizon, indices: index, value, unit, about, formula, source;
         dependence: the columns of `geoecon.measures.indices.dependence`;
         friends: those of `geoecon.measures.indices.friends`; chokepoints and gateways: those of
         `geoecon.measures.indices.chokepoints`
levers   region, world, horizon, scenario, outcome, routes (whether they answer), levers: the
         columns of `geoecon.measures.sensitivity`; kinks: link, why, holds_for

A value that does not exist is null.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geoecon import verbs
from geoecon.cli import screen, tables
from geoecon.couple.adjoint import EXPORT_OUTCOMES
from geoecon.couple.everything import after, on_day
from geoecon.equilibrium.solve import solve
from geoecon.errors import ConflictError
from geoecon.measures.derivatives import LINKS, LOSS
from geoecon.measures.indices import (
    carried,
    chokepoints,
    dependence,
    friends,
    gateways,
    indices,
)
from geoecon.measures.sensitivity import DEFAULT, route_sensitivities, sensitivities
from geoecon.parameters.names import BASELINE, resolve_region
from geoecon.runs.solve import balanced
from geoecon.scenario import build_shock
from geoecon.world.store import load_world

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.couple.everything import Together
    from geoecon.equilibrium.solution import Solution

ENDS = 5
"""Friends and enemies on the screen, of each."""
PLACES = 4
"""Places of a kind on the screen."""


def indices_command(region: str, *, horizon: str | None, as_json: bool) -> None:
    """Closed forms of one region, by sector and by partner."""
    solution = _baseline(horizon)
    world = solution.world
    code = resolve_region(region, world.regions)
    ways = carried(world, code)
    parts = {
        "indices": indices(world, code),
        "dependence": dependence(world, [code]),
        "friends": friends(solution, code),
        "chokepoints": chokepoints(ways, code, largest=20 if as_json else PLACES),
        "gateways": gateways(world, ways, code),
    }
    if as_json:
        head = {"region": code, "world": world.name, "horizon": world.horizon}
        screen.say_json(head | {name: _records(frame) for name, frame in parts.items()})
        return
    shown = parts["friends"]
    _say(f"{code}: closed forms on {world.name}", parts["indices"])
    _say("Imports by sector, as the European Commission flags", parts["dependence"])
    _say("Gains most from growth in", shown.head(ENDS))
    _say("Gains least from growth in", shown.tail(ENDS))
    screen.say("Per cent of real income for 1 % more productivity in all sectors of the partner.\n")
    _say("Trade that passes one place", parts["chokepoints"])
    _say("Ways out and in", parts["gateways"])


def levers_command(
    region: str,
    *,
    scenario: str | None,
    horizon: str | None,
    outcome: str,
    levers: Sequence[str],
    largest: int,
    links: bool,
    as_json: bool,
) -> None:
    """The levers that matter most to a region, at the baseline or after a scenario."""
    if outcome == LOSS and scenario is None:
        raise ConflictError(
            "a loss without a scenario",
            why="it is what a region loses in one",
            remedy="name it with --after",
        )
    routes = links or outcome in EXPORT_OUTCOMES or bool(set(levers) & set(LINKS))
    asked = levers or DEFAULT
    if routes:
        now, before = _together(scenario, horizon, outcome)
        solution, code = now.solution, resolve_region(region, now.solution.world.regions)
        found = route_sensitivities(
            now, code, outcome, before=before, levers=asked, largest=largest
        )
    else:
        run = None if scenario is None else verbs.run(scenario, horizon=horizon)
        solution = _baseline(horizon) if run is None else run.solution
        code = resolve_region(region, solution.world.regions)
        found = sensitivities(solution, code, outcome, levers=asked, largest=largest)
    if as_json:
        head = {"region": code, "world": solution.world.name, "horizon": solution.world.horizon}
        head |= {"scenario": scenario or "", "outcome": outcome}
        screen.say_json(
            head | {"routes": routes, "levers": _records(found), "kinks": found.attrs["kinks"]}
        )
        return
    where = f"after {scenario}" if scenario else "at the baseline"
    if found.empty:
        screen.say(f"Nothing asked about moves {outcome} of {code} {where}.")
    else:
        _say(f"What moves {outcome} of {code} most, {where}", _named(found))
    for kink in found.attrs["kinks"]:
        way = f"for {kink['holds_for']}" if kink["holds_for"] else "for the others alone"
        screen.say(f"Kink: {kink['link']} is {kink['why']}. Rows hold {way}.")


def _together(
    scenario: str | None, horizon: str | None, outcome: str
) -> tuple[Together, Together | None]:
    """Trade and all that moves, at the baseline or after a scenario; for a loss also before it."""
    if scenario is None:
        start = _baseline(horizon)
        return on_day(start.world, BASELINE, closure=start.closure), None
    asked, base = verbs.prepare(scenario, horizon=horizon)
    world = balanced(base) if asked.closure_used == "zero" else base
    shock, _ = build_shock(asked, world)
    now = after(world, asked, shock)
    lost = outcome == LOSS
    return now, on_day(world, asked.date, closure=asked.closure_used) if lost else None


def _named(found: pd.DataFrame) -> pd.DataFrame:
    """The table for the screen: columns that nobody fills left out."""
    empty = [name for name in found if found[name].isna().all() or (found[name] == "").all()]
    return found.drop(columns=[name for name in empty if name not in ("lever", "change")])


def _baseline(horizon: str | None) -> Solution:
    """The embedded world, unchanged, as a solution under the closure of its horizon."""
    from geoecon.parameters.horizons import horizon as preset

    name = horizon or "long run"
    closure = preset(name).closure
    return solve(load_world(horizon=name), closure=closure)


def _say(title: str, frame: pd.DataFrame) -> None:
    """A table on the screen, with a dash where a value does not exist."""
    some = [str(name) for name in frame if frame[name].isna().any()]
    dashed = {name: frame[name].astype(object).where(frame[name].notna(), "–") for name in some}
    tables.say_frame(title, frame.assign(**dashed))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for JSON; None where a value does not exist."""
    rows = frame.to_dict("records")
    return [{str(k): None if v != v else v for k, v in row.items()} for row in rows]
