"""The tables of a network folder -> `Network`; each mistake is named with its file and line.

A folder holds `nodes.csv`, `services.csv`, `rates.csv`, `users.csv`, `volumes.csv` and the links
in `links.csv`, `sea_legs.csv` and `last_legs.csv`. A link names its service. Where it gives
no length, freight or time of its own these follow from the service, and so does their source.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from geoecon.corridors.checks import check_network
from geoecon.corridors.network import REVERSE, Freight, Link, Network, Node, User, Volume
from geoecon.corridors.records import Row, from_row, parse
from geoecon.corridors.services import Service
from geoecon.errors import DataError, LabelError, nearest, unknown_name

DATA = Path(__file__).resolve().parent.parent / "data" / "network"
LINK_TABLES = ("links", "sea_legs", "last_legs")
OWN = ("border_delay_days", "fee_usd_t")
"""Numbers that are zero where the cell is empty: not every link has a border or a toll."""


@cache
def load_network(name: str = "eurasia") -> Network:
    """The embedded network. Raises UnknownNameError and DataError."""
    if name != "eurasia":
        raise unknown_name("network", name, ("eurasia",))
    return read_network(DATA, name)


def read_network(folder: Path, name: str) -> Network:
    """The network of a folder, checked. Raises DataError with the file and line."""
    where: dict[str, str] = {}
    nodes = tuple(from_row(Node, row, at) for row, at in _rows(folder, "nodes", where))
    places = {node.id: node for node in nodes}
    services = read_services(folder)
    links = tuple(
        way
        for table in LINK_TABLES
        for row, at in _rows(folder, table, where)
        for way in _ways(read_link(row, at, places, services), row)
    )
    network = Network(
        name,
        nodes,
        links,
        tuple(from_row(User, row, at) for row, at in _rows(folder, "users")),
        tuple(from_row(Volume, row, at) for row, at in _rows(folder, "volumes")),
    )
    check_network(network, where)
    return network


def read_services(folder: Path) -> dict[str, Service]:
    """The services of a folder by name, with their rates. Raises DataError."""
    rates: dict[str, dict[str, tuple[float, float, str]]] = {}
    for row, at in _rows(folder, "rates"):
        amounts = (parse(row[name], "float", at) for name in ("usd_per_tonne_km", "usd_per_tonne"))
        per_km, once = amounts
        rates.setdefault(row["service"], {})[row["cargo"]] = (per_km, once, row["source"])
    return {
        row["service"]: _service(row, rates.get(row["service"], {}), at)
        for row, at in _rows(folder, "services")
    }


def _service(row: Row, rates: Mapping[str, tuple[float, float, str]], at: str) -> Service:
    detour, pace, days = (
        parse(row[name], "float", f"{at}, {name}") for name in ("detour", "km_per_day", "days")
    )
    sources = {name: row[name] for name in ("detour_source", "time_source")}
    return Service(
        row["service"], row["mode"], detour, km_per_day=pace, days=days, rates=rates, **sources
    )


def read_link(
    row: Row, at: str, nodes: Mapping[str, Node], services: Mapping[str, Service]
) -> Link:
    """One row as a link; what it leaves open follows from its service. Raises DataError."""
    for end in ("from_node", "to_node"):
        if row[end] not in nodes:
            raise DataError(
                f"unknown node {row[end]!r}",
                where=at,
                why="a link joins two nodes",
                remedy=nearest(row[end], nodes),
            )
    if row["service"] not in services:
        raise DataError(
            f"unknown service {row['service']!r}",
            where=at,
            why="its mode and rates follow from it",
            remedy=nearest(row["service"], services),
        )
    service = services[row["service"]]
    length = _own(row, "length", at, "length_km") or (
        service.length_km(nodes[row["from_node"]], nodes[row["to_node"]]),
        service.detour_source,
    )
    time = _own(row, "time", at, "time_days") or (
        service.time_days(length[0]),
        service.time_source,
    )
    freight = _freight(row, at, service, length[0])
    return _link(row, at, service.mode, length, time, freight)


def _own(row: Row, what: str, at: str, column: str) -> tuple[float, str] | None:
    """A number that the link gives itself, with its source; None if it leaves both empty."""
    text, source = row[column], row[f"{what}_source"]
    if bool(text) != bool(source):
        raise DataError(
            f"{column} {'without a source' if text else 'missing though a source is named'}",
            where=at,
            why="a number and its source come together",
        )
    return (parse(text, "float", f"{at}, {column}"), source) if text else None


def _freight(row: Row, at: str, service: Service, length_km: float) -> tuple[Freight, ...]:
    cargoes, own = row["cargo"].split(), _own(row, "cost", at, "freight_usd_t")
    if own and len(cargoes) != 1:
        raise DataError(
            "one freight for several cargoes",
            where=at,
            why="crude and containers do not cost the same a tonne",
            remedy="split the link by cargo or leave the freight to its service",
        )
    if own:
        return (Freight(cargoes[0], *own),)
    strange = [cargo for cargo in cargoes if cargo not in service.rates]
    if strange or not cargoes:
        raise DataError(
            f"{' '.join(strange) or 'no cargo'} on a link of {service.name!r}",
            where=at,
            why=f"the service carries {' '.join(sorted(service.rates))}",
        )
    return service.freight(cargoes, length_km)


def _link(row: Row, at: str, mode: str, length: Any, time: Any, freight: Any) -> Link:
    own = {name: row[name] or "0" for name in OWN}
    for what, column in (("border", OWN[0]), ("fee", OWN[1]), ("capacity", "capacity_kt_month")):
        if row[column]:
            _own(row, what, at, column)
    given = {
        "length_km": length[0],
        "length_source": length[1],
        "time_days": time[0],
        "time_source": time[1],
        "mode": mode,
    }
    texts = {name: str(value) for name, value in given.items()}
    return replace(from_row(Link, row | own | texts, at), freight=freight)


def _ways(link: Link, row: Row) -> Iterator[Link]:
    """The link, and the way back where it is open both ways."""
    yield link
    if row["both_ways"] == "yes":
        yield replace(link, id=link.id + REVERSE, from_node=link.to_node, to_node=link.from_node)


def _rows(
    folder: Path, table: str, where: dict[str, str] | None = None
) -> Iterator[tuple[Row, str]]:
    """The rows of a table, each with its file and line; `where` gathers these by id."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            at = f"{table}.csv, line {reader.line_num}"
            if None in row or None in row.values():
                raise LabelError("a row with more or fewer cells than columns", where=at)
            if where is not None:
                _note(where, row["id"], at)
            yield row, at


def _note(where: dict[str, str], name: str, at: str) -> None:
    if name in where:
        raise LabelError(
            f"{name!r} is used twice",
            where=f"{where[name]}, and {at}",
            why="links and nodes are called by their id",
        )
    where[name] = at
