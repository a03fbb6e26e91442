"""Goods trade by pair to sectors: raw materials from the facts, the rest as the ICIO has it."""

from __future__ import annotations

import numpy as np

from geoecon.world.building.facts import Facts
from geoecon.world.building.goods_table import TAIWAN, Goods
from geoecon.world.building.labels import Array, Labels
from geoecon.world.building.structure import Structure, lenders

# USD a tonne, means of 2023, rounded (World Bank commodity prices; LBMA; USGS summaries): weights
# that tell ores from metals within the mineral headings, no prices of the model.
ORES = {
    "Iron (Fe)": 160.0, "Copper": 8_500.0, "Zinc": 2_650.0, "Lead": 2_140.0, "Nickel": 21_500.0,
    "Tin": 26_000.0, "Bauxite": 40.0, "Manganese": 400.0, "Chromium (Cr2O3)": 600.0,
    "Phosphate Rock (P2O5)": 1_000.0, "Lithium (Li2O)": 15_000.0, "Titanium (TiO2)": 500.0,
    "Zircon": 2_000.0, "Molybdenum": 50_000.0, "Uranium (U3O8)": 130_000.0,
    "Sulfur (elementar & industrial)": 100.0,
}  # fmt: skip
LEAN = 3.0
METALS = {
    "Gold": 62.4e6, "Platinum": 31.0e6, "Palladium": 43.0e6, "Rhodium": 210.0e6,
    "Aluminium": 2_250.0,
}  # fmt: skip
CHAPTERS = {"25": "mining", "26": "mining", "28": "chemicals"}  # the other headings are metals


def composition(structure: Structure, labels: Labels) -> Array:
    """What each economy sells abroad, shares over goods [exporter, sector], lenders filled in."""
    exports = (structure.intermediate_exports + structure.final_exports) * labels.good
    share = exports / np.maximum(exports.sum(axis=1), 1e-9)[:, None]
    return share[lenders(labels)]


def prior_flows(structure: Structure, labels: Labels, total: Array) -> Array:
    """Goods by pair and sector, adding up to the pair's total [exporter, importer, sector].

    Between economies of the ICIO: its intermediate flows, and in the gap that they leave to the
    total the final flows as reported, or what the exporter sells to final users abroad. Where
    they leave no gap they shrink to the total. Elsewhere the exporter's composition.
    """
    known = structure.flows * labels.good
    finals = structure.final_flows
    if finals is None:
        finals = np.broadcast_to(structure.final_exports[:, None, :], known.shape)
    finals = finals * labels.good
    gap = np.maximum(total - known.sum(axis=2), 0.0)
    filled = known + finals * (gap / np.maximum(finals.sum(axis=2), 1e-9))[:, :, None]
    mix = np.broadcast_to(composition(structure, labels)[:, None, :], known.shape)
    both = structure.covered[:, None] & structure.covered[None, :] & (known.sum(axis=2) > 0)
    prior = np.where(both[:, :, None], filled, mix)
    scale = total / np.maximum(prior.sum(axis=2), 1e-9)
    scaled: Array = prior * scale[:, :, None]
    return scaled


def split(facts: Facts, goods: Goods, prior: Array, labels: Labels) -> Array:
    """Goods flows [exporter, importer, sector] that add up to the pair totals exactly."""
    floors = _floors(facts, goods, prior, labels)
    rest = goods.total - floors.sum(axis=2)
    open_to_rest = _open(goods, labels)
    spread = np.maximum(prior - floors, 0.0) * open_to_rest
    fallback = (prior + 1e-12) * open_to_rest
    spread = np.where(spread.sum(axis=2, keepdims=True) > 0, spread, fallback)
    weight = spread / spread.sum(axis=2, keepdims=True)
    flows: Array = floors + np.maximum(rest, 0.0)[:, :, None] * weight
    return flows


def _open(goods: Goods, labels: Labels) -> np.ndarray:
    """Cells that share in what the raw-material facts leave [exporter, importer, sector].

    All oil, gas and coal stand in the facts, except for pairs that have none: Taiwan's, and those
    that neither edition reports (Russia and Belarus).
    """
    complete = np.isin(labels.sectors, ("oil-gas", "coal"))
    mask = np.broadcast_to(labels.good & ~complete, (*goods.total.shape, len(labels.sectors)))
    mask = mask.copy()
    taiwan = labels.region(TAIWAN)
    mask[taiwan], mask[:, taiwan] = labels.good, labels.good
    mask[goods.silent] = labels.good
    return mask


def _floors(facts: Facts, goods: Goods, prior: Array, labels: Labels) -> Array:
    """What the raw-material facts put into each sector [exporter, importer, sector]."""
    floors = np.zeros_like(prior)
    floors[..., labels.sector("oil-gas")] = goods.raw["crude_oil"] + goods.raw["natural_gas"]
    floors[..., labels.sector("coal")] = goods.raw["coal"]
    for sector, share in _mineral_shares(facts, goods, prior, labels).items():
        floors[..., labels.sector(sector)] += goods.raw["minerals"] * share
    return floors


def _mineral_shares(facts: Facts, goods: Goods, prior: Array, labels: Labels) -> dict[str, Array]:
    """Where the mineral headings belong, shares by pair: ores, metals (gold), chemicals.

    The exporter's production sets the odds of ores against metals; a pair leans from them as
    the ICIO's flows do. Exporters that mine nothing re-export metal.
    """
    odds = ore_share(facts, goods, labels)[:, None]
    lean = _lean(prior[..., labels.sector("mining")], prior[..., labels.sector("metals")])
    share = odds * lean / (odds * lean + 1 - odds)
    shares = {"mining": share, "metals": 1 - share, "chemicals": np.zeros_like(share)}
    _use_headings(shares, facts, labels)
    return shares


def ore_share(facts: Facts, goods: Goods, labels: Labels) -> Array:
    """Share of ores in what an exporter sells under the mineral headings [exporter].

    Value of ores mined over that of ores and of metals traded under those headings; what
    production cannot explain is metal bought to be sold on.
    """
    ores, metals = (
        np.array([sum(facts.production.get((code, name), 0.0) * price
                      for name, price in table.items()) for code in labels.regions]) / 1e6
        for table in (ORES, METALS)
    )  # fmt: skip
    both = np.maximum(ores + metals, 1e-9)
    sold = np.maximum(goods.raw["minerals"].sum(axis=1), 1e-9)
    share: Array = ores / both * np.minimum(1.0, both / sold)
    return np.clip(share, 0.0, 0.999)


def _lean(ores: Array, metals: Array) -> Array:
    """A pair's ratio of ores to metals over the exporter's, within a factor of `LEAN`."""
    own = (ores.sum(axis=1) + 1e-9) / (metals.sum(axis=1) + 1e-9)
    return np.clip((ores + 1e-9) / (metals + 1e-9) / own[:, None], 1 / LEAN, LEAN)


def _use_headings(shares: dict[str, Array], facts: Facts, labels: Labels) -> None:
    """Pairs with headings in the facts are split by them."""
    sums: dict[tuple[int, int], dict[str, float]] = {}
    for (exporter, importer, heading), value in facts.headings.items():
        if heading.startswith("27"):
            continue
        pair = sums.setdefault((labels.region(exporter), labels.region(importer)), {})
        sector = CHAPTERS.get(heading[:2], "metals")
        pair[sector] = pair.get(sector, 0.0) + value
    for (i, n), pair in sums.items():
        for sector, share in shares.items():
            share[i, n] = pair.get(sector, 0.0) / sum(pair.values())


def reported(structure: Structure, sold: Array, labels: Labels) -> np.ndarray:
    """True where a cell of `sold` rests on reports [exporter, importer, sector].

    Raw materials stand in BACI by pair; another goods cell is reported where intermediate flows
    of the ICIO make at least half of it. All other cells share out a reported pair total.
    """
    cells = (structure.flows * labels.good >= 0.5 * sold) & (sold > 0)
    raw = np.broadcast_to((labels.raw & labels.good)[None, None, :], cells.shape)
    result = cells | raw
    taiwan = labels.region(TAIWAN)
    result[taiwan], result[:, taiwan] = False, False
    return result
