"""Random worlds whose accounts close by construction: nothing is drawn and thrown away.

Trade shares, input shares and final shares are drawn; the incomes that balance the world follow
from them (an eigenvector), and are then disturbed, which makes deficits that sum to zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from geoecon.scenario.shock import Shock
from geoecon.variables import Array
from geoecon.world.world import World


@dataclass(frozen=True)
class Recipe:
    """What a random world looks like; the defaults are a plain Caliendo-Parro world.

    Attributes
    ----------
    zeros : share of foreign cells without trade (a ring of sales in sector 0 always stays).
    services : number of sectors, counted from the last, that nobody trades.
    tariff : largest baseline tariff, ratio.
    deficit : standard deviation of log income around the balanced one.
    least_labour_share : lowest labour share; below one there are sector-specific factors.
    foreign : whether owners abroad hold part of those factors.
    pooled : whether the first two regions pool their duties.
    elasticity : lowest and highest trade elasticity theta.
    home : log advantage of home goods; 3 gives home shares around 0.8.
    """

    regions: int = 3
    sectors: int = 2
    zeros: float = 0.2
    services: int = 0
    tariff: float = 0.2
    deficit: float = 0.05
    least_labour_share: float = 1.0
    foreign: bool = False
    pooled: bool = False
    elasticity: tuple[float, float] = (1.0, 8.0)
    home: float = 3.0
    input_substitution: float = 1.0
    final_substitution: float = 1.0


def random_world(recipe: Recipe, seed: int) -> World:
    """A world drawn by `recipe`; the same seed gives the same world."""
    rng, n, j = np.random.default_rng(seed), recipe.regions, recipe.sectors
    share = _trade_shares(recipe, rng)
    tariff = rng.uniform(0, recipe.tariff, (n, n, j)) * (1 - np.eye(n))[:, :, None]
    value_added = rng.uniform(0.3, 0.7, (n, j))
    inputs = rng.dirichlet(np.ones(j), (n, j)).transpose(0, 2, 1) * (1 - value_added)[:, None, :]
    labour = rng.uniform(recipe.least_labour_share, 1, (n, j))
    final = rng.dirichlet(np.full(j, 2.0), n)
    foreign, owner = _owners(recipe, rng)
    pool = _pool(recipe, rng)

    net = share / (1 + tariff)
    made = _output_of_income(net, inputs, final)
    spent = np.einsum("nrs,nsk->nrk", inputs, made) + np.einsum("nr,nk->nrk", final, np.eye(n))
    income_of = _income_of_income(made, spent, share - net, pool, value_added, labour,
                                  foreign, owner)  # fmt: skip
    income = _balanced(income_of) * np.exp(rng.normal(0, recipe.deficit, n))
    return World.from_arrays(
        net * (spent @ income)[None],
        regions=[f"R{i}" for i in range(n)],
        sectors=[f"S{s}" for s in range(j)],
        trade_elasticity=rng.uniform(*recipe.elasticity, j),
        tariff=tariff,
        input_share=inputs,
        labour_share=labour,
        revenue_share=pool,
        foreign_share=foreign,
        owner_share=owner,
        input_substitution=recipe.input_substitution,
        final_substitution=recipe.final_substitution,
        name=f"random {seed}",
    )


def random_shock(world: World, seed: int, size: float = 0.3) -> Shock:
    """Log-normal changes of trade costs, tariff factors and productivity, sd `size`."""
    rng, shape = np.random.default_rng(seed), world.flow.shape
    abroad = (1 - np.eye(len(world.regions)))[:, :, None]
    return Shock(
        trade_cost=np.exp(rng.normal(0, size, shape) * abroad),
        tariff=(1 + world.tariff) * np.exp(np.abs(rng.normal(0, size, shape)) * abroad) - 1,
        productivity=np.exp(rng.normal(0, size, world.output.shape)),
    )


def _trade_shares(recipe: Recipe, rng: Generator) -> Array:
    """π [exporter, importer, sector]: gravity with random costs, zeros and untraded services."""
    n, j = recipe.regions, recipe.sectors
    size = rng.normal(0, 0.7, (n, 1, 1))
    appeal = np.exp(size + rng.normal(0, 0.7, (n, n, j)) + recipe.home * np.eye(n)[:, :, None])
    traded = rng.uniform(size=(n, n, j)) >= recipe.zeros
    traded[np.arange(n), (np.arange(n) + 1) % n, 0] = True
    if recipe.services:
        traded[:, :, j - recipe.services :] = False
    traded[np.arange(n), np.arange(n)] = True
    appeal = appeal * traded
    return appeal / appeal.sum(axis=0)


def _owners(recipe: Recipe, rng: Generator) -> tuple[Array, Array]:
    """Foreign shares [region, sector] and who the owners are [region, owner]."""
    n, j = recipe.regions, recipe.sectors
    if not recipe.foreign:
        return np.zeros((n, j)), np.zeros((n, n))
    weight = rng.uniform(0.1, 1, (n, n)) * (1 - np.eye(n))
    return rng.uniform(0.1, 0.5, (n, j)), weight / weight.sum(axis=1, keepdims=True)


def _pool(recipe: Recipe, rng: Generator) -> Array:
    pool = np.eye(recipe.regions)
    if recipe.pooled:
        split = rng.uniform(0.2, 0.8)
        pool[:2, :2] = [split, 1 - split]
    return pool


def _output_of_income(net: Array, inputs: Array, final: Array) -> Array:
    """Output per unit of each region's income [region, sector, income of]: a Leontief inverse."""
    n, j = final.shape
    demand = np.einsum("imr,mrs->irms", net, inputs).reshape(n * j, n * j)
    first = np.einsum("ims,ms->ism", net, final).reshape(n * j, n)
    made: Array = np.linalg.solve(np.eye(n * j) - demand, first).reshape(n, j, n)
    return made


def _income_of_income(
    made: Array, spent: Array, duty: Array, pool: Array, value_added: Array, labour: Array,
    foreign: Array, owner: Array,
) -> Array:  # fmt: skip
    """Income earned per unit of each region's income [region, income of]; columns sum to one."""
    earned = np.einsum("ns,nsk->nk", value_added, made)
    collected = np.einsum("ins,nsk->nk", duty, spent)
    paid = np.einsum("ns,nsk->nk", foreign * (1 - labour) * value_added, made)
    total: Array = earned + pool.T @ collected + owner.T @ paid - paid
    return total


def _balanced(income_of: Array) -> Array:
    """Incomes that reproduce themselves, so that every deficit is zero [region]; mean 1,000."""
    n = len(income_of)
    equations = np.vstack([income_of - np.eye(n), np.ones(n)])
    target = np.append(np.zeros(n), 1000.0 * n)
    return np.linalg.lstsq(equations, target)[0]
