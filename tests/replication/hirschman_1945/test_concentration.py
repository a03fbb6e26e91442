"""Concentration on examples that are printed.

Hirschman (1945), National Power and the Structure of Foreign Trade, chapter VI: the index runs
from 100 for a single partner down to 100/√n for n equal ones. The index of the sum of squares
without the root is printed with numbers by those who use it: the Antitrust Division of the United
States Department of Justice (page "Herfindahl-Hirschman Index") for firms of 30, 30, 20 and 20 per
cent: 2,600; OnLineTexts.com (2004, Industry Policy) for 60, 30, 10: 4,600, for 40, 30, 20, 10:
3,000, for four of 25: 2,500; Investopedia (video page on the index) for eight of 10, 9, 12, 15,
12, 11, 15 and 16: 1,296. Their shares are per cent, ours ratios: a factor of 10,000.
"""

from __future__ import annotations

import numpy as np
import pytest

from geoecon.measures.indices import herfindahl, hirschman

PRINTED = [
    ([30, 30, 20, 20], 2600),
    ([60, 30, 10], 4600),
    ([40, 30, 20, 10], 3000),
    ([25, 25, 25, 25], 2500),
    ([10, 9, 12, 15, 12, 11, 15, 16], 1296),
]


@pytest.mark.parametrize(("shares", "printed"), PRINTED)
def test_printed_sums_of_squares(shares: list[float], printed: float) -> None:
    assert 10_000 * herfindahl(np.array(shares, dtype=float)) == pytest.approx(printed)


@pytest.mark.parametrize(("shares", "printed"), PRINTED)
def test_hirschmans_own_index_is_its_root(shares: list[float], printed: float) -> None:
    assert hirschman(np.array(shares, dtype=float)) == pytest.approx(np.sqrt(printed))


def test_bounds_of_the_index() -> None:
    """100 is the most, and n partners give at least 100/√n, reached where they are equal."""
    assert hirschman(np.array([5.0, 0.0, 0.0])) == pytest.approx(100)
    rng = np.random.default_rng(1)
    for count in (2, 5, 20):
        least = 100 / np.sqrt(count)
        assert hirschman(np.ones(count)) == pytest.approx(least)
        drawn = hirschman(rng.uniform(0.1, 1, (count, 50)))
        assert (drawn > least).all()
        assert (drawn < 100).all()
