"""The log of a scenario on a network: link by link, and summed up in the rows of `Change`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoecon.corridors.choice import Scope
from geoecon.corridors.link_edits import LinkEdit
from geoecon.corridors.network import Link, Network

if TYPE_CHECKING:
    from geoecon.scenario.changes import Change
    from geoecon.scenario.schema import Scenario


@dataclass(frozen=True)
class NetworkChange:
    """What one instrument changed on one link.

    Attributes
    ----------
    what : in words.
    link : its id.
    cargo : whose; empty for all.
    scope : the pairs whose cargo is meant; None for all.
    old, new : a number in `unit`, or the state: open, closed, none.
    instrument : position in the scenario.
    where : file and line of the instrument.
    project : of a programme, by id; empty where the instrument is none.
    """

    what: str
    link: str
    cargo: str
    scope: Scope | None
    old: float | str
    new: float | str
    unit: str
    instrument: int
    where: str
    project: str = ""


WORDS = {
    "capacity_kt_month": ("capacity", "kt a month"),
    "time_days": ("time", "days"),
    "border_delay_days": ("border delay", "days"),
    "freight": ("freight", "USD a tonne"),
    "fee": ("transit fee", "USD a tonne"),
}
"""What the log calls a number, and its unit."""

STATES = {
    "closed": ("link closed", "open", "closed"),
    "open": ("link opened", "closed", "open"),
    "added": ("link added", "none", "open"),
}
"""What the log calls a change of state, and the states."""


def log(
    edits: Iterable[LinkEdit], network: Network, scenario: Scenario
) -> tuple[NetworkChange, ...]:
    """Each edit in words; `network` is the one before it, with links opened and added."""
    return tuple(_logged(edit, network.link(edit.link), scenario) for edit in edits)


def summary(changes: Sequence[NetworkChange]) -> tuple[Change, ...]:
    """One row for each instrument or project, change and cargo; `cells` counts the links."""
    groups: dict[tuple[int, str, str, str, Scope | None], list[NetworkChange]] = {}
    for change in changes:
        key = (change.instrument, change.project, change.what, change.cargo, change.scope)
        groups.setdefault(key, []).append(change)
    return tuple(_row(group) for group in groups.values())


def _logged(edit: LinkEdit, link: Link, scenario: Scenario) -> NetworkChange:
    what, old, new, unit = _told(edit, link)
    where = scenario.where("instruments", edit.at)
    told = (what, edit.link, edit.cargo, edit.scope, old, new, unit, edit.at, where, edit.project)
    return NetworkChange(*told)


def _told(edit: LinkEdit, link: Link) -> tuple[str, float | str, float | str, str]:
    """What happens, what was, what will be, and the unit."""
    if edit.field in STATES:
        return (*STATES[edit.field], "")
    what, unit = WORDS[edit.field]
    if edit.field == "freight":
        return what, link.freight_usd_t(edit.cargo), edit.value, unit
    if edit.field == "fee":
        amount, owner = edit.value
        return f"{what} to {owner}", link.fee_usd_t, amount, unit
    return what, getattr(link, edit.field), edit.value, unit


def _row(group: Sequence[NetworkChange]) -> Change:
    from geoecon.scenario.changes import Change

    first = group[0]
    scope = first.scope
    return Change(
        what=f"{first.project + ', ' if first.project else ''}{first.what}: {_links(group)}",
        exporter=scope.sellers if scope else "all",
        importer=f"{scope.buyers}{' and back' if scope.both_ways else ''}" if scope else "all",
        sector=first.cargo or "all cargo",
        old=_span([change.old for change in group], first.unit),
        new=_span([change.new for change in group], first.unit),
        cells=len(group),
        baseline_trade_musd=0.0,
        estimated=False,
        where=first.where,
    )


def _links(group: Sequence[NetworkChange], most: int = 4) -> str:
    more = f" and {len(group) - most} more" if len(group) > most else ""
    return ", ".join(change.link for change in group[:most]) + more


def _span(values: Sequence[float | str], unit: str) -> str:
    """`3500 kt a month`, `2 to 5 days`, or the state."""
    numbers = [value for value in values if isinstance(value, float | int)]
    if not numbers:
        return str(values[0])
    low, high = f"{min(numbers):.4g}", f"{max(numbers):.4g}"
    return f"{low} {unit}" if low == high else f"{low} to {high} {unit}"
