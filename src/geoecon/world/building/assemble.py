"""The build in one place: facts, ICIO and parameters to the arrays of a closed world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geoecon.errors import MissingValueError
from geoecon.sources.icio import Icio
from geoecon.world.building import checks, goods, levels, services, totals
from geoecon.world.building.close import Closed, close
from geoecon.world.building.facts import Facts, gdp_of
from geoecon.world.building.goods_table import Goods
from geoecon.world.building.labels import Array, Labels
from geoecon.world.building.log import Change
from geoecon.world.building.parameters import Parameters
from geoecon.world.building.structure import Structure, aggregate, lenders, technology, undo_rest

CRUDE, GAS = "Petroleum", "Natural Gas"
GAS_KT_PER_MIO_M3 = 0.735  # density of natural gas, 0.735 kg a cubic metre


@dataclass(frozen=True)
class Built:
    """The arrays of the world by name (see `variables.csv`) and the reconcile report."""

    arrays: dict[str, Array]
    changes: tuple[Change, ...]


def build(facts: Facts, icio: Icio, parameters: Parameters, labels: Labels) -> Built:
    """Assemble the world; every account closes by construction and is checked."""
    structure = aggregate(icio, labels)
    gdp = np.array(gdp_of(facts, labels))
    growth = np.where(structure.covered, gdp / np.maximum(structure.value_added, 1e-9), 0.0)
    pairs, changes = totals.reconcile(facts, labels, structure)
    trade, estimated = _trade(facts, structure, pairs, labels, gdp, growth)
    level, share = _levels(facts, structure, trade, labels, gdp, growth)
    flow = trade.copy()
    for n in range(len(labels.regions)):
        flow[n, n] = level.home[n]
    spending = np.einsum("ins,ins->ns", flow, 1 + parameters.tariff)
    prior = _final_prior(structure, trade, labels, gdp, growth)
    closed = close(level.input_share, level.output, spending, prior, labels)
    arrays = _arrays(flow, closed, parameters, estimated)
    changes += _technology_changes(share, level, closed, labels)
    changes += checks.all_checks(arrays, facts, labels, gdp)
    return Built(arrays, tuple(changes))


def _trade(
    facts: Facts, structure: Structure, pairs: Goods, labels: Labels, gdp: Array,
    growth: Array,
) -> tuple[Array, np.ndarray]:  # fmt: skip
    """Goods and services between economies, and which cells are estimated."""
    prior = goods.prior_flows(structure, labels, pairs.total)
    sold = goods.split(facts, pairs, prior, labels)
    known = services.known_services(structure, labels, growth)
    served = services.all_services(known, structure, labels, gdp, pairs.total)
    both = structure.covered[:, None] & structure.covered[None, :]
    reported = goods.reported(structure, sold, labels) & ~pairs.missing[:, :, None]
    reported |= both[:, :, None] & ~labels.good
    trade = sold + served
    for n in range(len(labels.regions)):
        trade[n, n], reported[n, n] = 0.0, structure.covered[n]
    return trade, ~reported


def _levels(
    facts: Facts, structure: Structure, trade: Array, labels: Labels, gdp: Array, growth: Array
) -> tuple[levels.Levels, Array]:
    """Output that meets exports and GDP, and the input shares before balancing."""
    exports, imports = trade.sum(axis=1), trade.sum(axis=0)
    outside = trade[~structure.covered].sum(axis=0) / np.maximum(growth, 1e-9)[:, None]
    share = technology(structure, labels, undo_rest(structure, outside))
    scaled = levels.scale(structure, labels, gdp, growth, exports)
    oil = _oil_at_home(facts, exports, labels)
    home = levels.home_prior(scaled, exports, oil, structure.covered, labels)
    share = levels.with_margins(share, scaled, exports, home, labels)
    sold_on = levels.reexports(scaled, exports, imports, labels)
    return levels.solve(share, home, exports, sold_on, gdp, labels), share


def _oil_at_home(facts: Facts, exports: Array, labels: Labels) -> Array:
    """Oil and gas produced less exported, at half the export price [region]."""
    crude, gas = (_unit_value(facts, name) for name in ("crude_oil", "natural_gas"))
    made = np.array([
        facts.production.get((code, CRUDE), 0.0) / 1e3 * crude
        + facts.production.get((code, GAS), 0.0) * GAS_KT_PER_MIO_M3 * gas
        for code in labels.regions
    ])  # fmt: skip
    left: Array = (made - exports[:, labels.sector("oil-gas")]) * levels.HOME_OIL_PRICE
    return left


def _unit_value(facts: Facts, commodity: str) -> float:
    """World mean export price, million USD a thousand tonnes (MissingValueError without one)."""
    keys = [key for key in facts.tonnes if key[2] == commodity]
    if not keys:
        raise MissingValueError(
            f"no quantity of {commodity} in any row of raw materials",
            why="its export price weighs what is produced and not exported",
        )
    return sum(facts.raw[key] for key in keys) / sum(facts.tonnes[key] for key in keys)


def _final_prior(
    structure: Structure, trade: Array, labels: Labels, gdp: Array, growth: Array
) -> Array:
    """Final demand that the ICIO suggests [region, sector]: final sales at home, and of imports
    the world's share of final sales in the sector's output."""
    lent = lenders(labels)
    home = structure.home_sales - np.einsum("iis->is", structure.flows)
    home = home[lent] * (growth[lent] * gdp / gdp[lent])[:, None]
    used = structure.inputs.sum(axis=(0, 2)) / structure.output.sum(axis=0)
    prior: Array = home + trade.sum(axis=0) * (1 - used)[None, :]
    return np.maximum(prior, 0.0)


def _arrays(
    flow: Array, closed: Closed, parameters: Parameters, estimated: np.ndarray
) -> dict[str, Array]:
    gamma = 1 - closed.input_share.sum(axis=1)
    return {
        "flow": flow,
        "tariff": parameters.tariff,
        "input_share": closed.input_share,
        "value_added_share": gamma,
        "labour_share": parameters.labour_share,
        "final_share": closed.final / closed.final.sum(axis=1, keepdims=True),
        "revenue_share": parameters.revenue_share,
        "foreign_share": parameters.foreign_share,
        "owner_share": parameters.owner_share,
        "trade_elasticity": parameters.trade_elasticity,
        "estimated": estimated,
    }


def _technology_changes(
    share: Array, level: levels.Levels, closed: Closed, labels: Labels
) -> list[Change]:
    """How far domestic sales were scaled and input shares moved."""
    scaled = [
        Change("domestic sales scaled to GDP", code, "", "all but raw materials", 1.0, factor,
               "value added must sum to GDP", "ratio")
        for code, factor in zip(labels.regions, level.factor, strict=True)
    ]  # fmt: skip
    used = np.einsum("nrs,ns->nr", level.input_share, level.output)
    moved = [
        Change("inputs moved by balancing", labels.regions[n], "", labels.sectors[r],
               used[n, r], used[n, r] * (1 + closed.moved[n, r]),
               "uses of the supplier must equal its sales at home and imports")
        for n, r in np.argwhere(np.abs(closed.moved) > 1e-6)
    ]  # fmt: skip
    resold = np.abs(level.input_share - share * 1.0).max(axis=1) * level.output
    sold_on = [
        Change("re-exports given their own technology", labels.regions[n], "", labels.sectors[s],
               0.0, resold[n, s], "exports far above the ICIO's, fed by imports")
        for n, s in np.argwhere(resold > 1.0)
    ]  # fmt: skip
    return [*scaled, *moved, *sold_on]
