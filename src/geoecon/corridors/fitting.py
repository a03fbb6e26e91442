"""Fit the calibration to one year, predict the others, and compare with a naive forecast."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from geoecon.corridors.calibration import Calibration, Ways, calibrated
from geoecon.corridors.crude import MONTHS, crude_demands, demands_of
from geoecon.corridors.demands import Demands
from geoecon.corridors.loading import Assignment, assign
from geoecon.corridors.network import Network
from geoecon.corridors.observations import Observation, exported, observed
from geoecon.corridors.pairs import pair_flows
from geoecon.corridors.routes import read_routes, route_volumes
from geoecon.errors import NotConvergedError

EXPORTERS = {"crude": "KAZ"}
COMMODITIES = {"crude": "crude oil", "container": "containers", "bulk": "bulk"}
CLOSE = 1e-6
"""How far a fitted volume may be from the observed one, relative."""


@dataclass(frozen=True)
class Prediction:
    """A route's volume in a year beside what was observed and what a naive forecast says, kt."""

    cargo: str
    route: str
    year: int
    model: float
    naive: float | None
    observation: Observation | None

    @property
    def miss(self) -> float | None:
        """Of the model, relative to what was observed."""
        return _miss(self.model, self.observation)

    @property
    def naive_miss(self) -> float | None:
        """Of the naive forecast, relative to what was observed."""
        return None if self.naive is None else _miss(self.naive, self.observation)


def year_ways(
    network: Network,
    calibration: Calibration,
    year: int,
    shut: Collection[str] = (),
) -> Ways:
    """The ways open at the middle of a year, less the passages `shut`."""
    now = network.on(date(year, 6, 30))
    gone = [link.id for link in now.links if set(link.passage.split()) & set(shut)]
    return calibrated(now.without(gone), calibration.cargo, calibration)


def year_demands(ways: Ways, cargo: str, year: int) -> Demands:
    """What of a cargo is moved in a year, kt a month, paired and shared on these ways."""
    if cargo in EXPORTERS:
        return crude_demands(ways, EXPORTERS[cargo], year)
    return demands_of(pair_flows(ways.network, cargo, year), ways.network)


def year_loading(ways: Ways, cargo: str, year: int) -> Assignment:
    """The demands of a year loaded on its ways, other users first. Raises RouteError."""
    demands = year_demands(ways, cargo, year)
    return assign(ways.graph, demands, ways.sensitivity, preload=ways.network.preload(year))


def year_volumes(ways: Ways, cargo: str, year: int) -> dict[str, float]:
    """What goes by each route of the cargo, kt a year."""
    loaded = year_loading(ways, cargo, year)
    routes = [route for route in read_routes() if COMMODITIES[cargo] in route.commodity]
    volumes = route_volumes(ways.network, loaded.load[0], routes)
    return {name: MONTHS * kt for name, kt in volumes.items()}


def fit(network: Network, calibration: Calibration, year: int) -> Calibration:
    """The free parameters at which the routes they are fitted to carry what they did in `year`.

    As many equations as unknowns, solved in logarithms. Raises NotConvergedError where no values
    meet them.
    """
    from scipy.optimize import least_squares

    targets = _targets(calibration, year)

    def misses(values: np.ndarray) -> list[float]:
        volumes = year_volumes(
            year_ways(network, calibration.fitted(values), year), calibration.cargo, year
        )
        return [float(np.log(volumes[name] / kt)) for name, kt in targets.items()]

    start = np.array([row.value for row in calibration.free])
    found = least_squares(misses, start, diff_step=1e-3, x_scale=10.0)
    if np.abs(found.fun).max() > CLOSE:
        raise NotConvergedError(
            f"calibration of {calibration.cargo} to {year} misses by {np.abs(found.fun).max():.1%}",
            reason="not met",
            why="no unobserved costs bring out the volumes observed",
        )
    return calibration.fitted(found.x)


def _targets(calibration: Calibration, year: int) -> dict[str, float]:
    """Route -> kt, one for each free parameter."""
    known = observed(calibration.cargo, year)
    return {row.fitted_to: known[row.fitted_to].kt for row in calibration.free}


def predictions(
    network: Network, calibration: Calibration, year: int, before: int | None
) -> tuple[Prediction, ...]:
    """All routes in a year, with the naive forecast from the shares of the year `before`."""
    cargo = calibration.cargo
    volumes = year_volumes(year_ways(network, calibration, year), cargo, year)
    naive = {} if before is None else naive_forecast(cargo, year, before)
    seen = observed(cargo, year)
    return tuple(
        Prediction(cargo, name, year, kt, naive.get(name), seen.get(name))
        for name, kt in volumes.items()
    )


def naive_forecast(cargo: str, year: int, before: int) -> dict[str, float]:
    """The shares of another year times this year's total, kt; the same volumes without totals."""
    then = observed(cargo, before)
    if cargo not in EXPORTERS:
        return {name: row.kt for name, row in then.items()}
    growth = _total(cargo, year) / _total(cargo, before)
    return {name: growth * row.kt for name, row in then.items()}


def mean_miss(rows: Collection[Prediction], naive: bool = False) -> float:
    """Mean absolute error over observed routes, in per cent of what they carried in all."""
    pairs = [
        (row.naive if naive else row.model, row.observation.kt)
        for row in rows
        if row.observation is not None and row.naive is not None
    ]
    gaps = sum(abs(float(said or 0.0) - seen) for said, seen in pairs)
    return 100 * gaps / sum(seen for _, seen in pairs)


def _total(cargo: str, year: int) -> float:
    return exported(cargo, EXPORTERS[cargo], year)


def _miss(kt: float, observation: Observation | None) -> float | None:
    return None if observation is None else kt / observation.kt - 1
