"""A small world with real codes, for tests of scenarios."""

import numpy as np
import pytest

from geoecon.parameters import applied_tariffs, revenue_shares
from geoecon.world.world import World

REGIONS = ("ARM", "BLR", "CHN", "DEU", "KAZ", "KGZ", "RUS")
SECTORS = ("metals", "food", "transport")


@pytest.fixture(scope="session")
def small_world() -> World:
    """The five of the EAEU with China and Germany: a union that pools duties, and outsiders."""
    n = len(REGIONS)
    flow = np.random.default_rng(1).uniform(5, 50, (n, n, len(SECTORS)))
    flow[np.arange(n), np.arange(n)] += 1000
    return World.from_arrays(
        flow,
        regions=REGIONS,
        sectors=SECTORS,
        trade_elasticity=[4.0, 2.0, 5.0],
        tariff=applied_tariffs(REGIONS, SECTORS),
        revenue_share=revenue_shares(REGIONS),
    )
