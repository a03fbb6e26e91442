"""Where parts are solved: the cores of this machine, or a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from geoecon.errors import GeoeconError
from geoecon.sweep.memory import keep_memory
from geoecon.sweep.worker import Job, Part, solve_part

ANSWER = 10
"""Seconds within which a scheduler has to answer."""
Solved = Iterator[tuple[int, bytes]]
"""Number and Parquet file of each part, as they are ready."""


def on_cores(job: Job, parts: Sequence[Part], workers: int) -> Solved:
    """Solve parts on this machine, one part a process at a time, in any order.

    Raises GeoeconError where a process was ended from outside.
    """
    from joblib import Parallel, delayed, parallel_config
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    tasks = (delayed(solve_numbered)(job, part) for part in parts)
    with parallel_config(backend="loky", inner_max_num_threads=1):
        pool = Parallel(n_jobs=workers, return_as="generator_unordered", batch_size=1)
        try:
            yield from pool(tasks)
        except TerminatedWorkerError as error:
            raise GeoeconError(
                "a worker process was ended from outside",
                why="the system does so where memory runs out",
                remedy="run the same command again with fewer --workers; what is done is kept",
            ) from error


def on_cluster(job: Job, parts: Sequence[Part], scheduler: str) -> Solved:
    """Solve parts on the workers of a dask scheduler.

    Raises GeoeconError without dask, or where no scheduler answers.
    """
    distributed = _dask()
    with _client(distributed, scheduler) as client:
        futures = client.map(solve_numbered, [job] * len(parts), parts, pure=False)
        for _, result in distributed.as_completed(futures, with_results=True):
            yield result


def solve_numbered(job: Job, part: Part) -> tuple[int, bytes]:
    """The number of a part and its solved file."""
    keep_memory()
    return part.number, solve_part(job, part)


def _client(distributed: Any, scheduler: str) -> Any:
    try:
        return distributed.Client(scheduler, timeout=ANSWER)
    except (OSError, ValueError) as error:
        raise GeoeconError(
            f"no scheduler answers at {scheduler}",
            where="--scheduler",
            why=str(error),
            remedy="start one with `dask scheduler` and give the address that it prints",
        ) from error


def _dask() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise GeoeconError(
            "dask.distributed is not installed",
            why="a scheduler is reached through it",
            remedy="pip install 'geoecon[cluster]' here and on every worker",
        ) from error
    return distributed
