"""Sets solved on all cores into a folder, and read back where that was done before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geoecon.exposure.cores import on_cores
from geoecon.frontier.network import solves_in
from geoecon.frontier.sets import Masks
from geoecon.frontier.states import State
from geoecon.frontier.store import again_path, network_path, part_path, read_json, write_json
from geoecon.frontier.worker import KEY, Job, solve_again, solve_network, solve_part
from geoecon.sweep.store import write_bytes
from geoecon.variables import Array

PART = 32
"""Sets in each file of results: as much is repeated after an interruption."""
Progress = Callable[[int, int], None]
"""Called with what is done and all there is, in each of the three stages."""
Place = tuple[int, State]


def silent(_done: int, _all: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Real income over the baseline [set, state], NaN where there is none, and why [set, state]."""

    masks: Masks
    income: Array
    reason: NDArray[np.str_]


class Evaluator:
    """Solves sets in the order asked for; the files do not depend on how many processes do it."""

    def __init__(self, job: Job, workers: int | None, progress: Progress | None) -> None:
        self.job, self.workers, self.progress = job, workers, progress or silent
        self.rows: dict[int, tuple[list[float | None], list[str]]] = {}
        self.parts = 0

    @property
    def solved(self) -> list[int]:
        """The sets solved so far, in order."""
        return sorted(self.rows)

    def __call__(self, masks: Iterable[int]) -> None:
        """Solve those sets that are not yet known."""
        new = [int(mask) for mask in masks if int(mask) not in self.rows]
        tasks = []
        for start in range(0, len(new), PART):
            some = new[start : start + PART]
            path = part_path(self.job.folder, self.parts)
            if not self._take(path, some):
                tasks.append((self.job, self.parts, some))
            self.parts += 1
        done, every = len(self.rows), len(self.rows) + sum(len(task[2]) for task in tasks)
        self.progress(done, every)
        wanted = {number: some for _, number, some in tasks}
        for number, content in on_cores(solve_part, tasks, self.workers) if tasks else ():
            path = part_path(self.job.folder, number)
            write_bytes(path, content)
            self._take(path, wanted[number])
            self.progress(len(self.rows), every)

    def answers(self, masks: Iterable[int]) -> Answers:
        """What is known of sets that have been solved."""
        asked = np.array(list(masks), dtype=np.int64)
        rows = [self.rows[int(mask)] for mask in asked]
        income = np.array([values for values, _ in rows], dtype=np.float64)
        return Answers(asked, income, np.array([why for _, why in rows]))

    def _take(self, path: Path, masks: Sequence[int]) -> bool:
        """Read a part, if it is there, whole and of these sets."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            table = pq.read_table(path)
        except (FileNotFoundError, pa.ArrowInvalid):
            return False
        if (table.schema.metadata or {}).get(KEY) != self.job.key.encode():
            return False
        count, columns = len(self.job.states), table.to_pydict()
        if columns["set"] != [mask for mask in masks for _ in range(count)]:
            return False
        for at, mask in enumerate(masks):
            span = slice(at * count, (at + 1) * count)
            self.rows[mask] = columns["real_income"][span], columns["reason"][span]
        return True


def network_places(job: Job, masks: Iterable[int]) -> tuple[Place, ...]:
    """What the network has to be solved for, for some sets."""
    keys = (job.network_key(int(mask), state) for mask in masks for state in job.states)
    return tuple({(mask, state.name): (mask, state) for mask, state in filter(None, keys)}.values())


def solve_networks(
    job: Job, places: Sequence[Place], workers: int | None, progress: Progress | None
) -> int:
    """Solve what the network does to trade for each place; how many solves of trade it took.

    Raises ScenarioError and SolveError.
    """
    tell = progress or silent
    left = [(mask, state) for mask, state in places if not _solves(job, mask, state)]
    done = len(places) - len(left)
    tell(done, len(places))
    tasks = [(job, mask, state) for mask, state in left]
    for mask, state, content in on_cores(solve_network, tasks, workers) if tasks else ():
        write_bytes(network_path(job.folder, mask, state.name), content)
        done += 1
        tell(done, len(places))
    return sum(_solves(job, mask, state) for mask, state in places)


def solve_with_routes(
    job: Job, masks: Sequence[int], workers: int | None, progress: Progress | None
) -> tuple[Answers, int]:
    """Sets in every state with the network; and how many solves of trade that took."""
    places = [(mask, state) for mask in masks for state in job.states]
    paths = [again_path(job.folder, mask, state.name) for mask, state in places]
    tell, known = progress or silent, [read_json(path, job.key) for path in paths]
    tasks = [(job, *place) for place, found in zip(places, known, strict=True) if found is None]
    done = len(places) - len(tasks)
    tell(done, len(places))
    for mask, state, row in on_cores(solve_again, tasks, workers) if tasks else ():
        write_json(again_path(job.folder, mask, state.name), {"key": job.key, **row})
        done += 1
        tell(done, len(places))
    rows = [found for found in (read_json(path, job.key) for path in paths) if found]
    shape = len(masks), len(job.states)
    income = np.array([row["real_income"] for row in rows], dtype=np.float64).reshape(shape)
    reason = np.array([row["reason"] for row in rows]).reshape(shape)
    answers = Answers(np.array(masks, dtype=np.int64), income, reason)
    return answers, sum(row["solves"] for row in rows)


def _solves(job: Job, mask: int, state: State) -> int:
    return solves_in(network_path(job.folder, mask, state.name), job.key)
