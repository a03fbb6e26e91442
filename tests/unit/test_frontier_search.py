"""The search against enumeration on invented worlds: the stated gap covers what it missed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from geoecon.errors import ConflictError
from geoecon.frontier import search as searching
from geoecon.frontier.evaluate import Answers
from geoecon.frontier.outcomes import Outcomes, frontier_of, outcomes
from geoecon.frontier.sets import Masks, Rules, bits
from geoecon.frontier.states import State
from geoecon.frontier.surrogate import Surrogate

COUNT, INCOME = 8, 1000.0
STATES = (
    State("open", "nobody", 0.9, 0.98, 0.8),
    State("B", "B stops", 0.06, 0.01, 0.1),
    State("C", "C stops", 0.04, 0.01, 0.1),
)


class Invented:
    """Incomes by formula: options, pairs, and as many triples as `rough` makes matter."""

    def __init__(self, seed: int, rough: float) -> None:
        rng = np.random.default_rng(seed)
        self.rows: dict[int, object] = {}
        self.base = np.array([0.0, -0.05, -0.06])
        self.single = rng.normal(0.004, 0.01, (COUNT, 3))
        self.pair = rng.normal(0, 0.002, (COUNT, COUNT, 3))
        self.triple = rng.normal(0, rough, (COUNT, COUNT, COUNT, 3))
        self.costs = rng.uniform(0, 12, COUNT)

    @property
    def solved(self) -> list[int]:
        return sorted(self.rows)

    def __call__(self, masks: Iterable[int]) -> None:
        self.rows |= dict.fromkeys(map(int, masks))

    def answers(self, masks: Iterable[int]) -> Answers:
        asked = np.array(list(masks), dtype=np.int64)
        x = bits(asked, COUNT).astype(float)
        log = self.base + x @ self.single + np.einsum("si,sj,ijk->sk", x, x, self.pair)
        log += np.einsum("si,sj,sk,ijkt->st", x, x, x, self.triple)
        return Answers(asked, np.exp(log), np.full(log.shape, ""))

    def judge(self, answers: Answers) -> Outcomes:
        return outcomes(answers, STATES, self.costs, INCOME)


def free() -> Rules:
    rules = Rules.__new__(Rules)
    rules.count, rules.needs, rules.excludes = COUNT, [0] * COUNT, [0] * COUNT
    return rules


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SAMPLE", 12)
    monkeypatch.setattr(searching, "BATCH", 8)


@pytest.mark.parametrize("rough", [0.0, 1e-5, 1e-4, 5e-4])
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("most", [70, 100])
def test_the_gap_covers_the_true_frontier(seed: int, rough: float, most: int) -> None:
    world, rules = Invented(seed, rough), free()
    found = searching.search(world, rules, world.judge, budget=None, most=most)
    every = world.judge(world.answers(rules.all_admissible()))
    front = found.outcomes.only(found.frontier)
    for exposure, expected, gap in zip(front.exposure, front.expected, found.gap, strict=True):
        best = every.expected[every.exposure <= exposure].max()
        assert best <= expected + gap + 1e-6
    assert every.exposure.min() >= front.exposure.min() - found.below - 1e-6
    assert found.sets == 256
    assert len(found.outcomes.masks) <= most


def test_pairs_alone_leave_no_gap() -> None:
    """Nothing but options and pairs: the surrogate is exact, and the frontier that of all sets."""
    world, rules = Invented(1, 0.0), free()
    found = searching.search(world, rules, world.judge, budget=None, most=200)
    every = world.judge(world.answers(rules.all_admissible()))
    assert found.left == 0
    assert found.error_musd < 1e-9
    assert found.gap.max() == 0
    best = every.masks[frontier_of(every)].tolist()
    assert found.outcomes.masks[found.frontier].tolist() == best
    assert len(found.outcomes.masks) < 120


def test_a_short_search_of_a_rough_world_states_a_gap() -> None:
    world, rules = Invented(2, 5e-4), free()
    found = searching.search(world, rules, world.judge, budget=None, most=60)
    assert found.left > 0
    assert found.error_musd > 1
    assert found.gap.max() > 0


def test_a_budget_binds_what_is_searched() -> None:
    world, rules = Invented(3, 1e-5), free()
    budget = float(np.sort(world.costs)[:3].sum())
    found = searching.search(world, rules, world.judge, budget=budget, most=256)
    assert found.outcomes.cost[found.frontier].max() <= budget
    every = world.judge(world.answers(rules.all_admissible()))
    assert set(found.outcomes.masks[found.frontier]) == set(
        every.masks[frontier_of(every, budget)]
    )  # fmt: skip


def test_sets_without_a_number_are_refused() -> None:
    class Endless(Invented):
        def answers(self, masks: Iterable[int]) -> Answers:
            found = super().answers(masks)
            income = np.where((found.masks == 1)[:, None], np.nan, found.income)
            return Answers(found.masks, income, np.where(np.isnan(income), "no supplier", ""))

    world = Endless(0, 0.0)
    with pytest.raises(ConflictError, match="have no number"):
        searching.search(world, free(), world.judge, budget=None, most=100)


def test_the_surrogate_gives_back_what_it_was_fitted_to() -> None:
    world = Invented(4, 0.0)
    masks: Masks = np.arange(256)
    rng = np.random.default_rng(0)
    fit = Surrogate(world.answers(rng.permutation(masks)[:90]), COUNT)
    np.testing.assert_allclose(fit.answers(masks).income, world.answers(masks).income, rtol=1e-9)
