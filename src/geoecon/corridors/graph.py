"""`Graph`: directed links with a cost and a capacity, all that route choice needs to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import LabelError, MissingValueError, RangeError
from geoecon.variables import Array

Links = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Graph:
    """Directed links between nodes numbered from 0; two links may join the same nodes.

    Attributes
    ----------
    tail, head : [link], the node a link leaves and the one it enters
    cost : [link], USD a tonne >= 0, additive along a path; inf is a link that is closed or that
        the cargo cannot use
    capacity : [link], kt a month >= 0; inf does not limit
    nodes : how many nodes there are
    node_names, link_names : what messages call them; numbers if left out

    Raises LabelError, MissingValueError, RangeError.
    """

    tail: Links
    head: Links
    cost: Array
    capacity: Array
    nodes: int
    node_names: tuple[str, ...] = ()
    link_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("tail", "head"):
            object.__setattr__(self, name, _frozen(getattr(self, name), np.int64))
        for name in ("cost", "capacity"):
            object.__setattr__(self, name, _frozen(getattr(self, name), np.float64))
        self._check_lengths()
        for name in ("cost", "capacity"):
            self._check_values(name, getattr(self, name))

    @property
    def links(self) -> int:
        """How many links there are, open or not."""
        return len(self.tail)

    @cached_property
    def open(self) -> Mask:
        """[link] whether the link can be used at all."""
        return np.isfinite(self.cost)

    def node(self, number: int) -> str:
        """What messages call a node."""
        return self.node_names[number] if self.node_names else f"node {number}"

    def link(self, number: int) -> str:
        """What messages call a link."""
        if self.link_names:
            return self.link_names[number]
        ends = f"{self.node(int(self.tail[number]))} → {self.node(int(self.head[number]))}"
        return f"link {number} ({ends})"

    def named(self, links: Iterable[int]) -> str:
        """Links as one phrase, the first dozen in full."""
        chosen = list(links)
        shown = ", ".join(self.link(int(number)) for number in chosen[:12])
        return shown + (f" and {len(chosen) - 12} more" if len(chosen) > 12 else "")

    def with_cost(self, cost: Array) -> Graph:
        """The same links at other costs, USD a tonne [link]."""
        return replace(self, cost=cost)

    def without(self, links: Iterable[int]) -> Graph:
        """The graph with these links closed; the others keep number, cost and capacity."""
        cost = self.cost.copy()
        cost[np.fromiter(links, dtype=np.int64)] = np.inf
        return self.with_cost(cost)

    def _check_lengths(self) -> None:
        lengths = {len(self.head), len(self.cost), len(self.capacity)}
        lengths |= {len(self.link_names)} if self.link_names else set()
        if lengths != {self.links}:
            raise LabelError("tail, head, cost, capacity and names differ in length")
        if self.node_names and len(self.node_names) != self.nodes:
            raise LabelError(f"{len(self.node_names)} names for {self.nodes} nodes")
        ends = np.concatenate([self.tail, self.head])
        if ends.size and not (ends.min() >= 0 and ends.max() < self.nodes):
            raise LabelError(
                f"a link joins a node outside 0 … {self.nodes - 1}",
                remedy="number the nodes from 0, or raise `nodes`",
            )

    def _check_values(self, name: str, values: Array) -> None:
        missing, low = np.flatnonzero(np.isnan(values)), np.flatnonzero(values < 0)
        if missing.size:
            raise MissingValueError(f"{name} missing", where=self.named(missing))
        if low.size:
            raise RangeError(
                f"{name} below zero",
                where=self.named(low),
                why="costs and capacities are zero or more",
            )


def _frozen(values: Any, kind: Any) -> NDArray[Any]:
    array = np.array(values, dtype=kind)
    array.setflags(write=False)
    return array
