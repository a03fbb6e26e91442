"""Derivatives of an outcome of trade and network together, by one adjoint of their fixed point.

Trade u solves F(u, x, τ, p) = 0 for what the network does to it: unknowns x of its parts and what
carriers earn, τ. The network asks x to move by m(x, u, p) and pays e(x, u, p). Where both agree,
m = 0 and e = τ. With weights η of these equations, an outcome g changes by

    dg/dp = ∂g/∂p + η ∂(m, e)/∂p,    η d(m, e − τ)/d(x, τ) = −dg/d(x, τ),

u being eliminated by the adjoint of trade alone (`equilibrium.adjoint`) and the loading by its own
(`corridors.backwards`). GMRES solves for η; each of its steps is one of either. So routes answer
to trade and trade to routes, and every tariff, cost, link and room has its derivative at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geoecon.corridors.backwards import Kink
from geoecon.couple.backwards import Direct, LinkWeights, PartBackwards
from geoecon.couple.exports import ExportsPart
from geoecon.couple.exports_backwards import ExportsBackwards
from geoecon.couple.freight import FreightPart
from geoecon.couple.freight_backwards import FreightBackwards
from geoecon.couple.loop import Part
from geoecon.equilibrium.adjoint import Adjoint, Gradient
from geoecon.equilibrium.linearised import Outcome
from geoecon.equilibrium.outcomes import OUTCOMES, nothing
from geoecon.equilibrium.solution import Solution
from geoecon.errors import NotConvergedError, unknown_name
from geoecon.variables import Array

EXPORT_OUTCOMES = ("stranded", "export revenue")
TOLERANCE = 1e-9
INNER = 1e-11  # of each adjoint of trade
MAX_STEPS = 200
ROUNDING = 10  # times the tolerance


@dataclass(frozen=True, eq=False)
class CoupledGradient:
    """Derivatives of an outcome where trade and network agree.

    trade : by tariffs, trade costs, wedges, productivity and transfers, routes answering;
    links : by costs, charges and room of links, part by part; kinks : links where they hold one
    way alone;
    steps, residual : of the linear system
    """

    trade: Gradient
    links: tuple[LinkWeights, ...]
    kinks: tuple[Kink, ...]
    steps: int
    residual: float


@dataclass(frozen=True, eq=False)
class CoupledAdjoint:
    """Trade and network linearised where they agree."""

    trade: Adjoint
    parts: tuple[PartBackwards, ...]

    @classmethod
    def at(cls, solution: Solution, parts: Sequence[Part]) -> CoupledAdjoint:
        """`parts` as the loop left them (`couple.loop.agree`), `solution` where they agree.

        Raises NotConvergedError for an unconverged solution.
        """
        return cls(Adjoint.at(solution), tuple(_backwards(part, solution) for part in parts))

    @property
    def kinks(self) -> tuple[Kink, ...]:
        """Those of all parts, each once."""
        return tuple(dict.fromkeys(told for part in self.parts for told in part.kinks))

    def gradient(self, region: str, outcome: str = "real income") -> CoupledGradient:
        """Derivatives of an outcome of `region`.

        `outcome` is one of trade (`equilibrium.adjoint.gradient`), or of the region's exports on
        the network: `stranded`, kt a month, and `export revenue`, million USD a year.

        Raises UnknownNameError, RangeError and NotConvergedError as `equilibrium.adjoint.gradient`.
        """
        self.trade.solution.world.region(region)
        if outcome in EXPORT_OUTCOMES:
            asked = nothing(self.trade.lin), self._direct(region, outcome)
        elif outcome in OUTCOMES:
            asked = self.trade.outcome(region, outcome), {}
        else:
            raise unknown_name("outcome", outcome, (*OUTCOMES, *EXPORT_OUTCOMES))
        return self._gradient(*asked)

    def _direct(self, region: str, outcome: str) -> dict[int, Direct]:
        """The outcome of each part that is this region's exports."""
        found = {
            number: part.outcome(outcome)
            for number, part in enumerate(self.parts)
            if isinstance(part, ExportsBackwards) and part.part.exports.exporter == region
        }
        if not found:
            known = [p.part.exports.exporter for p in self.parts if isinstance(p, ExportsBackwards)]
            raise unknown_name("exporter on the network", region, known)
        return found

    def _gradient(self, asked: Outcome, direct: Mapping[int, Direct]) -> CoupledGradient:
        start = self._reverse(np.zeros(self._size), asked, direct)[0]
        found, steps, residual = self._weights(-start)
        _, trade, links = self._reverse(found, asked, direct)
        return CoupledGradient(trade, links, self.kinks, steps, residual)

    @property
    def _size(self) -> int:
        return sum(part.size for part in self.parts) + len(self.trade.solution.world.regions)

    def _weights(self, target: Array) -> tuple[Array, int, float]:
        """η [moves, then earnings over income] that weighs the unknowns by `target`."""
        from scipy.sparse.linalg import LinearOperator, gmres

        none, steps = nothing(self.trade.lin), 0

        def reverse(weights: Array) -> Array:
            nonlocal steps
            steps += 1
            return self._reverse(weights, none, {})[0]

        operator = LinearOperator((target.size, target.size), matvec=reverse, dtype=np.float64)
        found, _ = gmres(operator, target, rtol=TOLERANCE, restart=MAX_STEPS, maxiter=1)
        residual = float(np.linalg.norm(reverse(found) - target) / (np.linalg.norm(target) or 1.0))
        if not residual < ROUNDING * TOLERANCE:
            raise NotConvergedError(
                f"the adjoint of trade and network stopped after {steps} steps",
                reason="max steps",
                where=f"relative residual {residual:.2e}",
                remedy="compare two solutions instead",
            )
        return found, steps, residual

    def _reverse(
        self, weights: Array, asked: Outcome, direct: Mapping[int, Direct]
    ) -> tuple[Array, Gradient, tuple[LinkWeights, ...]]:
        """Weights of the unknowns, of trade's own levers, and of links."""
        income = self.trade.solution.world.income
        ends = np.cumsum([part.size for part in self.parts])
        *moves, earned = np.split(weights, ends)
        earned = earned / income
        found = [
            part.passed_back(move, earned, direct.get(number))
            for number, (part, move) in enumerate(zip(self.parts, moves, strict=True))
        ]
        flow = np.sum([each.flow for each in found], axis=0)
        cost = np.sum([each.unit_cost for each in found], axis=0)
        made = self.trade.trade_outcome(flow, cost)
        joint = asked._replace(flow=made.flow, cost=asked.cost + made.cost)
        trade = self.trade.gradient(joint, tolerance=INNER)
        points = [
            each.point + part.effect_passed_back(trade)
            for each, part in zip(found, self.parts, strict=True)
        ]
        unknown = np.concatenate([*points, (trade.transfer - earned) * income])
        return unknown, trade, tuple(each.links for each in found)


def _backwards(part: Part, solution: Solution) -> PartBackwards:
    """A part read backwards."""
    if isinstance(part, ExportsPart) and part.shipment is not None:
        return ExportsBackwards(part, part.shipment, solution)
    if isinstance(part, FreightPart) and part.loading is not None:
        return FreightBackwards(part, part.loading, solution)
    raise TypeError(f"{type(part).__name__} has not been loaded, or cannot be read backwards")
