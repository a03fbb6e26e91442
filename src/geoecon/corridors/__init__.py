"""Corridors: the network as data, which way goods go on it, and what fits.

>>> from datetime import date
>>> from geoecon.corridors import load_network
>>> network = load_network().on(date(2024, 6, 30))
>>> network.link("atasu-alashankou").length_km
962.0
"""

from geoecon.corridors.evidence import link_facts, network_sources
from geoecon.corridors.geojson import from_geojson, read_geojson, to_geojson, write_geojson
from geoecon.corridors.gmns import read_gmns, write_gmns
from geoecon.corridors.graph import Graph
from geoecon.corridors.network import Freight, Link, Network, Node, User, Volume
from geoecon.corridors.reading import load_network, read_network

__all__ = [
    "Freight",
    "Graph",
    "Link",
    "Network",
    "Node",
    "User",
    "Volume",
    "from_geojson",
    "link_facts",
    "load_network",
    "network_sources",
    "read_geojson",
    "read_gmns",
    "read_network",
    "to_geojson",
    "write_geojson",
    "write_gmns",
]
