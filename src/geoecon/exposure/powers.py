"""Who can cut a country off: its partners one by one, and blocs acting together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geoecon.errors import ConflictError, unknown_name
from geoecon.parameters import bloc_members, blocs, memberships, resolve_region
from geoecon.world.world import World

BLOCS = ("EAEU", "EU27", "CIS", "OTS", "SCO", "RCEP", "CPTPP", "BRICS")
"""The blocs asked for where none are named."""


@dataclass(frozen=True)
class Power:
    """An economy or a bloc: `members` are the economies of the world that act, never the focus."""

    name: str
    title: str
    members: tuple[str, ...]
    bloc: bool = False


def focus_code(world: World, name: str) -> str:
    """The code of the country asked about. Raises UnknownNameError, with the nearest names."""
    code = resolve_region(name, world.regions)
    if code not in world.regions:
        raise unknown_name("economy of this world", name, world.regions)
    return code


def default_powers(world: World, focus: str) -> tuple[Power, ...]:
    """Every other economy, then every bloc of `BLOCS` with members besides the focus."""
    partners = (economy(world, code) for code in world.regions if code != focus)
    together = (bloc_power(world, focus, key) for key in BLOCS)
    return (*partners, *(power for power in together if power.members))


def named_power(world: World, focus: str, name: str) -> Power:
    """The economy or bloc that a name means.

    Raises UnknownNameError, and ConflictError where nobody but the focus is meant.
    """
    key = resolve_region(name, world.regions)
    if key in world.regions:
        power = economy(world, key)
    elif key in blocs():
        power = bloc_power(world, focus, key)
    else:
        raise unknown_name("economy of this world", name, (*world.regions, *blocs()))
    if not power.members or focus == key:
        raise ConflictError(
            f"{name} has nobody to cut {focus} off from",
            why="a country's exposure is to others",
            remedy="name another economy, or a bloc with other members in this world",
        )
    return power


def economy(world: World, code: str) -> Power:
    """One economy as a power."""
    return Power(code, world.region_names.get(code, code), (code,))


def bloc_power(world: World, focus: str, key: str) -> Power:
    """The members of a bloc that the world has, the focus left out; those of its baseline day."""
    members = tuple(code for code in bloc_members(key) if code in world.regions and code != focus)
    title = next(row.bloc_name for row in memberships() if row.bloc == key)
    return Power(key, title, members, bloc=True)


def powers(world: World, focus: str, against: Sequence[str] | None) -> tuple[Power, ...]:
    """Those named, or all of `default_powers`. Errors as `named_power`."""
    if against is None:
        return default_powers(world, focus)
    found = (named_power(world, focus, name) for name in against)
    return tuple({power.name: power for power in found}.values())
