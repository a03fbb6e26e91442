"""The saddle point of loading: from a soft problem to the sharp one, then the active set.

Stranding at r where G passes it is a kink. Softened, a share 1 / (1 + exp(κ (G − r))) is shipped,
and the dual is smooth and concave; it is maximised for growing κ, and for growing route
sensitivity as well, since steep choices are hard to begin from. Each stage begins where the last
one ended. It then is clear which links bind and which demands ship a part; for these, load = room
and G = r are solved as equations, which gives the sharp problem's answer to rounding error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geoecon.corridors.ascent import Ascent, ascend
from geoecon.corridors.dual import Cargo, Market
from geoecon.corridors.graph import Links, Mask
from geoecon.corridors.walks import DivergesError, cheapest
from geoecon.variables import Array

SOFT = 20.0  # λ × the dearest price at the first stage
STEEPER = 4.0  # sensitivity from stage to stage
KINKS = 1.0, 10.0, 1e2, 1e3, 1e4, 1e5, 1e6  # κ / λ from stage to stage
ROUGH, FINE = 1e-2, 3e-10  # gradient over room at which a stage, or the whole, ends
NEWTON = 8  # steps on the active set
ABSURD = 1e6  # price over the dearest way, from which a step has gone astray
PART = 1e-3  # share shipped, or stranded, from which a demand counts as split where κ = λ
EXACT = 1e-10  # load over room and G over r, or rounding error if that is more


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be loaded: mass and worth (the reservation) [demand], room [link] > 0 or inf.

    Demands of `elasticity` σ [demand] above zero buy mass · (G / worth)^(−σ).
    """

    cargoes: tuple[Cargo, ...]
    mass: Array
    worth: Array
    room: Array
    elasticity: Array

    @cached_property
    def steepest(self) -> float:
        """The largest sensitivity, tonnes per USD."""
        return max(cargo.sensitivity for cargo in self.cargoes)

    @cached_property
    def dearest(self) -> float:
        """The dearest cost index or reservation, USD a tonne."""
        index = self.market(np.zeros(len(self.room))).index
        parts = index[np.isfinite(index)], self.worth[np.isfinite(self.worth)]
        return max(float(part.max(initial=0.0)) for part in parts)

    @property
    def rounding(self) -> float:
        """Relative error of a load: λ times the rounding error of a cost."""
        return 50 * float(np.finfo(float).eps) * self.steepest * self.dearest

    @cached_property
    def limited(self) -> Mask:
        """[link] whether its room is finite."""
        return np.isfinite(self.room)

    @cached_property
    def willing(self) -> Mask:
        """[demand] whether it may stay behind."""
        return np.isfinite(self.worth) & ~self.elastic

    @cached_property
    def elastic(self) -> Mask:
        """[demand] whether more or less is bought as the price falls or rises."""
        return np.asarray(self.elasticity > 0)

    def bought(self, index: Array, shipped: Array) -> Array:
        """Shipments [demand], the elastic ones as they answer to the cost index."""
        if not self.elastic.any():
            return shipped
        relative = np.where(self.elastic, index / np.where(self.elastic, self.worth, 1.0), 1.0)
        return np.where(self.elastic, self.mass * relative**-self.elasticity, shipped)

    def relief(self, index: Array) -> Array:
        """∫ of what elastic demands buy, over their mass, from the worth to G [demand], USD."""
        worth = np.where(self.elastic, self.worth, 1.0)
        relative = np.where(self.elastic & np.isfinite(index), index / worth, 1.0)
        power = 1 - self.elasticity
        steep = np.where(power == 0, 1.0, power)
        return worth * np.where(power == 0, np.log(relative), (relative**steep - 1) / steep)

    @cached_property
    def size(self) -> Array:
        """[link] what its load is measured against, kt a month."""
        return np.where(self.limited, self.room, 1.0)

    def market(self, price: Array, ease: float = 1.0) -> Market:
        """The market at prices [link]. Raises DivergesError."""
        return Market.at(self.cargoes, price, len(self.mass), ease)

    def hopeless(self, price: Array) -> bool:
        """Whether prices prove that what must go cannot: it would pay more than all room costs.

        Along cheapest paths in terms of μ, cargo T pays at least Σ T dist; whatever fits pays at
        most Σ μ room (the duality of multicommodity flows: Iri 1971; Onaga and Kakusho 1971).
        """
        owed = self.mass @ self.owed(price)
        return bool(owed > (1 + 1e-9) * (price[self.limited] @ self.room[self.limited]))

    def owed(self, price: Array) -> Array:
        """What cargo that must go pays for scarcity at least [demand], USD a tonne."""
        owed = np.zeros(len(self.mass))
        for cargo in self.cargoes:
            graph = cargo.graph.with_cost(np.where(cargo.graph.open, price, np.inf))
            must = np.isinf(self.worth[cargo.demands]) & (self.mass[cargo.demands] > 0)
            if must.any():
                ends = cargo.origin[must], cargo.destination[must]
                owed[cargo.demands[must]] = cheapest(graph, *ends)
        return owed


@dataclass(frozen=True, eq=False)
class State:
    """Prices μ [link], the market there, and shipments q [demand]."""

    problem: Problem
    price: Array
    market: Market
    shipped: Array

    @cached_property
    def carried(self) -> list[Array]:
        """Shipments on their ways."""
        return self.market.carried(self.shipped)

    @cached_property
    def loads(self) -> Array:
        """Load [cargo, link], kt a month."""
        return self.market.loads(self.carried, len(self.price))

    @cached_property
    def gradient(self) -> Array:
        """Load over room [link], kt a month; 0 where the room does not limit."""
        limited = self.problem.limited
        over = np.zeros(len(limited))
        over[limited] = self.loads.sum(axis=0)[limited] - self.problem.room[limited]
        return over

    @cached_property
    def answers(self) -> Array:
        """Less bought for a USD a tonne more, by elastic demands [demand], kt a month."""
        index = self.market.index
        priced = self.problem.elastic & np.isfinite(index)
        slope = self.problem.elasticity * self.shipped
        return np.divide(slope, index, out=np.zeros_like(index), where=priced)

    @cached_property
    def loss(self) -> Array:
        """G − r [demand]; G where nothing may be stranded, and 0 where no path is."""
        index = self.market.index
        return np.where(np.isfinite(index), index, 0.0) - np.where(
            self.problem.willing & np.isfinite(index), self.problem.worth, 0.0
        )


@dataclass(frozen=True, eq=False)
class SoftState(State):
    """A state whose shipments answer softly to the loss, with sharpness κ in tonnes per USD."""

    sharpness: float

    @classmethod
    def at(cls, problem: Problem, price: Array, ease: float, sharpness: float) -> SoftState:
        """The soft state at prices [link]. Raises DivergesError."""
        market = problem.market(price, ease)
        shipped = np.where(np.isfinite(market.index), problem.mass, 0.0)
        shipped = problem.bought(market.index, shipped)
        made = cls(problem, price, market, shipped, sharpness)
        soft = problem.willing & np.isfinite(market.index)
        shipped[soft] *= 1 / (1 + np.exp(np.minimum(sharpness * made.loss[soft], 700.0)))
        return made

    @cached_property
    def value(self) -> float:
        """D(μ), thousand USD a month, less the constant Σ T r."""
        problem, limited = self.problem, self.problem.limited
        joined, soft = np.isfinite(self.market.index), self.problem.willing
        kept = np.logaddexp(0.0, -self.sharpness * self.loss) / self.sharpness
        gain = np.where(joined, np.where(soft, -kept, self.loss), 0.0)
        if problem.elastic.any():
            gain = np.where(problem.elastic, problem.relief(self.market.index), gain)
        return float(problem.mass @ gain - self.price[limited] @ problem.room[limited])

    def curvature(self, chosen: Links) -> Array:
        """Minus the second derivatives of D [chosen, chosen]."""
        slope, use = self.market.response(self.carried, self.shipped, chosen)
        mass = np.where(self.problem.mass > 0, self.problem.mass, 1.0)
        split = self.shipped * (1 - self.shipped / mass)
        answers = np.where(self.problem.elastic, self.answers, self.sharpness * split)
        return slope + (use * answers) @ use.T


def solve(
    problem: Problem, price: Array, shipped: Array | None, max_steps: int
) -> tuple[State, int, str]:
    """The saddle point from prices [link] and perhaps shipments [demand] of a neighbour's answer.

    The state, the steps tried, and "converged", "infeasible" or "max steps".
    Raises DivergesError.
    """
    steps = 0
    if shipped is not None:
        found, steps = polished(problem, price, shipped, PART / KINKS[-1])
        if found is not None:
            return found, steps, "converged"
    for ease, kink, tolerance in _stages(problem):
        sharpness = kink * ease * problem.steepest
        end = _climb(problem, price, ease, sharpness, tolerance, max_steps - steps)
        steps, price = steps + end.steps, end.point.price
        if end.reason == "infeasible" or steps >= max_steps:
            return end.point, steps, end.reason
        if ease == 1.0:
            found, tried = polished(problem, price, end.point.shipped, PART / kink)
            steps += tried
            if found is not None:
                return found, steps, "converged"
    return end.point, steps, "max steps"


def _stages(problem: Problem) -> Iterator[tuple[float, float, float]]:
    """Ease, κ / λ and tolerance of each stage."""
    ease = _first_ease(problem)
    while ease < 1.0:
        yield ease, 1.0, ROUGH
        ease *= STEEPER
    for kink in KINKS if problem.willing.any() else KINKS[:1]:
        yield 1.0, kink, ROUGH
    yield 1.0, KINKS[-2] if problem.willing.any() else KINKS[0], FINE


def _first_ease(problem: Problem) -> float:
    """Low enough to begin from; well above the least at which sums over walks are finite."""
    nowhere = np.zeros(len(problem.room))
    ease = SOFT / max(problem.steepest * problem.dearest, SOFT)
    while ease < 1.0:
        try:
            problem.market(nowhere, ease / 2)
        except DivergesError:
            ease = min(1.0, 2 * ease)
        else:
            break
    return ease


def _climb(
    problem: Problem, price: Array, ease: float, sharpness: float, tolerance: float, steps: int
) -> Ascent[SoftState]:
    return ascend(
        lambda at: SoftState.at(problem, at, ease, sharpness),
        price,
        problem.size,
        problem.steepest * ease * problem.size,
        tolerance=tolerance,
        max_steps=steps,
        hopeless=problem.hopeless,
    )


def polished(
    problem: Problem, price: Array, shipped: Array, part: float
) -> tuple[State | None, int]:
    """The exact answer, if what binds is about what binds at `price` and `shipped`; steps tried.

    Demands that ship, and leave behind, more than a share `part` count as split.

    Newton on load = room and G = r. What leaves its bounds is put on them; what the answer then
    shows to be overloaded, or on the wrong side of its reservation, is taken up.
    """
    share = shipped / np.where(problem.mass > 0, problem.mass, 1.0)
    split = problem.willing & (share > part) & (share < 1 - part)
    q = np.where(split | ~problem.willing, shipped, np.round(share) * problem.mass)
    binding, before = price > 0, np.inf
    for step in range(NEWTON):
        market = problem.market(price)
        state = State(problem, price, market, problem.bought(market.index, q))
        off = _off(state, binding, split)
        if off > before / 2 and state.gradient[binding].min(initial=0.0) < 0:
            slack = _slackest(state, binding)  # no prices fill it beside the others
            binding, price, before = binding & ~slack, np.where(slack, 0.0, price), np.inf
            continue
        before = off
        if off < max(EXACT, problem.rounding):
            over, wrong = _refuted(state)
            if not (over.any() or wrong.any()):
                return state, step
            binding, split = binding | over, split | wrong
        price, q = _newton(state, binding, split)
        if not price.max(initial=0.0) < ABSURD * (1 + problem.dearest):
            return None, step
        binding, split = binding & (price > 0), split & (q > 0) & (q < problem.mass)
        price, q = np.maximum(price, 0.0), np.clip(q, 0.0, problem.mass)
    return None, NEWTON


def _newton(state: State, binding: Mask, split: Mask) -> tuple[Array, Array]:
    """Prices and shipments after a step towards load = room and G = r; least squares if several."""
    links, demands = np.flatnonzero(binding), np.flatnonzero(split)
    slope, use = state.market.response(state.carried, state.shipped, links)
    slope = slope + (use * state.answers) @ use.T
    met = use[:, demands]
    matrix = np.block([[slope, -met], [met.T, np.zeros((len(demands), len(demands)))]])
    off = np.concatenate([state.gradient[links], -state.loss[demands]])
    floor = 1e-6 * state.problem.steepest * state.problem.room[links]
    unit = 1 / np.sqrt(np.maximum(np.diagonal(slope), floor))
    other = 1 / np.maximum(np.abs(met * unit[:, None]).max(axis=0, initial=0.0), 1e-300)
    units = np.concatenate([unit, np.minimum(other, 1e150)])
    scaled = matrix * np.outer(units, units)
    move = units * np.linalg.lstsq(scaled, units * off, rcond=1e-13)[0]
    price, shipped = state.price.copy(), state.shipped.copy()
    price[links] += move[: len(links)]
    shipped[demands] += move[len(links) :]
    return price, shipped


def _off(state: State, binding: Mask, split: Mask) -> float:
    """How far binding links are from full and split demands from indifferent, relative."""
    problem = state.problem
    over = np.abs(state.gradient[binding] / problem.room[binding])
    loss = np.abs(state.loss[split] / problem.worth[split])
    return float(max(over.max(initial=0.0), loss.max(initial=0.0)))


def _slackest(state: State, binding: Mask) -> Mask:
    """The binding link with the most room left, for its room."""
    fill = np.where(binding, state.gradient / state.problem.size, np.inf)
    return np.arange(len(fill)) == np.argmin(fill)


def _refuted(state: State) -> tuple[Mask, Mask]:
    """Links that are overloaded, and demands on the wrong side of their reservation."""
    problem = state.problem
    fine = max(FINE, 10 * problem.rounding)
    soft = problem.willing & np.isfinite(state.market.index) & (problem.mass > 0)
    late = (state.shipped > 0) & (state.loss > fine * problem.worth)
    early = (state.shipped < problem.mass) & (-state.loss > fine * problem.worth)
    return state.gradient > fine * problem.size, soft & (late | early)
