"""The instruments that change routes rather than tariffs: what each one takes, not what it does.

They leave the shock of the trade model alone; `geoecon.corridors.changes` puts them to a network.
To add one: a class here with its own `kind`, listed in `CorridorInstrument` and in `CORRIDORS`, and
a function of its own there.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from geoecon.scenario.base import Citation, Frozen, Name, Names, Number, OptionalNames, listed

Cargo = Literal["crude", "gas", "container", "bulk"]
Mode = Literal["pipeline", "rail", "road", "sea", "ferry", "inland waterway", "transfer"]
Cargoes = Annotated[tuple[Cargo, ...], BeforeValidator(listed)]
"""One cargo or several: `crude`, `gas`, `container`, `bulk`; left out, all."""
Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]
Year = Annotated[int, Field(strict=True, ge=1900, le=2200)]


def _check_one(what: str, given: list[bool]) -> None:
    if sum(given) != 1:
        raise ValueError(f"give exactly one of {what}, not {sum(given)}")


class OnLinks(Frozen):
    """Links of the network, named in exactly one of five ways."""

    links: OptionalNames = ()
    """Ids of links; the id of a two-way link means both ways, `ID-reverse` the way back alone."""
    route: OptionalNames = ()
    """Named routes: `cpc`, `northern-corridor`, ..."""
    passage: OptionalNames = ()
    """Named passages: `suez`, `hormuz`, `bosporus`, ..."""
    territory: OptionalNames = ()
    """Countries or blocs: every link on their soil."""
    node: OptionalNames = ()
    """Ids of terminals, ports, crossings or hubs: every link into and out of them."""
    source: Citation
    """Where the number, or the event, comes from."""
    note: str = ""
    """Why, in a sentence."""

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        ways = (self.links, self.route, self.passage, self.territory, self.node)
        _check_one("links, route, passage, territory and node", [bool(names) for names in ways])
        return self


class Temporary(Frozen):
    """In force from a day for some months; the answer is per month while it lasts."""

    start: date | None = None
    """First day; left out, the scenario's date."""
    months: Positive | None = None
    """How long it lasts; left out, for good."""


class ForPairs(Frozen):
    """Whose cargo is meant: all, unless exporters or importers are named."""

    exporters: Names = ("all",)
    """Where the cargo comes from: countries or blocs, or `all`."""
    importers: Names = ("all",)
    """Where it goes: countries or blocs, or `all`."""
    both_ways: bool = Field(default=False, strict=True)
    """Whether cargo from the importers to the exporters is meant too."""


class Close(OnLinks, Temporary, ForPairs):
    """Links are closed, beside those that are closed anyway; nothing else opens."""

    kind: Literal["close"]
    cargo: Cargoes = ()
    """The cargoes that may no longer pass; left out, all."""


class Open(OnLinks, Temporary):
    """Links that the network holds as closed or planned come into use."""

    kind: Literal["open"]


class Degrade(OnLinks, Temporary):
    """Part of the capacity is lost: give exactly one of `capacity_factor` and `units_out`."""

    kind: Literal["degrade"]
    capacity_factor: Annotated[Number, Field(gt=0, lt=1)] | None = None
    """Share of the capacity that is left; with nothing left, write `close`."""
    units_out: Annotated[int, Field(strict=True, ge=1)] | None = None
    """How many of the links are out, of equal ones such as moorings; all share the loss."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [self.capacity_factor is not None, self.units_out is not None]
        _check_one("capacity_factor and units_out", given)
        return self


class Investment(Frozen):
    """What building costs and when it is ready; a month does not wait for it."""

    cost_musd: NotNegative | None = None
    """What it costs to build, million USD; left out where nobody says."""
    year: Year | None = None
    """The year from which it can be used; left out, it is there."""


class Expand(OnLinks, Investment):
    """More capacity on each limited link: give exactly one of `added_kt_month` and `factor`."""

    kind: Literal["expand"]
    added_kt_month: Positive | None = None
    """Capacity added to each link, thousand tonnes a month."""
    factor: Annotated[Number, Field(gt=1)] | None = None
    """The new capacity over the old."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        _check_one(
            "added_kt_month and factor", [self.added_kt_month is not None, self.factor is not None]
        )
        return self


class AddLink(Investment):
    """A link that does not exist, between two nodes that do."""

    kind: Literal["add link"]
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """What it is called, kebab-case."""
    from_node: Name
    """Id of the node where it starts."""
    to_node: Name
    """Id of the node where it ends."""
    both_ways: bool = Field(default=False, strict=True)
    """Whether it can be used in the other direction too, with capacity of its own."""
    mode: Mode
    """How goods move."""
    cargo: Annotated[Cargoes, Field(min_length=1)]
    """What may use it."""
    territory: OptionalNames = ()
    """Whose soil it crosses, as codes; none on the high seas."""
    length_km: NotNegative
    """Length, km."""
    freight_usd_t: NotNegative
    """What carrying a tonne costs, USD."""
    time_days: NotNegative
    """How long it takes, days."""
    border_delay_days: NotNegative = 0.0
    """Waiting at a border, days."""
    capacity_kt_month: Positive | None = None
    """Thousand tonnes a month; left out, it does not limit."""
    route: str = ""
    """The named route that it belongs to, if any."""
    source: Citation
    """Where the numbers come from."""
    note: str = ""
    """Why, in a sentence."""


class Freight(OnLinks, Temporary, ForPairs):
    """A tariff of carriage changes: give exactly one of `change_pct` and `change_usd_t`."""

    kind: Literal["freight"]
    cargo: Cargoes = ()
    """The cargoes that pay it; left out, all."""
    change_pct: Annotated[Number, Field(ge=-100)] | None = None
    """Change of the freight of each link, per cent."""
    change_usd_t: Number | None = None
    """Change of the freight of each link named in `links`, USD a tonne."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        _check_one(
            "change_pct and change_usd_t",
            [self.change_pct is not None, self.change_usd_t is not None],
        )
        if self.change_usd_t is not None and not self.links:
            raise ValueError("change_usd_t counts once a link: name the links that it is paid on")
        return self


class BorderDelay(OnLinks, Temporary, ForPairs):
    """Waiting at borders changes: give exactly one of `set_days` and `add_days`.

    Of a route, territory or node only rail, road and transfers that cross a border are meant.
    """

    kind: Literal["border delay"]
    set_days: NotNegative | None = None
    """The new delay at each border, days."""
    add_days: Number | None = None
    """What is added to the delay at each border, days; below zero it is shorter."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        _check_one("set_days and add_days", [self.set_days is not None, self.add_days is not None])
        return self


class Speed(OnLinks, Temporary, ForPairs):
    """Links take more or less time, waiting at their borders included."""

    kind: Literal["speed"]
    time_factor: Positive
    """The new time over the old: 0.5 is half the time."""


class TransitFee(Temporary, ForPairs):
    """A fee on each tonne that enters a territory and neither starts nor ends there."""

    kind: Literal["transit fee"]
    territory: Name
    """The country that asks for it."""
    usd_t: Positive
    """USD a tonne, once at each entry, on top of fees already paid."""
    owner: Name | None = None
    """Whose revenue it is, a code; left out, the territory's government."""
    source: Citation
    """Where the number comes from."""
    note: str = ""
    """Why, in a sentence."""


class TransitBan(Temporary, ForPairs):
    """Cargo that neither starts nor ends in a territory may not cross it."""

    kind: Literal["transit ban"]
    territory: Names
    """Countries or blocs."""
    cargo: Cargoes = ()
    """The cargoes banned; left out, all."""
    source: Citation
    """Who decreed or proposed it."""
    note: str = ""
    """Why, in a sentence."""


CorridorInstrument = (
    Close
    | Open
    | Degrade
    | Expand
    | AddLink
    | Freight
    | BorderDelay
    | Speed
    | TransitFee
    | TransitBan
)
CORRIDORS: tuple[type[CorridorInstrument], ...] = get_args(CorridorInstrument)
"""The instruments that change the network and not the shock of the trade model."""

CORRIDOR_KINDS: tuple[str, ...] = tuple(
    get_args(model.model_fields["kind"].annotation)[0] for model in CORRIDORS
)
"""What they are called in a file."""
