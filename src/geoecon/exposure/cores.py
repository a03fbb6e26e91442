"""Cut-offs solved on all cores, in the order asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from geoecon.errors import GeoeconError
from geoecon.exposure.cutoffs import TRADE, CutOff, Row, answer
from geoecon.world.world import World

PART = 8
"""Trade cut-offs that one process solves before it reports; the answer does not depend on it."""
Progress = Callable[[int, int], None]
"""Called with the cut-offs done and all there are."""
Sides = tuple[CutOff, ...]
"""One cut-off, told from one end or from both."""
Answer = tuple[list[Row], int]


def solve_all(
    worlds: Mapping[str, World],
    cuts: Mapping[str, Sequence[Sides]],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Answer]:
    """Rows and trade solves of each cut-off, horizon by horizon as in `cuts`.

    `worlds` and `cuts` by horizon. Errors as `on_cores`.
    """
    jobs = [(name, sides) for name, some in cuts.items() for sides in some]
    parts = _parts(jobs)
    tasks = [(worlds[jobs[part[0]][0]], [jobs[i] for i in part], part) for part in parts]
    found: dict[int, Answer] = {}
    for numbers, answers in on_cores(answered, tasks, workers):
        found |= dict(zip(numbers, answers, strict=True))
        if progress is not None:
            progress(len(found), len(jobs))
    return [found[number] for number in range(len(jobs))]


def answered(
    world: World, jobs: Sequence[tuple[str, Sides]], numbers: Sequence[int]
) -> tuple[Sequence[int], list[Answer]]:
    """The answers of one part, with their numbers."""
    return numbers, [answer(world, name, sides) for name, sides in jobs]


def on_cores(
    function: Callable[..., Any], tasks: Sequence[tuple[Any, ...]], workers: int | None
) -> Iterator[Any]:
    """What `function` makes of each task, in any order; `workers` are all cores if left out.

    Raises GeoeconError where a process was ended from outside.
    """
    from joblib import Parallel, delayed, parallel_config
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    with parallel_config(backend="loky", inner_max_num_threads=1):
        pool = Parallel(n_jobs=workers or -1, return_as="generator_unordered", batch_size=1)
        try:
            yield from pool(delayed(function)(*task) for task in tasks)
        except TerminatedWorkerError as error:
            raise GeoeconError(
                "a worker process was ended from outside",
                why="the system does so where memory runs out",
                remedy="ask for fewer countries at once, or for fewer workers",
            ) from error


def _parts(jobs: Sequence[tuple[str, Sides]]) -> list[list[int]]:
    """Numbers of jobs: coupled ones alone and first, for they take longest; the others by eight."""
    coupled = [[i] for i, (_, sides) in enumerate(jobs) if sides[0].kind != TRADE]
    by_horizon: dict[str, list[int]] = {}
    for i, (name, sides) in enumerate(jobs):
        if sides[0].kind == TRADE:
            by_horizon.setdefault(name, []).append(i)
    trade = [some[k : k + PART] for some in by_horizon.values() for k in range(0, len(some), PART)]
    return coupled + trade
