"""Varieties that move, counted one by one in the textbook model, are productivity n^(1/theta).

A taste for each exporter's goods is a sum over its varieties: with n of them for one, it is n times
as large (Krugman 1980; Arkolakis, Costinot and Rodríguez-Clare 2012, section II).
"""

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.scenario import Scenario, build_shock
from geoecon.scenario.shock import Shock
from geoecon.testing.random_worlds import Recipe, random_world

from . import textbook

SAID = "assumption: a test"


def moved(share: float) -> Scenario:
    plants = {"kind": "relocation", "out_of": ["A", "C"], "into": "B", "sectors": "goods"}
    number = {"share_pct": share, "profit_pct": 0.0, "owner_share_pct": 0.0}
    base = {"name": "s", "title": "T", "question": "Q?", "date": "2023-12-31", "focus": "A"}
    said = {"source": SAID, "profit_source": SAID}
    return Scenario.model_validate(base | {"instruments": [plants | number | said]})


@pytest.mark.parametrize("share", [5.0, 60.0])
@pytest.mark.parametrize("specific", [1.0, 0.4])
def test_moved_varieties_counted_one_by_one(
    monkeypatch: pytest.MonkeyPatch, share: float, specific: float
) -> None:
    recipe = Recipe(regions=3, sectors=2, least_labour_share=specific)
    world = random_world(recipe, 4).replace(regions=("A", "B", "C"), sectors=("goods", "more"))
    made, varieties = world.output[:, 0], np.ones((3, 2))
    varieties[[0, 2], 0] = 1 - share / 100
    varieties[1, 0] = 1 + share / 100 * (made[0] + made[2]) / made[1]
    model = textbook.calibrate(world)
    counted = model._replace(taste=model.taste * varieties[:, None, :])
    monkeypatch.setattr(textbook, "calibrate", lambda _: counted)
    by_hand = textbook.solve_textbook(world, Shock(), "own income")
    shock, _ = build_shock(moved(share), world)
    fast = solve(world, shock, closure="own income")
    np.testing.assert_allclose(fast.flow, by_hand.flow, rtol=1e-6, atol=1e-6)
    # the textbook's real income counts varieties in its prices, as the model's does
    np.testing.assert_allclose(fast.real_income, by_hand.real_income, rtol=1e-7)
    assert abs(fast.real_income[1] - 1) > 1e-4
