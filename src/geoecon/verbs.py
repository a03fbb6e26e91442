"""The verbs that join the parts: run, compare, check, explain, facts. The CLI calls the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.errors import ConflictError

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.equilibrium.solution import Solution
    from geoecon.ledger import Fact
    from geoecon.runs.run import Run
    from geoecon.scenario import Change, Scenario
    from geoecon.scenario.shock import Shock
    from geoecon.world.world import World


def run(
    scenario: str | Path | Scenario,
    world: World | None = None,
    *,
    horizon: str | None = None,
    closure: str | None = None,
) -> Run:
    """Put a scenario to a world and solve it.

    Parameters
    ----------
    scenario : a shipped scenario's name, a YAML file, or a Scenario.
    world : your own World; None loads the embedded one at the scenario's horizon.
    horizon : `long run`, `year` or `month` in place of the scenario's (embedded world only).
    closure : `own income`, `zero` or `world share` in place of the scenario's.

    A scenario that takes away what the world already contains (sanctions in force) is read
    backwards: the world without it becomes the baseline and the solution puts it back.
    A scenario that touches routes is solved together with the network.
    Raises ScenarioError, DataError, SolveError; an unconverged solve is never returned.
    """
    from geoecon.runs.run import Run
    from geoecon.scenario import build_shock

    asked, base = prepare(scenario, world, horizon=horizon, closure=closure)
    shock, changes = build_shock(asked, base)
    rule = asked.closure_used
    start = balanced(base) if rule == "zero" else base
    if asked.has_corridors:
        return _run_corridors(asked, start, shock, changes)
    return Run(asked, _solved(asked, start, rule), changes, start)


def _solved(scenario: Scenario, world: World, closure: str) -> Solution:
    """Lift what the world contains, if that is asked, and put it or its substitute back."""
    from geoecon.couple.margins import solve_margins
    from geoecon.scenario import undo
    from geoecon.scenario.build import build_step

    imposed = scenario.imposed
    first = set(range(len(scenario.instruments))) - imposed
    shock, margins = build_step(scenario, world, first)
    solution = solve_margins(world, shock, margins, closure=closure)
    if not scenario.contained_in_baseline:
        return solution
    lifted = solution.counterfactual_world()
    if imposed:
        back, margins = build_step(scenario, lifted, imposed)
    else:
        back = undo(shock, world, solution)
    return solve_margins(lifted, back, margins, closure=closure)


def _run_corridors(
    scenario: Scenario, world: World, shock: Shock, changes: tuple[Change, ...]
) -> Run:
    """A run of a scenario that touches routes: trade and network solved together."""
    from geoecon.corridors.changes import check_corridors
    from geoecon.couple.scenario import solve_corridors
    from geoecon.runs.run import Run

    _refuse_margins(shock, scenario)
    if scenario.contained_in_baseline:
        raise ConflictError(
            "a scenario on routes cannot be read backwards",
            where=scenario.name,
            why="the network is that of the scenario's date, with what is in force then",
            remedy="take `contained_in_baseline` out, and say what changes from that day on",
        )
    found = solve_corridors(world, scenario, shock)
    told = (*changes, *check_corridors(scenario))
    return Run(scenario, found.agreement.solution, told, world, found)


def _refuse_margins(shock: Shock, scenario: Scenario) -> None:
    """Raise ConflictError where somebody earns a tax or premium while routes change."""
    if shock.wedge is not None:
        raise ConflictError(
            "an export tax or evasion and a change of routes cannot be solved together",
            where=scenario.name,
            why="what carriers earn on a sale and what others do are not told apart yet",
            remedy="write two scenarios",
        )


def balanced(world: World) -> World:
    """`world` with its deficits gone, as the baseline for closure `zero`.

    Caliendo and Parro (2015), section 5.1: deficits are taken away first, so that the scenario's
    own effect is not mixed with theirs. Raises SolveError.
    """
    from geoecon.equilibrium.solve import solve

    if not world.deficit.any():
        return world
    cleared = solve(world, closure="zero").counterfactual_world()
    return cleared.replace(name=f"{world.name}, deficits cleared")


def prepare(
    scenario: str | Path | Scenario,
    world: World | None = None,
    *,
    horizon: str | None = None,
    closure: str | None = None,
) -> tuple[Scenario, World]:
    """The validated scenario and the world it is put to, its own elasticities applied.

    Arguments as in `run`. Raises ScenarioError, and ConflictError where both a world and a
    horizon are given.
    """
    from geoecon.scenario import Scenario, load_scenario, with_elasticities
    from geoecon.world.store import load_world

    if world is not None and horizon is not None:
        raise ConflictError(
            "both a world and a horizon are given",
            why="the horizon chooses the elasticities of the embedded world; yours has its own",
            remedy="pass one of them",
        )
    found = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    given = {"horizon": horizon, "closure": closure}
    changes = {name: value for name, value in given.items() if value is not None}
    asked = found.update(**changes) if changes else found
    base = load_world(horizon=asked.horizon) if world is None else world
    return asked, with_elasticities(asked, base)


def check(scenario: str | Path | Scenario, world: World | None = None) -> pd.DataFrame:
    """Everything short of solving: what the scenario would change, one row a change.

    Raises the error that `run` would raise for the same scenario: unknown names with the
    nearest ones and their line, conflicting instruments, sources that nobody knows.
    """
    from geoecon.corridors.changes import check_corridors
    from geoecon.runs.tables import changes_table
    from geoecon.scenario import check_scenario
    from geoecon.scenario import explain as references

    asked, base = prepare(scenario, world)
    references(asked)
    return changes_table((*check_scenario(asked, base), *check_corridors(asked)))


def compare(*runs: str | Path | Scenario | Run) -> pd.DataFrame:
    """Headline measures of several runs side by side.

    Each argument is a Run, a run folder, or anything that `run` takes. Index `region` (codes,
    then the blocs the scenarios look at) and `measure`, one column a run. A cell is missing
    where the loss has no number; `frame.attrs["unbounded"]` names those: run -> region -> sectors.
    """
    from geoecon.runs.compare import side_by_side

    return side_by_side([record_of(item) for item in runs])


def record_of(item: str | Path | Scenario | Run) -> dict[str, Any]:
    """The record (`geoecon.runs.record`) of a Run, of a run folder, or of a scenario run now."""
    from geoecon.runs.folder import read_record
    from geoecon.runs.record import record
    from geoecon.runs.run import Run

    if isinstance(item, str | Path) and Path(item).is_dir():
        return read_record(Path(item))
    return record(item if isinstance(item, Run) else run(item))


def explain(scenario: str | Path | Scenario, world: World | None = None) -> pd.DataFrame:
    """Every source and assumption behind a scenario, one row each, with what it is used for.

    Columns as `geoecon.runs.sources.REFERENCE`; arguments as in `run`.
    Raises UnknownNameError for a source that nobody knows.
    """
    import pandas as pd

    from geoecon.runs.sources import REFERENCE, reference_rows
    from geoecon.scenario import explain as references

    return pd.DataFrame(reference_rows(references(*prepare(scenario, world))), columns=[*REFERENCE])


def facts(text: str = "") -> pd.DataFrame:
    """Facts of the ledger that hold every word of `text`, best first, one row a number.

    The id of a link of the network, or the name of a route or passage, gives the facts about it.
    Rows that disagree stand side by side. Raises UnknownNameError where there are none.
    """
    from geoecon import ledger

    return ledger.facts_frame(found_facts(text))


def found_facts(text: str) -> tuple[Fact, ...]:
    """What `facts` shows, as facts."""
    from geoecon import ledger
    from geoecon.corridors.evidence import link_facts, network_names
    from geoecon.corridors.reading import load_network

    network = load_network()
    if text in network_names(network):
        return link_facts(text, network)
    return tuple(ledger.facts(text))
