"""Runs, comparisons, changes and data frames as tables on the screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geoecon.cli import screen
from geoecon.errors import unknown_name

MOST = 8
"""Entries of a list before the rest is only counted."""

if TYPE_CHECKING:
    import pandas as pd

    from geoecon.runs.run import Run


def say_run(run: Run, answer: str) -> None:
    """The answer in a paragraph, the tables of a run, and every loss that has no number."""
    from geoecon.report import affected_table, console_table
    from geoecon.report.ranges import range_columns

    found = run.content
    out = screen.console()
    screen.say(f"{run.scenario.title}\n{run.scenario.question}\n")
    screen.say_paragraph(answer)
    codes = list(found.shown.index)
    out.print(console_table(found.shown, found.focus, codes, range_columns(found)))
    out.print(affected_table(found.sectors, found.partners))
    say_routes(run)
    say_built(run)
    say_leaks(run)
    elsewhere = {k: v for k, v in run.solution.unbounded.items() if k not in found.shown.index}
    say_list(
        "No number, all suppliers lost", [f"{k}: {', '.join(v)}" for k, v in elsewhere.items()]
    )


def say_routes(run: Run) -> None:
    """Loads by route and what is stranded, a table for each commodity that moves."""
    from geoecon.report.routes_words import answer

    names = run.solution.world.region_names
    for view in run.route_views:
        rows = [
            (
                str(row["route"]),
                f"{row['before_kt_month']:,.0f}",
                f"{row['after_kt_month']:,.0f}",
                "" if math.isnan(row["capacity_kt_month"]) else f"{row['capacity_kt_month']:,.0f}",
                f"{row['shadow_price_usd_per_t']:,.0f}" if row["shadow_price_usd_per_t"] else "",
            )
            for row in view.tables["routes"].to_dict("records")
        ]
        heads = ("route", "before", "after", "room", "worth of room, USD/t")
        title = f"{view.facts['commodity']}, kt a month"
        screen.say_table(heads, rows, title=title, right=heads[1:])
        screen.say(answer(view.tables, view.facts, names) + "\n")
        cut_off = [f"{who}: {', '.join(links)}" for who, links in view.facts["cut_off"].items()]
        more = len(cut_off) - MOST
        say_list("Cut off, by", cut_off[:MOST] + ([f"and {more} more, in run.json"] * (more > 0)))


def say_built(run: Run) -> None:
    """What is built on routes and what it costs, with what was announced beside it."""
    from geoecon.scenario.costs import announced, built, total_musd

    found = built(run.scenario)
    if not found:
        return
    rows = [
        (
            row.project,
            row.programme,
            str(row.year or ""),
            "" if row.cost_musd is None else f"{row.cost_musd:,.0f}",
            row.source,
        )
        for row in found
    ]
    unknown = sum(row.cost_musd is None for row in found)
    heads = ("project", "programme", "ready", "million USD", "source")
    screen.say_table(heads, rows, title="What is built", right=heads[2:4])
    lacking = f", {unknown} of {len(found)} without a cost in print" if unknown else ""
    screen.say(f"Costs known: {total_musd(found):,.0f} million USD{lacking}.")
    for sum_ in announced(run.scenario):
        screen.say(f"{sum_.title}: {sum_.musd:,.0f} million USD announced ({sum_.source}).")
    screen.say()


def say_leaks(run: Run) -> None:
    """What goes round each sanction with evasion, by middleman."""
    names = run.solution.world.region_names
    rows = [
        (
            names.get(row["middleman"], row["middleman"]),
            f"{row['imports_musd']:,.0f}",
            f"{row['exports_musd']:,.0f}",
            f"{row['arrives_pct_of_loss']:.1f}",
            f"{row['premium_pct']:.0f}",
            f"{row['real_income_pct']:+.2f}",
        )
        for row in run.leakage().to_dict("records")
    ]
    heads = ("middleman", "buys", "sells on", "% of what is lost", "premium, %", "real income, %")
    if rows:
        screen.say_table(
            heads, rows, title="Round the sanctions, million USD a year", right=heads[1:]
        )


def say_compared(frame: pd.DataFrame, shown: Sequence[str], measure: str) -> None:
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


def say_changes(changes: pd.DataFrame) -> None:
    """What a scenario changes."""
    say_frame("What changes", changes)


def say_frame(title: str, frame: pd.DataFrame) -> None:
    """A data frame as a table, numbers to the right."""
    numbers = tuple(frame.select_dtypes("number").columns)
    rows = ([_word(value) for value in row] for row in frame.itertuples(index=False))
    screen.say_table(tuple(frame.columns), rows, title=title, right=numbers)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


def say_list(title: str, items: Sequence[str]) -> None:
    """A heading and its items, if there are any."""
    if items:
        screen.say(f"{title}\n" + "\n".join(f"  - {item}" for item in items) + "\n")
