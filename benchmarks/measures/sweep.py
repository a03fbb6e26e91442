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


def textbook(number: int) -> np.ndarray:
    """Wages of a scenario, solved by the textbook in a worker."""
    return solve_textbook(*scenario(GIVEN[-1], number)).wage


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
    fast, alone, together = (np.array(column) for column in zip(*found, strict=True))
    return {
        "ratio": float(median(alone / fast)),
        "ratio_all_cores": float(median(together / fast)),
        "seconds": float(fast.sum() * size),
        "baseline_seconds": float(alone.mean() * total),
        "baseline_seconds_all_cores": float(together.mean() * total),
        "scenarios": total,
        "baseline_sample": sample * cores * batches,
        "cores": cores,
        "lowest_ratio": float((alone / fast).min()),
        "highest_ratio": float((alone / fast).max()),
    }


def batch(pool: Pool, first: int, size: int, sample: int) -> tuple[float, float, float]:
    """Seconds a scenario: ours on all cores, the textbook on one core, and on all.

    Raises ValueError where a sampled scenario's wages differ.
    """
    numbers, some = range(first, first + size), range(first, first + sample)
    fast, wages = timed(lambda: pool.map(ours, numbers, chunksize=4))
    alone, slow = timed(lambda: pool.apply(_in_turn, (some,)))
    together, _ = timed(lambda: pool.map(textbook, some, chunksize=1))
    gap = max(np.abs(a / b - 1).max() for a, b in zip(wages, slow, strict=False))
    if gap > 1e-8:
        raise ValueError(f"the textbook finds other wages in the sweep: {gap:.1e} apart")
    return fast / size, alone / sample, together / sample


def _in_turn(numbers: range) -> list[np.ndarray]:
    return [textbook(number) for number in numbers]
