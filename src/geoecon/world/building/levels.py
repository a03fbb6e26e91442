"""Output and technology of each economy, consistent with its trade and its GDP.

Output is exports plus domestic sales; domestic sales are the ICIO's, scaled by one factor for
each economy so that value added sums to GDP. Goods bought to be sold on (re-exports) get their
own technology, so that an entrepôt does not need the value added of a producer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geoecon.errors import RangeError
from geoecon.world.building.labels import RAW, Array, Labels
from geoecon.world.building.structure import MARGIN, Structure, lenders

REEXPORT_INPUT = 0.9  # assumption: a re-exported good costs nine tenths of its price abroad
REEXPORT_FROM = 1.5  # exports above 1.5 times the ICIO's (by GDP growth) count as re-exports
OIL_PRICE_2023 = 82.5 / 100.9  # Brent 2023 over 2022, World Bank commodity prices ("Pink Sheet")
HOME_OIL_LIMIT = 1.5  # oil and gas sold at home, of what the lender sells for its GDP
HOME_OIL_PRICE = 0.5  # assumption: oil and gas sell at home at half the export price


@dataclass(frozen=True)
class Levels:
    """Output and domestic sales [region, sector], input shares [region, supplier, sector], and
    the factor by which each economy's domestic sales were scaled [region]."""

    output: Array
    home: Array
    input_share: Array
    factor: Array


def home_prior(
    structure: Structure, labels: Labels, gdp: Array, growth: Array, oil_at_home: Array
) -> Array:
    """Domestic sales before scaling to GDP [region, sector].

    `oil_at_home` [region] is oil and gas produced and not exported, used for economies that the
    ICIO lacks; margins on exports count as sold at home, to the exporter.
    """
    margins = structure.intermediate_exports + structure.final_exports
    home = structure.home_sales + margins * (np.array(labels.sectors) == MARGIN)
    lent = lenders(labels)
    scaled = home[lent] * (growth[lent] * gdp / gdp[lent])[:, None]
    oil = labels.sector("oil-gas")
    scaled[:, oil] *= OIL_PRICE_2023
    own = np.clip(oil_at_home, 0.0, HOME_OIL_LIMIT * scaled[:, oil])
    scaled[:, oil] = np.where(structure.covered, scaled[:, oil], own)
    return scaled


def with_margins(
    share: Array, structure: Structure, growth: Array, exports: Array, output: Array, labels: Labels
) -> Array:
    """Input shares once exports are valued f.o.b.: exporters buy the trade margin at home."""
    trade = labels.sector(MARGIN)
    margin = (structure.intermediate_exports + structure.final_exports)[:, trade] * growth
    goods = exports * labels.good
    rate = (margin / np.maximum(goods.sum(axis=1), 1e-9))[:, None] * goods
    rate = np.minimum(rate / np.maximum(output, 1e-9), 0.25)
    result = share * (1 - rate)[:, None, :]
    result[:, trade, :] += rate
    return result


def with_reexports(share: Array, part: Array) -> Array:
    """Input shares where `part` [region, sector] of output is goods bought to be sold on."""
    own = np.eye(share.shape[1])[None, :, :] * REEXPORT_INPUT
    result: Array = share * (1 - part)[:, None, :] + own * part[:, None, :]
    return result


def reexports(exports: Array, imports: Array, known: Array, labels: Labels) -> Array:
    """Goods sold on, at most nine tenths of those bought abroad [region, sector]."""
    extra = np.clip(exports - REEXPORT_FROM * known, 0.0, REEXPORT_INPUT * imports)
    result: Array = extra * labels.good
    return result


def solve(
    share: Array, home: Array, exports: Array, sold_on: Array, gdp: Array, labels: Labels
) -> Levels:
    """Scale domestic sales, raw materials apart, until value added is GDP.

    Σ_s γ_s (E_s + D_s) = GDP with D = λ D⁰ outside raw materials is linear in λ, re-exports
    taking their own γ. Raises RangeError naming the economy whose λ would not be positive.
    """
    gamma = 1 - share.sum(axis=1)
    fixed = np.array([key in RAW for key in labels.sectors])
    thin = (gamma * (exports - sold_on) + (1 - REEXPORT_INPUT) * sold_on).sum(axis=1)
    thin += (gamma * home * fixed).sum(axis=1)
    factor = (gdp - thin) / (gamma * home * ~fixed).sum(axis=1)
    if factor.min() <= 0:
        worst = labels.regions[int(factor.argmin())]
        raise RangeError(
            f"exports of {worst} embody more value added than its GDP", where=worst,
            why="domestic sales would be negative", remedy="check its goods exports and technology",
        )  # fmt: skip
    sales = home * np.where(fixed[None, :], 1.0, factor[:, None])
    output = exports + sales
    part = np.where(output > 0, sold_on / np.where(output > 0, output, 1.0), 0.0)
    return Levels(output, sales, with_reexports(share, part), factor)
