"""The trade model in exact changes, one equation a function.

With x̂ = x'/x (Dekle, Eaton and Kortum 2008; Caliendo and Parro 2015, equations 10-14, here with
sector-specific factors, nested CES above Cobb-Douglas, and foreign owners). Hats are ratios to the
baseline, capitals million USD. Arrays are [region, sector] unless said otherwise; the trade
matrices A and B are [sector, importer, exporter], so that each sum over partners is one
matrix-vector product.

    A_ins = π_ins κ̂_ins^(−θ_s),   B_ins = A_ins / (1 + t'_ins),   κ̂ = d̂ (1 + t') / (1 + t)
"""

from __future__ import annotations

import numpy as np

from geoecon.variables import Array


def value_added_price(wage: Array, factor_income: Array, beta: Array) -> Array:
    """v̂_is = ŵ_i^β · V̂_is^(1−β): price of value added.

    `wage` [region]; `factor_income` V̂ is the change of the sector's value added, whose share
    1 − β the sector-specific factor earns, so that its own rental rate changes by V̂.
    """
    return wage[:, None] ** beta * factor_income ** (1 - beta)


def unit_cost(
    value_added: Array,
    price: Array,
    gamma: Array,
    input_share: Array,
    productivity: Array,
    substitution: float,
) -> Array:
    """ĉ_is = v̂^γ · Π_r P̂_ir^(a_irs) / ẑ_is; CES in v̂ and P̂ when `substitution` is not 1.

    CES: ĉ = (γ v̂^(1−ε) + Σ_r a_r P̂_r^(1−ε))^(1/(1−ε)) / ẑ. `input_share` [region, supplier,
    sector]. Caliendo and Parro (2015), equation 10.
    """
    if substitution == 1:
        bundle = np.exp(gamma * np.log(value_added) + by_supplier(np.log(price), input_share))
    else:
        power = 1 - substitution
        inputs = by_supplier(price**power, input_share)
        bundle = (gamma * value_added**power + inputs) ** (1 / power)
    return bundle / productivity


def by_supplier(values: Array, input_share: Array) -> Array:
    """Σ_r values_ir a_irs [region, sector]."""
    return (values[:, None, :] @ input_share)[:, 0, :]


def competitiveness(cost: Array, theta: Array) -> Array:
    """ĉ_is^(−θ_s): how attractive an exporter's costs make it."""
    return cost**-theta


def market_access(trade: Array, attraction: Array) -> Array:
    """Σ_i A_ins ĉ_is^(−θ_s), where `trade` is A; over every origin it is Φ_ns."""
    return (trade @ attraction.T[:, :, None])[:, :, 0].T


def price_index(access: Array, theta: Array) -> Array:
    """P̂_ns = Φ_ns^(−1/θ_s). Caliendo and Parro (2015), equation 11."""
    return access ** (-1 / theta)


def exports(net_trade: Array, attraction: Array, access: Array, expenditure: Array) -> Array:
    """Sales to others, ĉ_is^(−θ_s) Σ_(n≠i) B_ins X'_ns / Φ_ns, before tariff.

    `net_trade` is B without its diagonal. Caliendo and Parro (2015), equations 12 and 13.
    """
    demand = (expenditure / access).T[:, None, :]
    return attraction * (demand @ net_trade)[:, 0, :].T


def imports(net_trade: Array, attraction: Array, access: Array, expenditure: Array) -> Array:
    """What sellers abroad are paid, X'_ns / Φ_ns · Σ_(i≠n) B_ins ĉ_is^(−θ_s), before tariff."""
    return expenditure / access * market_access(net_trade, attraction)


def home_sales(home: Array, attraction: Array, access: Array, expenditure: Array) -> Array:
    """Sales to one's own region, A_nns ĉ_ns^(−θ_s) X'_ns / Φ_ns; `home` is A_nns = B_nns."""
    return home * attraction / access * expenditure


def value_added_income(
    output: Array, value_added: Array, cost: Array, gamma: Array, substitution: float
) -> Array:
    """Value added γ' Y', with γ' = γ (v̂/ĉ)^(1−ε); `cost` is the bundle's, productivity aside."""
    if substitution == 1:
        return gamma * output
    return gamma * (value_added / cost) ** (1 - substitution) * output


def input_spending(
    output: Array, price: Array, cost: Array, input_share: Array, substitution: float
) -> Array:
    """Inputs bought of each supplier, Σ_s a'_irs Y'_is, with a' = a (P̂_r/ĉ_s)^(1−ε)."""
    power = 1 - substitution
    if substitution == 1:
        return (input_share @ output[:, :, None])[:, :, 0]
    return price**power * (input_share @ (output * cost**-power)[:, :, None])[:, :, 0]


def consumer_price(price: Array, alpha: Array, substitution: float) -> Array:
    """Price of final demand P̂_n = Π_s P̂_ns^(α_ns), or CES [region]."""
    if substitution == 1:
        return np.exp((alpha * np.log(price)).sum(axis=1))
    power = 1 - substitution
    return (alpha * price**power).sum(axis=1) ** (1 / power)


def final_spending(price: Array, alpha: Array, income: Array, substitution: float) -> Array:
    """α'_ns I'_n with α' = α (P̂_ns/P̂_n)^(1−ρ); `income` [region]."""
    if substitution == 1:
        return alpha * income[:, None]
    relative = price / consumer_price(price, alpha, substitution)[:, None]
    return alpha * relative ** (1 - substitution) * income[:, None]
