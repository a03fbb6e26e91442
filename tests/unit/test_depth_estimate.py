"""Gravity by depth: it finds the effects that a world was made with."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from geoecon.estimate import depth as module
from geoecon.estimate.depth import estimate_depths, pair_depths
from geoecon.estimate.gravity import Pairs, design
from geoecon.parameters import DEPTHS
from geoecon.testing.toys import symmetric
from geoecon.world.store import load_world


def test_pairs_have_their_deepest_agreement():
    codes = ("BLR", "KAZ", "RUS", "DEU", "FRA", "TUR", "SRB", "CHN")
    ranks = pair_depths(codes)

    def depth(one, other):
        rank = ranks[codes.index(one), codes.index(other)]
        return DEPTHS[rank - 1] if rank else ""

    assert depth("BLR", "RUS") == "union state"
    assert depth("KAZ", "RUS") == "customs union"
    assert depth("DEU", "FRA") == "single market"
    assert depth("DEU", "TUR") == "customs union"
    assert depth("KAZ", "SRB") == "free trade"
    assert depth("KAZ", "CHN") == ""
    assert (ranks == ranks.T).all()
    assert not ranks.diagonal().any()


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # raised inside pyfixest
@pytest.mark.filterwarnings("ignore:.*observations removed because of separation")
@pytest.mark.filterwarnings("ignore:invalid value encountered in sqrt")
def test_known_effects_are_found_again(monkeypatch):
    pytest.importorskip("pyfixest")
    rng = np.random.default_rng(1)
    world = load_world()
    n = len(world.regions)
    place = rng.uniform(size=(n, 2))
    apart = np.linalg.norm(place[:, None] - place[None], axis=2) * 5000 + 100
    ranks = pair_depths(world.regions)
    true = np.array([0.0, 0.1, 0.3, 0.5, 0.7, 0.9])
    size = np.exp(rng.normal(size=n))
    flow = np.outer(size, size) / apart * np.exp(true[ranks]) * rng.gamma(9, 1 / 9, (n, n))
    target = world.regions.index("RUS")
    coalition = rng.integers(0, 2, n).astype(float)
    coalition[target] = 0.0
    made = np.broadcast_to(flow[:, :, None], world.flow.shape)
    zero = np.zeros((n, n))
    pairs = Pairs(apart, zero, zero, coalition, "RUS")
    monkeypatch.setattr(module, "design", lambda *_: _sample(world, made, pairs))
    found = estimate_depths(world, pairs, ("food",)).set_index("depth")
    for depth in ("free trade", "customs union", "single market"):
        effect, error = found.loc[depth, ["effect_log", "standard_error_log"]]
        assert error < 0.15
        assert abs(effect - true[1 + DEPTHS.index(depth)]) < 3 * error
    assert "union state" not in found.index


def _sample(world, flow, pairs):
    made = SimpleNamespace(regions=world.regions, flow=flow, sector=world.sector)
    return design(made, pairs, "food")


def test_a_world_without_agreements_has_none():
    assert not pair_depths(symmetric().regions).any()
