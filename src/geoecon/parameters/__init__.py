"""Cited parameters: tariffs, agreements, blocs, horizons, effects, and names of places.

Every row of `data/parameters` cites a source of `data/sources/parameters.csv` or a fact.
"""

from geoecon.elasticity import trade_elasticity
from geoecon.parameters.blocs import STATUSES, BlocDepth, bloc, bloc_depth, bloc_depths
from geoecon.parameters.depth import DEPTHS, SCALE, depth_effects
from geoecon.parameters.effects import (
    AgreementEffect,
    Barrier,
    agreement_effect,
    agreement_effects,
    barriers,
    foreign_ownership,
)
from geoecon.parameters.horizons import (
    Estimate,
    Horizon,
    elasticity_estimates,
    horizon,
    horizons,
)
from geoecon.parameters.names import (
    BASELINE,
    Membership,
    bloc_members,
    blocs,
    expand_members,
    memberships,
    resolve_region,
)
from geoecon.parameters.tables import GOODS, SECTORS, SERVICES, sources
from geoecon.parameters.tariffs import (
    FreePairs,
    Tariff,
    applied_tariffs,
    free_pairs,
    revenue_shares,
    tariff,
    tariff_rates,
    tariffs,
    zero_pairs,
)

__all__ = [
    "BASELINE",
    "DEPTHS",
    "GOODS",
    "SCALE",
    "SECTORS",
    "SERVICES",
    "STATUSES",
    "AgreementEffect",
    "Barrier",
    "BlocDepth",
    "Estimate",
    "FreePairs",
    "Horizon",
    "Membership",
    "Tariff",
    "agreement_effect",
    "agreement_effects",
    "applied_tariffs",
    "barriers",
    "bloc",
    "bloc_depth",
    "bloc_depths",
    "bloc_members",
    "blocs",
    "depth_effects",
    "elasticity_estimates",
    "expand_members",
    "foreign_ownership",
    "free_pairs",
    "horizon",
    "horizons",
    "memberships",
    "resolve_region",
    "revenue_shares",
    "sources",
    "tariff",
    "tariff_rates",
    "tariffs",
    "trade_elasticity",
    "zero_pairs",
]
