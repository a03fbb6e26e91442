"""Output and technology of each economy, consistent with its trade and its GDP.

Output is exports plus domestic sales; domestic sales are the ICIO's output less exports, scaled by
one factor for each economy so that value added sums to GDP. Goods bought to be sold on (re-exports)
get their own technology, so that an entrepôt does not need the value added of a producer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geoecon.errors import RangeError
from geoecon.world.building.labels import RAW, Array, Labels
from geoecon.world.building.structure import MARGIN, Structure, lenders

REEXPORT_INPUT = 0.9  # assumption: a re-exported good costs nine tenths of its price abroad
HOME_AT_LEAST = 0.25  # of the ICIO's domestic sales: below it, exports count as re-exports
MARGIN_AT_MOST = 0.25  # of the f.o.b. value of exports
OIL_PRICE_2023 = 82.5 / 100.9  # Brent 2023 over 2022, World Bank commodity prices ("Pink Sheet")
HOME_OIL_LIMIT = 3.0  # oil and gas sold at home, of what the lender sells for its GDP
HOME_OIL_PRICE = 0.5  # assumption: oil and gas sell at home at half the export price


@dataclass(frozen=True)
class Levels:
    """Output and domestic sales [region, sector], input shares [region, supplier, sector], and
    the factor by which each economy's domestic sales were scaled [region]."""

    output: Array
    home: Array
    input_share: Array
    factor: Array


@dataclass(frozen=True)
class Scale:
    """The ICIO at the GDP of the base year, lenders filled in [region, sector]: output, domestic
    sales, and the part of the f.o.b. value of exports that is margin [region]."""

    output: Array
    home: Array
    margin: Array


def scale(structure: Structure, labels: Labels, gdp: Array, growth: Array, exports: Array) -> Scale:
    """The ICIO scaled by GDP; `exports` [region, sector] give the value that margins stand in."""
    lent = lenders(labels)
    ratio = (growth[lent] * gdp / gdp[lent])[:, None]
    abroad = structure.intermediate_exports + structure.final_exports
    margin = abroad[:, labels.sector(MARGIN)] * growth
    goods = (exports * labels.good).sum(axis=1)
    rate = np.minimum(margin / np.maximum(goods, 1e-9), MARGIN_AT_MOST)
    return Scale(structure.output[lent] * ratio, structure.home_sales[lent] * ratio, rate)


def home_prior(
    scaled: Scale, exports: Array, oil_at_home: Array, covered: np.ndarray, labels: Labels
) -> Array:
    """Domestic sales before scaling to GDP [region, sector].

    The ICIO's output less exports at basic prices; for raw materials, whose prices fell, its
    domestic sales. `oil_at_home` [region] is oil and gas produced and not exported, used for
    economies that the ICIO lacks.
    """
    left = scaled.output - exports * (1 - scaled.margin[:, None] * labels.good)
    home = np.where(labels.raw, scaled.home, np.maximum(left, HOME_AT_LEAST * scaled.home))
    oil = labels.sector("oil-gas")
    own = np.clip(oil_at_home, 0.0, HOME_OIL_LIMIT * home[:, oil])
    home[:, oil] = np.where(covered, OIL_PRICE_2023 * home[:, oil], own)
    return home


def with_margins(share: Array, scaled: Scale, exports: Array, home: Array, labels: Labels) -> Array:
    """Input shares once exports are valued f.o.b.: exporters buy the trade margin at home."""
    rate = scaled.margin[:, None] * exports / np.maximum(exports + home, 1e-9) * labels.good
    result = share * (1 - rate)[:, None, :]
    result[:, labels.sector(MARGIN), :] += rate
    return result


def with_reexports(share: Array, part: Array) -> Array:
    """Input shares where `part` [region, sector] of output is goods bought to be sold on."""
    own = np.eye(share.shape[1])[None, :, :] * REEXPORT_INPUT
    result: Array = share * (1 - part)[:, None, :] + own * part[:, None, :]
    return result


def reexports(scaled: Scale, exports: Array, imports: Array, labels: Labels) -> Array:
    """Goods sold on [region, sector]: exports that output cannot explain once some of it is sold
    at home, at most nine tenths of what is bought abroad."""
    needed = exports * (1 - scaled.margin[:, None]) + HOME_AT_LEAST * scaled.home
    extra = np.clip(needed - scaled.output, 0.0, REEXPORT_INPUT * imports)
    result: Array = np.minimum(extra, exports) * labels.good
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
