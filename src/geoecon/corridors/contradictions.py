"""Instruments on routes that contradict each other, refused with both names and both lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from geoecon.corridors.choice import Choice, Scope
from geoecon.corridors.link_edits import LinkEdit
from geoecon.corridors.log import STATES, WORDS
from geoecon.errors import ConflictError

if TYPE_CHECKING:
    from geoecon.scenario.schema import Scenario

ALIVE = ("open", "added", "capacity_kt_month")
"""What makes no sense on a link that is closed to all."""


def check_contradictions(edits: Sequence[LinkEdit], choice: Choice) -> None:
    """Raise ConflictError for the first two instruments that cannot both hold.

    Two values for one number of one link, where the same cargo of the same pairs is meant, or a
    link that is closed to all and opened, added, degraded or expanded. Equal values are no
    conflict, nor are two closures.
    """
    by_link: dict[str, list[LinkEdit]] = defaultdict(list)
    for edit in edits:
        by_link[edit.link].append(edit)
    for group in by_link.values():
        for first, second in combinations(group, 2):
            if _origin(first) != _origin(second) and _clash(first, second, choice):
                raise _conflict(first, second, choice.scenario)


def _origin(edit: LinkEdit) -> tuple[int, str]:
    return edit.at, edit.project


def _clash(first: LinkEdit, second: LinkEdit, choice: Choice) -> bool:
    fields = {first.field, second.field}
    if "closed" in fields:
        shut = first if first.field == "closed" else second
        return not shut.cargo and shut.scope is None and bool(fields & set(ALIVE))
    if len(fields) > 1 or _agree(first.value, second.value):
        return False
    return first.cargo == second.cargo and _meet(first.scope, second.scope, choice.regions)


def _agree(first: object, second: object) -> bool:
    if isinstance(first, float) and isinstance(second, float):
        return bool(np.isclose(first, second, rtol=1e-12, atol=1e-15))
    return first == second


def _meet(first: Scope | None, second: Scope | None, regions: Iterable[str]) -> bool:
    """Whether some pair of economies stands under both."""
    if first is None or second is None:
        return True
    pairs = product(regions, repeat=2)
    return any(first.covers(*pair) and second.covers(*pair) for pair in pairs)


def _conflict(first: LinkEdit, second: LinkEdit, scenario: Scenario) -> ConflictError:
    edits = sorted((first, second), key=lambda edit: edit.at)
    one, other = (_named(edit, scenario) for edit in edits)
    return ConflictError(
        f"{one} and {other} contradict each other",
        where=" and ".join(scenario.where("instruments", edit.at) for edit in edits),
        why=f"link {first.link} would be {' and '.join(_said(edit) for edit in edits)}",
        remedy="let their links, cargoes or pairs not overlap, or write one instrument",
    )


def _named(edit: LinkEdit, scenario: Scenario) -> str:
    project = f", project {edit.project}" if edit.project else ""
    return f"{scenario.instruments[edit.at].kind} (instrument {edit.at + 1}{project})"


def _said(edit: LinkEdit) -> str:
    if edit.field in STATES:
        return STATES[edit.field][0].removeprefix("link ")
    what, unit = WORDS[edit.field]
    amount = edit.value[0] if edit.field == "fee" else edit.value
    return f"given a {what} of {amount:.4g} {unit}"
