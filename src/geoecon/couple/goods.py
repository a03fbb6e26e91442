"""What is carried: goods of the trade model as cargo, and tonnes from their value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geoecon.corridors.graph import Links, Mask
from geoecon.couple.ways import MONTHS, THOUSAND_TO_MILLION, Ways
from geoecon.parameters.tables import read_table
from geoecon.variables import Array
from geoecon.world.world import World


@dataclass(frozen=True)
class Good:
    """A sector of the trade model whose goods are carried as `cargo`, worth `usd_t` a tonne."""

    sector: str
    cargo: str
    usd_t: float
    source: str


def read_goods() -> tuple[Good, ...]:
    """The embedded values of a tonne."""
    rows = read_table("goods", "network")
    return tuple(
        Good(row["sector"], row["cargo"], float(row["usd_t"]), row["source"]) for row in rows
    )


@dataclass(frozen=True, eq=False)
class Rows:
    """What is carried: one row for each cargo and pair of economies that trade.

    exporter, importer : [row], positions in the world; cargo : [row], names
    """

    exporter: Links
    importer: Links
    cargo: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.cargo)

    def only(self, chosen: Mask) -> Rows:
        """The rows chosen [row]."""
        return Rows(self.exporter[chosen], self.importer[chosen], self.cargo[chosen])


def traded_pairs(world: World, ways: Mapping[str, Ways], goods: Sequence[Good]) -> Rows:
    """The rows: pairs of economies that are in the network and trade what the cargo carries."""
    exporter, importer, cargo = [], [], []
    for name, own in ways.items():
        sectors = [world.sector(good.sector) for good in goods if good.cargo == name]
        known = {node.region for node in own.network.nodes if node.kind == "zone"}
        inside = np.isin(world.regions, list(known))
        traded = world.flow[:, :, sectors].sum(axis=2) > 0
        traded &= inside[:, None] & inside & ~np.eye(len(inside), dtype=bool)
        start, end = np.nonzero(traded)
        exporter.append(start)
        importer.append(end)
        cargo.append(np.full(len(start), name, dtype="U32"))
    return Rows(*(np.concatenate(part) for part in (exporter, importer, cargo)))


def row_ends(world: World, ways: Mapping[str, Ways], rows: Rows) -> tuple[Links, Links]:
    """Nodes where rows start and end."""
    network = next(iter(ways.values())).network
    zones = {
        node.region: number for number, node in enumerate(network.nodes) if node.kind == "zone"
    }
    at = np.array([zones.get(code, -1) for code in world.regions], dtype=np.int64)
    return at[rows.exporter], at[rows.importer]


def tonnes(
    world: World, flow: Array, goods: Sequence[Good], rows: Rows, price: Array | float = 1.0
) -> Array:
    """kt a month [row]: value over price. `price` [region, sector] is over the baseline's."""
    total = np.zeros(len(rows))
    prices = np.broadcast_to(price, world.output.shape)
    for good in goods:
        of, sector = rows.cargo == good.cargo, world.sector(good.sector)
        value = (
            flow[rows.exporter[of], rows.importer[of], sector] / prices[rows.exporter[of], sector]
        )
        total[of] += value / (good.usd_t * MONTHS * THOUSAND_TO_MILLION)
    return total
