"""Anderson acceleration of a fixed point: no economics here (Anderson 1965; Walker and Ni 2011)."""

from __future__ import annotations

import numpy as np

from geoecon.variables import Array


class Anderson:
    """Mixes the last few steps of x -> g(x) into a better next point.

    Keeps `memory` differences of points and residuals; the least-squares weights come from a
    Gram matrix scaled to a unit diagonal, with a small ridge against near-dependence.
    """

    def __init__(self, memory: int = 20, ridge: float = 1e-13, longest_step: float = 1.0) -> None:
        self.memory, self.ridge, self.longest_step = memory, ridge, longest_step
        self._point: Array | None = None
        self._residual: Array | None = None
        self._d_point: list[Array] = []
        self._d_residual: list[Array] = []

    def step(self, point: Array, residual: Array) -> Array:
        """The next point, given `point` x and its residual g(x) − x; neither is changed."""
        if self._point is not None and self._residual is not None:
            self._d_point = [*self._d_point, point - self._point][-self.memory :]
            self._d_residual = [*self._d_residual, residual - self._residual][-self.memory :]
        self._point, self._residual = point.copy(), residual.copy()
        move = residual - self._correction(residual)
        largest = np.abs(move).max()
        return point + move * min(1.0, self.longest_step / largest if largest > 0 else 1.0)

    def _correction(self, residual: Array) -> Array:
        if not self._d_residual:
            return np.zeros_like(residual)
        changes = np.array(self._d_residual)
        size = np.sqrt((changes**2).sum(axis=1))
        size[size == 0] = 1.0
        scaled = changes / size[:, None]
        gram = scaled @ scaled.T + self.ridge * np.eye(len(size))
        weights = np.linalg.solve(gram, scaled @ residual) / size
        return weights @ (np.array(self._d_point) + changes)
