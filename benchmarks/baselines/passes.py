"""The sums of one evaluation, written twice: NumPy matrix products, and fused loops for numba.

Inputs are laid out alike: `trade` A and `net` B [sector, importer, exporter], `appeal` and
`spent` [sector, region], `inputs` [region, supplier, sector], `log_price` [region, sector].
"""

from __future__ import annotations

from typing import Any

import numpy as np


def numpy_pass(trade, net, home, appeal, spent, inputs, log_price):
    """Access, exports, imports [sector, region]; input costs, input demand [region, sector]."""
    access = home * appeal + (trade @ appeal[:, :, None])[:, :, 0]
    demand = spent / access
    sold = appeal * (demand[:, None, :] @ net)[:, 0, :]
    bought = demand * (net @ appeal[:, :, None])[:, :, 0]
    output = home * appeal * demand + sold
    cost = (log_price[:, None, :] @ inputs)[:, 0, :]
    used = (inputs @ output.T[:, :, None])[:, :, 0]
    return access, sold, bought, cost, used


def loops(trade, net, home, appeal, spent, inputs, log_price):
    """The same in loops that read A and B once; slow until compiled."""
    sectors, regions = appeal.shape
    access, sold = np.empty_like(appeal), np.zeros_like(appeal)
    bought, output = np.empty_like(appeal), np.empty_like(appeal)
    for s in range(sectors):
        for n in range(regions):
            near, far = 0.0, 0.0
            for i in range(regions):
                near += trade[s, n, i] * appeal[s, i]
                far += net[s, n, i] * appeal[s, i]
            access[s, n] = home[s, n] * appeal[s, n] + near
            demand = spent[s, n] / access[s, n]
            bought[s, n] = demand * far
            for i in range(regions):
                sold[s, i] += demand * net[s, n, i]
        for i in range(regions):
            sold[s, i] *= appeal[s, i]
            output[s, i] = sold[s, i] + home[s, i] * appeal[s, i] * spent[s, i] / access[s, i]
    cost, used = np.zeros_like(log_price), np.zeros_like(log_price)
    for n in range(regions):
        for r in range(sectors):
            total = 0.0
            for s in range(sectors):
                cost[n, s] += log_price[n, r] * inputs[n, r, s]
                total += inputs[n, r, s] * output[s, n]
            used[n, r] = total
    return access, sold, bought, cost, used


def compiled() -> Any:
    """The loops, compiled by numba when first called; sums may be reordered, nothing else."""
    import numba

    return numba.njit(fastmath={"reassoc", "contract", "nsz"})(loops)
