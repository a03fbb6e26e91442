"""Paired timings: both sides in turn, so that the machine's moods hit both alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Paired:
    """Wall seconds of both sides, run by run, and the last values they returned."""

    ours: list[float]
    baseline: list[float]
    our_value: Any
    baseline_value: Any

    def figures(self, *, slower_is_over: bool = True) -> dict[str, float]:
        """Medians; the ratio is taken pair by pair, baseline over ours unless told otherwise."""
        pairs = zip(self.ours, self.baseline, strict=True)
        ratios = [theirs / ours if slower_is_over else ours / theirs for ours, theirs in pairs]
        return {
            "ratio": median(ratios),
            "seconds": median(self.ours),
            "baseline_seconds": median(self.baseline),
            "runs": len(self.ours),
            "lowest_ratio": min(ratios),
            "highest_ratio": max(ratios),
        }


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Wall seconds of a call, and what it returned."""
    began = time.perf_counter()
    value = call()
    return time.perf_counter() - began, value


def paired(
    ours: Callable[[], Any], baseline: Callable[[], Any], runs: int, repeats: int = 5
) -> Paired:
    """Run both sides in turn, `runs` times, after one run of ours that is not counted.

    A run of ours is the median of `repeats` calls: it is so short beside the baseline that one
    interruption would be all that is measured.
    """
    ours()
    fast, slow = [], []
    for _ in range(runs):
        calls = [timed(ours) for _ in range(repeats)]
        fast.append(median(seconds for seconds, _ in calls))
        seconds, value = timed(baseline)
        slow.append(seconds)
    return Paired(fast, slow, calls[-1][1], value)
