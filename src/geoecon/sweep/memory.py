"""Memory that a process has used once stays with it, so that the next scenario finds it ready."""

from __future__ import annotations

import ctypes
from functools import cache

MMAP_THRESHOLD, TRIM_THRESHOLD = -3, -1
"""Parameters of `mallopt` in the GNU C library (malloc.h)."""
LARGEST_ARRAY, KEPT = 2**25, 2**30
"""Bytes: arrays up to this size come from the heap, which is given back beyond that size."""


@cache
def keep_memory() -> bool:
    """Tell the GNU C library not to return large arrays to the system; whether it could be told.

    A solve makes and drops thousands of arrays of a megabyte; having the system clear fresh pages
    for each took a quarter of a sweep's time. Elsewhere than in that library nothing is done.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return all(mallopt(name, size) == 1 for name, size in
               ((MMAP_THRESHOLD, LARGEST_ARRAY), (TRIM_THRESHOLD, KEPT)))  # fmt: skip
