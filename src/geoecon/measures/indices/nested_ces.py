"""The loss from losing a bundle of suppliers, others' prices given: nested CES in closed form.

Clayton, Maggiori and Schreger (2023, A Framework for Geoeconomics, NBER 31852; 2024, A Theory of
Economic Coercion and Fragmentation, NBER 33309) measure power over a buyer by what it would lose
if a hegemon withdrew all its inputs at once, with nested CES in baskets and their varieties. The
formula here is the exact change of that price index with other suppliers' prices given (as the
gain from variety of Feenstra 1994, equation 4, read backwards).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geoecon.errors import RangeError
from geoecon.variables import Array
from geoecon.world.world import World


def basket_price(lost: Array, elasticity: Array) -> Array:
    """P̂_J = (1 − ω_J)^(−1/(σ_J − 1)): price of baskets that lose suppliers of share ω.

    `lost` [basket], shares of spending; `elasticity` σ [basket], above one. A basket that loses
    all its suppliers has no price (infinite).

    Raises RangeError for a share outside [0, 1] or an elasticity of one or less.
    """
    if (lost < 0).any() or (lost > 1).any():
        raise RangeError("a share of spending lies outside 0 to 1")
    if (elasticity <= 1).any():
        raise RangeError(
            "an elasticity of substitution among suppliers is one or less",
            why="losing any supplier for good would then cost everything",
        )
    with np.errstate(divide="ignore"):
        price: Array = (1 - lost) ** (-1 / (elasticity - 1))
    return price


def bundle_loss(weight: Array, lost: Array, elasticity: Array, substitution: float) -> float:
    """1 − 1/P̂: the part of real spending lost with suppliers of shares `lost`.

    P̂ = (Σ_J Ω_J P̂_J^(1−ρ))^(1/(1−ρ)), or Π_J P̂_J^Ω_J where ρ = 1. `weight` Ω [basket] sums to
    one, ρ is `substitution` among baskets. Losing all of a basket that ρ ≤ 1 makes essential
    costs everything: 1.

    Raises RangeError as `basket_price`.
    """
    used = weight > 0
    price = basket_price(lost[used], elasticity[used])
    if substitution == 1:
        return float(1 - np.prod(price ** -weight[used]))
    power = 1 - substitution
    return float(1 - (weight[used] @ price**power) ** (-1 / power))


def loss_without(world: World, region: str, partners: Sequence[str]) -> float:
    """Part of real final spending that `region` loses without `partners`, all prices given.

    The baskets are the sectors of final demand, their elasticity σ = 1 + θ. Wages, costs at home
    and the prices of other suppliers stay as they are, and nothing is lost in exports: what the
    whole model adds is the difference to a solve.

    Raises UnknownNameError for a region that the world lacks.
    """
    me, gone = world.region(region), [world.region(code) for code in partners]
    lost = np.minimum(world.trade_share[gone, me].sum(axis=0), 1.0)  # rounding above one
    sigma = 1 + world.trade_elasticity
    return bundle_loss(world.final_share[me], lost, sigma, world.final_substitution)
