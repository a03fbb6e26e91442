"""The data of Caliendo and Parro (2015), as published, read into arrays."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_NAMES = """
    Argentina Australia Austria Brazil Canada Chile China Denmark Finland France Germany Greece
    Hungary India Indonesia Ireland Italy Japan Korea Mexico Netherlands NewZealand Norway
    Portugal SouthAfrica Spain Sweden Turkey UK USA RoW
"""
REGIONS = tuple(_NAMES.split())
NAFTA = ("Mexico", "Canada", "USA")
TRADED, SECTORS = 20, 40
SERVICES_THETA = 8.22  # the paper's aggregate elasticity, used for the sectors without trade


def folder() -> Path:
    """Where the published data are: $GEOECON_REPLICATION_DATA or the folder beside the checkout."""
    beside = Path(__file__).parents[4] / "shared" / "checks"
    return Path(os.environ.get("GEOECON_REPLICATION_DATA", beside)) / "cp2015_nafta"


@dataclass(frozen=True, eq=False)
class Nafta:
    """Arrays in the dims that geoecon uses; `tariff_2005` changes within NAFTA only."""

    flow: np.ndarray
    tariff: np.ndarray
    tariff_2005: np.ndarray
    input_share: np.ndarray
    trade_elasticity: np.ndarray
    sectors: tuple[str, ...]


def by_pair(table: np.ndarray) -> np.ndarray:
    """Blocks of importers x exporters a sector, to [exporter, importer, sector] with services."""
    n = len(REGIONS)
    blocks = table.reshape(TRADED, n, n).transpose(2, 1, 0)
    return np.concatenate([blocks, np.zeros((n, n, SECTORS - TRADED))], axis=2)


def read(where: Path) -> Nafta:
    """Read the text files.

    Output below exports is raised to them, as the authors do; the one negative input share in
    the published table (Canada, -0.0006) is set to zero, which changes no printed digit.
    """
    n = len(REGIONS)
    load = lambda name: np.loadtxt(where / f"{name}.txt", delimiter="\t")  # noqa: E731
    flow = by_pair(load("xbilat1993")) / 1000  # thousand to million USD
    tariff, later = by_pair(load("tariffs1993")) / 100, by_pair(load("tariffs2005")) / 100
    exports = flow.sum(axis=1)
    output = np.maximum(load("GO").T / 1e6, exports)
    flow[np.arange(n), np.arange(n)] = output - exports
    members = np.isin(REGIONS, NAFTA)
    inside = (members[:, None] & members[None, :])[:, :, None]
    inputs = load("IO").reshape(n, SECTORS, SECTORS) * (1 - load("B").T)[:, None, :]
    inputs = np.maximum(inputs, 0.0)
    return Nafta(
        flow=flow,
        tariff=tariff,
        tariff_2005=np.where(inside, later, tariff),
        input_share=inputs,
        trade_elasticity=np.append(load("T"), np.full(SECTORS - TRADED, SERVICES_THETA)),
        sectors=tuple(f"sector {number + 1}" for number in range(SECTORS)),
    )
