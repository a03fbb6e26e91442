"""The instrument `raw material`: a partner is promised a share of it, or helps to mine more."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from geoecon.scenario.base import Citation, Frozen, Name, Names, Number
from geoecon.scenario.ranges import Range, check_inside

Share = Annotated[Number, Field(ge=0, le=100)]


class RawMaterial(Frozen):
    """A raw-material partnership. Give exactly one of `reserved_pct` and `output_pct`.

    Figures by HS heading are those of 2023 (`geoecon minerals COUNTRY`).
    """

    kind: Literal["raw material"]
    exporter: Name
    """The country that sells the material."""
    headings: Names
    """HS headings, as `284410`; a short code means all headings under it, as `2601`."""
    partner: Name
    """The country or bloc that is promised a share, or that invests."""
    reserved_pct: Annotated[Number, Field(gt=0, le=100)] | None = None
    """Per cent of all that is exported under the headings which the partner buys from now on, at
    the price that others pay; they, and those who sold to it, find each other instead."""
    output_pct: Annotated[Number, Field(gt=0)] | None = None
    """Per cent by which new mines raise what is exported, at unchanged prices and wages."""
    range_pct: Range | None = None
    """The published or assumed range of the number given, low and high."""
    price_cut_pct: Share = 0.0
    """Per cent off the price of what is reserved: money that the exporter forgoes."""
    owner_share_pct: Share = 0.0
    """Per cent of what the new mines earn that belongs to the partner."""
    source: Citation
    """Where the number comes from."""
    note: str = ""
    """Why, in a sentence."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        given = [x for x in (self.reserved_pct, self.output_pct) if x is not None]
        if len(given) != 1:
            raise ValueError(f"give exactly one of reserved_pct and output_pct, not {len(given)}")
        if self.price_cut_pct and self.reserved_pct is None:
            raise ValueError("price_cut_pct is a price for what is reserved: give reserved_pct")
        if self.owner_share_pct and self.output_pct is None:
            raise ValueError("owner_share_pct is a share in new mines: give output_pct")
        check_inside(given[0], self.range_pct)
        return self
