"""Instrument -> edits: what each instrument on routes does to the links of a network.

One function for each kind, registered in `EFFECTS`; nothing else needs to know a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geoecon.corridors.choice import Choice, Scope
from geoecon.corridors.network import REVERSE, Freight, Link
from geoecon.errors import LabelError, RangeError

if TYPE_CHECKING:
    from geoecon.scenario import corridor_instruments as models
    from geoecon.scenario.schema import Scenario

BY_SCENARIO = "scenario"
"""The source of a number that a scenario sets; the log says where it stands."""

AT_BORDERS = ("rail", "road", "transfer")
"""Modes that wait at a border."""


@dataclass(frozen=True)
class LinkEdit:
    """A new value of one field of one link.

    `field` is a field of Link, `freight` of one cargo, `closed` for one cargo, `open` or `added`
    (for which `value` is the link). `cargo` is empty where all are meant, and `scope` is None;
    `project` is the id of the project of a programme, and empty where the instrument is none.
    """

    link: str
    field: str
    value: Any
    at: int
    cargo: str = ""
    scope: Scope | None = None
    project: str = ""


Edits = Iterator[LinkEdit]


def close(instrument: models.Close, at: int, choice: Choice) -> Edits:
    """No cargo, or none of the cargoes named, may pass."""
    cargoes = frozenset(instrument.cargo)
    scope = choice.scope(instrument, at)

    def usable(link: Link) -> bool:
        return not cargoes or bool(cargoes & link.cargo)

    for link in choice.links(instrument, at, usable):
        yield from _closed(link, cargoes, at, scope)


def open_links(instrument: models.Open, at: int, choice: Choice) -> Edits:
    """What is closed or planned comes into use; what has been replaced does not come back."""
    for link in choice.links(instrument, at, lambda link: link.status != "open", in_use=False):
        yield LinkEdit(link.id, "open", True, at)


def degrade(instrument: models.Degrade, at: int, choice: Choice) -> Edits:
    """Each limited link keeps the same share of its capacity."""
    found = choice.links(instrument, at, limited)
    left = instrument.capacity_factor or 1 - (instrument.units_out or 0) / len(found)
    if left <= 0:
        raise RangeError(
            f"{instrument.units_out} of {len(found)} links are out",
            where=choice.scenario.where("instruments", at, "units_out"),
            why="something must be left",
            remedy="write `kind: close` to close them all",
        )
    for link in found:
        yield LinkEdit(link.id, "capacity_kt_month", left * _limit(link), at)


def expand(instrument: models.Expand, at: int, choice: Choice) -> Edits:
    """Each limited link can take more."""
    for link in choice.links(instrument, at, limited):
        new = _limit(link) * (instrument.factor or 1) + (instrument.added_kt_month or 0)
        yield LinkEdit(link.id, "capacity_kt_month", new, at)


def add_link(instrument: models.AddLink, at: int, choice: Choice) -> Edits:
    """A link of its own, and its way back. Raises LabelError where one is called so."""
    link = _new_link(instrument)
    if link.id in choice.network.link_index:
        raise LabelError(
            f"link {link.id!r} exists",
            where=choice.scenario.where("instruments", at, "id"),
            remedy="choose another id; `expand` adds capacity to a link there is",
        )
    yield LinkEdit(link.id, "added", link, at)
    if instrument.both_ways:
        name = link.id + REVERSE
        back = replace(link, id=name, from_node=link.to_node, to_node=link.from_node)
        yield LinkEdit(name, "added", back, at)


def freight(instrument: models.Freight, at: int, choice: Choice) -> Edits:
    """The price of carriage of each cargo. Raises RangeError where it would fall below zero."""
    cargoes = frozenset(instrument.cargo)
    scope = choice.scope(instrument, at)
    factor = 1 + (instrument.change_pct or 0) / 100

    def meant(cargo: str) -> bool:
        return not cargoes or cargo in cargoes

    for link in choice.links(instrument, at, lambda link: any(map(meant, link.cargo))):
        for rate in link.freight:
            if meant(rate.cargo):
                new = rate.usd_t * factor + (instrument.change_usd_t or 0)
                _not_negative(new, f"the freight of {rate.cargo} on {link.id}", at, choice)
                yield LinkEdit(link.id, "freight", new, at, rate.cargo, scope)


def border_delay(instrument: models.BorderDelay, at: int, choice: Choice) -> Edits:
    """Waiting at borders, on links named or on those that cross one."""
    scope, named = choice.scope(instrument, at), bool(instrument.links)

    def crosses(link: Link) -> bool:
        return named or (link.mode in AT_BORDERS and _crosses_border(link, choice))

    for link in choice.links(instrument, at, crosses):
        old = link.border_delay_days
        new = old + instrument.add_days if instrument.add_days is not None else instrument.set_days
        _not_negative(new or 0.0, f"the border delay on {link.id}", at, choice)
        yield LinkEdit(link.id, "border_delay_days", new, at, scope=scope)


def speed(instrument: models.Speed, at: int, choice: Choice) -> Edits:
    """Time on the way and at borders."""
    scope = choice.scope(instrument, at)
    for link in choice.links(instrument, at, lambda _: True):
        for field in ("time_days", "border_delay_days"):
            old = getattr(link, field)
            if old:
                yield LinkEdit(link.id, field, old * instrument.time_factor, at, scope=scope)


def transit_fee(instrument: models.TransitFee, at: int, choice: Choice) -> Edits:
    """USD a tonne where cargo of others enters. RangeError where a fee there is someone else's."""
    path = ("instruments", at, "territory")
    soil = choice.codes((instrument.territory,), path, choice.territories)
    scope = choice.scope(instrument, at, spared=soil)
    owner = instrument.owner or " ".join(sorted(soil))
    if owner not in choice.territories | choice.regions:
        raise RangeError(
            f"{owner!r} cannot own a fee",
            where=choice.scenario.where(*path),
            why="a fee is the revenue of one economy",
            remedy="write `owner:` and its code",
        )
    for link in choice.in_use:
        if _enters(link, soil, choice):
            yield LinkEdit(link.id, "fee", _fee(link, instrument.usd_t, owner, path, choice), at,
                           scope=scope)  # fmt: skip


def transit_ban(instrument: models.TransitBan, at: int, choice: Choice) -> Edits:
    """No link on the territory for cargo that neither starts nor ends there."""
    cargoes = frozenset(instrument.cargo)
    for i, name in enumerate(instrument.territory):
        path = ("instruments", at, "territory", i)
        soil = choice.codes((name,), path, choice.territories)
        scope = choice.scope(instrument, at, spared=soil)
        for link in choice.in_use:
            if soil & set(link.territory.split()):
                yield from _closed(link, cargoes, at, scope)


def limited(link: Link) -> bool:
    """Whether the link has a capacity that limits."""
    return link.capacity_kt_month is not None


def _limit(link: Link) -> float:
    return link.capacity_kt_month or 0.0


def _closed(link: Link, cargoes: frozenset[str], at: int, scope: Scope | None) -> Edits:
    """One edit where the link is shut to all, else one for each cargo."""
    whole = not cargoes or cargoes >= link.cargo
    for cargo in [""] if whole else sorted(cargoes & link.cargo):
        yield LinkEdit(link.id, "closed", True, at, cargo, scope)


def _fee(
    link: Link, added: float, owner: str, path: tuple[str | int, ...], choice: Choice
) -> tuple[float, str]:
    """The fee on a link with one more, and its one owner."""
    if link.fee_owner not in ("", owner):
        raise RangeError(
            f"link {link.id} would carry fees of two owners",
            where=choice.scenario.where(*path),
            why=f"{link.fee_owner} asks for {link.fee_usd_t:g} USD a tonne there",
            remedy=f"write `owner: {link.fee_owner}`, or change the freight of that link",
        )
    return (link.fee_usd_t + added, owner)


def _new_link(given: models.AddLink) -> Link:
    return Link(
        id=given.id,
        from_node=given.from_node,
        to_node=given.to_node,
        mode=given.mode,
        territory=" ".join(given.territory),
        freight=tuple(Freight(cargo, given.freight_usd_t, BY_SCENARIO) for cargo in given.cargo),
        length_km=given.length_km,
        length_source=BY_SCENARIO,
        time_days=given.time_days,
        time_source=BY_SCENARIO,
        border_delay_days=given.border_delay_days,
        border_source=BY_SCENARIO,
        capacity_kt_month=given.capacity_kt_month,
        capacity_source=BY_SCENARIO,
        route=given.route,
        note=given.note,
    )


def _ends(link: Link, choice: Choice) -> tuple[str, str]:
    """The territories of both ends."""
    start, end = choice.network.node(link.from_node), choice.network.node(link.to_node)
    return start.territory, end.territory


def _crosses_border(link: Link, choice: Choice) -> bool:
    start, end = _ends(link, choice)
    return start != end


def _enters(link: Link, soil: frozenset[str], choice: Choice) -> bool:
    """Whether the link leads from elsewhere onto, or across, the territory."""
    start, end = _ends(link, choice)
    return start not in soil and (end in soil or bool(soil & set(link.territory.split())))


def _not_negative(value: float, what: str, at: int, choice: Choice) -> None:
    if value < 0:
        raise RangeError(
            f"{what} falls below zero ({value:g})",
            where=choice.scenario.where("instruments", at),
            remedy="take off less",
        )


def parts(scenario: Scenario) -> Iterator[tuple[int, str, Any]]:
    """Instruments that change the network: position, project and what is done.

    A programme falls into the changes of its projects; elsewhere the project is empty.
    """
    for at, instrument in scenario.corridors:
        if instrument.kind != "programme":
            yield at, "", instrument
    for at, project in scenario.projects:
        for change in project.changes:
            yield at, project.id, change


Effect = Callable[[Any, int, Choice], Edits]

EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "close": close,
        "open": open_links,
        "degrade": degrade,
        "expand": expand,
        "add link": add_link,
        "freight": freight,
        "border delay": border_delay,
        "speed": speed,
        "transit fee": transit_fee,
        "transit ban": transit_ban,
    }
)
"""What each kind of instrument does: (instrument, its position, choice) -> edits."""
