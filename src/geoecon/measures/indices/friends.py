"""Who gains and who loses from whose growth, to first order: friends and enemies.

Kleinman, Liu and Redding (2024), International Friends and Enemies, AEJ: Macroeconomics 16(4):
one sector, balanced trade, no tariffs, one factor, productivity shocks. With S_ni the share of
n's spending on i, T_in the share of i's income from n, M = T S − I and Q the rows of world income
shares,

    dln w = T dln w + θ M (dln w − dln z),   q' dln w = 0,   dln u = dln w − S (dln w − dln z)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geoecon.equilibrium.adjoint import gradient
from geoecon.equilibrium.solution import Solution
from geoecon.variables import Array
from geoecon.world.world import World


@dataclass(frozen=True, eq=False)
class Exposure:
    """First-order exposure [region, shocked]: dln w = income dln z, dln u = welfare dln z."""

    income: Array
    welfare: Array


def exposure(sales: Array, trade_elasticity: float) -> Exposure:
    """Exposure of every region's income and welfare to every region's productivity.

    `sales` [exporter, importer], home sales included; `trade_elasticity` is θ. Solving for wages,
    W = −θ/(θ+1) (I − V)⁻¹ M with V = (T + θ T S)/(θ + 1) − Q, and U = (I − S) W + S. Row sums of
    W are zero less the numeraire: world income stays as it is.
    """
    theta, one = trade_elasticity, np.eye(len(sales))
    spending = (sales / sales.sum(axis=0)).T
    income = sales / sales.sum(axis=1, keepdims=True)
    through = income @ spending
    world_income = np.broadcast_to(sales.sum(axis=1) / sales.sum(), sales.shape)
    v = (income + theta * through) / (theta + 1) - world_income
    wage = -theta / (theta + 1) * np.linalg.solve(one - v, through - one)
    return Exposure(wage, (one - spending) @ wage + spending)


def friends_and_enemies(world: World, trade_elasticity: float | None = None) -> pd.DataFrame:
    """Per cent of welfare that each region (row) gains from 1 % more productivity in each column.

    All sectors are added up and trade is taken as balanced, as in the paper; `trade_elasticity`
    is by default the mean of the world's, weighted by trade.
    """
    theta = mean_elasticity(world) if trade_elasticity is None else trade_elasticity
    welfare = exposure(world.flow.sum(axis=2), theta).welfare
    columns = pd.Index(world.regions, name="shocked")
    return pd.DataFrame(welfare, pd.Index(world.regions, name="region"), columns)


def mean_elasticity(world: World) -> float:
    """The trade elasticity θ, weighted by trade between regions; by home sales if nobody trades."""
    home = np.einsum("iis->s", world.flow)
    traded = world.flow.sum(axis=(0, 1)) - home
    weight = traded if len(world.regions) > 1 and traded.any() else home
    return float(weight @ world.trade_elasticity / weight.sum())


def friends(solution: Solution, region: str) -> pd.DataFrame:
    """What 1 % more productivity elsewhere brings `region`, by the matrix and by the whole model.

    One row a partner: `first_order_pct` from `friends_and_enemies` of the baseline, `model_pct`
    from the whole model at `solution` (sectors, inputs, tariffs, deficits; every sector of the
    partner 1 % more productive) and their `difference_pct`, the largest of `model_pct` first.

    Raises UnknownNameError for a region that the world lacks.
    """
    world = solution.world
    me = world.region(region)
    table = pd.DataFrame(
        {
            "partner": world.regions,
            "first_order_pct": friends_and_enemies(world).to_numpy()[me],
            "model_pct": gradient(solution, region).productivity.sum(axis=1),
        }
    )
    table["difference_pct"] = table["model_pct"] - table["first_order_pct"]
    return table.drop(index=me).sort_values("model_pct", ascending=False, ignore_index=True)
