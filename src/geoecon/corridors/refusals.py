"""Why a loading is refused, in words: which cargo, which links, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geoecon.corridors.demands import Demands
from geoecon.corridors.graph import Graph, Links
from geoecon.errors import RangeError, RouteError
from geoecon.variables import Array

NEGLIGIBLE = 1e-3  # of the largest: prices that diverge stand out far beyond this
SHOWN = 8


@dataclass(frozen=True)
class Refused:
    """The graphs that are left, those given, and the demands made of them."""

    left: Mapping[str, Graph]
    given: Mapping[str, Graph]
    demands: Demands

    def named(self, rows: Links) -> str:
        """Demands as one phrase, the first eight in full."""
        shown = ", ".join(self._one(int(row)) for row in rows[:SHOWN])
        return shown + (f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else "")

    def _one(self, row: int) -> str:
        made = self.demands
        graph = self.given[str(made.cargo[row])]
        ends = f"{graph.node(int(made.origin[row]))} → {graph.node(int(made.destination[row]))}"
        return f"{made.cargo[row]} {ends}".strip() + f" ({made.mass[row]:g} kt a month)"


def no_path(case: Refused, lost: Links) -> RouteError:
    """Cargo that must go has no path."""
    from geoecon.corridors.cuts import cut

    row = int(lost[0])
    name = str(case.demands.cargo[row])
    ends = int(case.demands.origin[row]), int(case.demands.destination[row])
    full = case.given[name]
    opened = full.with_cost(np.where(full.open, full.cost, 0.0))
    links = cut(opened, case.left[name], *ends)
    return RouteError(
        f"no path for {case.named(lost)}",
        reason="no path",
        why=f"of the first, cut by {full.named(links)}"
        if links.size
        else "of the first, no links lead there, open or closed",
        remedy="open a link, or give the cargo a reservation price at which it may stay behind",
    )


def no_room(case: Refused, price: Array, apart: Array) -> RouteError:
    """Cargo that must go does not fit; `price` [link] proves it, `apart` is what each pays."""
    links = np.flatnonzero(price > NEGLIGIBLE * price.max())
    rows = np.flatnonzero(apart > NEGLIGIBLE * apart.max())
    return RouteError(
        f"no room for {case.named(rows)}",
        reason="infeasible",
        where=next(iter(case.given.values())).named(links),
        why="together these links hold less than what must pass them",
        remedy="send less, widen a link, or give the cargo a reservation price at which it may "
        "stay behind",
    )


def preloaded(graph: Graph, preload: Array, over: Links) -> RangeError:
    """Other users load links beyond their capacity."""
    first = int(over[0])
    load, capacity = preload[first], graph.capacity[first]
    return RangeError(
        f"other users load {load:g} kt a month on a capacity of {capacity:g}",
        where=graph.named(over),
        remedy="correct the capacity or the other users' load",
    )


def not_converged(residuals: Mapping[str, float], steps: int) -> RouteError:
    """The steps ran out."""
    left = ", ".join(f"{name} {value:.1e}" for name, value in residuals.items())
    return RouteError(
        f"no loading after {steps} steps",
        reason="max steps",
        why=f"residuals left: {left}",
        remedy="raise max_steps, lower the sensitivity, or look at throw=False",
    )
