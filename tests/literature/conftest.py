"""The embedded world, and scenarios asked in a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

import geoecon
from geoecon.runs.run import Run
from geoecon.scenario import Scenario
from geoecon.scenario.selection import Mask
from geoecon.world.store import load_world
from geoecon.world.world import World

ROOM = "assumption: a test against the literature"
GOODS = 11
"""The sectors of the embedded world start with so many goods."""


@pytest.fixture(scope="session")
def world() -> World:
    return load_world()


@pytest.fixture(scope="session")
def asked() -> Callable[..., Run]:
    """Runs instruments on the embedded world, each with a source if it has none."""

    def run(*instruments: dict[str, Any]) -> Run:
        fields = {"name": "s", "title": "T", "question": "Q?", "date": "2023-12-31", "focus": "KAZ"}
        sourced = [{"source": ROOM} | instrument for instrument in instruments]
        return geoecon.run(Scenario.model_validate(fields | {"instruments": sourced}))

    return run


def goods_between(world: World, sellers: Iterable[str], buyers: Iterable[str]) -> Mask:
    """Cells of trade in goods between different regions [exporter, importer, sector]."""
    pairs = np.isin(world.regions, list(sellers))[:, None] & np.isin(world.regions, list(buyers))
    np.fill_diagonal(pairs, False)
    cells = np.zeros(world.flow.shape, dtype=np.bool_)
    cells[pairs, :GOODS] = True
    return cells


def change(run: Run, cells: Mask) -> float:
    """Trade in some cells, after over before, less one."""
    before = run.solution.world.flow[cells].sum()
    return float(run.solution.flow[cells].sum() / before - 1)


def income_pct(run: Run, codes: Iterable[str]) -> float:
    """Change of real income of some regions, weighted by income, per cent."""
    at = [run.world.region(code) for code in codes]
    weight = run.solution.world.income[at]
    return float(100 * (weight @ run.solution.real_income[at] / weight.sum() - 1))
