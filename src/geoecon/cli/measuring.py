"""What `geoecon indices` and `geoecon levers` do. With `--json` they print

indices  region, world, horizon, indices: index, value, unit, about, formula, source;
         dependence: the columns of `geoecon.measures.indices.dependence`;
         friends: those of `geoecon.measures.indices.friends`
levers   region, world, horizon, scenario, outcome, levers: the columns of
         `geoecon.measures.sensitivity.sensitivities`

A value that does not exist is null.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geoecon import verbs
from geoecon.cli import screen, tables
from geoecon.equilibrium.solve import solve
from geoecon.measures.indices import dependence, friends, indices
from geoecon.measures.sensitivity import KINDS, sensitivities
from geoecon.parameters.names import resolve_region
from geoecon.world.store import load_world

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.equilibrium.solution import Solution

ENDS = 5
"""Friends and enemies on the screen, of each."""


def indices_command(region: str, *, horizon: str | None, as_json: bool) -> None:
    """Closed forms of one region, by sector and by partner."""
    solution = _baseline(horizon)
    world = solution.world
    code = resolve_region(region, world.regions)
    parts = {
        "indices": indices(world, code),
        "dependence": dependence(world, [code]),
        "friends": friends(solution, code),
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
    screen.say("Per cent of real income for 1 % more productivity in all sectors of the partner.")


def levers_command(
    region: str,
    *,
    scenario: str | None,
    horizon: str | None,
    outcome: str,
    levers: Sequence[str],
    largest: int,
    as_json: bool,
) -> None:
    """The levers that matter most to a region, at the baseline or after a scenario."""
    if scenario is None:
        solution = _baseline(horizon)
    else:
        solution = verbs.run(scenario, horizon=horizon).solution
    world = solution.world
    code = resolve_region(region, world.regions)
    found = sensitivities(solution, code, outcome, levers=levers or KINDS, largest=largest)
    if as_json:
        head = {"region": code, "world": world.name, "horizon": world.horizon}
        head |= {"scenario": scenario or "", "outcome": outcome}
        screen.say_json(head | {"levers": _records(found)})
        return
    where = f"after {scenario}" if scenario else "at the baseline"
    _say(f"What moves {outcome} of {code} most, {where}", found)


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
