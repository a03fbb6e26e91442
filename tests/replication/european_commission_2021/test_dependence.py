"""The Commission's three indicators, on cases that follow from their definitions.

European Commission (2021), Strategic dependencies and capacities, SWD(2021) 352 final, section
on the bottom-up mapping, applied again by Arjona, Connell and Herghelegiu (2023): a product is
dependent where the concentration of imports from outside the Union exceeds 0.4, imports from
outside exceed half of all imports, and imports from outside exceed the Union's exports. They print
how many products are flagged (137 of some 5,200), no product with its numbers, so that the cases
below are worked from the definitions, one indicator at a time. Lefebvre and Wibaux (2024, CEPII
Policy Brief 47, database GeoDep) use 0.4 and 1 likewise and count a product that is not exported
at all as one that own production cannot replace.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoecon.measures.indices import dependence
from geoecon.world.world import World


def product(suppliers: list[float], inside: float, exports: float) -> pd.Series:
    """The row of one product of a union of two; `suppliers` outside, trade `inside`, `exports`."""
    count = len(suppliers)
    names = ["U1", "U2", *(f"O{i}" for i in range(count))]
    flow = np.zeros((count + 2, count + 2, 1))
    flow[np.arange(count + 2), np.arange(count + 2)] = 1000.0
    flow[2:, 0, 0] = suppliers
    flow[0, 1, 0], flow[1, 2, 0] = inside, exports
    world = World.from_arrays(flow, regions=names, sectors=["x"], trade_elasticity=4.0)
    return dependence(world, ["U1", "U2"]).iloc[0]


def test_all_three_indicators_in_one_product() -> None:
    """80 and 20 from outside, 50 inside, 30 sold outside: HHI 0.68, 100/150, 100/(30 + 50)."""
    row = product([80.0, 20.0], 50.0, 30.0)
    assert row["concentration"] == pytest.approx(0.8**2 + 0.2**2)
    assert row["outside_share"] == pytest.approx(100 / 150)
    assert row["replaceability"] == pytest.approx(100 / 80)
    assert row["dependent"]
    assert row["largest"] == "O0"


@pytest.mark.parametrize(
    ("suppliers", "inside", "exports", "flagged"),
    [
        ([70.0, 30.0], 10.0, 10.0, True),
        ([40.0, 30.0, 30.0], 10.0, 10.0, False),  # HHI 0.34
        ([70.0, 30.0], 120.0, 10.0, False),  # less than half comes from outside
        ([70.0, 30.0], 10.0, 95.0, False),  # more is sold than bought outside
        ([70.0, 30.0], 10.0, 90.0, False),  # just as much: 1 does not exceed 1
        ([70.0, 30.0], 0.0, 0.0, True),  # nothing exported: not to be replaced
    ],
)
def test_every_indicator_has_a_veto(
    suppliers: list[float], inside: float, exports: float, flagged: bool
) -> None:
    assert product(suppliers, inside, exports)["dependent"] == flagged
