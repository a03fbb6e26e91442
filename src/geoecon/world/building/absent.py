"""Pairs that the trade totals lack because neither side had reported: found, and estimated.

Between economies of the ICIO the estimate is its goods trade without raw materials, scaled as
trade with the other members of the partner's bloc went from the ICIO's year. Elsewhere it is
structural gravity: exporter and importer effects fitted by proportional scaling to the pairs
that exist, with the distance elasticity of the literature.
"""

from __future__ import annotations

import numpy as np

from geoecon.parameters.names import bloc_members
from geoecon.world.building.goods_table import TAIWAN
from geoecon.world.building.labels import Array, Labels
from geoecon.world.building.structure import Structure

DISTANCE_ELASTICITY = 1.0  # Head and Mayer (2014), table 4: mean of 2508 estimates -0.93
SILENT_PARTNERS = 15  # an economy without trade either way with this many others did not report
ALSO_ABSENT = (("CHN", "GEO"),)
BLOCS = ("EU27", "EAEU", "ASEAN")
LIMITS = (0.1, 1.5)  # bounds on trade of 2023 over intermediate flows of the ICIO
EARTH_KM = 6371.0


def absent_pairs(total: Array, labels: Labels) -> np.ndarray:
    """True for pairs between economies that did not report [exporter, importer]."""
    none = (total + total.T) == 0
    np.fill_diagonal(none, False)
    silent = none.sum(axis=1) >= SILENT_PARTNERS
    mask = none & silent[:, None] & silent[None, :]
    for pair in ALSO_ABSENT:
        if not set(pair) <= set(labels.regions):
            continue
        i, n = (labels.region(code) for code in pair)
        mask[i, n] = mask[n, i] = none[i, n]
    taiwan = labels.region(TAIWAN)
    mask[taiwan], mask[:, taiwan] = False, False
    return mask


def estimate(
    total: Array, other: Array, absent: np.ndarray, structure: Structure, labels: Labels
) -> Array:
    """Goods other than raw materials for the absent pairs, million USD [exporter, importer].

    `other` is the totals without raw materials [exporter, importer].
    """
    flows = (structure.flows * (labels.good & ~labels.raw)).sum(axis=2)
    np.fill_diagonal(flows, 0.0)
    both = structure.covered[:, None] & structure.covered[None, :]
    by_icio = flows * peer_ratio(other, flows, labels)
    return np.where(absent, np.where(both, by_icio, gravity(total, absent, labels)), 0.0)


def peer_ratio(other: Array, flows: Array, labels: Labels) -> Array:
    """How far trade of a pair's peers stands above the ICIO's flows [exporter, importer].

    The mean (geometric) of the exporter's trade with the importer's bloc and of the bloc of the
    exporter's trade with the importer, so that sanctions show; between the bounds of `LIMITS`.
    """
    seen = (flows > 0) & (other > 0)
    known, base = other * seen, flows * seen
    peers = same_bloc(labels)
    sold = (known @ peers) / np.maximum(base @ peers, 1e-9)
    bought = (peers @ known) / np.maximum(peers @ base, 1e-9)
    return np.clip(np.sqrt(sold * bought), *LIMITS)


def same_bloc(labels: Labels) -> Array:
    """One where two economies belong to one of the blocs of `BLOCS`, or neither to any."""
    home = ["" for _ in labels.regions]
    for bloc in BLOCS:
        for n, code in enumerate(labels.regions):
            if code in bloc_members(bloc):
                home[n] = bloc
    return np.array([[float(a == b) for b in home] for a in home])


def gravity(total: Array, absent: np.ndarray, labels: Labels, rounds: int = 500) -> Array:
    """Trade that structural gravity predicts, fitted on the pairs that are not absent.

    The effects solve the first-order conditions of Poisson pseudo-maximum likelihood: fitted
    and actual trade agree for every exporter and importer (Santos Silva and Tenreyro 2006).
    """
    near = distances(labels) ** -DISTANCE_ELASTICITY
    np.fill_diagonal(near, 0.0)
    fitted = near * ~absent
    sellers, buyers = np.ones(len(total)), np.ones(len(total))
    for _ in range(rounds):
        sellers = total.sum(axis=1) / np.maximum(fitted @ buyers, 1e-30)
        buyers = total.sum(axis=0) / np.maximum(sellers @ fitted, 1e-30)
    predicted: Array = sellers[:, None] * near * buyers[None, :]
    return predicted


def distances(labels: Labels) -> Array:
    """Great-circle distance between centres in km [exporter, importer], one on the diagonal."""
    latitude, longitude = np.radians(np.array([labels.centres[c] for c in labels.regions])).T
    half = np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
    turn = np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    chord = half + np.cos(latitude)[:, None] * np.cos(latitude)[None, :] * turn
    length = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    np.fill_diagonal(length, 1.0)
    return length
