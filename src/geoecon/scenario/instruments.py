"""The policy instruments a scenario is made of: what each one takes, not what it does.

To add one: a class here with its own `kind`, listed in `Instrument`, and a function of the same
name in `geoecon.scenario.effects`, registered in its table `EFFECTS`. Those that change routes
stand in `geoecon.scenario.corridor_instruments`, investment, relocation and price caps in
`geoecon.scenario.deals`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from geoecon.scenario.base import Citation, Frozen, Name, Names, Number, OptionalNames
from geoecon.scenario.corridor_instruments import CorridorInstrument
from geoecon.scenario.deals import Deal
from geoecon.scenario.evasion import Evasion
from geoecon.scenario.minerals import RawMaterial
from geoecon.scenario.programmes import Programme
from geoecon.scenario.ranges import Range, check_inside


class Flows(Frozen):
    """Trade from exporters to importers in some sectors; sales at home are never touched."""

    exporters: Names
    """Who sells: countries or blocs, or `all`."""
    importers: Names
    """Who buys: countries or blocs, or `all`."""
    sectors: Names = ("all",)
    """Sector keys, `goods`, `services` or `all`."""
    note: str = ""
    """Why, in a sentence."""


class Tariff(Flows):
    """A tariff change: give exactly one of `set_pct`, `add_points` and `multiply`."""

    kind: Literal["tariff"]
    set_pct: Annotated[Number, Field(ge=-100)] | None = None
    """The new tariff, per cent of the value before tariff; not below -100."""
    add_points: Number | None = None
    """Percentage points added to the tariff in force."""
    multiply: Annotated[Number, Field(ge=0)] | None = None
    """Factor on the tariff in force: 0 abolishes it, 2 doubles it."""
    source: Citation
    """Where the number comes from."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [name for name in ("set_pct", "add_points", "multiply") if self._has(name)]
        if len(given) != 1:
            raise ValueError(
                f"give exactly one of set_pct, add_points and multiply, not {len(given)}"
            )
        return self

    def _has(self, name: str) -> bool:
        return getattr(self, name) is not None


class Barrier(Flows):
    """A non-tariff barrier added or removed: trade costs change, nobody collects anything.

    Give exactly one of `change_pct` and `removed_pct`.
    """

    kind: Literal["barrier"]
    change_pct: Annotated[Number, Field(gt=-100)] | None = None
    """Change of the iceberg trade cost in per cent: 10 is dearer, -5 is cheaper."""
    removed_pct: Annotated[Number, Field(gt=0)] | None = None
    """Ad valorem equivalent of a barrier that goes, per cent: 15 divides the cost by 1.15."""
    range_pct: Range | None = None
    """The published or assumed range of the number given, low and high."""
    source: Citation
    """Where the number comes from."""

    @property
    def factor(self) -> float:
        """The new trade cost over the old."""
        if self.change_pct is not None:
            return 1 + self.change_pct / 100
        return 1 / (1 + (self.removed_pct or 0) / 100)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        given = [x for x in (self.change_pct, self.removed_pct) if x is not None]
        if len(given) != 1:
            raise ValueError(f"give exactly one of change_pct and removed_pct, not {len(given)}")
        check_inside(given[0], self.range_pct)
        return self


class Embargo(Flows):
    """Trade stops altogether: its cost goes to infinity."""

    kind: Literal["embargo"]
    both_ways: bool = Field(default=False, strict=True)
    """Whether trade from the importers to the exporters stops too."""
    source: Citation | None = None
    """Who decreed or proposed it."""


class ExportTax(Flows):
    """A tax on exports: the seller's treasury gets it, the buyer pays it on top of the price."""

    kind: Literal["export tax"]
    pct: Annotated[Number, Field(gt=-100)]
    """Per cent of what the seller keeps, added to the tax in force; below zero a subsidy."""
    range_pct: Range | None = None
    """The published or assumed range of `pct`, low and high."""
    source: Citation
    """Where the number comes from."""

    @model_validator(mode="after")
    def _inside(self) -> Self:
        check_inside(self.pct, self.range_pct)
        return self


class Sanction(Flows):
    """Trade is cut by a share, at baseline prices; a cut of 100 per cent is an embargo.

    With `evasion`, a part of what is cut goes round through third countries. Where `restore` has
    lifted the measures in force, such a sanction is put in their place.
    """

    kind: Literal["sanction"]
    cut_pct: Annotated[Number, Field(gt=0, le=100)]
    """Per cent of the trade that would go at baseline prices and incomes."""
    both_ways: bool = Field(default=False, strict=True)
    """Whether trade from the importers to the exporters is cut too."""
    evasion: Evasion | None = None
    """How much of it goes round, through whom and at what premium."""
    source: Citation
    """Where the number comes from."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.evasion and self.both_ways:
            raise ValueError("evasion runs one way: write two sanctions, each with its middlemen")
        return self


class Agreement(Frozen):
    """A union or agreement that is joined, left or ended.

    Tariffs between those concerned, duties pooled and trade costs change together. Leaving or
    ending puts tariffs between them at the most-favoured-nation rates each applies to others (a
    leaving country keeps the schedule that it applies to outsiders) and ends the pooling of duties.
    Joining puts them at zero and, where a customs union is joined, adopts its external tariff.
    """

    kind: Literal["agreement"]
    action: Literal["join", "leave", "end"]
    """`join` and `leave` need `members`; `end` dissolves the bloc for all of them."""
    bloc: Name
    """The bloc, as `EAEU` or `EU27`, or one country where the agreement is with it alone."""
    members: OptionalNames = ()
    """Who joins or leaves."""
    sectors: Names = ("goods",)
    """The sectors whose tariffs and trade costs change."""
    depth: Name
    """Depth, a key of `geoecon.parameters.agreement_effects()`: `free trade`, `customs union`, ...
    From `customs union` on, those who join take over the external tariff."""
    from_depth: Name | None = None
    """The depth already in force between those who join and the rest, whose effect is taken out:
    joining then deepens what there is. Write `tariffs: unchanged` where they are free of it."""
    tariffs: Literal["change", "unchanged"] = "change"
    """`unchanged` where another agreement keeps them as they are."""
    trade_effect_pct: Annotated[Number, Field(gt=-100)] | None = None
    """What membership adds to trade, per cent, in place of the effect published for `depth`."""
    effect_includes_tariffs: bool = Field(default=True, strict=True)
    """Whether that effect contains the change of tariffs; it is then taken out of trade costs."""
    source: Citation
    """Where the terms, and `trade_effect_pct` if given, come from."""
    note: str = ""
    """Why, in a sentence."""

    @model_validator(mode="after")
    def _members(self) -> Self:
        if (self.action == "end") == bool(self.members):
            raise ValueError(
                "`end` dissolves the bloc and takes no members; `join` and `leave` name them"
            )
        if self.from_depth and self.action != "join":
            raise ValueError("`from_depth` says what joining deepens; it goes with `join` alone")
        return self


class Productivity(Frozen):
    """Output from the same inputs changes."""

    kind: Literal["productivity"]
    regions: Names
    """Countries or blocs, or `all`."""
    sectors: Names = ("all",)
    """Sector keys, `goods`, `services` or `all`."""
    change_pct: Annotated[Number, Field(gt=-100)]
    """Change of output from the same inputs, per cent."""
    range_pct: Range | None = None
    """The published or assumed range of `change_pct`, low and high."""
    source: Citation
    """Where the number comes from."""
    note: str = ""
    """Why, in a sentence."""

    @model_validator(mode="after")
    def _inside(self) -> Self:
        check_inside(self.change_pct, self.range_pct)
        return self


class Restore(Flows):
    """Trade that measures already in force destroyed comes back, at the size estimated for it."""

    kind: Literal["restore"]
    both_ways: bool = Field(default=False, strict=True)
    """Whether trade from the importers to the exporters comes back too."""
    flows: Name = "gravity"
    """The table of estimated flows, by name."""
    source: Citation
    """Where the estimate comes from."""


Instrument = Annotated[
    Tariff
    | Barrier
    | Embargo
    | Sanction
    | ExportTax
    | Agreement
    | Productivity
    | Restore
    | RawMaterial
    | Deal
    | CorridorInstrument
    | Programme,
    Field(discriminator="kind"),
]
