"""Amounts by territory as amounts by region."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from geoecon.variables import Array
from geoecon.world.groups import region_of
from geoecon.world.world import World


def by_region(world: World, amounts: Mapping[str, float]) -> Array:
    """Amounts by territory as amounts by region of the world [region]; others are left out."""
    total = np.zeros(len(world.regions))
    for territory, amount in amounts.items():
        region = region_of(territory, world.regions)
        if region:
            total[world.region(region)] += amount
    return total
