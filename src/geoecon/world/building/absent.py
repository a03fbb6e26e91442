"""Pairs that the trade totals lack because neither side had reported: found, and estimated.

Between economies of the ICIO the estimate is its goods trade without raw materials, scaled as
trade with the other members of the partner's bloc went from the ICIO's year. Elsewhere it is
structural gravity: exporter and importer effects and the ties of neighbours and former Soviet
republics fitted to the pairs that exist, with the distance elasticity of the literature.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from geoecon.parameters.names import bloc_members
from geoecon.world.building.goods_table import TAIWAN
from geoecon.world.building.labels import Array, Labels
from geoecon.world.building.structure import Structure

DISTANCE_ELASTICITY = 1.0  # Head and Mayer (2014), table 4: mean of 2508 estimates -0.93
SILENT_PARTNERS = 15  # an economy without trade either way with this many others did not report
OUTLINES = Path(__file__).parents[2] / "data" / "map" / "outlines.json"
SOVIET = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB")
BLOCS = ("EU27", "EAEU", "ASEAN")
LIMITS = (0.1, 1.5)  # bounds on trade of 2023 over intermediate flows of the ICIO
EARTH_KM = 6371.0


def absent_pairs(total: Array, labels: Labels) -> np.ndarray:
    """True for pairs between economies that did not report [exporter, importer]."""
    none = (total + total.T) == 0
    np.fill_diagonal(none, False)
    silent = none.sum(axis=1) >= SILENT_PARTNERS
    mask = none & silent[:, None] & silent[None, :]
    taiwan = labels.region(TAIWAN)
    mask[taiwan], mask[:, taiwan] = False, False
    return mask


def estimate(other: Array, absent: np.ndarray, structure: Structure, labels: Labels) -> Array:
    """Goods other than raw materials for the absent pairs, million USD [exporter, importer].

    `other` is the totals without raw materials [exporter, importer].
    """
    flows = (structure.flows * (labels.good & ~labels.raw)).sum(axis=2)
    np.fill_diagonal(flows, 0.0)
    both = structure.covered[:, None] & structure.covered[None, :]
    by_icio = flows * peer_ratio(other, flows, labels)
    return np.where(absent, np.where(both, by_icio, gravity(other, absent, labels)), 0.0)


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

    Exporter and importer effects, and one factor each for neighbours and for pairs of the former
    Soviet Union, solve the first-order conditions of Poisson pseudo-maximum likelihood: fitted
    and actual trade agree for each of them (Santos Silva and Tenreyro 2006).
    """
    ties = (neighbours(labels), soviet(labels))
    bond = distances(labels) ** -DISTANCE_ELASTICITY * (1 - np.eye(len(total)))
    sellers, buyers = np.ones(len(total)), np.ones(len(total))
    for _ in range(rounds):
        fitted = bond * ~absent
        sellers = total.sum(axis=1) / np.maximum(fitted @ buyers, 1e-30)
        buyers = total.sum(axis=0) / np.maximum(sellers @ fitted, 1e-30)
        for tie in ties:
            expected = sellers[:, None] * bond * buyers[None, :]
            bond = bond * _factor(total, expected, tie & ~absent, tie)
    predicted: Array = sellers[:, None] * bond * buyers[None, :]
    return predicted


def _factor(total: Array, expected: Array, seen: np.ndarray, tie: np.ndarray) -> Array:
    """What trade of tied pairs must be multiplied with, one elsewhere."""
    fitted = expected[seen].sum()
    return np.where(tie, total[seen].sum() / fitted, 1.0) if fitted > 0 else np.ones_like(total)


def soviet(labels: Labels) -> np.ndarray:
    """True where both economies were republics of the Soviet Union (Baltic states apart)."""
    here = np.array([code in SOVIET for code in labels.regions])
    return here[:, None] & here[None, :] & ~np.eye(len(here), dtype=bool)


def neighbours(labels: Labels) -> np.ndarray:
    """True where two economies share a land border: outlines with two corners in common."""
    outlines = json.loads(OUTLINES.read_text(encoding="utf-8"))["outlines"]
    corners = [
        {corner for member in labels.members[code] for ring in outlines.get(member, ())
         for corner in zip(ring[::2], ring[1::2], strict=True)}
        for code in labels.regions
    ]  # fmt: skip
    touch = np.array([[len(a & b) >= 2 for b in corners] for a in corners])
    return touch & ~np.eye(len(corners), dtype=bool)


def distances(labels: Labels) -> Array:
    """Great-circle distance between centres in km [exporter, importer], one on the diagonal."""
    latitude, longitude = np.radians(np.array([labels.centres[c] for c in labels.regions])).T
    half = np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
    turn = np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    chord = half + np.cos(latitude)[:, None] * np.cos(latitude)[None, :] * turn
    length = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    np.fill_diagonal(length, 1.0)
    return length
