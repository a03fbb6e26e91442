"""What gegravity gives an analyst, from geoecon: the same two tables for the same question."""

from __future__ import annotations

import numpy as np
import pandas as pd

import geoecon
from geoecon import Shock, Solution, World

DEARER = 1.25  # trade costs of what the largest economy imports


def dearer_imports(world: World) -> np.ndarray:
    """Trade costs [exporter, importer]: the largest economy's imports cost a quarter more."""
    cost = np.ones(world.flow.shape[:2])
    largest = int(np.argmax(world.income))
    cost[:, largest] = DEARER
    cost[largest, largest] = 1.0
    return cost


def tables(world: World) -> dict[str, pd.DataFrame]:
    """Results by country and by pair, in per cent, solved for."""
    shock = Shock(trade_cost=dearer_imports(world)[:, :, None])
    solution = geoecon.solve(world, shock, closure="own income")
    return {"countries": by_country(solution), "pairs": by_pair(solution)}


def by_country(solution: Solution) -> pd.DataFrame:
    """Prices, output, spending, welfare and trade of each country."""
    w, flow, was = solution.world, solution.flow[:, :, 0], solution.world.flow[:, :, 0]
    home, home_was = np.diagonal(flow), np.diagonal(was)
    change = {
        "factory gate price": solution.unit_cost[:, 0],
        "consumer price": solution.price[:, 0],
        "welfare": solution.real_income,
        "real wage": solution.real_wage,
        "output": solution.output[:, 0] / w.output[:, 0],
        "expenditure": solution.expenditure[:, 0] / w.expenditure[:, 0],
        "exports": (flow.sum(axis=1) - home) / (was.sum(axis=1) - home_was),
        "imports": (flow.sum(axis=0) - home) / (was.sum(axis=0) - home_was),
        "home trade": home / home_was,
    }
    frame = pd.DataFrame({name: 100 * (ratio - 1) for name, ratio in change.items()})
    return frame.set_axis(pd.Index(w.regions, name="country"))


def by_pair(solution: Solution) -> pd.DataFrame:
    """Trade of every pair before and after."""
    regions = solution.world.regions
    index = pd.MultiIndex.from_product([regions, regions], names=["exporter", "importer"])
    before, after = solution.world.flow.ravel(), solution.flow.ravel()
    some = before > 0
    change = np.where(some, after / np.where(some, before, 1.0), np.nan)
    return pd.DataFrame(
        {"before": before, "after": after, "change, per cent": 100 * (change - 1)}, index=index
    )
