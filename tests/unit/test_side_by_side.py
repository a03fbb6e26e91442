"""Answers solved side by side are the answers solved one after the other."""

from __future__ import annotations

import os
import sys
from functools import partial

import pytest

from geoecon.errors import RangeError
from geoecon.runs.aside import side_by_side


def _squared(number: int) -> tuple[int, int]:
    return number**2, os.getpid()


def _refused() -> None:
    raise RangeError("too much", why="it is a test")


@pytest.mark.parametrize("threads", ["1", "2"])
def test_the_order_is_kept(threads: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", threads)
    found = side_by_side([partial(_squared, number) for number in range(5)])
    assert [value for value, _ in found] == [0, 1, 4, 9, 16]
    here = {process for _, process in found} == {os.getpid()}
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    assert here == (threads != "1" or cores < 2)


def test_a_refusal_comes_back_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    with pytest.raises(RangeError, match="too much"):
        side_by_side([_refused, _refused])
