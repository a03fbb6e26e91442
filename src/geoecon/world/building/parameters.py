"""What the world takes from the parameter tables: tariffs, pooled duties, labour, owners abroad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geoecon.parameters.effects import foreign_ownership
from geoecon.parameters.horizons import horizon
from geoecon.parameters.tariffs import applied_tariffs, revenue_shares
from geoecon.world.building.labels import Array, Labels

HORIZON = "long run"  # stored in the file; other horizons replace it when the world is loaded


@dataclass(frozen=True)
class Parameters:
    """tariff[exporter, importer, sector], revenue_share[collector, recipient],
    labour_share and foreign_share[region, sector], owner_share[region, owner],
    trade_elasticity[sector]."""

    tariff: Array
    revenue_share: Array
    labour_share: Array
    foreign_share: Array
    owner_share: Array
    trade_elasticity: Array


def read_parameters(labels: Labels) -> Parameters:
    """The embedded parameters for the labels; an economy without a tariff raises
    MissingValueError with its name."""
    preset = horizon(HORIZON, labels.sectors)
    foreign, owner = foreign_ownership(labels.regions, labels.sectors)
    tariff = applied_tariffs(labels.regions, labels.sectors)
    for n in range(len(labels.regions)):
        tariff[n, n] = 0.0
    return Parameters(
        tariff=tariff,
        revenue_share=revenue_shares(labels.regions),
        labour_share=np.tile(preset.labour_share, (len(labels.regions), 1)),
        foreign_share=foreign,
        owner_share=owner,
        trade_elasticity=preset.trade_elasticity,
    )
