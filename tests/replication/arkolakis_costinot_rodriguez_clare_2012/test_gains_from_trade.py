"""The cost of losing all trade, as Arkolakis, Costinot and Rodríguez-Clare (2012) print it.

American Economic Review 102(1), equation 1 and the introduction: real income changes by
λ̂^(1/ε), and for the United States in 2000, whose home share is λ = 0.93, at trade elasticities
ε of −10 and −5 the gains from trade are 0.7 and 1.4 per cent. The nested-CES index with one basket
and all foreign suppliers lost is that formula, and so is the exact model cut off from everybody.
"""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.measures.indices import bundle_loss, loss_without
from geoecon.scenario.shock import Shock
from geoecon.testing.toys import symmetric

HOME = 0.93
PRINTED = [(10.0, 0.7), (5.0, 1.4)]


@pytest.mark.parametrize(("theta", "printed"), PRINTED)
def test_index(theta: float, printed: float) -> None:
    loss = bundle_loss(np.ones(1), np.array([1 - HOME]), np.array([1 + theta]), 1.0)
    assert round(100 * loss, 1) == printed


@pytest.mark.parametrize(("theta", "printed"), PRINTED)
def test_model(theta: float, printed: float) -> None:
    """Sized to the same home share, the model in autarky and the index agree to rounding."""
    world = symmetric(3, home=HOME, trade_elasticity=theta)
    cost = np.where(np.eye(3, dtype=bool)[:, :, None], 1.0, np.inf)
    exact = 1 - solve(world, Shock(trade_cost=cost)).real_income
    assert round(100 * float(exact[0]), 1) == printed
    assert exact[0] == pytest.approx(loss_without(world, "A", ["B", "C"]), rel=1e-8)
