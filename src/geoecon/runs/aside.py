"""A few slow answers at once: in forked processes, where that is safe and pays."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

_WORK: list[Callable[[], Any]] = []
"""What the forked processes do; they inherit it, so that nothing large is sent."""


def side_by_side(work: Sequence[Callable[[], Any]]) -> list[Any]:
    """The answers in order, what each returns being sent back.

    One after the other where processes cannot be forked safely, where linear algebra has threads
    of its own, or with one core.
    """
    cores = min(len(work), len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1)
    alone = os.environ.get("OPENBLAS_NUM_THREADS") == "1"
    if cores < 2 or not alone or multiprocessing.current_process().daemon:
        return [each() for each in work]
    _WORK[:] = work
    try:
        with multiprocessing.get_context("fork").Pool(cores) as pool:
            return pool.map(_answer, range(len(work)), chunksize=1)
    finally:
        _WORK.clear()


def _answer(number: int) -> Any:
    return _WORK[number]()
