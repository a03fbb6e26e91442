"""What was solved, as the record of a frontier and its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from geoecon.frontier.evaluate import Answers
from geoecon.frontier.outcomes import Chances, Outcomes, affordable, frontier_of
from geoecon.frontier.plan import Plan
from geoecon.frontier.record import option_rows, search_record, set_rows
from geoecon.frontier.search import Found
from geoecon.frontier.values import alone_and_on_top, pick_of, shapley
from geoecon.frontier.worker import UNBOUNDED
from geoecon.frontier.write import write_all

if TYPE_CHECKING:
    from geoecon.variables import Array


def finish(
    plan: Plan,
    found: Found,
    answers: Answers,
    again: Answers | None,
    counts: dict[str, int],
    most: int | None,
) -> dict[str, Any]:
    """Write the tables, the figure and the report, and close the record, which is returned.

    `counts` of solves with the network; `most` that a search could solve.
    """
    every = list(set_rows(plan.options, found.outcomes, plan.job.states, _nothing(found.outcomes)))
    counts = {
        "options": len(plan.options.options),
        "sets": found.sets,
        "solved": len(every),
        "trade_solves": answers.income.size,
        **counts,
        "over_budget": int((~affordable(found.outcomes.cost, plan.options.budget_musd)).sum()),
        "unbounded": int(np.char.startswith(answers.reason, UNBOUNDED).any(axis=1).sum()),
        "without_number": int((~np.isfinite(found.outcomes.expected)).sum()),
    }
    record = plan.record | {
        "method": "search" if plan.searched else "enumeration",
        "most": most if plan.searched else None,
        "counts": counts,
        "search": search_record(found) if plan.searched else None,
        "nothing": next(row for row in every if row["set"] == 0),
        "frontier": _frontier_rows(plan, found, answers, again, every),
        "nothing_with_routes": _routes(plan, again, [0])[0] if again else None,
        "options": option_rows(plan.options, _values(plan, found.outcomes), plan.searched),
        "complete": True,
    }
    write_all(plan.job.folder, record, every, answers, plan.job.states)
    return record


def _nothing(found: Outcomes) -> float:
    """Expected real income of doing nothing."""
    return float(found.expected[found.masks == 0][0])


def _frontier_rows(
    plan: Plan,
    found: Found,
    answers: Answers,
    again: Answers | None,
    every: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """The sets on the frontier: whether they stay there, their gap, and what routes change."""
    budget, rows = plan.options.budget_musd, []
    ends: dict[str, set[int]] = {}
    ranges: tuple[tuple[str, Chances], ...] = (("at_low", "low"), ("at_high", "high"))
    for key, chances in ranges:
        other = plan.judge(answers, chances)
        ends[key] = set(other.masks[frontier_of(other, budget)].tolist())
    masks = found.outcomes.masks[found.frontier].tolist()
    told = _routes(plan, again, masks) if again else [{}] * len(masks)
    for number, at in enumerate(found.frontier.tolist()):
        row, more = every[at], told[number]
        stays = {key: row["set"] in kept for key, kept in ends.items()}
        gap = float(found.gap[number]) if plan.searched else None
        rows.append({**row, **stays, "gap_musd": gap, **_differences(row, more)})
    return rows


def _routes(plan: Plan, again: Answers, masks: Sequence[int]) -> list[dict[str, Any]]:
    """Sets as solved with the network: gain over doing nothing, and exposure."""
    found = plan.judge(again)
    rows = {row["set"]: row for row in
            set_rows(plan.options, found, plan.job.states, _nothing(found))}  # fmt: skip
    return [rows[mask] for mask in masks]


def _differences(row: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    if not told:
        return {}
    pairs = {"musd": "gain_musd", "points": "exposure_pct"}
    known = all(one[key] is not None for one in (row, told) for key in pairs.values())
    return {
        "routes_gain_musd": told["gain_musd"],
        "routes_exposure_pct": told["exposure_pct"],
        "routes_power": told["power"],
        **{
            f"difference_{unit}": told[key] - row[key] if known else None
            for unit, key in pairs.items()
        },
    }


def _values(plan: Plan, found: Outcomes) -> dict[str, Array]:
    """Alone, on top of the others and, of an enumeration, the Shapley value, by outcome."""
    pick = pick_of(plan.rules, found)
    values: dict[str, Array] = {}
    for unit, value in (("musd", found.expected), ("points", found.exposure)):
        alone, on_top = alone_and_on_top(plan.rules, value, pick)
        values |= {f"alone_{unit}": alone, f"on_top_{unit}": on_top}
        if not plan.searched:
            values[f"shapley_{unit}"] = shapley(plan.rules, value, pick)
    return values
