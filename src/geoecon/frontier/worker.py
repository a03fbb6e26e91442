"""Some sets of options, solved in every state of the world."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.couple.loop import Effect, joined
from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.errors import SolveError
from geoecon.frontier.network import effect_file, read_effect, solve_routes
from geoecon.frontier.shocks import Book, with_cut
from geoecon.frontier.states import State
from geoecon.frontier.store import network_path
from geoecon.scenario.shock import Shock
from geoecon.sweep.memory import keep_memory
from geoecon.world.world import World

if TYPE_CHECKING:
    import pyarrow

KEY = b"geoecon.frontier"
Row = tuple[int, str, float | None, str]
"""Set, state, real income over the baseline, and why there is none."""


@dataclass(frozen=True, eq=False)
class Job:
    """What every set of a frontier shares."""

    key: str
    world: World
    focus: str
    closure: str
    book: Book
    states: tuple[State, ...]
    folder: Path

    def network_key(self, mask: int, state: State) -> tuple[int, State] | None:
        """The set and state that a network effect is solved for; None where it has no part.

        The first state is the one in which nobody cuts the country off.
        """
        routes = mask & self.book.routes
        if not routes and not state.bans_transit:
            return None
        return routes, state if state.bans_transit else self.states[0]


def solve_part(job: Job, number: int, masks: Sequence[int]) -> tuple[int, bytes]:
    """The number of a part, and a Parquet file with the rows of its sets.

    Linear algebra is held to one thread: the cores are taken by other parts, and the bytes must
    not depend on how many there are.
    """
    from threadpoolctl import threadpool_limits

    keep_memory()
    with threadpool_limits(1):
        rows = [row for mask in masks for row in set_rows(job, mask)]
    return number, _written(rows, job.key)


def set_rows(job: Job, mask: int) -> Iterator[Row]:
    """A set in every state, by the trade model alone."""
    shock = job.book.shock(job.world, mask)
    for state in job.states:
        asked = shock if state.cut is None else with_cut(job.world, shock, state.cut)
        yield (mask, state.name, *_answer(job, _with_network(job, mask, state, asked)))


def solve_network(job: Job, mask: int, state: State) -> tuple[int, State, bytes]:
    """The file of a network effect, with what it is of."""
    keep_memory()
    return mask, state, effect_file(job.world, job.book, mask, state, job.key)


def solve_again(job: Job, mask: int, state: State) -> tuple[int, State, dict[str, Any]]:
    """A set in a state, solved together with the network: `real_income`, `reason`, `solves`."""
    keep_memory()
    try:
        found = solve_routes(job.world, job.book, mask, state)[0].agreement
    except SolveError as error:
        return mask, state, {"real_income": None, "reason": error.what, "solves": 0}
    income, reason = _real_income(found.solution, job.focus)
    row = {"real_income": income, "reason": reason, "solves": found.trade_solves}
    return mask, state, row


def schema() -> pyarrow.Schema:
    """The columns of a part: set, state, real income over the baseline or the reason for none."""
    import pyarrow as pa

    return pa.schema(
        [("set", pa.int64()), ("state", pa.string()), ("real_income", pa.float64()),
         ("reason", pa.string())]
    )  # fmt: skip


def _with_network(job: Job, mask: int, state: State, shock: Shock) -> Shock:
    wanted = job.network_key(mask, state)
    if wanted is None:
        return shock
    routes, at = wanted
    effect: Effect = read_effect(network_path(job.folder, routes, at.name), job.key)
    return joined(job.world, shock, [effect])


def _answer(job: Job, shock: Shock) -> tuple[float | None, str]:
    try:
        solution = solve(job.world, shock, closure=job.closure)
    except SolveError as error:
        return None, error.what
    return _real_income(solution, job.focus)


def _real_income(solution: Solution, focus: str) -> tuple[float | None, str]:
    lost = solution.unbounded.get(focus)
    if lost:
        return None, f"{UNBOUNDED} {', '.join(lost)}"
    return float(solution.real_income[solution.world.region(focus)]), ""


UNBOUNDED = "no supplier of"
"""How the reason of a loss without bound begins."""


def _written(rows: Sequence[Row], key: str) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = schema().with_metadata({KEY: key})
    arrays = [
        pa.array(list(column), type=field.type)
        for column, field in zip(zip(*rows, strict=True), columns, strict=True)
    ]
    target = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=columns), target)
    return target.getvalue()
