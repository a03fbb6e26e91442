"""Who pays and who receives: freight, fees and scarcity rents of a loading.

Time and delay are part of the generalised cost and are paid to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geoecon.corridors.loading import Assignment
from geoecon.corridors.logit import expected
from geoecon.variables import Array

THOUSAND_TO_MILLION = 1e-3  # kt × USD a tonne is thousand USD
Rates = Array | Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Payments:
    """Million USD a month by link: what carriers, fee owners and owners of room receive."""

    freight: Array
    fee: Array
    rent: Array

    @property
    def received(self) -> Array:
        """[link] all three."""
        return self.freight + self.fee + self.rent


def payments(loading: Assignment, freight: Rates, fee: Rates) -> Payments:
    """What each link's owners receive [link], from rates in USD a tonne [link], alike or by cargo.

    The rent is scarcity price times load: it goes to whoever owns the room.
    """
    return Payments(
        _received(loading, freight), _received(loading, fee), _received(loading, loading.price)
    )


def paid(loading: Assignment, freight: Rates, fee: Rates) -> Array:
    """What each demand pays [demand], million USD a month, for freight, fees and scarcity.

    Counted along the demands' ways, not link by link: the sum is what all links receive.
    """
    total = np.zeros(len(loading.demands))
    for name, graph in loading.priced.items():
        of = np.flatnonzero(loading.demands.cargo == name)
        ends = loading.demands.origin[of], loading.demands.destination[of]
        rates = (_of(freight, name), _of(fee, name), loading.price)
        each = sum(np.where(graph.open, rate, 0.0) for rate in rates)
        way = expected(graph, loading.sensitivity[name], *ends, np.asarray(each))
        total[of] = loading.shipped[of] * way * THOUSAND_TO_MILLION
    return total


def by_owner(values: Array, owners: Sequence[str]) -> dict[str, float]:
    """Sums of `values` [link] by owner [link], in the owners' order; "" owns nothing."""
    sums: dict[str, float] = {}
    for value, owner in zip(values, owners, strict=True):
        if owner:
            sums[owner] = sums.get(owner, 0.0) + float(value)
    return dict(sorted(sums.items()))


def _received(loading: Assignment, rates: Rates) -> Array:
    received = np.zeros(loading.load.shape[1])
    for name, load in zip(loading.graphs, loading.load, strict=True):
        used = load > 0
        received[used] += load[used] * _of(rates, name)[used]
    return received * THOUSAND_TO_MILLION


def _of(rates: Rates, cargo: str) -> Array:
    return rates[cargo] if isinstance(rates, Mapping) else rates
