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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon import verbs
from geoecon.cli import screen
from geoecon.errors import unknown_name

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.runs.run import Run

COMPARED = ("real_income_pct", "exports_pct", "imports_pct")
"""What `compare` shows unless asked for other measures."""


def run_command(
    scenario: str,
    *,
    out: Path | None,
    horizon: str | None,
    closure: str | None,
    as_json: bool,
    report: bool,
) -> None:
    """Solve, print the tables at once, then write the folder."""
    from geoecon.runs.folder import check_writable, default_folder, read_record

    steps = screen.Steps(screen.STEPS)
    with steps.step("Loading the world"):
        asked, world = verbs.prepare(scenario, horizon=horizon, closure=closure)
    folder = out or default_folder(asked.name)
    check_writable(folder, asked.name)
    with steps.step("Solving"):
        solved = verbs.run(asked, world)
    if not as_json:
        _say_run(solved)
    with steps.step("Writing the report" if report else "Writing the tables"):
        solved.save(folder, report=report)
    if as_json:
        screen.say_json(read_record(folder) | {"folder": str(folder)})
    else:
        screen.say(f"Written to {folder / 'report.html' if report else folder}")


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
            f"imbalances {found.closure}"
        )
        _say_changes(verbs.check(found))
        _say_list("Assumptions", [assumption.text for assumption in found.assumptions])
        _say_list("What this cannot say", list(found.limits))


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
        _say_compared(frame, shown, measure)


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
    _say_changes(changes)


def world_command(*, as_json: bool) -> None:
    """What is in the embedded world."""
    from geoecon.overview import describe_world
    from geoecon.world.store import load_world

    world = load_world()
    tables = describe_world(world)
    if as_json:
        head = {"name": world.name, "hash": world.hash, "horizon": world.horizon}
        screen.say_json(head | {name: table.to_dict("records") for name, table in tables.items()})
        return
    screen.say(
        f"{world.name}: {len(world.regions)} economies, {len(world.sectors)} sectors, "
        f"million USD a year, elasticities of the {world.horizon}\nhash {world.hash}"
    )
    for name, table in tables.items():
        _say_frame(name.capitalize(), table)


def facts_command(text: str, *, as_json: bool) -> None:
    """Facts that match, then where sources disagree about them."""
    from geoecon import ledger

    found = ledger.facts(text)
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


def _say_run(run: Run) -> None:
    """The console tables of a run, and every loss that has no number."""
    from geoecon.report import affected_table, console_table
    from geoecon.report.content import gather

    found = gather(run.scenario, run.solution, run.changes)
    out = screen.console()
    screen.say(f"{run.scenario.title}\n{run.scenario.question}\n")
    if run.scenario.contained_in_baseline:
        screen.say("Measured against an estimated world without these measures.\n")
    out.print(console_table(found.shown, found.focus, list(found.shown.index)))
    out.print(affected_table(found.sectors, found.partners))
    elsewhere = {k: v for k, v in run.solution.unbounded.items() if k not in found.shown.index}
    _say_list(
        "No number, all suppliers lost", [f"{k}: {', '.join(v)}" for k, v in elsewhere.items()]
    )


def _say_compared(frame: pd.DataFrame, shown: Sequence[str], measure: str) -> None:
    """One measure for the regions shown; losses without a number name their sectors."""
    known = frame.index.get_level_values("measure")
    if measure not in known:
        raise unknown_name("measure", measure, known)
    lost, names = frame.attrs["unbounded"], [str(name) for name in frame.columns]
    values = {name: frame[name].xs(measure, level="measure").dropna().to_dict() for name in names}
    rows = [
        (region, *(_cell(region, values[name], lost.get(name, {})) for name in names))
        for region in shown
    ]
    screen.say_table(("", *names), rows, title=measure, right=names)


def _cell(region: str, values: dict[Any, float], lost: dict[str, Sequence[str]]) -> str:
    """A number, the sectors without a supplier where there is none, or a dash."""
    if region in lost:
        return "no supplier of " + ", ".join(lost[region])
    return f"{round(values[region], 3) + 0.0:+,.3f}" if region in values else "–"


def _say_changes(changes: pd.DataFrame) -> None:
    _say_frame("What changes", changes)


def _say_frame(title: str, frame: pd.DataFrame) -> None:
    numbers = tuple(frame.select_dtypes("number").columns)
    rows = ([_word(value) for value in row] for row in frame.itertuples(index=False))
    screen.say_table(tuple(frame.columns), rows, title=title, right=numbers)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


def _say_list(title: str, items: Sequence[str]) -> None:
    if items:
        screen.say(f"{title}\n" + "\n".join(f"  - {item}" for item in items) + "\n")
