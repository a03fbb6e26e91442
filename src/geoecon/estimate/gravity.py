"""Trade that sanctions destroyed, from gravity with exporter and importer fixed effects.

For each goods sector s, Poisson pseudo-maximum likelihood (Santos Silva and Tenreyro 2006) on the
cross-section of bilateral flows, trade at home left out:

    M_in = exp(ε_i + μ_n + b₁ ln distance_in + b₂ union_in + b₃ agreement_in
               + δ₁ coalition-to-target_in + δ₂ target-to-coalition_in)

The fixed effects are the multilateral resistances of Anderson and van Wincoop (2003), so δ is
what a sanctioned pair trades less than its two ends and its distance would have it trade. The
flow without sanctions is M exp(−δ); where nothing is left to scale up, the fitted flow at δ = 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geoecon.errors import DataError
from geoecon.variables import Array
from geoecon.world.world import World

EARTH_RADIUS = 6371.0  # km, mean
DIRECTIONS = ("to_target", "from_target")
REGRESSORS = ("log_distance", "union", "agreement", *DIRECTIONS)


def distance(latitude: Array, longitude: Array) -> Array:
    """Great-circle distance in km between centres given in degrees [exporter, importer].

    The haversine formula; zero on the diagonal.
    """
    phi, lam = np.radians(latitude), np.radians(longitude)
    half_phi = np.sin((phi[:, None] - phi[None, :]) / 2) ** 2
    half_lam = np.sin((lam[:, None] - lam[None, :]) / 2) ** 2
    haversine = half_phi + np.cos(phi)[:, None] * np.cos(phi)[None, :] * half_lam
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(haversine))


@dataclass(frozen=True, eq=False)
class Pairs:
    """What is known of each pair [exporter, importer]: kilometres and dummies of 0 or 1.

    `target` is the sanctioned economy, `coalition` marks its senders [region].
    """

    distance: Array
    union: Array
    agreement: Array
    coalition: Array
    target: str


def design(world: World, pairs: Pairs, sector: str) -> pd.DataFrame:
    """The regression sample of one sector: a row for each pair of different economies."""
    n = len(world.regions)
    target = np.array([code == pairs.target for code in world.regions], dtype=float)
    columns = {
        "flow": world.flow[:, :, world.sector(sector)],
        "log_distance": np.log(np.where(pairs.distance > 0, pairs.distance, 1.0)),
        "union": pairs.union,
        "agreement": pairs.agreement,
        "to_target": np.outer(pairs.coalition, target),
        "from_target": np.outer(target, pairs.coalition),
    }
    table = pd.DataFrame({name: np.asarray(value).ravel() for name, value in columns.items()})
    table["exporter"] = np.repeat(world.regions, n)
    table["importer"] = np.tile(world.regions, n)
    return table[table["exporter"] != table["importer"]].reset_index(drop=True)


def restored_trade(world: World, pairs: Pairs, sectors: Sequence[str]) -> pd.DataFrame:
    """Flows that would exist without the sanctions, for the pairs that they cover.

    Columns: exporter, importer, sector, baseline_musd, restored_musd, direction (`to_target` or
    `from_target`), effect_log (δ), standard_error_log, method (`scaled` or `fitted`). Sectors
    and directions whose δ is not negative at the 5 % level lost nothing that shows, and are left
    out.

    Raises DataError where a sector's regression does not converge.
    """
    found = [_restored_in(world, pairs, sector) for sector in sectors]
    return pd.concat(found, ignore_index=True)


def _restored_in(world: World, pairs: Pairs, sector: str) -> pd.DataFrame:
    sample = design(world, pairs, sector)
    fit = _estimate(sample, sector)
    parts = []
    for direction in DIRECTIONS:
        effect, error = fit.effects[direction]
        if effect / error < -1.96:
            rows = sample[(sample[direction] == 1) & fit.kept].copy()
            zero = rows["flow"] == 0
            rows["restored_musd"] = np.where(zero, fit.fitted[rows.index], rows["flow"]) * np.exp(
                -effect
            )
            rows["method"] = np.where(zero, "fitted", "scaled")
            rows["direction"] = direction
            rows["effect_log"], rows["standard_error_log"] = effect, error
            parts.append(rows)
    columns = ["exporter", "importer", "sector", "baseline_musd", "restored_musd"]
    columns += ["direction", "effect_log", "standard_error_log", "method"]
    if not parts:
        return pd.DataFrame(columns=columns)
    table = pd.concat(parts).rename(columns={"flow": "baseline_musd"})
    table["sector"] = sector
    return table[columns]


@dataclass(frozen=True, eq=False)
class Fit:
    """Estimates by regressor (point, standard error), fitted flows [row], rows used [row]."""

    effects: dict[str, tuple[float, float]]
    fitted: pd.Series
    kept: pd.Series


def _estimate(sample: pd.DataFrame, sector: str) -> Fit:
    import pyfixest

    formula = "flow ~ " + " + ".join(REGRESSORS) + " | exporter + importer"
    model = pyfixest.fepois(formula, data=sample, vcov="hetero")
    table = model.tidy()
    lacking = [name for name in DIRECTIONS if name not in table.index]
    if lacking or not np.isfinite(table["Estimate"]).all():
        raise DataError(
            f"gravity has no estimate for {', '.join(lacking) or 'a regressor'}",
            where=f"sector {sector}",
            why="the sample leaves it unidentified",
            remedy="leave the sector out, or widen the sample",
        )
    effects = {
        name: (float(row["Estimate"]), float(row["Std. Error"])) for name, row in table.iterrows()
    }
    fitted = pd.Series(model.predict(newdata=sample, type="response"), index=sample.index)
    return Fit(effects, fitted, fitted.notna())
