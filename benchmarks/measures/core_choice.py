"""Which core: NumPy or numba, by the time of a pass, of the import, of compiling, and by weight."""

import sys
from functools import partial
from importlib.metadata import PackageNotFoundError, files
from importlib.util import find_spec
from statistics import median

import numpy as np

from baselines.passes import compiled, numpy_pass
from baselines.plain_loop import matrices
from geoecon import World
from measures.cold_start import process
from registry import Figures, Options, benchmark
from timing import paired, timed
from worlds import icio, largest_raises_tariffs, nafta

CORES = {"numpy": ("numpy",), "numba": ("numba", "llvmlite")}


@benchmark()
def core_choice(options: Options) -> Figures:
    """A pass through the sums in NumPy and in numba; import, compilation and install weight."""
    found: Figures = {name: costs(name, options) for name in CORES if find_spec(name)}
    if "numba" not in found:
        return {"core_choice": found | {"skipped": "numba is not installed"}}
    fast = compiled()
    small = arguments(nafta())
    found["numba"]["compile_seconds"] = timed(lambda: fast(*small))[0]
    worlds = {"31 x 40": nafta()} if options.quick else {"31 x 40": nafta(), "80 x 50": icio()}
    for name, world in worlds.items():
        given = arguments(world)
        check(numpy_pass(*given), fast(*given))
        both = paired(partial(fast, *given), partial(numpy_pass, *given), 20 * options.runs)
        found["numba"][f"pass {name}"] = median(both.ours)
        found["numpy"][f"pass {name}"] = median(both.baseline)
    return {"core_choice": found}


def costs(name: str, options: Options) -> Figures:
    """Seconds to import, bare Python taken off, and megabytes installed."""
    both = paired(
        process(sys.executable, "-c", "pass"),
        process(sys.executable, "-c", f"import {name}"),
        options.runs,
        repeats=1,
    )
    seconds = median(slow - bare for slow, bare in zip(both.baseline, both.ours, strict=True))
    return {"import_seconds": seconds, "megabytes": sum(map(weight, CORES[name])) / 1e6}


def weight(package: str) -> int:
    """Bytes of an installed distribution; zero where it is not one."""
    try:
        listed = files(package) or []
    except PackageNotFoundError:
        return 0
    paths = [path.locate() for path in listed]
    return sum(path.stat().st_size for path in paths if path.is_file())


def arguments(world: World) -> tuple[np.ndarray, ...]:
    """A pass's arguments at the baseline, with the tariffs of the shock."""
    trade, net, home = matrices(world, largest_raises_tariffs(world))
    spent = np.ascontiguousarray(world.expenditure.T)
    appeal, log_price = np.ones_like(spent), np.full(world.output.shape, 0.01)
    return trade, net, home, appeal, spent, world.input_share, log_price


def check(one: tuple[np.ndarray, ...], other: tuple[np.ndarray, ...]) -> None:
    """Raises AssertionError where the two cores differ."""
    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-10 * np.abs(a).max())
