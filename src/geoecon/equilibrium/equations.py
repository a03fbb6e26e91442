"""The trade model in exact changes, one equation a function.

With x̂ = x'/x (Dekle, Eaton and Kortum 2008; Caliendo and Parro 2015, equations 10-14, here with
sector-specific factors, nested CES above Cobb-Douglas, and foreign owners). Prices, wages and
costs are logarithms of hats, ln x̂; what is spent and earned is in million USD. Arrays are
[sector, region] unless said otherwise; the trade matrices A and B are
[sector, importer, exporter], so that each sum over partners is one matrix-vector product.

    A_ins = π_ins κ̂_ins^(−θ_s),   B_ins = A_ins / (1 + t'_ins),   κ̂ = d̂ (1 + t') / (1 + t)
"""

from __future__ import annotations

import numpy as np

from geoecon.variables import Array


def value_added_price(wage: Array, factor_income: Array, beta: Array) -> Array:
    """ln v̂_is = β ln ŵ_i + (1 − β) ln V̂_is: price of value added.

    `wage` [region]; `factor_income` V̂ is the change of the sector's value added, whose share
    1 − β the sector-specific factor earns, so that its own rental rate changes by V̂.
    """
    return beta * wage + (1 - beta) * factor_income


def unit_cost(
    value_added: Array, price: Array, gamma: Array, input_share: Array, substitution: float
) -> Array:
    """ln ĉ_is = γ ln v̂_is + Σ_r a_irs ln P̂_ir, at given productivity.

    CES when `substitution` ε is not 1: ĉ = (γ v̂^(1−ε) + Σ_r a_r P̂_r^(1−ε))^(1/(1−ε)).
    `input_share` [region, supplier, sector]. Caliendo and Parro (2015), equation 10.
    """
    if substitution == 1:
        return gamma * value_added + by_supplier(price, input_share)
    power = 1 - substitution
    inputs = by_supplier(np.exp(power * price), input_share)
    return np.log(gamma * np.exp(power * value_added) + inputs) / power


def by_supplier(values: Array, input_share: Array) -> Array:
    """Σ_r values_ri a_irs [sector, region]."""
    return (values.T[:, None, :] @ input_share)[:, 0, :].T


def by_user(values: Array, input_share: Array) -> Array:
    """Σ_s a_irs values_si [supplier, region]."""
    return (input_share @ values.T[:, :, None])[:, :, 0].T


def competitiveness(cost: Array, productivity: Array, theta: Array) -> Array:
    """(ĉ_is / ẑ_is)^(−θ_s): how attractive an exporter's costs make it. `theta` [sector, 1]."""
    return np.exp(theta * (productivity - cost))


def market_access(trade: Array, attraction: Array) -> Array:
    """Σ_i A_ins ĉ_is^(−θ_s), where `trade` is A; over every origin it is Φ_ns.

    With B for A it is what sellers are paid for each unit of `demand`, before tariff.
    """
    return (trade @ attraction[:, :, None])[:, :, 0]


def price_index(access: Array, theta: Array) -> Array:
    """ln P̂_ns = −ln Φ_ns / θ_s. Caliendo and Parro (2015), equation 11."""
    return np.log(access) / -theta


def exports(net_trade: Array, attraction: Array, demand: Array) -> Array:
    """Sales to others, ĉ_is^(−θ_s) Σ_(n≠i) B_ins X'_ns / Φ_ns, before tariff.

    `net_trade` is B without its diagonal and `demand` X' / Φ. Caliendo and Parro (2015),
    equations 12 and 13.
    """
    return attraction * (demand[:, None, :] @ net_trade)[:, 0, :]


def value_added_income(
    output: Array, value_added: Array, cost: Array, gamma: Array, substitution: float
) -> Array:
    """Value added γ' Y', with γ' = γ (v̂/ĉ)^(1−ε); `cost` is at given productivity."""
    if substitution == 1:
        return gamma * output
    return gamma * np.exp((1 - substitution) * (value_added - cost)) * output


def input_spending(
    output: Array, price: Array, cost: Array, input_share: Array, substitution: float
) -> Array:
    """Inputs bought of each supplier, Σ_s a'_irs Y'_is, with a' = a (P̂_r/ĉ_s)^(1−ε)."""
    if substitution == 1:
        return by_user(output, input_share)
    power = 1 - substitution
    return np.exp(power * price) * by_user(output * np.exp(-power * cost), input_share)


def consumer_price(price: Array, alpha: Array, substitution: float) -> Array:
    """ln P̂_n = Σ_s α_ns ln P̂_ns: price of final demand [region]; or CES."""
    if substitution == 1:
        return (alpha * price).sum(axis=0)
    power = 1 - substitution
    return np.log((alpha * np.exp(power * price)).sum(axis=0)) / power


def final_spending(price: Array, alpha: Array, income: Array, substitution: float) -> Array:
    """α'_ns I'_n with α' = α (P̂_ns/P̂_n)^(1−ρ); `income` [region]."""
    if substitution == 1:
        return alpha * income
    relative = price - consumer_price(price, alpha, substitution)
    return alpha * np.exp((1 - substitution) * relative) * income
