"""`assign`: which way cargo goes when links have hard capacities, and what is left behind.

Minimises cost plus entropy / λ subject to load <= room on every link. The multipliers μ are the
links' scarcity prices: positive only where the room is used up, and part of the cost index. What
costs more than its reservation is stranded; that choice is linear, outside the logit, so nothing
is stranded beside spare capacity. Where bottlenecks follow one another or shut out whole pairs,
several price vectors support the same loads; one of them is returned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geoecon.corridors.demands import Demands
from geoecon.corridors.dual import Cargo
from geoecon.corridors.graph import Graph
from geoecon.corridors.logit import check_sensitivity, least_sensitivity, too_low
from geoecon.corridors.refusals import Refused, no_path, no_room, not_converged, preloaded
from geoecon.corridors.residuals import residuals
from geoecon.corridors.saddle import Problem, State, solve
from geoecon.corridors.walks import DivergesError
from geoecon.errors import LabelError, RouteError, unknown_name
from geoecon.variables import Array

Graphs = Mapping[str, Graph]


@dataclass(frozen=True, eq=False)
class Assignment:
    """Loads under hard capacities.

    Attributes
    ----------
    graphs : by cargo, what was loaded; `sensitivity` by cargo, tonnes per USD
    demands : what was to be moved
    load : [cargo, link], kt a month, in the order of `graphs`, other users' loads apart
    room : [link], kt a month: capacity less other users' loads
    price : [link], USD a tonne: scarcity price μ; inf on a link whose room is nil
    index : [demand], USD a tonne: cost index G with scarcity; inf where no path is
    shipped, stranded : [demand], kt a month
    residuals : relative: capacity (load over room), complementarity (price times spare room over
        all that is paid for scarcity), conservation (what nodes lose) and reservation (stranded
        although worth shipping, or the reverse, USD over USD)
    steps : Newton steps tried
    reason : "converged" or "max steps"
    """

    graphs: Graphs
    sensitivity: Mapping[str, float]
    demands: Demands
    load: Array
    room: Array
    price: Array
    index: Array
    shipped: Array
    stranded: Array
    residuals: Mapping[str, float]
    steps: int
    reason: str

    @property
    def priced(self) -> dict[str, Graph]:
        """The graphs with scarcity prices in the costs: what cargo chooses by."""
        return {name: g.with_cost(g.cost + self.price) for name, g in self.graphs.items()}


def assign(
    graphs: Graph | Graphs,
    demands: Demands,
    sensitivity: float | Mapping[str, float],
    *,
    preload: Array | None = None,
    start: Assignment | Array | None = None,
    max_steps: int = 1000,
    throw: bool = True,
) -> Assignment:
    """Load `demands` on the links of `graphs`, one for each cargo, all over the same links.

    `sensitivity` λ is in tonnes per USD, for all cargoes or by cargo. `preload` [link], kt a month,
    are other users' loads, which come first. `start` is a loading to begin from, a neighbour of
    this one, or scarcity prices [link], USD a tonne. `throw=False` returns an answer of reason
    "max steps" instead of raising.

    Raises RangeError (sensitivity, preload above capacity), LabelError (links differ between
    cargoes), UnknownNameError (a demand of no cargo) and RouteError: no path or no room for cargo
    that must go, a sensitivity below the least admissible, or no convergence.
    """
    graphs = {"": graphs} if isinstance(graphs, Graph) else dict(graphs)
    loading = _Loading(graphs, demands, _by_cargo(sensitivity, graphs), _room(graphs, preload))
    return loading.solve(start, max_steps, throw)


def _by_cargo(sensitivity: float | Mapping[str, float], graphs: Graphs) -> dict[str, float]:
    given = sensitivity if isinstance(sensitivity, Mapping) else dict.fromkeys(graphs, sensitivity)
    for name in graphs:
        check_sensitivity(given[name])
    return dict(given)


def _room(graphs: Graphs, preload: Array | None) -> Array:
    """Capacity less other users' loads [link]."""
    first = next(iter(graphs.values()))
    for name, graph in graphs.items():
        same = all(
            np.array_equal(getattr(graph, what), getattr(first, what))
            for what in ("tail", "head", "capacity")
        )
        if not same:
            raise LabelError(f"links or capacities of cargo {name!r} differ from the others'")
    if preload is None:
        return first.capacity
    over = np.flatnonzero(preload > first.capacity)
    if over.size:
        raise preloaded(first, preload, over)
    return first.capacity - preload


class _Loading:
    """One loading: the problem, its saddle point, and the answer read from it."""

    def __init__(
        self, graphs: Graphs, demands: Demands, sensitivity: Mapping[str, float], room: Array
    ) -> None:
        self.graphs, self.demands, self.sensitivity, self.room = graphs, demands, sensitivity, room
        stray = sorted(set(demands.cargo.tolist()) - set(graphs))
        if stray:
            raise unknown_name("cargo", stray[0], graphs, "the demands")
        self.full = room <= 0
        cargoes = tuple(self._cargo(name) for name in graphs)
        open_room = np.where(self.full, np.inf, room)  # full links are closed, and limit no more
        self.problem = Problem(
            cargoes, demands.mass, demands.reservation, open_room, demands.elasticity
        )

    def solve(self, start: Assignment | Array | None, max_steps: int, throw: bool) -> Assignment:
        """The answer, begun from `start`; refused if there is none."""
        self._check_paths()
        price, shipped = self._begin(start)
        try:
            state, steps, reason = solve(self.problem, price, shipped, max_steps)
        except DivergesError:
            raise self._too_low() from None
        if reason == "infeasible":
            raise no_room(self._refused(), state.price, self.problem.owed(state.price))
        answer = self._answer(state, steps, reason)
        if throw and reason != "converged":
            raise not_converged(answer.residuals, steps)
        return answer

    def _cargo(self, name: str) -> Cargo:
        graph = self.graphs[name]
        if self.full.any():
            graph = graph.without(np.flatnonzero(self.full))
        of = np.flatnonzero(self.demands.cargo == name)
        ends = self.demands.origin[of], self.demands.destination[of]
        return Cargo(graph, self.sensitivity[name], of, *ends)

    def _check_paths(self) -> None:
        must = self.demands.must_go & (self.demands.mass > 0)
        for cargo in self.problem.cargoes:
            must[cargo.demands[cargo.joined]] = False
        lost = np.flatnonzero(must)
        if lost.size:
            raise no_path(self._refused(), lost)

    def _refused(self) -> Refused:
        left = {n: c.graph for n, c in zip(self.graphs, self.problem.cargoes, strict=True)}
        return Refused(left, self.graphs, self.demands)

    def _begin(self, start: Assignment | Array | None) -> tuple[Array, Array | None]:
        if start is None:
            return np.zeros(len(self.room)), None
        if not isinstance(start, Assignment):
            return np.where(self.problem.limited, start, 0.0), None
        price = np.where(np.isfinite(start.price) & self.problem.limited, start.price, 0.0)
        if len(start.demands) != len(self.demands):
            return price, None
        share = start.shipped / np.where(start.demands.mass > 0, start.demands.mass, 1.0)
        return price, np.where(self.demands.must_go, 1.0, share) * self.demands.mass

    def _too_low(self) -> RouteError:
        """The refusal that names the least sensitivity of the cargo that is below its own."""
        for cargo in self.problem.cargoes:
            ends = cargo.origin, cargo.destination
            if least_sensitivity(cargo.graph, *ends) >= cargo.sensitivity:
                break
        return too_low(cargo.graph, cargo.sensitivity, *ends)

    def _answer(self, state: State, steps: int, reason: str) -> Assignment:
        return Assignment(
            graphs=self.graphs,
            sensitivity=self.sensitivity,
            demands=self.demands,
            load=state.loads,
            room=self.room,
            price=np.where(self.full, np.inf, state.price),
            index=state.market.index,
            shipped=state.shipped,
            stranded=np.where(self.demands.elastic, 0.0, self.demands.mass - state.shipped),
            residuals=residuals(state),
            steps=steps,
            reason=reason,
        )
