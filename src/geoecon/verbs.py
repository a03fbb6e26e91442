"""The verbs that join the parts: run, compare, check, explain, facts. The CLI calls the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.errors import ConflictError

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.ledger import Fact
    from geoecon.runs.run import Run
    from geoecon.scenario import Scenario
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
    from geoecon.runs.solve import solve_scenario

    return solve_scenario(*prepare(scenario, world, horizon=horizon, closure=closure))


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
    """The record (`geoecon.runs.record`) of a Run, of a run folder, or of a scenario run now.

    Without the range, unless it was read from a folder: a comparison does not need it.
    """
    from geoecon.runs.folder import read_record
    from geoecon.runs.record import record
    from geoecon.runs.run import Run

    if isinstance(item, str | Path) and Path(item).is_dir():
        return read_record(Path(item))
    return record(item if isinstance(item, Run) else run(item), ranges=False)


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
