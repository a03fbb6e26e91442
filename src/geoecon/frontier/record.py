"""A frontier as one document: `frontier.json`, with what every figure means."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from geoecon.definitions import definitions_of
from geoecon.frontier.options import Options
from geoecon.frontier.sets import named
from geoecon.parameters import horizon, horizons
from geoecon.provenance import Source
from geoecon.scenario.evidence import explain
from geoecon.scenario.references import fact_line, resolve_citation

if TYPE_CHECKING:
    from geoecon.frontier.outcomes import Outcomes
    from geoecon.frontier.search import Found
    from geoecon.frontier.shocks import Book
    from geoecon.frontier.states import State
    from geoecon.variables import Array
    from geoecon.world.world import World

Record = dict[str, Any]
TERMS = (
    "options", "cost_musd", "expected_musd", "gain_musd", "exposure_pct", "power", "at_low",
    "at_high", "gap_musd", "routes_gain_musd", "routes_exposure_pct", "difference_musd",
    "difference_points", "alone_musd", "on_top_musd", "shapley_musd", "alone_points",
    "on_top_points", "shapley_points",
)  # fmt: skip
DEFINITIONS = definitions_of(TERMS)
"""What every figure means."""
LIMITS = (
    "One power at a time cuts the country off, all at once and for as long as the horizon takes; "
    "chances are what their author states, and the report shows both ends of their ranges.",
    "A set is in place, and adjusted to, before anybody cuts the country off; both are solved at "
    "one horizon.",
    "Costs are taken off real income and spent on nothing in the model.",
    "What route options do to trade is solved with the network for each set of them alone, and "
    "held while other options vary; sets on the frontier are solved again with it, and a set that "
    "is not on it might be, were all of them.",
    "Stocks of goods are not in the model: a year's equilibrium has no months to store for.",
    "A set that does not hold together stands in no result; where one is asked for by a value of "
    "an option, what lacks its needs is dropped, then one of each pair that exclude each other.",
)


def head(options: Options, world: World, states: Sequence[State], closure: str) -> Record:
    """What is known before anything is solved."""
    focus = states[1].cut.focus if states[1].cut else options.focus
    return {
        "name": options.name,
        "title": options.title,
        "question": options.question,
        "focus": focus,
        "focus_name": world.region_names.get(focus, focus),
        "date": options.date.isoformat(),
        "horizon": world.horizon,
        "closure": closure,
        "income_musd": float(world.income[world.region(focus)]),
        "budget_musd": options.budget_musd,
        "discount_pct": options.discount_pct,
        "states": [
            {"name": one.name, "title": one.title, "chance_pct": 100 * one.chance,
             "low_pct": 100 * one.low, "high_pct": 100 * one.high}
            for one in states
        ],
        "definitions": DEFINITIONS,
        "limits": [*LIMITS, *options.limits],
    }  # fmt: skip


def option_rows(options: Options, values: Mapping[str, Array], search: bool) -> list[Record]:
    """One row an option: what it is, what it costs and what it is worth."""
    rows = []
    for at, (option, cost) in enumerate(zip(options.options, options.costs, strict=True)):
        worth = {name: plain(column[at]) for name, column in values.items()}
        absent = dict.fromkeys(("shapley_musd", "shapley_points")) if search else {}
        rows.append(
            {"name": option.name, "title": option.title, "cost_musd": cost, **worth, **absent,
             "needs": list(option.needs), "excludes": list(option.excludes),
             "cost_source": cited(option.cost.source), "note": option.note}
        )  # fmt: skip
    return rows


def set_rows(
    options: Options, found: Outcomes, states: Sequence[State], income: float
) -> Iterator[Record]:
    """One row a set, in the order of the outcomes; `income` is expected when nothing is done."""
    for at, mask in enumerate(found.masks.tolist()):
        known = math.isfinite(float(found.exposure[at]))
        yield {
            "set": mask,
            "options": list(named(options, mask)),
            "cost_musd": float(found.cost[at]),
            "expected_musd": plain(found.expected[at]),
            "gain_musd": plain(found.expected[at] - income),
            "exposure_pct": plain(found.exposure[at]),
            "power": states[int(found.largest[at])].name if known else "",
        }


def search_record(found: Found) -> Record:
    """What a search leaves open."""
    return {
        "left": found.left,
        "below_points": found.below,
        "error_musd": found.error_musd,
        "error_points": found.error_points,
        "largest_gap_musd": float(np.max(found.gap, initial=0.0)),
    }


def citations(options: Options, book: Book, world: World) -> list[str]:
    """Every source and assumption behind a frontier, one line each.

    Raises UnknownNameError, with the line, for a source that nobody knows.
    """
    stated = [
        (options.discount_source, ("discount_source",)),
        *((one.source, ("powers", at, "source")) for at, one in enumerate(options.powers)),
        *((one.cost.source, ("options", at, "cost", "source"))
          for at, one in enumerate(options.options)),
        *((one, ("sources", at)) for at, one in enumerate(options.sources)),
    ]  # fmt: skip
    lines = {cited(source, options.where(*path)): None for source, path in stated}
    for one in book.single:
        named_ = one.model_copy(update={"horizon": "long run"})
        lines |= {
            reference.fact or cited_source(reference.source): None
            for reference in explain(named_)
            if any(use.startswith("instrument") for use in reference.used_for)
        }
    lines |= dict.fromkeys(map(cited_source, world.sources))
    if world.horizon in horizons():
        lines |= {cited(key): None for key in horizon(world.horizon).sources}
    if book.routes:
        lines["routes, freight and capacities: each link's sources, `geoecon facts LINK`"] = None
    return list(lines)


def cited(citation: str, where: str = "") -> str:
    """A citation as a line: the fact, the source, or what is assumed."""
    source = resolve_citation(citation, where)
    return fact_line(citation) or cited_source(source)


def cited_source(source: Source) -> str:
    """A source as a line; an assumption says that it is one."""
    return f"assumption: {source.cite()}" if source.kind == "assumption" else source.cite()


def plain(value: Any) -> float | None:
    """A number as JSON takes it; None where there is none."""
    number = float(value)
    return number if math.isfinite(number) else None
