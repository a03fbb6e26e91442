"""The fastest plain NumPy loop: one joint fixed point, every sum over partners a matrix product.

Beside the textbook, so that the baseline cannot be called weak: trade matrices are built once in
[sector, importer, exporter] order, home sales stand apart, wages, prices and spending all move in
each pass, and a wage moves by its region's trade imbalance as far as its elasticity allows. What
it lacks is acceleration and checks. Labour is the only factor; no pooling of duties.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geoecon import Shock, World


class Found(NamedTuple):
    """Where the loop ended."""

    wage: np.ndarray
    price: np.ndarray
    expenditure: np.ndarray
    flow: np.ndarray
    passes: int


def matrices(world: World, shock: Shock) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A and B [sector, importer, exporter] without their diagonal, which is returned apart."""
    now = shock.resolved(world)
    cost = now.trade_cost * (1 + now.tariff) / (1 + world.tariff)
    weight = (world.trade_share * cost**-world.trade_elasticity).transpose(2, 1, 0)
    weight = np.ascontiguousarray(weight)
    home = np.diagonal(weight, axis1=1, axis2=2).copy()
    own = np.arange(weight.shape[1])
    weight[:, own, own] = 0
    return weight, weight / (1 + now.tariff.transpose(2, 1, 0)), home


def wage_step(theta, trade, net, home, spent) -> np.ndarray:
    """How far a wage may move [region]: 1 / (1 + lost exports + drawn imports, both per 1 %)."""
    access = home + trade.sum(axis=2)
    flow = net * (spent / access)[:, :, None]
    lost = (theta[:, None, None] * (1 - trade / access[:, :, None]) * flow).sum(axis=(0, 1))
    drawn = ((theta[:, None] * home / access)[:, :, None] * flow).sum(axis=(0, 2))
    return 1 / (1 + lost / flow.sum(axis=(0, 1)) + drawn / flow.sum(axis=(0, 2)))


def solve_plain(
    world: World, shock: Shock, tolerance: float = 1e-10, max_steps: int = 50_000
) -> Found:
    """The equilibrium under closure `own income`; raises ArithmeticError if not found."""
    theta = world.trade_elasticity[:, None]
    trade, net, home = matrices(world, shock)
    spent = np.ascontiguousarray(world.expenditure.T)
    inputs, added = world.input_share, world.value_added_share
    size = world.value_added.sum(axis=1)
    phi, some = world.deficit / size, spent > 0
    step = wage_step(world.trade_elasticity, trade, net, home, spent)
    log_wage, log_price = np.zeros(len(size)), np.zeros_like(world.output)
    base = np.where(some, spent, 1.0)
    for passes in range(1, max_steps + 1):
        wage = np.exp(log_wage)
        cost = added * log_wage[:, None] + (log_price[:, None, :] @ inputs)[:, 0, :]
        appeal = np.exp(-theta * cost.T)
        abroad = (trade @ appeal[:, :, None])[:, :, 0]
        access = home * appeal + abroad
        demand = spent / access
        sold = appeal * (demand[:, None, :] @ net)[:, 0, :]
        bought = demand * (net @ appeal[:, :, None])[:, :, 0]
        output = home * appeal * demand + sold
        duties = (demand * abroad - bought).sum(axis=0)
        earned = wage * size
        deficit = phi * earned - (phi * earned).sum() / earned.sum() * earned
        new = ((inputs @ output.T[:, :, None])[:, :, 0]).T
        new += world.final_share.T * (earned + duties + deficit)
        new_price = (-np.log(access) / theta).T
        gave = sold.sum(axis=0) + np.maximum(deficit, 0)
        gap = np.log(gave / (bought.sum(axis=0) + np.maximum(-deficit, 0)))
        residual = max(
            np.abs(gap).max(), np.abs(new_price - log_price).max(),
            np.abs((new - spent) / base).max(),
        )  # fmt: skip
        if residual < tolerance:
            flow = (net * appeal[:, None, :] * demand[:, :, None]).transpose(2, 1, 0)
            return Found(wage, np.exp(log_price), spent.T, flow, passes)
        log_price, spent = new_price, new
        log_wage = log_wage + step * gap
        log_wage -= np.log((np.exp(log_wage) * size).sum() / size.sum())
    raise ArithmeticError(f"the plain loop stopped at residual {residual:.1e}")
