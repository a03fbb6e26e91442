"""Networks in the General Modeling Network Specification: `node.csv`, `link.csv`, `config.csv`.

Columns that the specification names carry its names (github.com/zephyr-data-specs/GMNS, tables
node, link and config); what it has no column for keeps ours, which the specification allows.
The capacity of GMNS is vehicles an hour and lane, so ours, kt a month, stays in a column of
its own. Two further files hold other users' loads and observed volumes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from geoecon.corridors.checks import check_network
from geoecon.corridors.network import Link, Network, Node, User, Volume
from geoecon.corridors.records import Record, Row, from_row, to_row
from geoecon.errors import DataError, LabelError

NODE_NAMES = {
    "id": "node_id",
    "kind": "node_type",
    "longitude": "x_coord",
    "latitude": "y_coord",
    "region": "zone_id",
}
LINK_NAMES = {
    "id": "link_id",
    "from_node": "from_node_id",
    "to_node": "to_node_id",
    "mode": "facility_type",
    "length_km": "length",
    "fee_usd_t": "toll",
    "territory": "jurisdiction",
}
"""Our column -> that of the specification; the other columns keep their names."""


def write_gmns(network: Network, folder: Path) -> Path:
    """Write the network to `folder`, which is made; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    nodes = (_renamed(to_row(node), NODE_NAMES) for node in network.nodes)
    _write(folder / "node.csv", nodes)
    _write(folder / "link.csv", (_link_row(network, link) for link in network.links))
    _write(folder / "users.csv", (to_row(user) for user in network.users))
    _write(folder / "volumes.csv", (to_row(volume) for volume in network.volumes))
    _write(folder / "config.csv", [_config(network)])
    return folder


def read_gmns(folder: Path) -> Network:
    """The network in `folder`, checked; DataError names the file and line of a mistake."""
    where: dict[str, str] = {}
    nodes = _read(folder / "node.csv", Node, NODE_NAMES, where)
    links = _read(folder / "link.csv", Link, LINK_NAMES, where)
    users = _read(folder / "users.csv", User, {}, {})
    volumes = _read(folder / "volumes.csv", Volume, {}, {})
    name = next((row["dataset_name"] for row, _ in _rows(folder / "config.csv")), folder.name)
    network = Network(name, nodes, links, users, volumes)
    check_network(network, where)
    return network


def _config(network: Network) -> Row:
    return {
        "dataset_name": network.name,
        "long_length": "km",
        "crs": "EPSG:4326",
        "geometry_field_format": "WKT",
        "currency": "USD per tonne",
        "id_type": "string",
    }


def _link_row(network: Network, link: Link) -> Row:
    """The columns of a link, what it may carry and its straight geometry beside our own."""
    start, end = network.node(link.from_node), network.node(link.to_node)
    line = f"{start.longitude} {start.latitude}, {end.longitude} {end.latitude}"
    extra = {
        "directed": "true",
        "allowed_uses": ",".join(sorted(link.cargo)),
        "geometry": f"LINESTRING ({line})",
    }
    return _renamed(to_row(link), LINK_NAMES) | extra


def _renamed(row: Row, names: dict[str, str]) -> Row:
    return {names.get(column, column): text for column, text in row.items()}


def _write(path: Path, rows: Iterable[Row]) -> None:
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]) if listed else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


def _read(
    path: Path, kind: type[Record], names: dict[str, str], where: dict[str, str]
) -> tuple[Record, ...]:
    ours = {theirs: name for name, theirs in names.items()}
    records = []
    for row, at in _rows(path):
        if row.get("directed", "true").lower() not in ("true", "1"):
            raise DataError(
                "a link without direction",
                where=at,
                why="costs differ by direction",
                remedy="give two directed links",
            )
        record = from_row(kind, _renamed(row, ours), at)
        if isinstance(record, Node | Link):
            where[record.id] = at
        records.append(record)
    return tuple(records)


def _rows(path: Path) -> list[tuple[Row, str]]:
    if not path.is_file():
        raise LabelError(
            f"no file {path.name}",
            where=str(path.parent),
            remedy="write_gmns writes node, link, config, users and volumes",
        )
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return [(row, f"{path.name}, line {reader.line_num}") for row in reader]
