"""The accounts of a world: what follows from flows, tariffs and input shares.

Regions sell, buy, earn and spend; every function is one line of the books
(Caliendo and Parro 2015, section 2). N regions, J sectors.
"""

from __future__ import annotations

import numpy as np

from geoecon.variables import Array


def output(flow: Array) -> Array:
    """Gross output Y_is = Σ_n M_ins [region, sector]."""
    return flow.sum(axis=1)


def expenditure(flow: Array, tariff: Array) -> Array:
    """Spending with tariffs X_ns = Σ_i (1 + t_ins) M_ins [region, sector]."""
    return np.einsum("ins,ins->ns", flow, 1 + tariff)


def trade_share(flow: Array, tariff: Array) -> Array:
    """π_ins = (1 + t_ins) M_ins / X_ns [exporter, importer, sector]; home is 1 where X is 0."""
    spending = expenditure(flow, tariff)
    bought = spending > 0
    share = flow * (1 + tariff) / np.where(bought, spending, 1.0)
    home = np.eye(flow.shape[0])[:, :, None] * ~bought[None]
    return share + home


def split_share(share: Array) -> tuple[Array, Array]:
    """Trade shares with a zero diagonal [sector, importer, exporter], and it [sector, region]."""
    abroad = np.ascontiguousarray(share.transpose(2, 1, 0))
    own = np.arange(abroad.shape[1])
    home = abroad[:, own, own]
    abroad[:, own, own] = 0.0
    return abroad, home


def input_demand(input_share: Array, sales: Array) -> Array:
    """Inputs bought of each supplier, Σ_s a_nrs Y_ns [region, supplier]."""
    return np.einsum("nrs,ns->nr", input_share, sales)


def duties(flow: Array, tariff: Array) -> Array:
    """Duties collected by each importer, Σ_is t_ins M_ins [collector]."""
    return np.einsum("ins,ins->n", flow, tariff)


def net_rents(rent: Array, foreign_share: Array, owner_share: Array) -> Array:
    """Specific-factor income received from abroad less that paid [region].

    `rent` [region, sector] is the income of the specific factors.
    """
    paid = (foreign_share * rent).sum(axis=1)
    return paid @ owner_share - paid * owner_share.sum(axis=1)


def trade_gap(flow: Array) -> Array:
    """Imports less exports before tariff [region]."""
    return np.einsum("ins->n", flow) - np.einsum("ins->i", flow)
