"""Crude exports as demands: what each field ships, who buys it, and which field serves whom.

Neither statistics nor companies say which field's oil a country buys. Both totals are kept, and
the pairs follow the same logit as the routes: T_fd = exp(−λ (G_fd − u_f − v_d)), the entropy
model of a table with given margins (Wilson 1967), balanced as by Deming and Stephan (1940).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geoecon.corridors.calibration import Ways
from geoecon.corridors.demands import Demands
from geoecon.corridors.logit import route_index
from geoecon.corridors.network import Network
from geoecon.corridors.observations import exported
from geoecon.errors import DataError, NotConvergedError, unknown_name
from geoecon.parameters.tables import Row, read_table
from geoecon.variables import Array

BALANCED = 1e-12
MAX_ROUNDS = 10_000
MONTHS = 12


@dataclass(frozen=True)
class Purchase:
    """What one economy bought in a year, kt; importer "" is all the small buyers together.

    A `stated` volume is taken as it is; the others are shares of what is left of the total.
    """

    exporter: str
    importer: str
    year: int
    kt: float
    stated: bool
    source: str
    note: str = ""


@dataclass(frozen=True)
class Flow:
    """What goes from one node to another, kt a year, by whatever route."""

    origin: str
    destination: str
    kt: float


def crude_demands(ways: Ways, exporter: str, year: int) -> Demands:
    """An exporter's crude of a year from field to buyer, kt a month; all of it must go.

    Raises UnknownNameError (exporter) and DataError (a year without a total).
    """
    return demands_of(crude_flows(ways, exporter, year), ways.network)


def crude_flows(ways: Ways, exporter: str, year: int) -> tuple[Flow, ...]:
    """An exporter's crude of a year from field to buyer, paired as `ways` make it cheap.

    Compute them on the network as it was, and load them on a changed one with `demands_of`.
    Raises as `crude_demands`, and NotConvergedError where fields cannot serve the buyers.
    """
    total = exported("crude", exporter, year)
    fields = field_exports(exporter, year, total)
    bought = purchases(exporter, year, total)
    starts = list(fields)
    ends = [ways.network.zone(region).id for region in bought]
    margins = np.array(list(fields.values())), np.array(list(bought.values()))
    kt = paired(_index(ways, starts, ends), *margins, ways.sensitivity)
    return tuple(
        Flow(start, end, float(kt[row, column]))
        for row, start in enumerate(starts)
        for column, end in enumerate(ends)
        if kt[row, column] > 0
    )


def demands_of(flows: tuple[Flow, ...], network: Network) -> Demands:
    """Flows of a year as demands of a month on a network that has their ends."""
    number = network.node_index
    return Demands(
        np.array([number[flow.origin] for flow in flows]),
        np.array([number[flow.destination] for flow in flows]),
        np.array([flow.kt / MONTHS for flow in flows]),
    )


def field_exports(exporter: str, year: int, total_kt: float) -> dict[str, float]:
    """What each field exports, kt a year, summing to `total_kt`.

    The fields known are those of the nearest year, scaled with the total unless it is the year
    itself; the others share what remains. Raises UnknownNameError and DataError.
    """
    rows = _of(exporter, "crude_fields")
    years = {int(row["year"]) for row in rows if row["year"]}
    nearest = min(sorted(years), key=lambda each: abs(each - year))
    scale = 1.0 if nearest == year else total_kt / exported("crude", exporter, nearest)
    exports = {
        row["field"]: scale * float(row["export_kt"]) for row in rows if row["year"] == str(nearest)
    }
    rest = total_kt - sum(exports.values())
    if rest < 0:
        raise DataError(f"the fields known export {-rest:g} kt more than {total_kt:g} in {year}")
    small = {row["field"]: float(row["remainder_share"]) for row in rows if not row["year"]}
    return exports | {field: rest * share for field, share in small.items()}


def purchases(exporter: str, year: int, total_kt: float) -> dict[str, float]:
    """What each economy buys, kt a year, summing to `total_kt`: recorded shares, small buyers out.

    The shares are those of the last year known. Raises as `read_purchases`.
    """
    named = [row for row in read_purchases(exporter, year) if row.importer]
    stated = {row.importer: row.kt for row in named if row.stated}
    shared = {row.importer: row.kt for row in named if not row.stated}
    scale = (total_kt - sum(stated.values())) / sum(shared.values())
    return {importer: scale * kt for importer, kt in shared.items()} | stated


def read_purchases(exporter: str, year: int) -> tuple[Purchase, ...]:
    """Recorded purchases of an exporter's crude in the last year known up to `year`.

    Raises UnknownNameError for an exporter and DataError for a year before the first.
    """
    rows = _of(exporter, "crude_flows")
    years = [int(row["year"]) for row in rows if int(row["year"]) <= year]
    if not years:
        raise DataError(f"no purchases of crude from {exporter} known up to {year}")
    return tuple(_purchase(row) for row in rows if row["year"] == str(max(years)))


def paired(cost: Array, shipped: Array, bought: Array, sensitivity: float) -> Array:
    """Who serves whom [origin, destination] by cost index, USD a tonne, with both totals kept.

    `shipped` [origin] and `bought` [destination] sum to the same. Raises NotConvergedError where
    they cannot be met.
    """
    cheapest = cost.min(axis=0)
    if not np.isfinite(cheapest).all():
        raise _not_paired("no field can reach some of the buyers")
    weight = np.exp(-sensitivity * (cost - cheapest))
    there = np.ones(len(bought))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for _ in range(MAX_ROUNDS):
            here = shipped / (weight @ there)
            new = bought / (here @ weight)
            if np.abs(new / there - 1).max() < BALANCED:
                return here[:, None] * weight * new
            there = new
    raise _not_paired("some fields cannot reach enough buyers")


def _not_paired(why: str) -> NotConvergedError:
    return NotConvergedError("fields and buyers of crude not paired", reason="max steps", why=why)


def _index(ways: Ways, starts: list[str], ends: list[str]) -> Array:
    """Cost index [origin, destination], scarcity apart."""
    number = ways.network.node_index
    origin = np.repeat([number[start] for start in starts], len(ends))
    destination = np.tile([number[end] for end in ends], len(starts))
    index = route_index(ways.graph, ways.sensitivity, origin, destination)
    return index.reshape(len(starts), len(ends))


def _of(exporter: str, table: str) -> list[Row]:
    rows = read_table(table, "network")
    own = [row for row in rows if row["exporter"] == exporter]
    if not own:
        raise unknown_name("exporter of crude", exporter, {row["exporter"] for row in rows})
    return own


def _purchase(row: Mapping[str, str]) -> Purchase:
    return Purchase(
        row["exporter"],
        row["importer"],
        int(row["year"]),
        float(row["kt"]),
        row["stated"] == "yes",
        row["source"],
        row["note"],
    )
