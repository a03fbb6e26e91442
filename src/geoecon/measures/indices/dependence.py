"""Dependence on imports by sector, as the European Commission flags products.

European Commission (2021), Strategic dependencies and capacities, SWD(2021) 352, and Arjona,
Connell and Herghelegiu (2023). A sector is flagged where imports from outside are concentrated,
make most of what is imported, and exceed what the economy itself sells abroad, the last being
the Commission's stand-in for own production. Its products are some 5,000; a world's sectors are
few and broad, so that most of what it flags is hidden in them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geoecon.errors import LabelError
from geoecon.measures.indices.concentration import herfindahl
from geoecon.variables import Array
from geoecon.world.world import World

CONCENTRATED = 0.4
"""First indicator above which a product is concentrated: HHI of suppliers outside."""
MOSTLY_OUTSIDE = 0.5
"""Second indicator above which imports come mostly from outside the group."""
NOT_REPLACEABLE = 1.0
"""Third indicator above which own production cannot replace imports from outside."""


def dependence(world: World, members: Sequence[str]) -> pd.DataFrame:
    """The Commission's three indicators and import dependence, one row a sector.

    `members` is one region or a group taken as one, such as a customs union.

    concentration   Σ_i s_i², s the shares of outside suppliers in imports from outside
    outside_share   imports from outside over all imports of members; 1 for a single region
    replaceability  imports from outside over exports of members, trade inside included
    dependent       whether all three exceed 0.4, 0.5 and 1
    import_share    imports from outside over all spending on the sector, before tariff
    largest         the largest outside supplier, and `largest_share` its share

    A ratio without a denominator is NaN; no exports at all count as not replaceable. Raises
    UnknownNameError for a region that the world lacks, LabelError for no members.
    """
    if not members:
        raise LabelError("no members are given", remedy="name at least one region")
    inside = np.zeros(len(world.regions), dtype=bool)
    inside[[world.region(code) for code in members]] = True
    outside = world.flow[:, inside].sum(axis=1)
    outside[inside] = 0.0
    home = np.einsum("iis->is", world.flow)[inside].sum(axis=0)
    bought, sold = world.flow[:, inside].sum(axis=(0, 1)), world.flow[inside].sum(axis=(0, 1))
    imports, exports = bought - home, sold - home
    total = outside.sum(axis=0)
    table = pd.DataFrame(
        {
            "sector": world.sectors,
            "concentration": herfindahl(outside),
            "outside_share": _ratio(total, imports),
            "replaceability": _ratio(total, exports),
            "import_share": _ratio(total, bought),
        }
    )
    table["dependent"] = (
        (table["concentration"] > CONCENTRATED)
        & (table["outside_share"] > MOSTLY_OUTSIDE)
        & (total > NOT_REPLACEABLE * exports)
    )
    largest = np.array(world.regions)[outside.argmax(axis=0)]
    table["largest"] = np.where(total > 0, largest, "")
    table["largest_share"] = _ratio(outside.max(axis=0), total)
    return table


def _ratio(top: Array, bottom: Array) -> Array:
    """top / bottom, NaN where there is nothing to divide by."""
    return top / np.where(bottom > 0, bottom, np.nan)
