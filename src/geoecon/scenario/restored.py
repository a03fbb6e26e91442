"""Tables of trade that measures in force destroyed, as estimated, for `restore`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from geoecon.errors import MissingValueError, RangeError, ScenarioError, unknown_name
from geoecon.scenario.selection import Mask
from geoecon.variables import Array
from geoecon.world.world import World

TABLES = {"gravity": "restored-trade.csv"}
"""File of each table in `data/world`; columns exporter, importer, sector, baseline_musd,
restored_musd, standard_error_log."""

DRIFT = 0.05
"""Largest relative gap between a table's baseline and the world's flow, for cells that matter."""

Row = Mapping[str, str]


def restored_flows(name: str, world: World, where: str = "") -> tuple[Mask, Array]:
    """Cells that a table covers, and trade to add there in million USD a year.

    Both [exporter, importer, sector]. Raises UnknownNameError for the table, ScenarioError where
    it is not there or was estimated on another world.
    """
    if name not in TABLES:
        raise unknown_name("table of estimated flows", name, TABLES, where)
    return added_flows(read_rows(TABLES[name]), world, where)


def added_flows(rows: Iterable[Row], world: World, where: str = "") -> tuple[Mask, Array]:
    """The rows of a table as cells covered and trade added there (`restored_flows`).

    Rows for regions or sectors that the world lacks raise UnknownNameError; so nothing is lost.
    """
    covered = np.zeros(world.flow.shape, dtype=np.bool_)
    added = np.zeros(world.flow.shape)
    for row in rows:
        cell = (world.region(row["exporter"]), world.region(row["importer"]),
                world.sector(row["sector"]))  # fmt: skip
        _check_baseline(row, float(world.flow[cell]), world, where)
        covered[cell], added[cell] = True, _gain(row, where)
    return covered, added


@cache
def read_rows(file: str) -> tuple[Row, ...]:
    """The rows of a table shipped with the world. Raises ScenarioError where it is not there."""
    path = files("geoecon") / "data" / "world" / file
    if not path.is_file():
        raise ScenarioError(
            "the estimate of restored trade is not installed",
            where=f"data/world/{file}",
            why="this build carries the world without it",
            remedy="install geoecon from a release, or rebuild the world",
        )
    with path.open(encoding="utf8") as handle:
        return tuple(csv.DictReader(handle))


def _gain(row: Row, where: str) -> float:
    gain = float(row["restored_musd"]) - float(row["baseline_musd"])
    if np.isnan(gain):
        raise MissingValueError(f"{_named(row)} is missing (NaN)", where=where)
    if gain < 0:
        raise RangeError(
            f"{_named(row)} would fall by {-gain:g} million USD",
            where=where,
            why="trade that is restored cannot be less than there is",
            remedy="leave the row out of the table",
        )
    return gain


def _check_baseline(row: Row, flow: float, world: World, where: str) -> None:
    estimated_on = float(row["baseline_musd"])
    if abs(estimated_on - flow) > max(1.0, DRIFT * flow):
        raise ScenarioError(
            f"{_named(row)} was estimated on {estimated_on:g} million USD, the world has {flow:g}",
            where=where,
            why=f"the table belongs to another world than {world.name!r}",
            remedy="estimate the table again on this world",
        )


def _named(row: Row) -> str:
    return f"{row['exporter']} -> {row['importer']}, {row['sector']}"
