"""Build `data/network/sea_legs.csv`: which sea nodes are neighbours, and how far apart.

Each sea is a set of nodes that ships can join without a passage; passages are links of their own
in `links.csv`, so that closing one closes it. Within a sea the distance of each pair comes from
searoute with all its passages shut, and is checked; a pair is kept only where going by a third
node is more than `STRETCH` times as far. Caspian crossings are in `links.csv`, since ships are few
there and limit what crosses; searoute does not know that sea.

    python scripts/build_network.py

Needs `searoute`, which nothing else in the project does.
"""

from __future__ import annotations

import csv
import heapq
import itertools
import math
import warnings

import searoute

from geoecon.corridors.network import Node
from geoecon.corridors.reading import DATA
from geoecon.corridors.services import great_circle_km

STRETCH = 1.08
FALLBACK = 1.25
LONGEST = 2.5
"""A leg of searoute may be this many times the great circle; seas are not that winding."""
COARSE_KM = 200.0
"""Below this the sea lanes of searoute are too coarse; a longer leg that winds more is no leg."""

PASSAGES = [
    "babalmandab", "bosporus", "gibraltar", "suez", "panama", "ormuz", "northwest", "malacca",
    "sunda", "chili", "south_africa", "bering",
]  # fmt: skip

SEAS = {
    "Persian Gulf": "hormuz-inside kuwait umm-qasr dammam hamad jebel-ali bushehr bandar-abbas",
    "Indian Ocean": "hormuz-outside bab-south malacca-west sunda-south cape-east fujairah karachi "
    "nhava-sheva chittagong mombasa durban sydney",
    "Red Sea": "bab-north suez-south jeddah yanbu",
    "Mediterranean": "port-said dardanelles-south gibraltar-east haifa limassol mersin "
    "ceyhan piraeus tripoli-lby marsaxlokk augusta trieste koper rijeka ploce genoa marseille "
    "barcelona algeciras algiers",
    "Black Sea": "bosporus-north kerch-south cpc-buoys sheskharis supsa batumi poti constanta "
    "varna odesa samsun giurgiulesti",
    "Marmara": "bosporus-south dardanelles-north ambarli",
    "Atlantic": "gibraltar-west danish-west panama-north cape-west magellan-east casablanca sines "
    "dublin felixstowe le-havre antwerp rotterdam hamburg oslo mongstad gothenburg aarhus murmansk "
    "northern-sea-route-west lagos luanda santos buenos-aires new-york houston halifax veracruz "
    "cartagena",
    "Baltic": "danish-east gdansk kaliningrad klaipeda riga tallinn helsinki primorsk ust-luga "
    "st-petersburg",
    "Pacific": "malacca-east sunda-north panama-south magellan-west northern-sea-route-east "
    "jakarta laem-chabang haiphong manila kaohsiung hong-kong shenzhen shanghai tianjin busan "
    "tokyo vladivostok kozmino sydney auckland los-angeles vancouver callao",
}
WITHIN = {
    "Red Sea": {"suez", "babalmandab"},
    "Persian Gulf": {"ormuz"},
    "Marmara": {"bosporus"},
    "Atlantic": {"panama", "chili"},
    "Pacific": {"panama", "chili", "bering"},
}
"""Passages of searoute on which the ends of a sea lie; no leg of that sea can leave by them."""

CARGO = "crude container bulk"
Leg = tuple[str, str]


def distance(start: Node, end: Node, sea: str) -> tuple[float, str]:
    """Length of a leg, km, and its source: searoute, else the great circle; inf is no leg."""
    straight = great_circle_km(start, end)
    charted = searoute_km(start, end, WITHIN.get(sea, set()))
    if straight <= charted <= LONGEST * straight:
        return charted, "searoute"
    if charted < straight or straight < COARSE_KM:
        return straight * FALLBACK, "detour-sea-fallback"
    return math.inf, "searoute"


def searoute_km(start: Node, end: Node, within: set[str]) -> float:
    """What searoute says with all other passages shut, from and to the very nodes; 0 for no way.

    Where there is no way it warns and returns the straight line, so that its warning counts.
    """
    ends = ([node.longitude, node.latitude] for node in (start, end))
    shut = [passage for passage in PASSAGES if passage not in within]
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        try:
            found = searoute.searoute(*ends, restrictions=shut, append_orig_dest=True)
        except UserWarning:
            return 0.0
    return float(found["properties"]["length"])


def neighbours(far: dict[Leg, float]) -> list[Leg]:
    """The shortest legs first, each kept only if those kept so far do not lead there as well.

    A greedy spanner (Althöfer, Das, Dobkin, Joseph and Soares 1993).
    """
    near: list[Leg] = []
    for leg in sorted(far, key=far.__getitem__):
        if math.isfinite(far[leg]) and way(near, far, *leg) > STRETCH * far[leg]:
            near.append(leg)
    return sorted(near)


def way(near: list[Leg], far: dict[Leg, float], start: str, end: str) -> float:
    """The shortest way over the legs kept, km; inf where there is none (Dijkstra 1959)."""
    queue, done = [(0.0, start)], set[str]()
    while queue:
        length, here = heapq.heappop(queue)
        if here == end:
            return length
        if here not in done:
            done.add(here)
            ends = ((leg, leg[leg[0] == here]) for leg in near if here in leg)
            for leg, there in ends:
                heapq.heappush(queue, (length + far[leg], there))
    return math.inf


def legs(sea: str, nodes: dict[str, Node]) -> list[dict[str, str]]:
    """The rows of one sea."""
    names = sorted(SEAS[sea].split())
    found = {
        leg: distance(nodes[leg[0]], nodes[leg[1]], sea) for leg in itertools.combinations(names, 2)
    }
    near = neighbours({leg: length for leg, (length, _) in found.items()})
    return [row(sea, leg, *found[leg]) for leg in near]


def row(sea: str, leg: Leg, length: float, source: str) -> dict[str, str]:
    """One leg as a row of the table."""
    return {
        "id": f"sea-{leg[0]}-{leg[1]}",
        "from_node": leg[0],
        "to_node": leg[1],
        "both_ways": "yes",
        "service": "sea",
        "cargo": CARGO,
        "length_km": str(round(length)),
        "length_source": source,
        "capacity_source": "not-limiting",
        "status": "open",
        "note": f"{sea}; the open sea does not limit",
    }


def read_nodes() -> dict[str, Node]:
    """The nodes by id; their coordinates are all that is needed here."""
    with (DATA / "nodes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        entry["id"]: Node(
            **{
                **entry,
                "longitude": float(entry["longitude"]),
                "latitude": float(entry["latitude"]),
            }
        )
        for entry in rows
    }


def main() -> None:
    """Write the table and say how many legs needed the great circle."""
    nodes = read_nodes()
    rows = [entry for sea in SEAS for entry in legs(sea, nodes)]
    with (DATA / "links.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with (DATA / "sea_legs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    fallback = [entry["id"] for entry in rows if entry["length_source"] != "searoute"]
    print(f"{len(rows)} legs, {len(fallback)} by great circle: {' '.join(fallback)}")


if __name__ == "__main__":
    main()
