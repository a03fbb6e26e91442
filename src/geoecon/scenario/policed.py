"""The same scenario with evasion policed harder, or not at all."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from geoecon.errors import ScenarioError
from geoecon.scenario.instruments import Sanction
from geoecon.scenario.schema import Scenario


def policed(scenario: Scenario, enforcement: float, economies: Collection[str] = ()) -> Scenario:
    """A scenario in which middlemen stop another share of shipments.

    `economies` are the middlemen meant, as the scenario writes them; all if empty. Raises
    ScenarioError where there is no evasion or no such middleman, RangeError for a share that is
    none.
    """
    known = {entry.economy for entry in _middlemen(scenario)}
    unknown = sorted(set(economies) - known)
    if not known or unknown:
        raise ScenarioError(
            f"nobody to police: {', '.join(unknown) or scenario.name}",
            why=f"its sanctions leak through {', '.join(sorted(known)) or 'nobody'}",
            remedy="name middlemen of a sanction with evasion",
        )
    data = scenario.model_dump()
    for entry in data["instruments"]:
        _police(entry, enforcement, set(economies) or known)
    return scenario.update(instruments=data["instruments"])


def _middlemen(scenario: Scenario) -> list[Any]:
    found = [entry for entry in scenario.instruments if isinstance(entry, Sanction)]
    return [one for entry in found if entry.evasion for one in entry.evasion.middlemen]


def _police(instrument: dict[str, Any], enforcement: float, economies: Collection[str]) -> None:
    for entry in (instrument.get("evasion") or {}).get("middlemen", ()):
        if entry["economy"] in economies:
            entry["enforcement"] = enforcement
