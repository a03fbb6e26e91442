"""The `evasion` of a sanction: who helps it, what it costs, and how hard it is policed."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from geoecon.scenario.base import Citation, Frozen, Name, Number
from geoecon.scenario.ranges import Range, check_inside

Caught = Annotated[Number, Field(ge=0, le=1)]
"""A share of shipments: 0 none, 1 all."""


class Middleman(Frozen):
    """A third country through which goods go round."""

    economy: Name
    """Its code or name."""
    leak_pct: Annotated[Number, Field(ge=0, le=100)]
    """Per cent of the direct trade lost that goes round through it while nobody polices it more
    than when that was observed."""
    range_pct: Range | None = None
    """The published or assumed range of `leak_pct`, low and high."""
    enforcement: Caught | None = None
    """The share of shipments stopped here, where it differs from that of the others."""
    source: Citation
    """Where the number comes from."""

    @model_validator(mode="after")
    def _inside(self) -> Self:
        check_inside(self.leak_pct, self.range_pct)
        return self


class Evasion(Frozen):
    """The roundabout way: the middlemen earn a premium, and enforcement stops some shipments."""

    middlemen: Annotated[tuple[Middleman, ...], Field(min_length=1)]
    """Who helps, each with its share."""
    premium_pct: Annotated[Number, Field(ge=0)]
    """What the target pays beyond the sender's price while nobody polices, per cent."""
    range_pct: Range | None = None
    """The published or assumed range of `premium_pct`, low and high."""
    enforcement: Caught = 0.0
    """The share of shipments stopped, beyond that of the time when the leaks were observed."""
    switching: Annotated[Number, Field(ge=1)] = 2.0
    """How much easier goods change the middleman than the target changes the supplier: the ratio
    of the two elasticities. 1 means that what is stopped at one does not try another."""
    source: Citation
    """Where the premium comes from."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_inside(self.premium_pct, self.range_pct)
        names = [entry.economy for entry in self.middlemen]
        if len(set(names)) < len(names):
            raise ValueError("a middleman is named twice: add up its shares")
        if sum(entry.leak_pct for entry in self.middlemen) > 100:
            raise ValueError(
                "the shares of the middlemen add up to over 100 per cent of what was lost"
            )
        return self

    def caught(self, entry: Middleman) -> float:
        """The share of shipments stopped at a middleman."""
        return self.enforcement if entry.enforcement is None else entry.enforcement
