"""Network + scenario -> the network as the scenario leaves it, and the log of what changed.

Instruments meant for some pairs only do not change the network itself, on which all trade: they
change it for the cargo of these pairs (`pair_network`), over the same links in the same order, so
that all share its capacities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from geoecon.corridors.checks import check_network
from geoecon.corridors.choice import Choice
from geoecon.corridors.contradictions import check_contradictions
from geoecon.corridors.link_edits import BY_SCENARIO, EFFECTS, LinkEdit, parts
from geoecon.corridors.log import NetworkChange, log, summary
from geoecon.corridors.network import Link, Network
from geoecon.corridors.reading import load_network
from geoecon.errors import ConflictError

if TYPE_CHECKING:
    from geoecon.scenario.changes import Change
    from geoecon.scenario.schema import Scenario

FIRST = ("open", "add link")
"""Kinds that come before the others, whatever their order: what they bring can be changed."""

DAYS_IN_MONTH = 30.4375
Pair = tuple[str, str]


def changed_network(
    network: Network, scenario: Scenario
) -> tuple[Network, tuple[NetworkChange, ...]]:
    """The links in use on the scenario's date as it leaves them, and the log of the changes.

    `network` is the whole one. The log contains what is meant for some pairs only; the network
    does not (`pair_network`). Links are opened and added first, then changed, then closed, so that
    the order in the file does not matter and a closure never opens anything. Raises
    UnknownNameError and ScenarioError (with the nearest names and the line), ConflictError,
    RangeError and LabelError.
    """
    check_timing(scenario)
    whole, edits = _edits(network, scenario)
    now = whole.on(scenario.date)
    for_all = [edit for edit in edits if edit.scope is None and edit.field not in ("open", "added")]
    links = _applied(now, for_all)
    changed = replace(now, links=tuple(link for link in links if link.freight))
    return changed, log(edits, whole, scenario)


def check_corridors(scenario: Scenario, network: Network | None = None) -> tuple[Change, ...]:
    """What the scenario would change in a network, the embedded one if left out.

    One row for each instrument and kind of change; none where it touches no route. Raises the
    error that the scenario would be refused with (`changed_network`).
    """
    if not scenario.has_corridors:
        return ()
    return summary(changed_network(network or load_network(), scenario)[1])


def pair_network(
    network: Network, changed: Network, scenario: Scenario, exporter: str, importer: str
) -> Network:
    """The changed network as cargo from one economy to another may use it.

    `network` is the whole one and `changed` what `changed_network` made of it: the links are the
    same in the same order, but those closed to the pair carry no cargo. Errors as there.
    """
    _, edits = _edits(network, scenario)
    meant = [edit for edit in edits if edit.scope and edit.scope.covers(exporter, importer)]
    return replace(changed, links=tuple(_applied(changed, meant)))


def pair_classes(
    network: Network, scenario: Scenario, pairs: Iterable[Pair]
) -> dict[tuple[int, ...], tuple[Pair, ...]]:
    """Pairs that stand under the same instruments, by the positions of these in the scenario.

    Key () holds the pairs for which the changed network is as it is. Errors as `changed_network`.
    """
    _, edits = _edits(network, scenario)
    scopes = {(edit.at, edit.scope) for edit in edits if edit.scope}
    classes: dict[tuple[int, ...], list[Pair]] = {}
    for pair in pairs:
        under = tuple(sorted({at for at, scope in scopes if scope and scope.covers(*pair)}))
        classes.setdefault(under, []).append(pair)
    return {under: tuple(members) for under, members in classes.items()}


def check_timing(scenario: Scenario) -> None:
    """Raise ConflictError for an instrument that is not in force at the scenario's horizon."""
    for at, instrument in scenario.corridors:
        year = getattr(instrument, "year", None) or getattr(instrument, "until", None)
        months = getattr(instrument, "months", None)
        where = scenario.where("instruments", at)
        if months is not None and scenario.horizon == "long run":
            raise ConflictError(
                f"{instrument.kind} for {months:g} months has no answer in the long run",
                where=where,
                why="the long run is what remains when all has adjusted",
                remedy="write `horizon: month`, or leave `months` out",
            )
        if year is not None and scenario.horizon != "long run" and year > scenario.date.year:
            raise ConflictError(
                f"{instrument.kind} is ready in {year}, the scenario is of {scenario.date.year}",
                where=where,
                why=f"nothing is built within a {scenario.horizon}",
                remedy="write `horizon: long run`, or a later date",
            )
        _check_in_force(scenario, at)


def _check_in_force(scenario: Scenario, at: int) -> None:
    instrument = scenario.instruments[at]
    start, months = getattr(instrument, "start", None), getattr(instrument, "months", None)
    begun = start or scenario.date
    over = begun + timedelta(days=months * DAYS_IN_MONTH) if months else None
    if scenario.date < begun or (over and scenario.date > over):
        raise ConflictError(
            f"{instrument.kind} is not in force on {scenario.date}",
            where=scenario.where("instruments", at, "start"),
            why=f"it starts on {begun}" + (f" and lasts {months:g} months" if months else ""),
            remedy="let the scenario's date lie in that time",
        )


def _edits(network: Network, scenario: Scenario) -> tuple[Network, list[LinkEdit]]:
    """The whole network with what is opened and added, and all edits, free of contradictions."""
    first = _collected(network, scenario, lambda kind: kind in FIRST)
    whole = _enlarged(network, first)
    edits = first + _collected(whole, scenario, lambda kind: kind not in FIRST)
    check_contradictions(edits, Choice(whole, scenario))
    return whole, edits


def _collected(
    network: Network, scenario: Scenario, wanted: Callable[[str], bool]
) -> list[LinkEdit]:
    choice = Choice(network, scenario)
    return [
        replace(edit, project=project)
        for at, project, change in parts(scenario)
        if wanted(change.kind)
        for edit in EFFECTS[change.kind](change, at, choice)
    ]


def _enlarged(network: Network, edits: Iterable[LinkEdit]) -> Network:
    """The network with links opened and added. Raises what `check_network` does."""
    opened = {edit.link for edit in edits if edit.field == "open"}
    added = {edit.link: edit.value for edit in edits if edit.field == "added"}
    links = [
        replace(link, status="open", opened=None, closed=None) if link.id in opened else link
        for link in network.links
    ]
    larger = replace(network, links=(*links, *added.values()))
    if added:
        check_network(larger)
    return larger


def _applied(network: Network, edits: Iterable[LinkEdit]) -> list[Link]:
    """All links, in order, with the new values; a link closed to all cargo carries none."""
    by_link: dict[str, list[LinkEdit]] = {}
    for edit in edits:
        by_link.setdefault(edit.link, []).append(edit)
    links = []
    for link in network.links:
        for edit in by_link.get(link.id, ()):
            link = _edited(link, edit)
        links.append(link)
    return links


def _edited(link: Link, edit: LinkEdit) -> Link:
    if edit.field == "closed":
        kept = (rate for rate in link.freight if edit.cargo and rate.cargo != edit.cargo)
        return replace(link, freight=tuple(kept))
    if edit.field == "freight":
        prices = (
            replace(rate, usd_t=edit.value, source=BY_SCENARIO)
            if rate.cargo == edit.cargo
            else rate
            for rate in link.freight
        )
        return replace(link, freight=tuple(prices))
    if edit.field == "fee":
        amount, owner = edit.value
        return replace(link, fee_usd_t=amount, fee_owner=owner, fee_source=BY_SCENARIO)
    return replace(link, **{edit.field: edit.value, SOURCES[edit.field]: BY_SCENARIO})


SOURCES = {
    "capacity_kt_month": "capacity_source",
    "time_days": "time_source",
    "border_delay_days": "border_source",
}
"""The field that says where a number comes from."""
