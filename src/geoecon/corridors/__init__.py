"""Corridors: the network as data, which way goods go on it, and what fits.

>>> from datetime import date
>>> from geoecon.corridors import load_network
>>> network = load_network().on(date(2024, 6, 30))
>>> network.link("atasu-alashankou").length_km
962.0

Its tables lie in `data/network`. Places and ways: `nodes`, `links`, `last_legs`, `sea_legs`,
`services`, `rates`; others' loads: `users`. Routes and what they carried: `routes`, `volumes`,
`observations`. What is moved: `crude_fields`, `crude_flows`, `pair_totals`, `goods`, `exports`. How
it chooses: `calibration`.

From the network to loads: `calibration.calibrated` gives the ways of one cargo,
`crude.crude_demands` what fields send to buyers, `loading.assign` the loads under capacities, and
`routes.route_volumes` what goes by each route.

>>> from geoecon.corridors.calibration import calibrated
>>> calibrated(network, "crude").sensitivity
0.35
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
