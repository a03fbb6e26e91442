"""The machine: what it is, how busy, and how fast it reads memory."""

from __future__ import annotations

import os
import platform
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

import numpy as np

PACKAGES = ("geoecon", "numpy", "pandas", "xarray", "scipy", "gegravity")


def description() -> dict[str, object]:
    """Processor, cores, load, versions and the date."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "load": [round(value, 2) for value in os.getloadavg()],
        "python": platform.python_version(),
        "blas_threads": os.environ.get("OPENBLAS_NUM_THREADS", "not set"),
        "versions": {name: _version(name) for name in PACKAGES},
    }


def read_bandwidth(size: int, repeats: int = 30) -> float:
    """Bytes per second at which one core reads an array of `size` bytes, by a dot product."""
    values = np.ones(size // 8)
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        values @ values
        times.append(time.perf_counter() - began)
    return values.nbytes / median(times)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
