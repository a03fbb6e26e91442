"""(e) A thousand scenarios on all cores: the ICIO and the embedded world."""

import os
from multiprocessing import get_context
from multiprocessing.pool import Pool
from statistics import median

import numpy as np

import geoecon
from baselines.textbook import solve_textbook
from geoecon import Shock, World
from registry import Figures, Options, benchmark
from timing import timed
from worlds import embedded, icio, nafta

SCENARIOS, BATCHES = 1000, 5
SAMPLE = 2  # scenarios of each batch that the textbook solves too
GIVEN: list[World] = []  # the world of a worker, inherited when the pool forks


def scenario(world: World, number: int) -> tuple[World, Shock]:
    """Scenario `number`: elasticities drawn (sd 20 %), a tariff war and dearer trade for some.

    A coalition of random economies and another raise tariffs on each other by up to 50 points;
    the trade costs of one more economy rise by up to 30 per cent; every fourth time the two
    coalitions' first members stop trading.
    """
    rng, n = np.random.default_rng(number), len(world.regions)
    elasticity = world.trade_elasticity * np.exp(rng.normal(0, 0.2, len(world.sectors)))
    order = rng.permutation(n)
    one, other, alone = order[:8], order[8:16], order[16 % n]
    tariff, cost = world.tariff.copy(), np.ones(world.flow.shape)
    for sellers, buyers in ((one, other), (other, one)):
        tariff[np.ix_(sellers, buyers)] += rng.uniform(0, 0.5)
    cost[alone] = cost[:, alone] = 1 + rng.uniform(0, 0.3)
    cost[alone, alone] = 1.0
    if number % 4 == 0:
        cost[[one[0], other[0]], [other[0], one[0]]] = np.inf
    return world.replace(trade_elasticity=elasticity), Shock(trade_cost=cost, tariff=tariff)


def ours(number: int) -> np.ndarray:
    """Wages of a scenario, solved by geoecon in a worker."""
    return geoecon.solve(*scenario(GIVEN[-1], number)).wage


def textbook(number: int) -> np.ndarray | None:
    """Wages of a scenario, solved by the textbook in a worker; None where it finds none."""
    try:
        return solve_textbook(*scenario(GIVEN[-1], number)).wage
    except ArithmeticError:
        return None


@benchmark()
def sweep_icio_vs_textbook(options: Options) -> Figures:
    """1,000 scenarios of the ICIO on all cores; the textbook extrapolated from twenty."""
    return {"sweep_icio_vs_textbook": sweep(nafta() if options.quick else icio(), options)}


@benchmark()
def sweep_embedded_vs_textbook(options: Options) -> Figures:
    """1,000 scenarios of the embedded world on all cores; the textbook from twenty."""
    return {"sweep_embedded_vs_textbook": sweep(embedded(), options)}


def sweep(world: World, options: Options) -> Figures:
    """Seconds for all scenarios, batch by batch, the textbook's sample after each batch.

    `ratio` is against one textbook process; `ratio_all_cores` lets the textbook's sample use all
    cores as ours does.
    """
    total, batches, sample = (8, 2, 1) if options.quick else (SCENARIOS, BATCHES, SAMPLE)
    GIVEN.append(world)
    cores = len(os.sched_getaffinity(0))
    size = total // batches
    with get_context("fork").Pool(cores) as pool:
        pool.map(ours, range(total, total + cores))
        found = [batch(pool, number * size, size, sample * cores) for number in range(batches)]
    fast, alone, together, missed = (np.array(column) for column in zip(*found, strict=True))
    return {
        "ratio": float(median(alone / fast)),
        "ratio_all_cores": float(median(together / fast)),
        "seconds": float(fast.sum() * size),
        "baseline_seconds": float(alone.mean() * total),
        "baseline_seconds_all_cores": float(together.mean() * total),
        "scenarios": total,
        "baseline_sample": sample * cores * batches,
        "baseline_not_found": int(missed.sum()),
        "cores": cores,
        "lowest_ratio": float((alone / fast).min()),
        "highest_ratio": float((alone / fast).max()),
    }


def batch(pool: Pool, first: int, size: int, sample: int) -> tuple[float, float, float, int]:
    """Seconds a scenario: ours on all cores, the textbook on one core, and on all; its misses.

    The textbook is timed on scenarios that it solves: those that it misses are only counted.
    Raises ValueError where a sampled scenario's wages differ, or where it solves none.
    """
    numbers = range(first, first + size)
    fast, wages = timed(lambda: pool.map(ours, numbers, chunksize=4))
    tried = pool.map(textbook, numbers[:sample], chunksize=1)
    some = [number for number, wage in zip(numbers, tried, strict=False) if wage is not None]
    if not some:
        raise ValueError(f"the textbook solves none of scenarios {first} to {first + sample - 1}")
    alone, slow = timed(lambda: pool.apply(_in_turn, (some,)))
    together, _ = timed(lambda: pool.map(textbook, some, chunksize=1))
    pairs = [(wages[number - first], wage) for number, wage in zip(some, slow, strict=True)]
    gap = max(np.abs(ours / theirs - 1).max() for ours, theirs in pairs)
    if gap > 1e-8:
        raise ValueError(f"the textbook finds other wages in the sweep: {gap:.1e} apart")
    return fast / size, alone / len(some), together / len(some), sample - len(some)


def _in_turn(numbers: list[int]) -> list[np.ndarray | None]:
    return [textbook(number) for number in numbers]
