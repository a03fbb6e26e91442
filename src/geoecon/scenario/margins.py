"""Who earns what buyers pay over what sellers and treasuries receive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geoecon.scenario.edits import Edit
from geoecon.variables import Array


@dataclass(frozen=True, eq=False)
class Margin:
    """A margin on some trade and its earners.

    Attributes
    ----------
    rate : over what the seller receives [exporter, importer, sector], ratio.
    earner : [recipient, exporter, sector], sums to one over recipients.
    """

    rate: Array
    earner: Array

    def earned(self, flow: Array) -> Array:
        """Income of the earners from `flow`, in its unit [recipient].

        Trade without a number (of regions whose loss is unbounded) earns nothing.
        """
        paid = (self.rate * flow).sum(axis=1, where=np.isfinite(flow))
        total: Array = np.einsum("res,es->r", self.earner, paid)
        return total


def margins(edits: Sequence[Edit]) -> tuple[Margin, ...]:
    """The margins among edits, in their order."""
    return tuple(
        Margin(np.where(edit.cells, edit.value - 1, 0.0), edit.earner)
        for edit in edits
        if edit.earner is not None and edit.cells.any()
    )
