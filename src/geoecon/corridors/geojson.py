"""Networks as GeoJSON (RFC 7946): nodes as points, links as lines, all columns as properties."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geoecon.corridors.checks import check_network
from geoecon.corridors.network import Link, Network, Node, User, Volume
from geoecon.corridors.records import from_row, to_row
from geoecon.errors import DataError

HALF_TURN, TURN = 180.0, 360.0


def to_geojson(network: Network) -> dict[str, Any]:
    """The network as a feature collection; users and volumes are members beside the features.

    A line across the 180th meridian is cut in two there (RFC 7946, section 3.1.9).
    """
    points = [_feature("node", to_row(node), _point(node)) for node in network.nodes]
    lines = [_feature("link", to_row(link), _line(network, link)) for link in network.links]
    return {
        "type": "FeatureCollection",
        "name": network.name,
        "features": points + lines,
        "users": [to_row(user) for user in network.users],
        "volumes": [to_row(volume) for volume in network.volumes],
    }


def from_geojson(collection: dict[str, Any]) -> Network:
    """The network that `to_geojson` wrote, checked. Raises DataError."""
    if collection.get("type") != "FeatureCollection":
        raise DataError("no GeoJSON feature collection", why=f"type {collection.get('type')!r}")
    nodes, links = [], []
    for number, feature in enumerate(collection["features"]):
        row, at = dict(feature["properties"]), f"feature {number}"
        if row.pop("feature") == "node":
            nodes.append(from_row(Node, row, at))
        else:
            links.append(from_row(Link, row, at))
    network = Network(
        collection["name"],
        tuple(nodes),
        tuple(links),
        tuple(from_row(User, row, "users") for row in collection["users"]),
        tuple(from_row(Volume, row, "volumes") for row in collection["volumes"]),
    )
    check_network(network)
    return network


def write_geojson(network: Network, path: Path) -> Path:
    """Write the network to one file; returns its path."""
    text = json.dumps(to_geojson(network), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def read_geojson(path: Path) -> Network:
    """The network in a file. Raises DataError."""
    try:
        return from_geojson(json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, KeyError) as error:
        raise DataError("cannot read the network", where=str(path), why=repr(error)) from error


def _feature(kind: str, row: dict[str, str], geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"feature": kind} | row}


def _point(node: Node) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [node.longitude, node.latitude]}


def _line(network: Network, link: Link) -> dict[str, Any]:
    start, end = network.node(link.from_node), network.node(link.to_node)
    ends = [[node.longitude, node.latitude] for node in (start, end)]
    if abs(end.longitude - start.longitude) <= HALF_TURN:
        return {"type": "LineString", "coordinates": ends}
    side = HALF_TURN if start.longitude > 0 else -HALF_TURN
    beyond = end.longitude + (TURN if side > 0 else -TURN)
    share = (side - start.longitude) / (beyond - start.longitude)
    latitude = start.latitude + share * (end.latitude - start.latitude)
    parts = [[ends[0], [side, latitude]], [[-side, latitude], ends[1]]]
    return {"type": "MultiLineString", "coordinates": parts}
