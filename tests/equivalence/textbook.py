"""The trade model in levels, as the papers state it: slow, plain, and sharing no code.

Eaton and Kortum (2002) technology with sectors and inputs of Caliendo and Parro (2015), CES
nests and factors specific to a sector. Units are chosen so that every baseline price is one:
endowments are then baseline incomes, and tastes follow from baseline trade. Factor prices move
by excess demand (outer loop), goods prices by their own equation (inner loop), and spending
solves one linear system. Indices: i exporter, n and m importers, s and r sectors.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geoecon.scenario.shock import Shock
from geoecon.world.world import World


class Model(NamedTuple):
    """Tastes, technology and endowments, in units that make baseline prices one."""

    theta: np.ndarray  # s
    taste: np.ndarray  # i n s
    inputs: np.ndarray  # n r s, weights at prices one
    gamma: np.ndarray  # n s
    beta: np.ndarray  # n s
    final: np.ndarray  # n s
    income: np.ndarray  # n, what is spent at the baseline
    labour: np.ndarray  # n, endowment
    capital: np.ndarray  # n s, endowment of the specific factor
    deficit: np.ndarray  # n
    abroad: np.ndarray  # n s
    owner: np.ndarray  # n m
    epsilon: float
    rho: float


class Textbook(NamedTuple):
    """An equilibrium in levels; prices are relative to the baseline's, which are one."""

    wage: np.ndarray
    rental: np.ndarray
    price: np.ndarray
    flow: np.ndarray
    expenditure: np.ndarray
    income: np.ndarray
    real_income: np.ndarray


def calibrate(world: World) -> Model:
    """The model whose equilibrium at prices one is the baseline."""
    flow, tariff, theta = world.flow, world.tariff, world.trade_elasticity
    spent = np.einsum("ins,ins->ns", flow, 1 + tariff)
    share = np.einsum("ins,ins,ns->ins", flow, 1 + tariff, 1 / np.where(spent > 0, spent, 1))
    sold = np.einsum("ins->is", flow)
    gamma = 1 - np.einsum("nrs->ns", world.input_share)
    final = spent - np.einsum("nrs,ns->nr", world.input_share, sold)
    income = np.einsum("ns->n", final)
    added = gamma * sold
    rent = (1 - world.labour_share) * added
    duties = np.einsum("ins,ins,nm->m", flow, tariff, world.revenue_share)
    paid = np.einsum("ns,ns->n", world.foreign_share, rent)
    rents = np.einsum("n,nm->m", paid, world.owner_share) - paid
    return Model(
        theta,
        share * (1 + tariff) ** theta,
        world.input_share,
        gamma,
        world.labour_share,
        final / income[:, None],
        income,
        np.einsum("ns->n", added - rent),
        rent,
        income - np.einsum("ns->n", added) - duties - rents,
        world.foreign_share,
        world.owner_share,
        world.input_substitution,
        world.final_substitution,
    )


def solve_textbook(
    world: World, shock: Shock, closure: str, tolerance: float = 1e-11, speed: float = 0.3
) -> Textbook:
    """The equilibrium after `shock`, by nested loops; world factor income is the numeraire."""
    model, now = calibrate(world), shock.resolved(world)
    wage, rental = np.ones(len(world.regions)), np.ones_like(model.gamma)
    price = np.ones_like(model.gamma)
    for _ in range(20_000):
        price = goods_prices(model, now, wage, rental, price)
        labour_sold, capital_sold, found = markets(model, now, closure, wage, rental, price)
        demand_w = ratio(labour_sold, wage * model.labour)
        demand_r = ratio(capital_sold, rental * model.capital)
        if max(np.abs(demand_w - 1).max(), np.abs(demand_r - 1).max()) < tolerance:
            return found
        wage, rental = wage * demand_w**speed, rental * demand_r**speed
        was = model.labour.sum() + model.capital.sum()
        scale = was / ((wage * model.labour).sum() + (rental * model.capital).sum())
        wage, rental, price = wage * scale, rental * scale, price * scale
    raise AssertionError("the textbook loop did not converge")


def ratio(demand: np.ndarray, supply: np.ndarray) -> np.ndarray:
    """Demand over supply; one where there is no such factor."""
    return np.where(supply > 0, demand / np.where(supply > 0, supply, 1.0), 1.0)


def factor_cost(model: Model, wage: np.ndarray, rental: np.ndarray) -> np.ndarray:
    """Cost of value added, Cobb-Douglas in labour and the specific factor."""
    return wage[:, None] ** model.beta * rental ** (1 - model.beta)


def unit_cost(model: Model, factors: np.ndarray, price: np.ndarray) -> np.ndarray:
    """CES (or Cobb-Douglas) cost of a unit of output before productivity."""
    if model.epsilon == 1:
        return factors**model.gamma * np.prod(price[:, :, None] ** model.inputs, axis=1)
    k = 1 - model.epsilon
    total = model.gamma * factors**k + np.einsum("nrs,nr->ns", model.inputs, price**k)
    return total ** (1 / k)


def delivered(model: Model, now, cost: np.ndarray) -> np.ndarray:
    """taste (c d (1 + t) / z)^(−θ) for each origin: zero where trade is prohibitive."""
    bid = np.einsum("is,ins,ins->ins", cost / now.productivity, now.trade_cost, 1 + now.tariff)
    return model.taste * bid**-model.theta


def goods_prices(model: Model, now, wage, rental, start) -> np.ndarray:
    """Price indices at given factor prices; one for a good that nobody buys."""
    factors, price = factor_cost(model, wage, rental), start
    for _ in range(20_000):
        offers = delivered(model, now, unit_cost(model, factors, price)).sum(axis=0)
        bought = offers > 0
        new = np.where(bought, np.where(bought, offers, 1.0) ** (-1 / model.theta), 1.0)
        if np.abs(new / price - 1).max() < 1e-14:
            break
        price = new
    return new


def markets(model: Model, now, closure: str, wage, rental, price):
    """Labour and specific factors asked for at these prices, and everything else."""
    n, j = model.gamma.shape
    factors = factor_cost(model, wage, rental)
    cost = unit_cost(model, factors, price)
    offers = delivered(model, now, cost)
    share = offers / np.where(offers.sum(axis=0) > 0, offers.sum(axis=0), 1.0)
    gamma = model.gamma * (factors / cost) ** (1 - model.epsilon)
    inputs = model.inputs * (price[:, :, None] / cost[:, None, :]) ** (1 - model.epsilon)
    final = model.final * price ** (1 - model.rho)
    final = final / final.sum(axis=1, keepdims=True)

    net, duty = share / (1 + now.tariff), share * now.tariff / (1 + now.tariff)
    earned = wage * model.labour + (rental * model.capital).sum(axis=1)
    paid = (model.abroad * rental * model.capital).sum(axis=1)
    before = model.labour + model.capital.sum(axis=1)
    transfer = deficits(closure, model.deficit, before, earned)
    known = earned + paid @ model.owner - paid + transfer

    # X_ns = Σ_mr (a_nsr net_nmr + α_ns Σ_i pool_mn duty_imr) X_mr + α_ns known_n
    use = np.einsum("nsr,nmr->nsmr", inputs, net)
    use += np.einsum("ns,mn,imr->nsmr", final, now.revenue_share, duty)
    system = np.eye(n * j) - use.reshape(n * j, n * j)
    spent = np.linalg.solve(system, (final * known[:, None]).ravel()).reshape(n, j)

    flow = np.einsum("ins,ns->ins", net, spent)
    income = known + np.einsum("ins,ns,nm->m", duty, spent, now.revenue_share)
    added = gamma * flow.sum(axis=1)
    index = final_price(model, price)
    found = Textbook(wage, rental, price, flow, spent, income, income / index / model.income)
    return (model.beta * added).sum(axis=1), (1 - model.beta) * added, found


def deficits(closure: str, baseline, before, earned) -> np.ndarray:
    """Nothing; the baseline's; or its share of own earnings, less the same share for everybody."""
    if closure == "zero":
        return np.zeros_like(baseline)
    if closure == "world share":
        return baseline
    own = baseline / before * earned
    return own - own.sum() / earned.sum() * earned


def final_price(model: Model, price: np.ndarray) -> np.ndarray:
    """Price of a unit of utility."""
    if model.rho == 1:
        return np.prod(price**model.final, axis=1)
    return (model.final * price ** (1 - model.rho)).sum(axis=1) ** (1 / (1 - model.rho))
