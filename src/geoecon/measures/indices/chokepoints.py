"""How much of a country's trade hangs on single places: passages, territories, nodes and links.

The share of trade that passes a place, as Bailey and Wellesley (2017) count food through straits
and ports, and Verschuur, Lumma and Hall (2025) all trade through 24 straits, here on ways by land
and by sea, each with the probability that route choice gives it:

    s_k = Σ_r v_r P_r(k) / Σ_r v_r

with v_r the tonnes or the value of a row of cargo and P_r(k) the chance that its tonne passes k.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from geoecon.corridors.network import Link
from geoecon.corridors.sailings import ARRIVED
from geoecon.measures.indices.carried import SIDES, Carried
from geoecon.measures.indices.concentration import herfindahl
from geoecon.parameters import GOODS
from geoecon.variables import Array
from geoecon.world.world import World

KINDS = ("passage", "territory", "node", "link")
COLUMNS = ("side", "kind_of_place", "place", "mass_pct", "value_pct")
GATEWAYS = (
    "side", "gateways", "largest_gateway", "largest_pct", "mass_hhi", "value_hhi", "covered_pct",
)  # fmt: skip
LEAST = 0.005
"""Share below which a place is no row: passages and territories cost a factorisation each."""
ENDS = ("zone", "field")
"""Kinds of nodes that cargo starts or ends at: no chokepoints."""


def chokepoints(parts: Sequence[Carried], region: str, *, largest: int = 20) -> pd.DataFrame:
    """Shares of exports and of imports that pass each place, the largest of each kind first.

    One row a side (`exports`, `imports`), `kind_of_place` (passage, territory, node or link) and
    `place`, at most `largest` of a kind; `mass_pct` of tonnes and `value_pct` of value of all that
    is carried (`carried`). A tonne counts once however often it comes by, and not at all on a
    territory where it starts or ends. Shares of several places do not add up: one way passes many.
    """
    rows = [row for side in SIDES for row in _places(_of(parts, side), side, region)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    size = table[["mass_pct", "value_pct"]].max(axis=1)
    place = table["kind_of_place"].map(KINDS.index)
    table = table.assign(size=size, order=place)
    table = table.sort_values(["side", "order", "size"], ascending=[True, True, False])
    return (
        table.groupby(["side", "kind_of_place"], sort=False)
        .head(largest)[list(COLUMNS)]
        .reset_index(drop=True)
    )


def gateways(world: World, parts: Sequence[Carried], region: str) -> pd.DataFrame:
    """How concentrated the ways out of and into a country are: HHI over its gateways, by side.

    A gateway is a link from the country's soil to elsewhere, or for imports the reverse; all that
    is carried passes one. `mass_hhi` and `value_hhi` are Σ g² of their shares g (1: one gateway),
    `largest_gateway` is the first by tonnes and `largest_pct` its part of them, and `covered_pct`
    the part of goods traded, by value, that is on the network.
    """
    found = (_gateways(world, _of(parts, side), side, region) for side in SIDES)
    return pd.DataFrame([row for row in found if row], columns=list(GATEWAYS))


def _of(parts: Sequence[Carried], side: str) -> list[Carried]:
    return [part for part in parts if part.side == side]


def _places(parts: list[Carried], side: str, region: str) -> Iterator[tuple[object, ...]]:
    """Rows of one side."""
    total = sum((part.amount.sum(axis=1) for part in parts), np.zeros(2))
    found = (*_areas(parts, "passage", _passages, ""), *_areas(parts, "territory", _soil, region))
    for kind, name, amount in (*found, *_points(parts)):
        share = np.minimum(amount / total, 1.0)
        if share.max() >= LEAST:
            yield side, kind, name, *(100 * share)


def _areas(
    parts: list[Carried], kind: str, of: Callable[[Link], list[str]], own: str
) -> Iterator[tuple[str, str, Array]]:
    """Mass and value that pass each passage or each territory but the country's own."""
    known = {name for part in parts for link in part.links for name in of(link)} - {own}
    for name in sorted(known):
        yield kind, name, sum((_through(part, name, of) for part in parts), np.zeros(2))


def _through(part: Carried, name: str, of: Callable[[Link], list[str]]) -> Array:
    """What of one cargo passes a passage or territory [mass or value].

    Chances of its links added up are an upper bound; where they are few they stand for it.
    """
    on = [number for number, link in enumerate(part.links) if name in of(link)]
    amount = np.where(part.partner == name, 0.0, part.amount)
    most: Array = amount @ part.by_link[:, on].sum(axis=1)
    if (most < LEAST / 2 * part.amount.sum(axis=1)).all():
        return most
    chance: Array = amount @ part.chance(on)
    return chance


def _by_place(part: Carried) -> dict[str, Array]:
    """The chance that a row's tonne comes by a place where none starts or ends [row]."""
    found: dict[str, Array] = {}
    for node, chance in zip(part.network.nodes, part.by_node.T, strict=True):
        if node.kind not in ENDS:
            name = node.id.removesuffix(ARRIVED)
            found[name] = np.maximum(found.get(name, 0.0), chance)
    return found


def _points(parts: list[Carried]) -> Iterator[tuple[str, str, Array]]:
    """Mass and value that pass each link and each node that is no end.

    Quays of arrival and departure of a port are one node: a tonne that comes by both counts once.
    """
    found: dict[tuple[str, str], Array] = defaultdict(lambda: np.zeros(2))
    for part in parts:
        for link, amount in zip(part.links, (part.amount @ part.by_link).T, strict=True):
            found["link", link.id] = found["link", link.id] + amount
        for name, chance in _by_place(part).items():
            found["node", name] = found["node", name] + part.amount @ chance
    for (kind, name), amount in found.items():
        yield kind, name, amount


def _passages(link: Link) -> list[str]:
    return link.passage.split()


def _soil(link: Link) -> list[str]:
    return link.territory.split()


def _gateways(
    world: World, parts: list[Carried], side: str, region: str
) -> tuple[object, ...] | None:
    """One row of `gateways`; none where nothing is carried."""
    found: dict[str, Array] = defaultdict(lambda: np.zeros(2))
    for part in parts:
        for link, amount in zip(part.links, (part.amount @ part.by_link).T, strict=True):
            if amount.any() and _crosses(part, link, region, side):
                found[link.id] = found[link.id] + amount
    if not found:
        return None
    amounts = np.array(list(found.values()))
    first = int(amounts[:, 0].argmax())
    mass, value = herfindahl(amounts)
    largest = 100 * float(amounts[first, 0] / amounts[:, 0].sum())
    covered = 100 * sum(part.amount[1].sum() for part in parts) / _goods(world, region, side)
    return side, len(found), list(found)[first], largest, mass, value, covered


def _crosses(part: Carried, link: Link, region: str, side: str) -> bool:
    """Whether a link leads out of a country, or for imports into it."""
    ends = (part.network.node(end).territory == region for end in (link.from_node, link.to_node))
    inside, outside = ends if side == "exports" else reversed(tuple(ends))
    return inside and not outside


def _goods(world: World, region: str, side: str) -> float:
    """Goods sold to or bought from others, million USD a year before tariff."""
    me = world.region(region)
    flow = np.array(world.flow[me] if side == "exports" else world.flow[:, me])
    flow[me] = 0.0
    return float(flow[:, [s for s, name in enumerate(world.sectors) if name in GOODS]].sum())
