"""What agreements and barriers do to trade, and who owns resources abroad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import RangeError, unknown_name
from geoecon.parameters.tables import Row, groups_of, read_table

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AgreementEffect:
    """The effect of an agreement on trade between members, against having none, in per cent.

    `sector` is empty where the effect holds for all; `low` and `high` are None where the source
    gives no range; `used` marks the row that the model takes where several stand side by side.
    `standard_error_log` is that of the log effect, None where the source was not seen to give it.
    """

    depth: str
    sector: str
    trade_pct: float
    low: float | None
    high: float | None
    used: bool
    source: str
    note: str
    standard_error_log: float | None = None

    def trade_cost(self, trade_elasticity: float) -> float:
        """The factor on iceberg trade costs with the same effect, below 1 where trade grows.

        d = (1 + effect)^(-1/theta), from a structural gravity equation with elasticity theta.
        """
        return float((1 + self.trade_pct / 100) ** (-1 / trade_elasticity))


@dataclass(frozen=True)
class Barrier:
    """Remaining non-tariff barriers inside a bloc as an ad valorem equivalent, ratios."""

    bloc: str
    sector: str
    rate: float
    low: float
    high: float
    source: str
    note: str


def agreement_effects(depth: str = "") -> tuple[AgreementEffect, ...]:
    """Every effect on record, of one depth or of all, used or not."""
    rows = read_table("agreement_effects")
    return tuple(_effect(row) for row in rows if depth in ("", row["depth"]))


def agreement_effect(depth: str, sector: str = "") -> AgreementEffect:
    """The effect the model uses for a depth, that of the sector where there is one.

    Raises UnknownNameError for a depth or sector that nobody knows.
    """
    found = {effect.sector: effect for effect in agreement_effects(depth) if effect.used}
    if not found:
        raise unknown_name("depth of agreement", depth, {row.depth for row in agreement_effects()})
    names = groups_of(sector) if sector else ()
    return next((found[name] for name in names if name in found), found[""])


def barriers(bloc: str) -> tuple[Barrier, ...]:
    """The non-tariff barriers inside a bloc; empty where none are on record."""
    return tuple(_barrier(row) for row in read_table("barriers") if row["bloc"] == bloc)


def foreign_ownership(regions: Sequence[str], sectors: Sequence[str]) -> tuple[Floats, Floats]:
    """Foreign shares [region, sector] of specific-factor income, and owners [region, owner].

    Owners run over `regions` with rows that sum to one, or are all zero; the owners of a region
    are those of its income over all `sectors`. An owner outside `regions` raises RangeError.
    """
    foreign = np.zeros((len(regions), len(sectors)))
    owner = np.zeros((len(regions), len(regions)))
    for row in read_table("ownership"):
        if row["region"] in regions and row["sector"] in sectors:
            _check_owner(row, regions)
            here, share = regions.index(row["region"]), float(row["share"])
            foreign[here, sectors.index(row["sector"])] += share
            owner[here, regions.index(row["owner"])] += share
    total = owner.sum(axis=1, keepdims=True)
    return foreign, np.divide(owner, total, out=owner, where=total > 0)


def _check_owner(row: Row, regions: Sequence[str]) -> None:
    if row["owner"] not in regions:
        raise RangeError(
            f"owner {row['owner']} of {row['region']} {row['sector']} is not in the world",
            where="data/parameters/ownership.csv",
            why="its income would leave the accounts",
            remedy="add the region, or book the share to a group that contains it",
        )


def _effect(row: Row) -> AgreementEffect:
    ends = ("low", "high", "standard_error_log")
    low, high, error = (float(row[end]) if row[end] else None for end in ends)
    effect = float(row["trade_pct"])
    used = row["used"] == "yes"
    return AgreementEffect(
        row["depth"], row["sector"], effect, low, high, used, row["source"], row["note"], error
    )


def _barrier(row: Row) -> Barrier:
    rate, low, high = (float(row[name]) / 100 for name in ("ad_valorem_pct", "low", "high"))
    return Barrier(row["bloc"], row["sector"], rate, low, high, row["source"], row["note"])
