"""Cross-border services by pair and sector, from the ICIO, estimated for the others."""

from __future__ import annotations

import numpy as np

from geoecon.world.building.labels import Array, Labels
from geoecon.world.building.structure import MARGIN, Structure, lenders


def known_services(structure: Structure, labels: Labels, growth: Array) -> Array:
    """Services between economies of the ICIO brought to the base year [exporter, importer, sector].

    Intermediate flows, and final ones as reported or the exporter's final sales abroad spread
    like them. `growth` [region] is GDP of the base year over the ICIO's value added.
    """
    services = ~labels.good
    services = services & (np.array(labels.sectors) != MARGIN)
    flows = structure.flows * services
    _clear_diagonal(flows)
    if structure.final_flows is not None:
        flows = flows + structure.final_flows * services
        _clear_diagonal(flows)
    else:
        sold = flows.sum(axis=1)
        final = structure.final_exports * services
        flows = flows * (1 + final / np.where(sold > 0, sold, 1.0))[:, None, :]
    world = np.average(growth[structure.covered], weights=structure.value_added[structure.covered])
    scaled: Array = flows * (growth[:, None] * growth[None, :] / world)[:, :, None]
    return scaled


def all_services(
    known: Array, structure: Structure, labels: Labels, gdp: Array, goods: Array
) -> Array:
    """Services of every pair: economies that the ICIO lacks trade like their lender, by GDP,
    with partners in proportion to goods trade both ways (an assumption, marked estimated)."""
    lent = lenders(labels)
    both_ways = goods + goods.T
    weight = both_ways / both_ways.sum(axis=1, keepdims=True)
    exports, imports = known.sum(axis=1), known.sum(axis=0)
    ratio = (gdp / gdp[lent])[:, None]
    sold = (exports[lent] * ratio)[:, None, :] * weight[:, :, None]
    bought = (imports[lent] * ratio)[None, :, :] * weight.T[:, :, None]
    inside = structure.covered[:, None] & structure.covered[None, :]
    outside_seller = ~structure.covered[:, None] & np.ones_like(inside)
    return np.where(inside[:, :, None], known, np.where(outside_seller[:, :, None], sold, bought))


def _clear_diagonal(flows: Array) -> None:
    for i in range(flows.shape[0]):
        flows[i, i] = 0.0
