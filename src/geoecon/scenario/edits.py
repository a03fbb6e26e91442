"""`Edit`: what one instrument does to one array; and many edits -> a `Shock`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from geoecon.scenario.selection import Mask
from geoecon.scenario.shock import Shock
from geoecon.variables import Array
from geoecon.world.world import World

Variable = Literal[
    "tariff", "trade_cost", "productivity", "added_flow", "revenue_share", "wedge", "transfer"
]  # fmt: skip
FACTORS = ("trade_cost", "productivity")
VARIABLES: tuple[Variable, ...] = (
    "tariff", "trade_cost", "productivity", "added_flow", "revenue_share", "wedge", "transfer",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Edit:
    """New values of some cells of one array of a `Shock`.

    Attributes
    ----------
    cells, value : both in the shape of `variable`
        where, and what: a ratio for tariffs and revenue shares, a factor for trade costs and
        productivity, million USD a year for added flows and transfers (received, below zero paid).
    family : edits of one variable and family say what a cell is, edits of different families
        multiply (trade costs and productivity alone have several) or, as payments, add up.
    instrument : position in the scenario.
    what : in words, for the log.
    earner : who earns a wedge [recipient, exporter, sector]; None for other variables.
    """

    variable: Variable
    cells: Mask
    value: Array
    family: str
    instrument: int
    what: str
    earner: Array | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Edits with equal keys must agree where they meet."""
        return (self.variable, self.family)


def payment(received: Array, instrument: int, what: str) -> Edit:
    """Money that passes between regions each year [region], million USD; what is paid is below 0.

    Units are those of `Shock.transfer`; payments of several instruments add up. The sum over
    regions is zero, or the rest of it would be shared by income: raises AssertionError.
    """
    if abs(received.sum()) > 1e-9 * np.abs(received).sum():
        raise AssertionError(f"{received.sum():g} million USD is paid by or to nobody")
    family = f"payment {instrument}"  # of its own: what others pay does not contradict it
    return Edit("transfer", received != 0, received, family, instrument, what)


def combine(world: World, edits: Sequence[Edit]) -> Shock:
    """The shock of edits that do not contradict each other, whatever their order."""
    arrays = {name: _combined(world, name, edits) for name in VARIABLES}
    return Shock(**arrays, border=_border(edits))


def _border(edits: Sequence[Edit]) -> Array | None:
    """What exporters' own regions earn of the wedges on what they sell, as a factor."""
    earned = [
        np.where(edit.cells, edit.value - 1, 0.0) * np.einsum("ees->es", edit.earner)[:, None, :]
        for edit in edits
        if edit.earner is not None
    ]
    return 1 + np.sum(earned, axis=0) if earned else None


def baseline(world: World, variable: Variable) -> Array:
    """What a variable of a shock is before anything changes."""
    n, j = len(world.regions), len(world.sectors)
    return {
        "tariff": world.tariff,
        "trade_cost": np.ones((n, n, j)),
        "productivity": np.ones((n, j)),
        "added_flow": np.zeros((n, n, j)),
        "revenue_share": world.revenue_share,
        "wedge": np.ones((n, n, j)),
        "transfer": np.zeros(n),
    }[variable]


def _combined(world: World, variable: Variable, edits: Iterable[Edit]) -> Array | None:
    families: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.variable == variable:
            families.setdefault(edit.family, []).append(edit)
    if not families:
        return None
    start = baseline(world, variable)
    if variable == "transfer":
        return np.sum([edit.value for name in families for edit in families[name]], axis=0)
    layers = [_laid(start, families[name]) for name in sorted(families)]
    return np.prod(layers, axis=0) if variable in FACTORS else layers[0]


def _laid(start: Array, edits: Sequence[Edit]) -> Array:
    """One family's values over the baseline.

    Where two meet they agree, but for agreements inside agreements, whose effects are not added:
    the deepest one counts.
    """
    laid = start.copy()
    for edit in edits:
        wider = np.abs(np.log(edit.value)) > np.abs(np.log(laid)) if nests(edit) else True
        laid = np.where(edit.cells & wider, edit.value, laid)
    return laid


def nests(edit: Edit) -> bool:
    """Whether an edit may stand inside another of its family."""
    return edit.key == ("trade_cost", "agreement")
