"""How far a loading is from what it has to be, each as a share of its own measure."""

from __future__ import annotations

import numpy as np

from geoecon.corridors.saddle import State

LEAST = 1e-300  # instead of nothing to be measured against


def residuals(state: State) -> dict[str, float]:
    """By name: capacity, complementarity, conservation and reservation."""
    return {
        "capacity": capacity(state),
        "complementarity": complementarity(state),
        "conservation": conservation(state),
        "reservation": reservation(state),
    }


def capacity(state: State) -> float:
    """The largest load over its room, over the room."""
    return float((state.gradient / state.problem.size).max(initial=0.0))


def complementarity(state: State) -> float:
    """Scarcity prices times spare room, over scarcity prices times room."""
    limited = state.problem.limited
    price, room = state.price[limited], state.problem.room[limited]
    return float(np.abs(state.gradient[limited]) @ price) / max(float(price @ room), LEAST)


def conservation(state: State) -> float:
    """The largest imbalance of a node, over the mass of all demands."""
    worst = 0.0
    for cargo, load in zip(state.problem.cargoes, state.loads, strict=True):
        shipped, nodes = state.shipped[cargo.demands], cargo.graph.nodes
        left = np.bincount(cargo.graph.tail, load, nodes)
        left -= np.bincount(cargo.graph.head, load, nodes)
        left -= np.bincount(cargo.origin, shipped, nodes)
        left += np.bincount(cargo.destination, shipped, nodes)
        worst = max(worst, float(np.abs(left).max(initial=0.0)))
    return worst / max(float(state.problem.mass.sum()), LEAST)


def reservation(state: State) -> float:
    """How far G is on the wrong side of r: shipped at a loss, or stranded at a gain.

    In USD over USD; the larger of the two prices is the measure.
    """
    problem = state.problem
    soft = problem.willing & np.isfinite(state.market.index) & (problem.mass > 0)
    loss, index, worth = state.loss[soft], state.market.index[soft], problem.worth[soft]
    late = np.where(state.shipped[soft] > 0, loss, 0.0)
    early = np.where(state.shipped[soft] < problem.mass[soft], -loss, 0.0)
    measure = np.maximum(np.maximum(index, worth), LEAST)
    wrong = np.maximum(late, early) / measure
    return float(wrong.max(initial=0.0))
