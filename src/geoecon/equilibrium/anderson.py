"""Anderson acceleration of a fixed point: no economics here (Anderson 1965; Walker and Ni 2011)."""

from __future__ import annotations

import numpy as np

from geoecon.variables import Array


class Anderson:
    """Mixes the last few steps of x -> g(x) into a better next point.

    Keeps `memory` differences of points and residuals, each scaled to a residual of length one;
    the least-squares weights come from their Gram matrix, with a small ridge against
    near-dependence. No entry of x moves by more than `longest_step`.
    """

    def __init__(
        self, memory: int, size: int, *, ridge: float = 1e-13, longest_step: float = 1.0
    ) -> None:
        self.memory, self.ridge, self.longest_step = memory, ridge, longest_step
        self._steps = 0
        self._d_residual = np.empty((memory, size))
        self._d_image = np.empty((memory, size))  # of g: changes of x plus those of the residual
        self._gram = np.eye(memory)
        self._along = np.zeros(memory)  # the last residual along each remembered difference
        self._last: tuple[Array, Array] | None = None

    def step(self, point: Array, residual: Array) -> Array:
        """The next point, given `point` x and its residual g(x) − x; neither is changed."""
        slot = None if self._last is None else self._remember(point, residual, *self._last)
        self._last = point, residual
        used = min(self._steps, self.memory)
        move = residual
        if used:
            along = self._d_residual[:used] @ residual
            if slot is not None:
                self._extend_gram(slot, along)
            self._along[:used] = along
            weights = np.linalg.solve(self._gram[:used, :used], along)
            move = residual - weights @ self._d_image[:used]
        if move @ move > self.longest_step**2:  # no entry is longer than the whole
            move = move * min(1.0, self.longest_step / np.abs(move).max())
        return point + move

    def _remember(self, point: Array, residual: Array, was_at: Array, was: Array) -> int | None:
        """Stores the newest differences in place of the oldest; their place, if they differ."""
        difference = residual - was
        self._length = np.sqrt(difference @ difference)
        if self._length == 0:
            return None
        slot = self._steps % self.memory
        np.divide(difference, self._length, out=self._d_residual[slot])
        difference += point
        difference -= was_at
        np.divide(difference, self._length, out=self._d_image[slot])
        self._along[slot] = self._d_residual[slot] @ was
        self._steps += 1
        return slot

    def _extend_gram(self, slot: int, along: Array) -> None:
        """Products with the newest difference, from what the last two residuals are along each."""
        product = (along - self._along[: along.size]) / self._length
        self._gram[slot, : along.size] = self._gram[: along.size, slot] = product
        self._gram[slot, slot] = 1 + self.ridge
