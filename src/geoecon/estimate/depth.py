"""What agreements of each depth go with in trade: gravity by sector, one dummy a depth.

For each sector s, Poisson pseudo-maximum likelihood (Santos Silva and Tenreyro 2006) on the
cross-section of bilateral flows, trade at home left out:

    M_in = exp(ε_i + μ_n + b ln distance_in + Σ_d δ_d [depth_in = d] + sanctions_in)

The fixed effects are the multilateral resistances of Anderson and van Wincoop (2003). A pair has
the deepest agreement that is in force between its ends. One year cannot tell what an agreement
did from why it was made (Baier and Bergstrand 2007), and neighbours, who share unions, are not
told apart from others at their distance: read δ as association, not as effect.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geoecon.errors import DataError
from geoecon.estimate.gravity import Pairs, design
from geoecon.parameters import BASELINE, DEPTHS, bloc_depth, bloc_members, blocs, free_pairs
from geoecon.world.world import World

Ranks = NDArray[np.int_]
KINDS = {
    "unilateral": "preferential",
    "free trade area": "free trade",
    "customs union": "customs union",
}
"""Agreements on tariffs as depths."""
FEWEST = 10
"""Pairs below which a dummy tells the history of those pairs, not what a depth goes with."""
COLUMNS = ["depth", "sector", "effect_log", "standard_error_log", "pairs", "observations"]


def pair_depths(regions: Sequence[str]) -> Ranks:
    """The deepest agreement of each pair on the day of the baseline [exporter, importer].

    0 is none, k the k-th of `DEPTHS`.
    """
    place = {code: at for at, code in enumerate(regions)}
    ranks = np.zeros((len(regions), len(regions)), dtype=np.int_)
    for depth, exporter, importer in _agreed():
        if exporter in place and importer in place and exporter != importer:
            cell = place[exporter], place[importer]
            ranks[cell] = max(ranks[cell], 1 + DEPTHS.index(depth))
    return ranks


def _agreed() -> list[tuple[str, str, str]]:
    """(depth, exporter, importer) of every agreement and bloc."""
    tariffs = [(KINDS[row.kind], *pair) for row in free_pairs() for pair in row.pairs]
    inside = []
    for bloc in blocs():
        depth, members = bloc_depth(bloc), bloc_members(bloc, BASELINE)
        if depth is not None:
            inside += [(depth.depth, one, other) for one in members for other in members]
    return tariffs + inside


def estimate_depths(world: World, pairs: Pairs, sectors: Sequence[str]) -> pd.DataFrame:
    """δ of each depth by sector, with standard errors clustered by exporter and by importer.

    Columns as `COLUMNS`: logs, and the numbers of pairs (with trade or without) at that depth and
    in all. A depth of fewer than `FEWEST` pairs has its dummy, and no row.
    Raises DataError where a regression has no finite answer.
    """
    ranks = pair_depths(world.regions)
    parts = [_estimated(design(world, pairs, sector), ranks, sector) for sector in sectors]
    return pd.concat(parts, ignore_index=True)


def _estimated(sample: pd.DataFrame, ranks: Ranks, sector: str) -> pd.DataFrame:
    import pyfixest

    rank = ranks[~np.eye(len(ranks), dtype=bool)]
    names = {f"depth_{k}": depth for k, depth in enumerate(DEPTHS, 1) if (rank == k).any()}
    dummies = {name: (rank == int(name[-1])).astype(float) for name in names}
    formula = f"flow ~ log_distance + to_target + from_target + {' + '.join(names)}"
    model = pyfixest.fepois(
        f"{formula} | exporter + importer",
        data=sample.assign(**dummies),
        vcov={"CRV1": "exporter + importer"},
    )
    table = model.tidy().reindex(list(names))
    if not np.isfinite(table[["Estimate", "Std. Error"]].to_numpy()).all():
        raise DataError(
            "gravity has no estimate for a depth of agreement",
            where=f"sector {sector}",
            why="the sample leaves it unidentified",
            remedy="leave the sector out, or widen the sample",
        )
    counts = np.array([int(dummies[name].sum()) for name in names])
    values = [list(names.values()), sector, table["Estimate"].to_numpy()]
    values += [table["Std. Error"].to_numpy(), counts, len(sample)]
    found = pd.DataFrame(dict(zip(COLUMNS, values, strict=True)))
    return found[counts >= FEWEST]
