"""Wells that stand idle: what the exporter's sector still makes from what works in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from geoecon.world.world import World


@dataclass(frozen=True)
class Wells:
    """An exporter's sector: its specific factor idles in proportion to what cannot leave.

    With the share K̂ = 1 − a (1 − q̂) of it at work, and labour and inputs that leave in the same
    proportion, output costs what it did before:

        ẑ^(1−ε) = γ K̂^((1−β)(1−ε)) + 1 − γ,    at ε = 1:  ẑ = K̂^((1−β) γ)

    is then the productivity of what the trade model takes to be still there.

    Attributes
    ----------
    exported : a, share of exports in what the sector sells; value_added : γ; labour : β;
    substitution : ε between value added and inputs
    """

    exported: float
    value_added: float
    labour: float
    substitution: float

    @classmethod
    def of(cls, world: World, exporter: int, sector: int) -> Self:
        """The sector of a region, by their numbers."""
        sales = world.flow[exporter, :, sector]
        return cls(
            float(1 - sales[exporter] / sales.sum()),
            float(world.value_added_share[exporter, sector]),
            float(world.labour_share[exporter, sector]),
            float(world.input_substitution),
        )

    def productivity(self, leaving: float) -> float:
        """ẑ, where the share q̂ = `leaving` of the baseline's exports still leaves."""
        at_work = 1 - self.exported * (1 - leaving)
        if self.substitution == 1:
            return float(at_work ** ((1 - self.labour) * self.value_added))
        power = 1 - self.substitution
        left = self.value_added * at_work ** ((1 - self.labour) * power)
        return float((left + 1 - self.value_added) ** (1 / power))

    def elasticity(self, leaving: float) -> float:
        """d ln ẑ / d ln q̂."""
        at_work = 1 - self.exported * (1 - leaving)
        power = 1 - self.substitution
        left = self.value_added * at_work ** ((1 - self.labour) * power)
        share = left / (left + 1 - self.value_added)
        return float((1 - self.labour) * share * self.exported * leaving / at_work)
