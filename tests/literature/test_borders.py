"""What gravity says of borders and size, on the embedded world, stated in advance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geoecon.runs.run import Run
from geoecon.variables import Array
from geoecon.world.world import World

from .conftest import GOODS, goods_between

DEARER = {"kind": "barrier", "exporters": "all", "importers": "all", "sectors": "goods"}


def home_share(flow: Array) -> Array:
    """Goods bought at home over all goods bought, before tariff [importer]."""
    goods = flow[:, :, :GOODS].sum(axis=2)
    share: Array = np.diagonal(goods) / goods.sum(axis=0)
    return share


def test_borders_keep_trade_of_small_economies_at_home_and_cost_them_more(
    asked: Callable[..., Run], world: World
) -> None:
    """Anderson and van Wincoop (2003), second implication: trade barriers raise size-adjusted trade
    within small economies more than within large ones. By Arkolakis, Costinot and Rodríguez-Clare
    (2012) the rise of the share bought at home is the loss.

    Sign: all but a few lose. Band: the smallest quarter keeps at least 1.5 times as much more at
    home, and loses at least 1.5 times as much, as the largest quarter (medians).
    """
    run = asked(DEARER | {"change_pct": 10})
    order, quarter = np.argsort(world.income), len(world.regions) // 4
    small, large = order[:quarter], order[-quarter:]
    kept = home_share(run.solution.flow) / home_share(world.flow) - 1
    loss = 1 - run.solution.real_income
    for found in (kept, loss):
        assert np.median(found[large]) > 0
        assert np.median(found[small]) > 1.5 * np.median(found[large])
    assert (loss > 0).mean() > 0.9


def test_trade_of_the_world_falls_by_less_than_the_elasticity_says(
    asked: Callable[..., Run], world: World
) -> None:
    """Head and Mayer (2014): at given prices trade changes by the elasticity; in general
    equilibrium buyers have nowhere else to go but home, so it changes by less.

    Sign: negative. Band: between 0.3 and 0.95 of the change at given prices.
    """
    run = asked(DEARER | {"change_pct": 10})
    cells = goods_between(world, world.regions, world.regions)
    flow = world.flow
    partial = (flow * 1.1**-world.trade_elasticity)[cells].sum() / flow[cells].sum() - 1
    fall = run.solution.flow[cells].sum() / flow[cells].sum() - 1
    assert 0.3 * partial > fall > 0.95 * partial


def test_a_dearer_pair_loses_the_elasticity_and_others_gain(
    asked: Callable[..., Run], world: World
) -> None:
    """Structural gravity: one small pair changes nobody's prices, so that its trade moves by theta
    and what it buys elsewhere rises.

    Sign: the pair falls, its other suppliers gain. Band: within a tenth of theta in every sector.
    """
    run = asked(DEARER | {"exporters": "ARG", "importers": "KAZ", "change_pct": 10})
    seller, buyer = world.region("ARG"), world.region("KAZ")
    traded = np.flatnonzero(world.flow[seller, buyer, :GOODS] > 0)
    assert len(traded) >= 5
    ratio = run.solution.flow[seller, buyer, traded] / world.flow[seller, buyer, traded]
    answer = -np.log(ratio) / np.log(1.1)
    np.testing.assert_allclose(answer, world.trade_elasticity[traded], rtol=0.1)
    others = [code for code in world.regions if code not in ("ARG", "KAZ")]
    cells = goods_between(world, others, ["KAZ"])
    assert run.solution.flow[cells].sum() > world.flow[cells].sum()
