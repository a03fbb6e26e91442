"""What the ledger says about a link, a route or a passage, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterable

from geoecon.corridors.network import Link, Network
from geoecon.corridors.reading import load_network
from geoecon.errors import unknown_name
from geoecon.ledger import Fact, fact
from geoecon.parameters.tables import FACT_ID, sources
from geoecon.provenance import Source


def link_facts(name: str, network: Network | None = None) -> tuple[Fact, ...]:
    """The facts about the link, route or passage called `name`, disagreeing ones side by side.

    They are in the order of their ids. `network` is the embedded one if left out. Raises
    UnknownNameError, with the nearest names.
    """
    whole = network or load_network()
    found = [link for link in whole.links if name in (link.id, link.route, link.passage)]
    if not name or not found:
        raise unknown_name("link, route or passage", name, network_names(whole), where=whole.name)
    return tuple(fact(fact_id) for fact_id in sorted(_fact_ids(found)))


def network_sources(network: Network) -> dict[str, Source]:
    """Every source that the network cites, facts of the ledger among them, by id.

    Raises UnknownNameError for an id that neither the table of sources nor the ledger knows.
    """
    known = sources("network")
    return {name: known[name] if name in known else fact(name).source for name in _cited(network)}


def _cited(network: Network) -> list[str]:
    texts = [node.source for node in network.nodes]
    texts += [name for link in network.links for name in (*link.sources, *link.facts)]
    texts += [user.source for user in network.users]
    texts += [volume.source for volume in network.volumes]
    return sorted(set(" ".join(texts).split()))


def _fact_ids(links: Iterable[Link]) -> set[str]:
    named = {name for link in links for name in (*link.facts, *link.sources)}
    return {name for name in named if FACT_ID.fullmatch(name)}


def network_names(network: Network) -> set[str]:
    """The ids of its links and the names of its routes and passages."""
    named = {name for link in network.links for name in (link.id, link.route, link.passage)}
    return named - {""}
