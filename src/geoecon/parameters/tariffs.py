"""Tariffs of the baseline: applied rates, pairs that trade free of duty, pooled revenue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import MissingValueError
from geoecon.parameters.names import BASELINE, bloc_members, blocs, expand_members
from geoecon.parameters.tables import expand_sectors, groups_of, read_table

Floats = NDArray[np.float64]
ANYONE = "*"
FREE_KINDS = ("customs union", "free trade area", "unilateral")
"""Agreements that set a tariff to zero; a `partial` one is listed but leaves the rate."""


@dataclass(frozen=True)
class Tariff:
    """One rate, a ratio: of an importer, a bloc or anyone, on a sector or a group of sectors."""

    importer: str
    sector: str
    rate: float
    source: str
    note: str


@dataclass(frozen=True)
class FreePairs:
    """Exporter-importer pairs which one agreement frees of duty on some sectors."""

    agreement: str
    kind: str
    pairs: frozenset[tuple[str, str]]
    sectors: str
    source: str


@cache
def tariffs() -> dict[tuple[str, str], Tariff]:
    """The table of rates by importer and sector, as its rows stand."""
    rows = (
        Tariff(
            row["importer"], row["sector"], float(row["rate_pct"]) / 100, row["source"], row["note"]
        )
        for row in read_table("tariffs")
    )
    return {(row.importer, row.sector): row for row in rows}


def tariff(importer: str, sector: str, on: date = BASELINE) -> Tariff | None:
    """The row that gives the rate of an importer on a sector; None where no row does.

    The narrowest sector wins, then the importer's own row over its bloc's over anyone's.
    """
    table = tariffs()
    setters = {row.importer for row in table.values()}
    unions = (bloc for bloc in blocs() if bloc in setters and importer in bloc_members(bloc, on))
    places = (importer, *unions, ANYONE)
    found = (table.get((place, name)) for name, place in product(groups_of(sector), places))
    return next((row for row in found if row is not None), None)


def tariff_rates(importers: Sequence[str], sectors: Sequence[str], on: date = BASELINE) -> Floats:
    """Applied most-favoured-nation rates [importer, sector], ratios.

    Raises MissingValueError naming every importer without a rate, UnknownNameError for a sector.
    """
    found = {pair: tariff(*pair, on) for pair in product(importers, sectors)}
    missing = sorted({importer for (importer, _), row in found.items() if row is None})
    if missing:
        raise MissingValueError(
            f"no tariff for {', '.join(missing)}",
            where="data/parameters/tariffs.csv",
            why="a missing tariff is not a zero tariff",
            remedy="add a row for the importer, or a bloc it belongs to, with its source",
        )
    rates = [row.rate for row in found.values() if row is not None]
    return np.array(rates, dtype=np.float64).reshape(len(importers), len(sectors))


def free_pairs(on: date = BASELINE) -> tuple[FreePairs, ...]:
    """What every agreement in force on a day frees of duty."""
    return tuple(
        FreePairs(row["agreement"], row["kind"], _pairs(row, on), row["sectors"], row["source"])
        for row in read_table("agreements_zero")
        if row["kind"] in FREE_KINDS and date.fromisoformat(row["in_force"]) <= on
    )


def _pairs(row: dict[str, str], on: date) -> frozenset[tuple[str, str]]:
    members = expand_members(row["members"], on)
    partners = expand_members(row["partners"], on) or members
    inward = {(exporter, importer) for importer, exporter in product(members, partners)}
    outward = {(importer, exporter) for exporter, importer in inward}
    pairs = inward if row["kind"] == "unilateral" else inward | outward
    return frozenset(pair for pair in pairs if pair[0] != pair[1])


def zero_pairs(
    regions: Sequence[str], sectors: Sequence[str], on: date = BASELINE
) -> NDArray[np.bool_]:
    """Where an agreement frees trade of duty: [exporter, importer, sector], the diagonal too.

    Zero is an approximation for agreements with long phases or exceptions; the rows say which.
    """
    free = np.zeros((len(regions), len(regions), len(sectors)), dtype=np.bool_)
    place = {code: at for at, code in enumerate(regions)}
    for agreement in free_pairs(on):
        covered = expand_sectors(agreement.sectors, sectors)
        columns = [sectors.index(sector) for sector in covered]
        for exporter, importer in agreement.pairs:
            if exporter in place and importer in place:
                free[place[exporter], place[importer], columns] = True
    free[np.arange(len(regions)), np.arange(len(regions))] = True
    return free


def applied_tariffs(regions: Sequence[str], sectors: Sequence[str], on: date = BASELINE) -> Floats:
    """The rate each exporter meets [exporter, importer, sector]: bilateral, else free, else MFN.

    Raises as `tariff_rates`.
    """
    rates = np.tile(tariff_rates(regions, sectors, on), (len(regions), 1, 1))
    rates[zero_pairs(regions, sectors, on)] = 0.0
    place = {code: at for at, code in enumerate(regions)}
    for row in read_table("tariffs_bilateral"):
        if {row["exporter"], row["importer"]} <= place.keys() and row["sector"] in sectors:
            at = place[row["exporter"]], place[row["importer"]], sectors.index(row["sector"])
            rates[at] = float(row["rate_pct"]) / 100
    return rates


def revenue_shares(regions: Sequence[str]) -> Floats:
    """Who receives the duties an economy collects [collector, recipient]; rows sum to one.

    The identity but for a union that pools its duties, where the shares of the members present
    are scaled to one.
    """
    shares = np.eye(len(regions))
    rows = [row for row in read_table("duty_shares") if row["member"] in regions]
    for union in {row["union"] for row in rows}:
        pool = {row["member"]: float(row["share"]) for row in rows if row["union"] == union}
        at = [regions.index(member) for member in pool]
        shares[at] = 0.0
        shares[np.ix_(at, at)] = np.array(list(pool.values())) / sum(pool.values())
    return shares
