"""Workers keep their memory: a second array costs no fresh pages."""

from __future__ import annotations

import subprocess
import sys

import pytest

COUNT = """
import resource
import numpy as np
from geoecon.sweep.memory import keep_memory
def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(100):
        [np.ones(2**17) for _ in range(20)]
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
told = keep_memory()
faults()
print(int(told), faults())
"""


def test_memory_once_used_stays() -> None:
    run = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    told, faults = map(int, run.stdout.split())
    if not told:
        pytest.skip("not the GNU C library")
    assert faults < 1000
