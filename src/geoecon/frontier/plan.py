"""`Plan`: a list of options read, checked and named; what remains is to solve it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geoecon.errors import ConflictError
from geoecon.exposure.cutoffs import closure_at
from geoecon.frontier import store
from geoecon.frontier.evaluate import Answers
from geoecon.frontier.options import Options
from geoecon.frontier.outcomes import Chances, Outcomes, outcomes
from geoecon.frontier.record import citations, head
from geoecon.frontier.sets import Rules
from geoecon.frontier.shocks import Book
from geoecon.frontier.states import states_of
from geoecon.frontier.worker import Job
from geoecon.runs.record import versions
from geoecon.world.store import EMBEDDED, load_world
from geoecon.world.world import World

ENUMERATED = 12
"""Options of which every set is solved."""
COUPLED = 128
"""Solves of the network that route options may ask for: two to the power of them, and bans."""


@dataclass(frozen=True, eq=False)
class Plan:
    """A frontier with everything decided: what remains is to solve it."""

    options: Options
    rules: Rules
    job: Job
    record: dict[str, Any]

    @property
    def searched(self) -> bool:
        """Whether there are too many options to solve every set of them."""
        return len(self.options.options) > ENUMERATED

    @property
    def income(self) -> float:
        """The country's income at the baseline, million USD a year."""
        return float(self.record["income_musd"])

    def judge(self, answers: Answers, chances: Chances = "chance") -> Outcomes:
        """What sets come to."""
        return outcomes(answers, self.job.states, self.options.costs, self.income, chances)


def plan_frontier(options: Options, folder: Path, world: World | None, most: int | None) -> Plan:
    """Read what a list names and check that it holds together. Raises ScenarioError's kinds."""
    if len(options.options) > ENUMERATED and most is None:
        raise ConflictError(
            f"{len(options.options)} options are {2 ** len(options.options):,} sets",
            where=options.where("options"),
            why=f"all sets are solved of at most {ENUMERATED} options",
            remedy="shorten the list, or search it: `--most 2000`, with a gap that is stated",
        )
    base = load_world(EMBEDDED, options.horizon) if world is None else world
    states = states_of(options, base, embedded=world is None)
    focus = next(state.cut.focus for state in states if state.cut)
    own = options.closure or closure_at(options.horizon if world is None else base.horizon)
    book, rules = Book.of(options.update(focus=focus)), Rules(options)
    book.check(base, rules)
    record = head(options, base, states, own) | {
        "world": base.name,
        "world_hash": base.hash,
        "versions": versions(),
        "sources": citations(options, book, base),
    }
    content = options.model_dump(mode="json", exclude={"name"})
    identity = [store.FORMAT, content, base.hash, base.horizon, own, versions()]
    text = json.dumps(identity, sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(text.encode()).hexdigest()
    record = {"format": store.FORMAT, "key": key, **record, "complete": False}
    job = Job(key, base, focus, own, book, states, folder)
    return Plan(options, rules, job, record)


def check_places(options: Options, count: int) -> None:
    """Raise ConflictError where the network would have to be solved too often."""
    if count > COUPLED:
        raise ConflictError(
            f"the options on routes ask for {count} solves of the network",
            where=options.where("options"),
            why=f"every set of them is solved with the network alone; the limit is {COUPLED}",
            remedy="join some of them in one option, or let some exclude others",
        )
