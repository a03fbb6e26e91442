"""Shares of trade by place: the chance of passing, by hand and against closing the place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geoecon.corridors.graph import Graph
from geoecon.corridors.logit import shares
from geoecon.measures.indices.carried import Carried, carried
from geoecon.measures.indices.chokepoints import chokepoints, gateways
from geoecon.testing.networks import random_graph
from geoecon.testing.random_worlds import Recipe, random_world
from geoecon.testing.ways import ways_of
from geoecon.world.store import load_world


def on(graph: Graph, territory: list[str], sensitivity: float = 1.0) -> Carried:
    """Two rows of A's exports from node 0 to the last, to B and to C, of 1 and 3 kt a month."""
    ways = ways_of(graph, {"A": 0, "B": graph.nodes - 1}, territory=territory)
    return Carried(
        "exports", ways.network, graph, sensitivity, np.array([0, 0]),
        np.array([graph.nodes - 1] * 2), np.array(["B", "C"]), np.array([[1.0, 3.0], [10.0, 10.0]]),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_chances_are_what_closing_the_place_would_turn_away(seed: int) -> None:
    """On graphs with cycles, where a link or a node may be passed more than once."""
    graph = random_graph(seed, nodes=7, links=14)
    part = on(graph, [""] * graph.links, sensitivity=0.25)
    for link in range(graph.links):
        expected = shares(graph, 0.25, part.origin, part.destination, [link])
        np.testing.assert_allclose(part.by_link[:, link], expected, rtol=1e-9, atol=1e-12)
    for node in range(1, graph.nodes - 1):
        into = np.flatnonzero(graph.head == node)
        expected = shares(graph, 0.25, part.origin, part.destination, into)
        np.testing.assert_allclose(part.by_node[:, node], expected, rtol=1e-9, atol=1e-12)


def fork() -> Carried:
    """From A either over M's soil (0-1-3) or by N's (0-2-3), ln 3 USD a tonne dearer."""
    cost = np.array([1.0, 1.0, 1.0, 1.0 + np.log(3)])
    graph = Graph(np.array([0, 1, 0, 2]), np.array([1, 3, 2, 3]), cost, np.full(4, np.inf), 4)
    part = on(graph, ["M", "M", "N", "N"])
    links = tuple(
        replace(link, passage="strait") if link.id == "l3" else link for link in part.links
    )
    return replace(part, network=replace(part.network, links=links))


def test_shares_by_hand() -> None:
    """Three tonnes in four take the cheaper way."""
    table = chokepoints([fork()], "A").set_index(["kind_of_place", "place"])
    assert table.loc[("territory", "M"), "mass_pct"] == pytest.approx(75)
    assert table.loc[("territory", "N"), "value_pct"] == pytest.approx(25)
    assert table.loc[("passage", "strait"), "mass_pct"] == pytest.approx(25)
    assert table.loc[("node", "n2"), "mass_pct"] == pytest.approx(25)
    assert table.loc[("link", "l0"), "mass_pct"] == pytest.approx(75)
    assert ("node", "n3") not in table.index  # cargo ends there
    assert ("territory", "A") not in table.index


def test_what_ends_on_a_territory_does_not_pass_it() -> None:
    """Half of the value and a quarter of the mass goes to B itself."""
    part = fork()
    links = tuple(replace(link, territory="B") for link in part.links)
    table = chokepoints([replace(part, network=replace(part.network, links=links))], "A")
    row = table.set_index("place").loc["B"]
    assert (row["mass_pct"], row["value_pct"]) == pytest.approx((75, 50))


def test_two_gateways_of_three_and_one_by_hand() -> None:
    """HHI is 0.75² + 0.25²."""
    world = random_world(Recipe(regions=2, sectors=2), 1)
    world = world.replace(regions=("A", "B"), sectors=("food", "trade"))
    table = gateways(world, [fork()], "A").set_index("side")
    row = table.loc["exports"]
    assert row["gateways"] == 2
    assert row["largest_gateway"] == "l0"
    assert row["largest_pct"] == pytest.approx(75)
    assert (row["mass_hhi"], row["value_hhi"]) == pytest.approx((0.625, 0.625))
    assert row["covered_pct"] == pytest.approx(100 * 20 / world.flow[0, 1, 0])


def test_oil_of_kazakhstan_hangs_on_one_pipeline() -> None:
    """Some four fifths of its crude leaves by the CPC (KazTransOil and CPC for 2023)."""
    parts = carried(load_world(), "KAZ")
    crude = parts[0]
    cpc = [number for number, link in enumerate(crude.links) if link.id == "cpc-russian-section-1"]
    share = float(crude.amount[0] @ crude.chance(cpc) / crude.amount[0].sum())
    assert 0.7 < share < 0.9
    table = chokepoints(parts, "KAZ", largest=3)
    assert table.groupby(["side", "kind_of_place"]).size().max() == 3
    assert ((table["mass_pct"] > 0) & (table["mass_pct"] <= 100)).all()
    first = table[table["side"] == "exports"].groupby("kind_of_place")["place"].first()
    assert first["territory"] == "RUS"
    assert first["passage"] == "bosporus"
