"""Benchmarks by name: a module in `measures/` registers itself by being there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]


@dataclass(frozen=True)
class Options:
    """How thoroughly to measure: `quick` only shows that everything runs."""

    quick: bool = False

    @property
    def runs(self) -> int:
        """Paired runs behind each median."""
        return 1 if self.quick else 5


@dataclass(frozen=True)
class Benchmark:
    """A measurement: `measure` prints nothing and returns the figures that it `gives`, by name."""

    name: str
    gives: tuple[str, ...]
    measure: Callable[[Options], Figures]

    @property
    def about(self) -> str:
        """The first line of the measurement's docstring."""
        return (self.measure.__doc__ or "").splitlines()[0]


Measure = Callable[[Options], Figures]
REGISTRY: dict[str, Benchmark] = {}


def benchmark(*gives: str) -> Callable[[Measure], Measure]:
    """Register a measurement under its function's name, with the figures that it gives."""

    def register(measure: Measure) -> Measure:
        name = measure.__name__
        REGISTRY[name] = Benchmark(name, gives or (name,), measure)
        return measure

    return register


def load() -> dict[str, Benchmark]:
    """All benchmarks, in the order of their names."""
    import measures

    for module in pkgutil.iter_modules(measures.__path__):
        importlib.import_module(f"measures.{module.name}")
    return dict(sorted(REGISTRY.items()))
