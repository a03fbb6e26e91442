"""Measure everything in one process run: python benchmarks/run.py --json FILE."""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is imported, here and in the workers

import argparse
import json
import time
from pathlib import Path
from typing import Any

from machine import description
from registry import Benchmark, Figures, Options, load


def main(arguments: list[str] | None = None) -> Figures:
    """Run what was asked for, print each figure as it comes, and write them all."""
    asked = parser().parse_args(arguments)
    machine = description()
    print(*(f"{name}: {value}" for name, value in machine.items()), sep="\n")
    figures: Figures = {"machine": machine, "quick": asked.quick}
    for chosen in selection(load(), asked.only):
        print(f"\n{chosen.name}: {chosen.about}", flush=True)
        began = time.perf_counter()
        found = chosen.measure(Options(quick=asked.quick))
        for name, value in found.items():
            print(f"  {name} = {shown(value)}")
        print(f"  ({time.perf_counter() - began:.0f} s)", flush=True)
        figures |= found
        if asked.json:  # after each: an interruption loses one
            asked.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf8")
    return figures


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", type=Path, metavar="FILE", help="write the figures here")
    options.add_argument("--only", metavar="NAME", help="a benchmark, or a figure that one gives")
    options.add_argument("--quick", action="store_true", help="see that all of it runs: seconds")
    return options


def selection(registry: dict[str, Benchmark], only: str | None) -> list[Benchmark]:
    """The benchmarks asked for; exits with the names there are where none is meant."""
    found = [b for b in registry.values() if only in (None, b.name, *b.gives)]
    if not found:
        names = sorted({name for b in registry.values() for name in (b.name, *b.gives)})
        raise SystemExit(f"no benchmark gives {only!r}; there are: {', '.join(names)}")
    return found


def shown(value: Any) -> str:
    """Figures to four digits."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {shown(item)}" for name, item in value.items()) + "}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
