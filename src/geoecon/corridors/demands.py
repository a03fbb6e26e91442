"""`Demands`: what is to be moved from where to where, and what moving it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geoecon.corridors.graph import Links
from geoecon.errors import LabelError, MissingValueError, RangeError
from geoecon.variables import Array


@dataclass(frozen=True, eq=False)
class Demands:
    """Rows of cargo to be moved.

    Attributes
    ----------
    origin, destination : [demand], nodes, not the same
    mass : [demand], kt a month >= 0
    reservation : [demand], USD a tonne: the most that the way may cost, scarcity included, before
        cargo is left behind; inf (the default) is cargo that must go
    elasticity : [demand]; above 0 the reservation is instead the price at which `mass` is bought,
        1 % more is paid for that many per cent less, and nothing is left behind
    cargo : [demand], the class of each, or one name for all

    Raises LabelError, MissingValueError, RangeError.
    """

    origin: Links
    destination: Links
    mass: Array
    reservation: Any = np.inf
    cargo: Any = ""
    elasticity: Any = 0.0

    def __post_init__(self) -> None:
        rows = np.shape(self.origin)
        kinds = {"origin": np.int64, "destination": np.int64, "mass": float, "reservation": float}
        for name, kind in (kinds | {"elasticity": float, "cargo": np.str_}).items():
            self._set(name, kind, rows)
        if np.isnan(self.mass).any() or np.isnan(self.reservation).any():
            raise MissingValueError("mass or reservation missing among the demands")
        if (self.mass < 0).any() or not np.isfinite(self.mass).all():
            raise RangeError("mass of a demand below zero or infinite", why="it is kt a month >= 0")
        if (self.reservation < 0).any():
            raise RangeError("reservation below zero", why="it is a price, USD a tonne")
        if not (np.isfinite(self.elasticity) & (self.elasticity >= 0)).all():
            raise RangeError("elasticity of a demand below zero or infinite")
        if (self.elastic & ~((self.reservation > 0) & np.isfinite(self.reservation))).any():
            raise RangeError("an elastic demand without the price at which its mass is bought")
        if (self.origin == self.destination).any():
            raise LabelError("a demand begins and ends at the same node", remedy="leave it out")

    def __len__(self) -> int:
        return len(self.origin)

    @property
    def must_go(self) -> NDArray[np.bool_]:
        """[demand] whether nothing of it may be left behind."""
        return np.isinf(self.reservation)

    @property
    def elastic(self) -> NDArray[np.bool_]:
        """[demand] whether more or less is bought as the price falls or rises."""
        return np.asarray(self.elasticity > 0)

    def _set(self, name: str, kind: Any, rows: tuple[int, ...]) -> None:
        given = np.array(getattr(self, name), dtype=kind)
        if given.shape not in ((), rows):
            raise LabelError(f"{given.size} values of {name} for {rows} demands")
        values = np.broadcast_to(given, rows).copy()
        values.setflags(write=False)
        object.__setattr__(self, name, values)
