"""Anderson acceleration of a fixed point: no economics here (Anderson 1965; Walker and Ni 2011)."""

from __future__ import annotations

import numpy as np

from geoecon.variables import Array


class Anderson:
    """Mixes the last few steps of x -> g(x) into a better next point.

    Keeps `memory` differences of points and residuals; the least-squares weights come from a
    Gram matrix scaled to a unit diagonal, with a small ridge against near-dependence. No entry
    of x moves by more than `longest_step`.
    """

    def __init__(self, memory: int, *, ridge: float = 1e-13, longest_step: float = 1.0) -> None:
        self.memory, self.ridge, self.longest_step = memory, ridge, longest_step
        self._steps = 0
        self._last: tuple[Array, Array] | None = None
        self._d_residual = np.empty((memory, 0))
        self._d_image = np.empty((memory, 0))  # of g: changes of x plus changes of the residual
        self._gram = np.zeros((memory, memory))

    def step(self, point: Array, residual: Array) -> Array:
        """The next point, given `point` x and its residual g(x) − x; neither is changed."""
        self._remember(point, residual)
        move = residual - self._correction(residual)
        largest = np.abs(move).max()
        return point + move * min(1.0, self.longest_step / largest if largest > 0 else 1.0)

    def _remember(self, point: Array, residual: Array) -> None:
        if self._last is None:
            self._d_residual = np.zeros((self.memory, residual.size))
            self._d_image = np.zeros_like(self._d_residual)
        else:
            slot = self._steps % self.memory
            self._d_residual[slot] = residual - self._last[1]
            self._d_image[slot] = point - self._last[0] + self._d_residual[slot]
            product = self._d_residual @ self._d_residual[slot]
            self._gram[slot], self._gram[:, slot] = product, product
            self._steps += 1
        self._last = point.copy(), residual.copy()

    def _correction(self, residual: Array) -> Array:
        used = min(self._steps, self.memory)
        if used == 0:
            return np.zeros_like(residual)
        size = np.sqrt(np.diagonal(self._gram)[:used])
        size = np.where(size > 0, size, 1.0)
        scaled = self._gram[:used, :used] / np.outer(size, size) + self.ridge * np.eye(used)
        weights = np.linalg.solve(scaled, self._d_residual[:used] @ residual / size) / size
        return weights @ self._d_image[:used]
