"""Trade lost to sanctions, estimated on trade whose loss is known."""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.world.world import World

pytest.importorskip("pyfixest")

from geoecon.estimate.gravity import Pairs, distance, restored_trade

pytestmark = [
    pytest.mark.filterwarnings("ignore:The inplace keyword"),  # raised inside pyfixest
    pytest.mark.filterwarnings("ignore:.*observations removed because of separation"),
]

REGIONS = tuple(f"R{i}" for i in range(24))
EFFECT = -1.2  # true log effect of the measures, both ways
TARGET, SENDERS = 0, range(1, 9)


def made_world() -> tuple[World, Pairs, np.ndarray]:
    """Exact gravity flows, cut between target and senders; and the flows before the cut."""
    rng = np.random.default_rng(7)
    n = len(REGIONS)
    kilometres = distance(rng.uniform(-60, 60, n), rng.uniform(-180, 180, n))
    logs = np.log(np.where(kilometres > 0, kilometres, 1.0))
    size = rng.normal(5, 1, (2, n))
    free = np.exp(size[0][:, None] + size[1][None, :] - 0.9 * logs)
    np.fill_diagonal(free, free.sum(axis=1) + free.sum(axis=0))
    coalition = np.isin(np.arange(n), list(SENDERS)).astype(float)
    is_target = (np.arange(n) == TARGET).astype(float)
    cut = np.outer(coalition, is_target) + np.outer(is_target, coalition)
    flow = free * np.exp(EFFECT * cut) * rng.lognormal(0, 0.02, (n, n))
    agreement = (rng.uniform(size=(n, n)) < 0.3).astype(float)
    union = (rng.uniform(size=(n, n)) < 0.1) * (1 - agreement)
    world = World.from_arrays(flow, regions=REGIONS, sectors=["all"], trade_elasticity=4.0)
    return world, Pairs(kilometres, union, agreement, coalition, REGIONS[TARGET]), free


def test_known_losses_come_back() -> None:
    world, pairs, free = made_world()
    table = restored_trade(world, pairs, ["all"])
    assert len(table) == 2 * len(SENDERS)
    assert table["effect_log"].to_numpy() == pytest.approx(EFFECT, abs=0.05)
    rows, columns = (
        [world.region(code) for code in table[side]] for side in ("exporter", "importer")
    )
    assert table["restored_musd"].to_numpy() == pytest.approx(free[rows, columns], rel=0.12)
    assert (table["method"] == "scaled").all()


def test_cells_that_sank_to_nothing_are_fitted() -> None:
    world, pairs, free = made_world()
    flow = world.flow.copy()
    flow[1, TARGET] = 0.0
    table = restored_trade(world.replace(flow=flow), pairs, ["all"])
    row = table[(table["exporter"] == "R1") & (table["importer"] == "R0")].iloc[0]
    assert row["method"] == "fitted"
    assert row["baseline_musd"] == 0
    assert row["restored_musd"] == pytest.approx(free[1, TARGET], rel=0.25)


def test_no_loss_leaves_no_rows() -> None:
    world, pairs, free = made_world()
    noise = np.random.default_rng(1).lognormal(0, 0.1, free.shape)
    table = restored_trade(world.replace(flow=(free * noise)[:, :, None]), pairs, ["all"])
    assert table.empty


def test_distance_of_a_quarter_of_the_globe() -> None:
    kilometres = distance(np.array([0.0, 90.0]), np.array([0.0, 0.0]))
    assert kilometres[0, 1] == pytest.approx(6371.0 * np.pi / 2)
    assert kilometres[0, 0] == 0
