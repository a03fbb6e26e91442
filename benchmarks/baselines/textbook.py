"""The textbook algorithm: prices, then spending, then wages, each loop inside the next.

Caliendo and Parro (2015), section 4 of their appendix, as a careful user of NumPy writes it:
vectorised, powers of the trade costs taken once, inner loops started from where they ended. The
wage step is 0.2. Equations as in `geoecon.equilibrium.equations`, with Cobb-Douglas nests;
arrays keep the order of `World`: [exporter, importer, sector].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from geoecon import Shock, World

WAGE_STEP = 0.2
MOST_PASSES = 10_000  # of an inner loop
INNER = 0.1  # of the tolerance: what prices and spending may still move when wages are judged


class Found(NamedTuple):
    """Where the loops ended: hats of wages and prices, spending, and passes of each loop."""

    wage: np.ndarray
    price: np.ndarray
    expenditure: np.ndarray
    flow: np.ndarray
    residual: float
    outer: int
    price_passes: int
    spending_passes: int


@dataclass(frozen=True, eq=False)
class Fixed:
    """What does not change while the loops run."""

    world: World
    theta: np.ndarray
    weight: np.ndarray  # π κ̂^(−θ)
    keep: np.ndarray  # 1 / (1 + t')
    pool: np.ndarray
    labour: np.ndarray
    specific: np.ndarray
    size: np.ndarray
    closure: str
    productivity: np.ndarray


def prepare(world: World, shock: Shock, closure: str) -> Fixed:
    """Trade weights after the shock, and endowments at baseline prices."""
    now = shock.resolved(world)
    cost = now.trade_cost * (1 + now.tariff) / (1 + world.tariff)
    labour_share = np.where(world.value_added > 0, world.labour_share, 1.0)
    return Fixed(
        world=world,
        theta=world.trade_elasticity,
        weight=world.trade_share * cost**-world.trade_elasticity,
        keep=1 / (1 + now.tariff),
        pool=now.revenue_share,
        labour=(labour_share * world.value_added).sum(axis=1),
        specific=(1 - labour_share) * world.value_added,
        size=world.value_added.sum(axis=1),
        closure=closure,
        productivity=now.productivity,
    )


def solve_textbook(
    world: World, shock: Shock, closure: str = "own income", tolerance: float = 1e-10,
    step: float = WAGE_STEP, max_steps: int = 20_000,
) -> Found:  # fmt: skip
    """The equilibrium by nested loops, to a relative excess demand for factors of `tolerance`.

    Raises ArithmeticError where the loops do not get there.
    """
    fixed = prepare(world, shock, closure)
    wage, rental = np.ones(len(world.regions)), np.ones_like(world.output)
    price, spent = np.ones_like(world.output), world.expenditure
    passes = [0, 0]
    for outer in range(1, max_steps + 1):
        share, price, count = prices(fixed, wage, rental, price, tolerance * INNER)
        passes[0] += count
        spent, flow, count = spending(fixed, wage, rental, share, spent, tolerance * INNER)
        passes[1] += count
        labour, capital = excess(fixed, wage, rental, flow)
        residual = float(max(np.abs(labour).max(), np.abs(capital).max()))
        if not np.isfinite(residual):
            break
        if residual < tolerance:
            return Found(wage, price, spent, flow, residual, outer, *passes)
        wage, rental = wage * (1 + step * labour), rental * (1 + step * capital)
        scale = fixed.size.sum() / income_of_factors(fixed, wage, rental).sum()
        wage, rental, price = wage * scale, rental * scale, price * scale
    raise ArithmeticError(f"the textbook loops stopped at residual {residual:.1e}")


def prices(fixed: Fixed, wage, rental, price, tolerance):
    """Trade shares and price indices at given factor prices, and passes needed."""
    w = fixed.world
    beta = np.where(w.value_added > 0, w.labour_share, 1.0)
    factors = w.value_added_share * np.log(wage[:, None] ** beta * rental ** (1 - beta))
    for count in range(1, MOST_PASSES):  # noqa: B007
        inputs = (np.log(price)[:, None, :] @ w.input_share)[:, 0, :]
        cost = np.exp(factors + inputs) / fixed.productivity
        offers = fixed.weight * (cost**-fixed.theta)[:, None, :]
        access = offers.sum(axis=0)
        new = access ** (-1 / fixed.theta)
        moved = np.abs(new / price - 1).max()
        price = new
        if moved < tolerance:
            break
    return offers / access, price, count


def spending(fixed: Fixed, wage, rental, share, spent, tolerance):
    """Spending and flows at given prices, and passes needed."""
    w = fixed.world
    net = share * fixed.keep
    known = factor_and_transfer_income(fixed, wage, rental)
    for count in range(1, MOST_PASSES):  # noqa: B007
        flow = net * spent
        duties = spent.sum(axis=1) - flow.sum(axis=(0, 2))
        income = known + duties @ fixed.pool
        inputs = (w.input_share @ flow.sum(axis=1)[:, :, None])[:, :, 0]
        new = inputs + w.final_share * income[:, None]
        moved = np.abs(new - spent).max(axis=1) / fixed.size
        spent = new
        if moved.max() < tolerance:
            break
    return spent, net * spent, count


def income_of_factors(fixed: Fixed, wage, rental):
    """Income of labour and specific factors [region]."""
    return wage * fixed.labour + (rental * fixed.specific).sum(axis=1)


def factor_and_transfer_income(fixed: Fixed, wage, rental):
    """Income before duties [region]: factors, rents from abroad and the deficit."""
    w, income = fixed.world, income_of_factors(fixed, wage, rental)
    paid = (w.foreign_share * rental * fixed.specific).sum(axis=1)
    rents = paid @ w.owner_share - paid * w.owner_share.sum(axis=1)
    if fixed.closure == "zero":
        return income + rents
    if fixed.closure == "world share":
        return income + rents + w.deficit
    own = w.deficit / fixed.size * income
    return income + rents + own - own.sum() / income.sum() * income


def excess(fixed: Fixed, wage, rental, flow):
    """Demand over supply less one, for labour [region] and specific factors [region, sector]."""
    w = fixed.world
    added = w.value_added_share * flow.sum(axis=1)
    beta = np.where(w.value_added > 0, w.labour_share, 1.0)
    labour = (beta * added).sum(axis=1) / (wage * fixed.labour) - 1
    some = fixed.specific > 0
    there = np.where(some, rental * fixed.specific, 1.0)
    return labour, np.where(some, (1 - beta) * added / there, 1.0) - 1
