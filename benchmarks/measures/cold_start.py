"""(f) The command line from a cold start: whole processes, timed from outside."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from registry import Figures, Options, benchmark
from timing import paired


def process(*command: str) -> Callable[[], None]:
    """A call that runs a command to its end, in silence; raises CalledProcessError."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}

    def call() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)

    return call


def program() -> str:
    """The `geoecon` command of this environment; raises FileNotFoundError."""
    found = shutil.which("geoecon", path=str(Path(sys.executable).parent)) or shutil.which(
        "geoecon"
    )
    if found is None:
        raise FileNotFoundError("the command geoecon is not installed in this environment")
    return found


@benchmark()
def help_vs_import_numpy(options: Options) -> Figures:
    """`geoecon --help` over `python -c "import numpy"`."""
    both = paired(
        process(program(), "--help"),
        process(sys.executable, "-c", "import numpy"),
        runs(options),
        repeats=1,
    )
    return {"help_vs_import_numpy": both.figures(slower_is_over=False)}


@benchmark()
def first_result_vs_import_pandas(options: Options) -> Figures:
    """A built-in scenario solved, printed and stored over `python -c "import pandas, xarray"`."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "run")
        both = paired(
            process(program(), "run", "russia-trade-stops", "--no-report", "--out", out),
            process(sys.executable, "-c", "import pandas, xarray"),
            runs(options),
            repeats=1,
        )
    return {"first_result_vs_import_pandas": both.figures(slower_is_over=False)}


def runs(options: Options) -> int:
    """Twice as many as elsewhere: processes vary more than solves."""
    return options.runs * 2
