"""Real income, its split, and trade totals by region: the headline of a solution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geoecon.equilibrium.solution import Solution
from geoecon.errors import unknown_name
from geoecon.variables import Array
from geoecon.world.accounts import trade_gap


def decomposition(solution: Solution, weights: str = "average") -> pd.DataFrame:
    """Split of the real-income change into its sources, per cent of income, by region.

    Caliendo and Parro (2015), equation 15:

    terms_of_trade_pct  (1/I_n) Σ_js (E_njs dln c_ns − M_jns dln c_js)
    trade_volume_pct    (1/I_n) Σ_js t_jns M_jns (dln M_jns − dln c_js)
    sum_pct             their sum
    remainder_pct       exact real-income change less the sum: trade costs, productivity and
                        transfers themselves, sellers that stopped, and what the weights miss

    `weights` is `average` (of the baseline and the scenario, second-order exact) or `baseline`
    (first order, with ĉ − 1 for dln c and M̂ − 1 for dln M: what Table 2 of the paper prints as
    welfare). Raises UnknownNameError for other weights.
    """
    split = {"average": _average_split, "baseline": _baseline_split}
    if weights not in split:
        raise unknown_name("weights", weights, split)
    terms, volume = split[weights](solution)
    exact = 100 * (solution.real_income - 1)
    return pd.DataFrame(
        {
            "terms_of_trade_pct": 100 * terms,
            "trade_volume_pct": 100 * volume,
            "sum_pct": 100 * (terms + volume),
            "remainder_pct": exact - 100 * (terms + volume),
        },
        index=pd.Index(solution.world.regions, name="region"),
    )


def _baseline_split(solution: Solution) -> tuple[Array, Array]:
    """Terms of trade and volume of trade with baseline weights [region]."""
    world = solution.world
    sold = world.flow > 0
    priced = np.where(sold, world.flow * (_border_price(solution) - 1), 0.0)
    traded = np.where(sold, solution.border_value - world.flow, 0.0)
    terms = np.einsum("ins->i", priced) - np.einsum("ins->n", priced)
    volume = np.einsum("ins,ins->n", world.tariff, traded - priced)
    return terms / world.income, volume / world.income


def _average_split(solution: Solution) -> tuple[Array, Array]:
    """Terms of trade and volume of trade with weights averaged over both ends [region].

    A volume changes by L dln M with L the logarithmic mean of M/I at both ends, so trade that
    stops counts in full and nothing is infinite.
    """
    world = solution.world
    log_cost, flow = np.log(_border_price(solution)), solution.border_value
    log_income = np.log(solution.income / world.income)[None, :, None]
    by_seller = (_share(world.flow, world.income, 0), _share(flow, solution.income, 0))
    by_buyer = (_share(world.flow, world.income, 1), _share(flow, solution.income, 1))
    traded = (world.flow > 0) | (flow > 0)
    earned = np.einsum("ins->i", np.where(traded, sum(by_seller) / 2 * log_cost, 0.0))
    paid_cell = np.where(traded, sum(by_buyer) / 2 * log_cost, 0.0)
    more = by_buyer[1] - by_buyer[0] + _log_mean(*by_buyer) * log_income
    tariff = (world.tariff + solution.tariff) / 2
    volume = np.einsum("ins,ins->n", tariff, np.where(traded, more - paid_cell, 0.0))
    return earned - np.einsum("ins->n", paid_cell), volume


def _border_price(solution: Solution) -> Array:
    """Change of prices at the exporter's border, over the baseline [exporter, importer, sector].

    One for sellers that stopped, whose price has no change.
    """
    stopped = np.isin(solution.world.regions, list(solution.unbounded))
    cost = np.where(stopped[:, None], 1.0, solution.unit_cost)
    return cost[:, None, :] * solution.shock.border


def _share(flow: Array, income: Array, axis: int) -> Array:
    """Flows over the income of the exporter (axis 0) or the importer (axis 1)."""
    return flow / (income[:, None, None] if axis == 0 else income[None, :, None])


def _log_mean(a: Array, b: Array) -> Array:
    """(b − a) / ln(b/a), a where both are equal, zero where either is."""
    both = (a > 0) & (b > 0)
    ratio = np.log(np.where(both, b, 1.0) / np.where(both, a, 1.0))
    near = np.abs(ratio) < 1e-6
    mean = np.where(near, (a + b) / 2, (b - a) / np.where(near, 1.0, ratio))
    return np.where(both, mean, 0.0)


def headline(solution: Solution) -> pd.DataFrame:
    """One row a region: real income, its split, trade and revenue.

    Percentages are changes against the baseline; `_musd` columns are million USD a year with
    world factor income held at its baseline value. `equivalent_variation_musd` is the transfer,
    at baseline prices, worth as much as the scenario. Rows of `unbounded` regions hold NaN and
    name the sectors that lost every supplier.
    """
    world = solution.world
    split = decomposition(solution)
    trade = {
        "exports": (exports(world.flow), exports(solution.border_value)),
        "imports": (imports(world.flow), imports(solution.border_value)),
    }
    lost = [", ".join(solution.unbounded.get(code, ())) for code in world.regions]
    known = np.array([not text for text in lost])
    revenue = solution.tariff_revenue - world.tariff_revenue
    columns: dict[str, object] = {
        "real_income_pct": 100 * (solution.real_income - 1),
        "equivalent_variation_musd": (solution.real_income - 1) * world.income,
        "real_product_pct": 100 * (solution.real_product - 1),
        "real_wage_pct": 100 * (solution.real_wage - 1),
        "terms_of_trade_pct": split["terms_of_trade_pct"].to_numpy(),
        "trade_volume_pct": split["trade_volume_pct"].to_numpy(),
        "remainder_pct": split["remainder_pct"].to_numpy(),
    }
    for name, (before, after) in trade.items():
        columns[f"{name}_before_musd"] = before
        columns[f"{name}_after_musd"] = np.where(known, after, np.nan)
        columns[f"{name}_pct"] = np.where(known, change_pct(before, after), np.nan)
    columns["tariff_revenue_change_musd"] = revenue
    columns["unbounded"] = lost
    names = [world.region_names.get(code, code) for code in world.regions]
    table = pd.DataFrame(columns, index=pd.Index(world.regions, name="region"))
    table.insert(0, "name", names)
    return table


def by_group(solution: Solution, groups: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The headline for groups of regions, indexed by group name.

    Real income is the members' equivalent variation over their baseline income; exports and
    imports leave out trade inside the group. A group with an unbounded member has NaN and says
    whose loss it is. Raises UnknownNameError for a code that the world lacks.
    """
    split = decomposition(solution)
    rows = {name: _group_row(solution, members, split) for name, members in groups.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("group")


def _group_row(
    solution: Solution, members: Sequence[str], split: pd.DataFrame
) -> dict[str, object]:
    world = solution.world
    for code in members:
        if code not in world.regions:
            raise unknown_name("region", code, world.regions)
    inside = np.isin(world.regions, list(members))
    lost = [code for code in members if code in solution.unbounded]
    variation = float(((solution.real_income - 1) * world.income)[inside].sum())
    weight = world.income[inside] / world.income[inside].sum()
    revenue = (solution.tariff_revenue - world.tariff_revenue)[inside].sum()
    row: dict[str, object] = {
        "real_income_pct": 100 * variation / world.income[inside].sum(),
        "equivalent_variation_musd": variation,
        "terms_of_trade_pct": float(split["terms_of_trade_pct"].to_numpy()[inside] @ weight),
        "trade_volume_pct": float(split["trade_volume_pct"].to_numpy()[inside] @ weight),
    }
    for name, axis in (("exports", 0), ("imports", 1)):
        before, after = (
            _outside(flow, inside, axis) for flow in (world.flow, solution.border_value)
        )
        row |= {
            f"{name}_before_musd": before,
            f"{name}_after_musd": np.nan if lost else after,
            f"{name}_pct": np.nan if lost else float(change_pct(before, after)),
        }
    return row | {"tariff_revenue_change_musd": revenue, "unbounded": ", ".join(lost)}


def _outside(flow: Array, inside: NDArray[np.bool_], axis: int) -> float:
    """Trade of a group with the rest of the world: exports (axis 0) or imports (axis 1)."""
    pairs = flow.sum(axis=2)
    own, others = (inside, ~inside) if axis == 0 else (~inside, inside)
    return float(pairs[np.ix_(own, others)].sum())


def exports(flow: Array) -> Array:
    """Exports before tariff [region], home sales left out."""
    return np.einsum("ins->i", flow) - np.einsum("iis->i", flow)


def imports(flow: Array) -> Array:
    """Imports before tariff [region], home sales left out."""
    return exports(flow) + trade_gap(flow)


def change_pct(before: Array | float, after: Array | float) -> Array:
    """Per cent change; NaN where there was nothing before, since it then has no size."""
    was = np.asarray(before, dtype=np.float64)
    base = np.where(was > 0, was, np.nan)
    return 100 * (np.asarray(after) - base) / base
