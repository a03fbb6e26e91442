"""What each command does. With `--json` each prints one document, its keys stable:

run      `run.json` (see `geoecon.runs.record`) and `folder`
list     scenarios: name, title, question, date, focus of each
show     the fields of the scenario, and `hash`
compare  runs (names), watched (regions and blocs), headline: run -> region -> measure -> number,
         unbounded: run -> region -> sectors
check    scenario, hash, changes (as in run.json)
world    name, hash, horizon, economies, sectors, sources, reconcile (`geoecon.overview`)
facts    text, facts (`ledger.facts_records`), disagreements: topic, why, ids
explain  scenario, hash, sources (as in run.json)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geoecon import verbs
from geoecon.cli import screen, tables

if TYPE_CHECKING:
    from geoecon.measures.ranges import Draws
    from geoecon.scenario import Scenario
    from geoecon.world.world import World

COMPARED = ("real_income_pct", "exports_pct", "imports_pct")
"""What `compare` shows unless asked for other measures."""


def run_command(
    scenario: str,
    *,
    out: Path | None,
    horizon: str | None,
    closure: str | None,
    draws: int | None,
    seed: int,
    workers: int | None,
    as_json: bool,
    report: bool,
) -> None:
    """Solve, at both ends of every range too, print answer and tables, then write the folder."""
    from geoecon.runs.folder import check_writable, default_folder, read_record

    steps = screen.Steps(screen.STEPS)
    with steps.step("Loading the world"):
        asked, world = verbs.prepare(scenario, horizon=horizon, closure=closure)
    folder = out or default_folder(asked.name)
    check_writable(folder, asked.name)
    with steps.step("Solving"):
        solved = verbs.run(asked, world)
    if draws:
        parts = [folder.name, f"{draws}-draws-seed-{seed}", horizon, closure]
        beside = folder.with_name("-".join(filter(None, parts)).replace(" ", "-"))
        drawn = _drawn(scenario, asked, world, beside, draws, seed, workers)
        solved = replace(solved, draws=drawn)
    with steps.step("Solving the ends of the ranges"):
        answer = solved.answer
    if not as_json:
        tables.say_run(solved, answer)
    with steps.step("Writing the report" if report else "Writing the tables"):
        solved.save(folder, report=report)
    if as_json:
        screen.say_json(read_record(folder) | {"folder": str(folder)})
    else:
        screen.say(f"Written to {folder / 'report.html' if report else folder}")


def _drawn(
    name: str,
    scenario: Scenario,
    world: World,
    folder: Path,
    size: int,
    seed: int,
    workers: int | None,
) -> Draws:
    """Random draws over all that has a range, with a bar; an interrupted series goes on."""
    from geoecon.cli.sweeping import progress_bar
    from geoecon.sweep.draws import draw

    with progress_bar() as progress:
        return draw(
            name, scenario, world, folder, size=size, seed=seed, workers=workers, progress=progress
        )


def list_command(*, as_json: bool) -> None:
    """Name and question of every shipped scenario."""
    from geoecon.scenario import list_scenarios, load_scenario

    keys = ("name", "title", "question", "date", "focus")
    found = [load_scenario(name) for name in list_scenarios()]
    rows = [{key: str(getattr(one, key)) for key in keys} for one in found]
    if as_json:
        screen.say_json({"scenarios": rows})
        return
    screen.say_table(("name", "question"), [(row["name"], row["question"]) for row in rows])
    screen.say("Run one with: geoecon run NAME")


def show_command(scenario: str, *, as_json: bool, as_yaml: bool) -> None:
    """A scenario as data, as its own file, or in words with what it changes."""
    from geoecon.scenario import load_scenario

    found = load_scenario(scenario)
    if as_json:
        screen.say_json(found.model_dump(mode="json") | {"hash": found.hash})
    elif as_yaml:
        screen.say_as_is(scenario_text(scenario))
    else:
        screen.say(f"{found.title}\n{found.question}\n")
        screen.say(
            f"{found.date}, focus {found.focus}, horizon {found.horizon}, "
            f"imbalances {found.closure_used}"
        )
        tables.say_changes(verbs.check(found))
        tables.say_list("Assumptions", [assumption.text for assumption in found.assumptions])
        tables.say_list("What this cannot say", list(found.limits))


def compare_command(runs: Sequence[str], *, measures: Sequence[str], as_json: bool) -> None:
    """Headline measures side by side."""
    from geoecon.runs.compare import labels, side_by_side, watched

    records = [verbs.record_of(item) for item in runs]
    names, shown = labels(records), watched(records)
    frame = side_by_side(records)
    if as_json:
        screen.say_json(
            {
                "runs": list(names),
                "watched": list(shown),
                "headline": dict(zip(names, (one["headline"] for one in records), strict=True)),
                "unbounded": frame.attrs["unbounded"],
            }
        )
        return
    for measure in measures or COMPARED:
        tables.say_compared(frame, shown, measure)


def check_command(scenario: str, *, as_json: bool) -> None:
    """What a scenario would change, or the error that it would be refused with."""
    from geoecon.scenario import load_scenario

    found = load_scenario(scenario)
    changes = verbs.check(found)
    if as_json:
        rows = changes.to_dict("records")
        screen.say_json({"scenario": found.name, "hash": found.hash, "changes": rows})
        return
    screen.say(f"{found.name} is a valid scenario.")
    tables.say_changes(changes)


def world_command(*, as_json: bool) -> None:
    """What is in the embedded world."""
    from geoecon.overview import describe_world
    from geoecon.world.store import load_world

    world = load_world()
    parts = describe_world(world)
    if as_json:
        head = {"name": world.name, "hash": world.hash, "horizon": world.horizon}
        screen.say_json(head | {name: table.to_dict("records") for name, table in parts.items()})
        return
    screen.say(
        f"{world.name}: {len(world.regions)} economies, {len(world.sectors)} sectors, "
        f"million USD a year, elasticities of the {world.horizon}\nhash {world.hash}"
    )
    for name, table in parts.items():
        tables.say_frame(name.capitalize(), table)


def facts_command(text: str, *, as_json: bool) -> None:
    """Facts that match, then where sources disagree about them."""
    from geoecon import ledger

    found = verbs.found_facts(text)
    apart = ledger.disagreements(found)
    if as_json:
        rows = [
            {"topic": one.topic, "why": one.why, "ids": [fact.id for fact in one.facts]}
            for one in apart
        ]
        records = ledger.facts_records(found)
        screen.say_json({"text": text, "facts": records, "disagreements": rows})
        return
    screen.say_table(ledger.COLUMNS, ledger.table_rows(found), right=("value",))
    for one in apart:
        screen.say_table(
            ("id", "value", "unit", "period", "source"),
            [(f.id, f.raw, f.unit, f.period.text, f.source.title) for f in one.facts],
            title=f"Sources disagree: {one.topic}{f' ({one.why})' if one.why else ''}",
        )


def explain_command(scenario: str, *, as_json: bool) -> None:
    """Sources and assumptions behind a scenario."""
    from geoecon.scenario import load_scenario

    found = load_scenario(scenario)
    rows = verbs.explain(found).to_dict("records")
    if as_json:
        screen.say_json({"scenario": found.name, "hash": found.hash, "sources": rows})
        return
    told = [(row["id"], row["kind"], row["fact"] or row["title"], row["used_for"], row["url"])
            for row in rows]  # fmt: skip
    screen.say_table(("id", "kind", "what it says", "used for", "where"), told, title=found.title)


def scenario_text(name_or_path: str) -> str:
    """The file of a scenario that `load_scenario` has read, as it is."""
    from importlib.resources import files

    shipped = files("geoecon.scenario") / "library" / f"{name_or_path}.yaml"
    return (shipped if shipped.is_file() else Path(name_or_path)).read_text(encoding="utf8")
