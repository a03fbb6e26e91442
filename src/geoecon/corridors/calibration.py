"""The calibration: how sensitive route choice is, and what routes cost beyond what is on the links.

An unobserved cost stands for quality, contracts, politics and whatever the assumed rates leave
out. It is charged where a route is counted, and is fitted so that the volumes of one year come
out; see `docs/explanation/calibration.md`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from geoecon.corridors.graph import Graph
from geoecon.corridors.network import Network, Node
from geoecon.corridors.routes import Route, back, read_route
from geoecon.corridors.sailings import sailings
from geoecon.errors import unknown_name
from geoecon.parameters.tables import read_table
from geoecon.variables import Array

SENSITIVITY = "sensitivity"
VALUE_OF_TIME = "value-of-time"
UNOBSERVED = "unobserved-cost"


@dataclass(frozen=True)
class Parameter:
    """One number of the calibration.

    `routes` are those that an unobserved cost is charged on. `status` is free (fitted to what the
    route `fitted_to` carried in `year`), assumed or reference (zero by convention).
    """

    parameter: str
    cargo: str
    routes: tuple[str, ...]
    value: float
    unit: str
    year: int | None
    fitted_to: str
    status: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class Calibration:
    """The parameters of one cargo."""

    cargo: str
    parameters: tuple[Parameter, ...]

    @property
    def sensitivity(self) -> float:
        """λ of route choice, tonnes per USD."""
        return self._only(SENSITIVITY)

    @property
    def value_of_time(self) -> float:
        """USD a tonne and day."""
        return self._only(VALUE_OF_TIME)

    @property
    def charges(self) -> tuple[Parameter, ...]:
        """The unobserved costs, the reference among them."""
        return tuple(row for row in self.parameters if row.parameter == UNOBSERVED)

    @property
    def free(self) -> tuple[Parameter, ...]:
        """The parameters that are fitted."""
        return tuple(row for row in self.parameters if row.status == "free")

    def fitted(self, values: Iterable[float]) -> Calibration:
        """The same with other values of the free parameters, in their order."""
        new = {id(row): value for row, value in zip(self.free, values, strict=True)}
        rows = (replace(row, value=float(new.get(id(row), row.value))) for row in self.parameters)
        return replace(self, parameters=tuple(rows))

    def assumed(self, parameter: str, value: float) -> Calibration:
        """The same with another value of the sensitivity or the value of time."""
        rows = (
            replace(row, value=value) if row.parameter == parameter else row
            for row in self.parameters
        )
        return replace(self, parameters=tuple(rows))

    def _only(self, name: str) -> float:
        return next(row.value for row in self.parameters if row.parameter == name)


@dataclass(frozen=True)
class Ways:
    """A network as one cargo chooses its way on it.

    `network` has its seas contracted to sailings (`legs` by sailing) and all fields and zones of
    the network it came from, those cut off included; `graph` has its links in the same order, with
    the unobserved costs; `sensitivity` is λ, tonnes per USD.
    """

    network: Network
    legs: Mapping[str, tuple[str, ...]]
    graph: Graph
    sensitivity: float


def load_calibration(cargo: str) -> Calibration:
    """The embedded calibration of crude, container or bulk. Raises UnknownNameError."""
    rows = read_table("calibration", "network")
    known = {row["cargo"] for row in rows}
    if cargo not in known:
        raise unknown_name("calibrated cargo", cargo, known)
    return Calibration(cargo, tuple(_parameter(row) for row in rows if row["cargo"] == cargo))


def calibrated(
    network: Network,
    cargo: str,
    calibration: Calibration | None = None,
    origins: Collection[str] | None = None,
) -> Ways:
    """The ways of one cargo over a network, whatever is open on it; call `on` first for a date.

    `calibration` is the embedded one if left out. `origins` are the zones that may ship the cargo
    out by more than a border (`sailings`): if left out none for crude, whose fields alone do, and
    all for others. Raises UnknownNameError.
    """
    chosen = calibration or load_calibration(cargo)
    if origins is None and cargo == "crude":
        origins = ()
    contracted = sailings(network, cargo, chosen.value_of_time, origins)
    whole = _with_ends(contracted.network, network)
    graph = whole.graph(cargo, chosen.value_of_time)
    charged = graph.with_cost(graph.cost + charges(whole, chosen))
    return Ways(whole, contracted.legs, charged, chosen.sensitivity)


def charges(network: Network, calibration: Calibration) -> Array:
    """Unobserved costs [link], USD a tonne, on a network with or without open sea."""
    total = np.zeros(len(network.links))
    for row in calibration.charges:
        total[sorted(_charged(network, map(read_route, row.routes)))] += row.value
    return total


def _charged(network: Network, routes: Iterable[Route]) -> set[int]:
    """The numbers of the links on which the routes are counted, either way."""
    found: set[int] = set()
    for route in routes:
        gates = {way for gate in route.gates for way in (gate, back(gate))}
        found |= {
            number
            for number, link in enumerate(network.links)
            if link.id in gates or (route.passage and route.passage in link.passage.split())
        }
    return found


def _with_ends(contracted: Network, network: Network) -> Network:
    """All fields and zones, so that a demand finds its ends even where no way is left."""
    lost = tuple(node for node in network.nodes if _end(node) and not _known(contracted, node))
    return replace(contracted, nodes=contracted.nodes + lost)


def _end(node: Node) -> bool:
    return node.kind in ("field", "zone")


def _known(network: Network, node: Node) -> bool:
    return node.id in network.node_index


def _parameter(row: Mapping[str, str]) -> Parameter:
    return Parameter(
        row["parameter"],
        row["cargo"],
        tuple(row["routes"].split()),
        float(row["value"]),
        row["unit"],
        int(row["year"]) if row["year"] else None,
        row["fitted_to"],
        row["status"],
        row["source"],
        row["note"],
    )
