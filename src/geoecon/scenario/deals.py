"""Deals with outside powers: what each takes. What it does is in `geoecon.scenario.deal_effects`.

Capital put into a sector, plants moved, and a price that buyers cap. All three pass money between
regions each year, besides what they change in production.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from geoecon.scenario.base import Citation, Frozen, Name, Names, Number
from geoecon.scenario.ranges import Range, check_inside

Percent = Annotated[Number, Field(ge=0, le=100)]
"""A share in per cent: 0 none, 100 all."""


class Investment(Frozen):
    """Foreign direct investment: capital that raises the product of a sector.

    Part of what it earns leaves for its owners each year; the rest stays as taxes and with local
    partners.
    """

    kind: Literal["investment"]
    region: Name
    """The host, one economy."""
    sector: Name
    """The sector whose capital it is, one key."""
    value_musd: Annotated[Number, Field(gt=0)]
    """Capital invested, million USD."""
    return_pct: Annotated[Number, Field(gt=0)]
    """What the capital adds to a year's product, before tax and net of wear, per cent of it."""
    range_pct: Range | None = None
    """The published or assumed range of `return_pct`, low and high."""
    owner: Name
    """Who owns it: a country, or a bloc whose members share it in proportion to their product."""
    owner_share_pct: Percent
    """Per cent of what the capital adds that leaves for the owner."""
    new_goods_musd: Annotated[Number, Field(gt=0)] | None = None
    """Output of the plants, million USD a year, where they make goods new to the host: their
    varieties then count as those of a relocation. Left out, the sector makes more of its own."""
    source: Citation
    """Where the value comes from."""
    return_source: Citation
    """Where the return and the owner's share come from."""
    note: str = ""
    """Why, in a sentence."""

    @model_validator(mode="after")
    def _inside(self) -> Self:
        check_inside(self.return_pct, self.range_pct)
        return self


class Relocation(Frozen):
    """Plants move, with their varieties and capital: give one of `share_pct` and `value_musd`.

    Inputs and labour are then bought where they stand. Those whom the plants leave keep a part of
    what the capital earns.
    """

    kind: Literal["relocation"]
    out_of: Names
    """Whom they leave: countries or blocs, each in proportion to its output."""
    into: Names
    """Where they go: countries or blocs, to each in proportion to its output."""
    sectors: Names
    """Sector keys, `goods`, `services` or `all`."""
    share_pct: Annotated[Number, Field(gt=0, lt=100)] | None = None
    """Per cent of the plants that move."""
    range_pct: Range | None = None
    """The published or assumed range of `share_pct`, low and high."""
    value_musd: Annotated[Number, Field(gt=0)] | None = None
    """Output that moves, million USD a year at baseline prices, over all sectors named."""
    profit_pct: Percent
    """What the capital of the plants earns, per cent of their value added where they leave; it
    moves with them and earns as much where they go."""
    owner_share_pct: Percent
    """Per cent of these earnings that goes back each year to those whom the plants leave."""
    source: Citation
    """Who decided or considered it, and how much."""
    profit_source: Citation
    """Where the earnings and the owners' share come from."""
    note: str = ""
    """Why, in a sentence."""

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        if (self.share_pct is None) == (self.value_musd is None):
            raise ValueError("give exactly one of share_pct and value_musd")
        if self.range_pct and self.share_pct is None:
            raise ValueError("range_pct is the range of share_pct, which is not given")
        if self.share_pct is not None:
            check_inside(self.share_pct, self.range_pct)
        return self


class PriceCap(Frozen):
    """Buyers cap what a seller gets, above his costs: rent moves and quantities do not."""

    kind: Literal["price cap"]
    exporters: Names
    """Who sells below the market's price: countries or blocs."""
    importers: Names
    """Who buys at the cap: countries or blocs, or `all`."""
    sectors: Names
    """Sector keys."""
    discount_pct: Annotated[Number, Field(gt=-100, lt=100)]
    """Per cent of the baseline value of these sales that sellers lose and buyers keep.

    Below zero a discount in the baseline shrinks or ends: buyers pay so much more."""
    range_pct: Range | None = None
    """The published or assumed range of `discount_pct`, low and high."""
    source: Citation
    """Where the number comes from."""
    note: str = ""
    """Why, in a sentence."""

    @model_validator(mode="after")
    def _inside(self) -> Self:
        check_inside(self.discount_pct, self.range_pct)
        return self


Deal = Investment | Relocation | PriceCap
