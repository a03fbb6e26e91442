"""Closed forms beside the model: concentration, dependence, nested CES, friends, chokepoints.

Each is one formula on the baseline's own numbers. They are quick and well known, and blind where
the model sees: to rerouting and prices, to inputs of inputs, to what the other side would lose.
"""

from geoecon.measures.indices.carried import carried
from geoecon.measures.indices.chokepoints import chokepoints, gateways
from geoecon.measures.indices.concentration import (
    exports_by_partner,
    herfindahl,
    hirschman,
    imports_by_partner,
)
from geoecon.measures.indices.dependence import dependence
from geoecon.measures.indices.friends import Exposure, exposure, friends, friends_and_enemies
from geoecon.measures.indices.nested_ces import basket_price, bundle_loss, loss_without
from geoecon.measures.indices.table import indices

__all__ = [
    "Exposure",
    "basket_price",
    "bundle_loss",
    "carried",
    "chokepoints",
    "dependence",
    "exports_by_partner",
    "exposure",
    "friends",
    "friends_and_enemies",
    "gateways",
    "herfindahl",
    "hirschman",
    "imports_by_partner",
    "indices",
    "loss_without",
]
