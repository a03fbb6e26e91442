"""Taxes and premiums beside a change of routes: both are paid, each to those who earn it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import geoecon
from geoecon.couple.loop import Effect, joined
from geoecon.errors import ConflictError
from geoecon.runs.run import Run
from geoecon.scenario import Scenario, load_scenario
from geoecon.scenario.build import build_step
from geoecon.scenario.shock import Shock
from geoecon.world.store import load_world

ROOM = "assumption: a test"
LEAKY: dict[str, Any] = {
    "kind": "sanction",
    "exporters": "USA",
    "importers": "RUS",
    "sectors": "goods",
    "cut_pct": 30,
    "source": ROOM,
    "evasion": {
        "premium_pct": 20,
        "source": ROOM,
        "middlemen": [
            {"economy": "KAZ", "leak_pct": 20, "source": ROOM},
            {"economy": "TUR", "leak_pct": 10, "source": ROOM},
        ],
    },
}
TAX = {"kind": "export tax", "exporters": "KAZ", "importers": "CHN", "pct": 10, "source": ROOM}
METALS = TAX | {"sectors": "metals"}


def beside(name: str, *more: dict[str, Any], routes: bool = True) -> Run:
    """A shipped scenario on routes with other instruments, or these alone."""
    fields = load_scenario(name).model_dump()
    kept = fields["instruments"] if routes else []
    return geoecon.run(Scenario.model_validate(fields | {"instruments": [*kept, *more]}))


@pytest.fixture(scope="module")
def together() -> Run:
    return beside("northern-corridor-closed", LEAKY, METALS)


def margins_earned(run: Run) -> np.ndarray:
    """What taxes and premiums pay at the trade that was solved for [region]."""
    _, margins = build_step(run.scenario, run.world, range(len(run.scenario.instruments)))
    total: np.ndarray = sum(margin.earned(run.solution.flow) for margin in margins)
    return total


def test_what_is_earned_on_one_sale_adds_up() -> None:
    world = load_world()
    effect = Effect.none(world)
    effect.wedge[0, 1, 0] = 1.2
    tax = np.ones(world.flow.shape)
    tax[0, 1, 0] = 1.1
    tax[1, 0, 0] = 1.5
    wedge = joined(world, Shock(wedge=tax), [effect]).wedge
    assert wedge[0, 1, 0] == pytest.approx(1.3)
    assert wedge[1, 0, 0] == 1.5
    assert (wedge != 1).sum() == 2


def test_carriers_and_middlemen_get_what_buyers_pay(together: Run) -> None:
    assert together.corridors is not None
    carriers, others = together.corridors.agreement.effects
    earned = margins_earned(together)
    np.testing.assert_allclose(others.transfer, earned, rtol=1e-6, atol=1e-2)
    received = together.solution.shock.transfer
    np.testing.assert_allclose(received, carriers.transfer + others.transfer, rtol=1e-12)
    table = together.leakage().set_index("middleman")
    at = [together.world.region(code) for code in ("KAZ", "TUR")]
    tax = earned[at] - table.loc[["KAZ", "TUR"], "margin_musd"].to_numpy()
    assert tax[0] > 1
    assert tax[1] == pytest.approx(0, abs=1e-6)


def test_the_books_close(together: Run) -> None:
    assert together.corridors is not None
    assert together.corridors.agreement.residual < 1e-7
    solution = together.solution
    assert solution.converged
    assert max(solution.residuals.values()) < 1e-9
    assert solution.walras < 1e-9


def test_effects_nearly_add_up(together: Run) -> None:
    """A small tax and a small leak do to Kazakhstan nearly what they do with routes open."""
    closed = beside("northern-corridor-closed")
    alone = beside("northern-corridor-closed", LEAKY, METALS, routes=False)
    runs = (together, closed, alone)
    both, routes, taxes = (run.headline().loc["KAZ", "real_income_pct"] for run in runs)
    assert taxes > 0 > routes
    assert both == pytest.approx(routes + taxes, abs=0.25 * taxes)


def test_the_order_of_instruments_does_not_matter(together: Run) -> None:
    turned = beside("northern-corridor-closed", METALS, LEAKY)
    np.testing.assert_allclose(turned.solution.flow, together.solution.flow, rtol=1e-6, atol=1e-6)


def test_crude_on_the_network_bears_no_tax_beside() -> None:
    with pytest.raises(ConflictError, match="cannot be solved together"):
        beside("cpc-closed", TAX)


def test_other_goods_do() -> None:
    taxed, plain = beside("cpc-closed", METALS), beside("cpc-closed")
    income = [run.headline().loc["KAZ", "real_income_pct"] for run in (taxed, plain)]
    assert income[0] > income[1]
    assert margins_earned(taxed)[taxed.world.region("KAZ")] > 0
