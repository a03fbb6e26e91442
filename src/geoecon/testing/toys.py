"""Small worlds solvable by hand, for tests, documentation and first steps."""

from __future__ import annotations

import numpy as np

from geoecon.world.world import World


def symmetric(
    regions: int = 2,
    *,
    home: float = 0.8,
    trade_elasticity: float = 4.0,
    value_added_share: float = 1.0,
    tariff: float = 0.0,
    input_substitution: float = 1.0,
) -> World:
    """Equal regions with one sector: each spends `home` at home, the rest evenly abroad.

    `tariff` is every foreign tariff, ratio; value added is 1,000 million USD in each region.
    """
    abroad = (1 - np.eye(regions)) * (1 - home) / max(regions - 1, 1)
    share = np.eye(regions) * home + abroad
    rates = np.full((regions, regions), tariff) * (1 - np.eye(regions))
    net = (share / (1 + rates)).sum(axis=0)[0]  # what sellers get of a dollar spent
    spending = 1000 / value_added_share / net
    return World.from_arrays(
        share / (1 + rates) * spending,
        regions=[chr(ord("A") + i) for i in range(regions)],
        trade_elasticity=trade_elasticity,
        tariff=rates,
        input_share=np.full((regions, 1, 1), 1 - value_added_share),
        input_substitution=input_substitution,
        name="symmetric",
    )


def closed(
    final_share: list[float],
    *,
    labour_share: float = 1.0,
    final_substitution: float = 1.0,
    trade_elasticity: float = 4.0,
) -> World:
    """One region that trades with nobody and uses no inputs; income is 1,000 million USD."""
    flow = 1000 * np.array(final_share)[None, None, :]
    return World.from_arrays(
        flow,
        regions=["A"],
        sectors=[f"S{s}" for s in range(len(final_share))],
        trade_elasticity=trade_elasticity,
        labour_share=np.full((1, len(final_share)), labour_share),
        final_substitution=final_substitution,
        name="closed",
    )


def oil_and_factories() -> World:
    """Three regions and two sectors: A sells oil, B sells goods, C sits between them.

    Oil is made with a factor specific to it and is an input to goods; figures are invented.
    """
    flow = np.zeros((3, 3, 2))
    flow[:, :, 0] = [[40, 60, 20], [0, 50, 5], [0, 5, 30]]  # oil
    flow[:, :, 1] = [[100, 0, 5], [70, 900, 60], [20, 50, 300]]  # goods
    inputs = np.zeros((3, 2, 2))
    inputs[:, 0, 0] = 0.10  # oil in oil
    inputs[:, 1, 0] = 0.10  # goods in oil
    inputs[:, 0, 1] = 0.06  # oil in goods
    inputs[:, 1, 1] = 0.34  # goods in goods
    inputs[0, :, 1] = [0.05, 0.35]
    return World.from_arrays(
        flow,
        regions=["A", "B", "C"],
        sectors=["oil", "goods"],
        trade_elasticity=[12.0, 4.0],
        input_share=inputs,
        labour_share=np.array([[0.3, 1.0]] * 3),
        name="oil and factories",
    )
