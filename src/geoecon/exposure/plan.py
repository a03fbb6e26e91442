"""Which cut-offs to solve for a country: by trade, by transit, by both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geoecon.exposure.cutoffs import BOTH, MOST, TRANSIT, CutOff
from geoecon.exposure.powers import Power, powers
from geoecon.parameters.tables import read_table
from geoecon.world.world import World

if TYPE_CHECKING:
    from geoecon.exposure.transit import Crossing, Crossings


def planned(
    world: World, focus: str, against: Sequence[str] | None, *, transit: bool
) -> tuple[CutOff, ...]:
    """Trade with every power, and transit over the soil that the focus's cargo crosses.

    Blocs are asked about transit where `against` names them. Errors as `powers.powers`.
    """
    asked = powers(world, focus, against)
    trade = tuple(CutOff(focus, power) for power in asked)
    if not transit:
        return trade
    from geoecon.exposure.transit import LEAST, LEAST_NAMED, crossings

    found = crossings(world, focus, LEAST if against is None else LEAST_NAMED)
    meant = asked if against is not None else (*filter(_alone, asked), *_elsewhere(world, found))
    return (*trade, *(cut for power in meant for cut in _by_transit(focus, power, found)))


def _alone(power: Power) -> bool:
    return not power.bloc


def _elsewhere(world: World, found: Crossings) -> tuple[Power, ...]:
    """Territories crossed that the world keeps inside a group: they have no loss of their own."""
    names = {row["code"]: row["alias"] for row in reversed(read_table("aliases"))}
    codes = (code for code in found if code not in world.regions)
    return tuple(Power(code, names.get(code, code), ()) for code in codes)


def _by_transit(focus: str, power: Power, found: Crossings) -> tuple[CutOff, ...]:
    """A ban by those members whose soil is crossed, alone and with trade; none where none is.

    A bloc's share of a cargo is the largest of its members': one path may cross several.
    """
    soil = tuple(code for code in power.members or (power.name,) if code in found)
    met = [item for code in soil for item in found[code].items()]
    share = {cargo: max(one.share for name, one in met if name == cargo) for cargo, _ in met}
    links = {cargo: _largest(one for name, one in met if name == cargo) for cargo in share}
    kinds = (TRANSIT, BOTH) if power.members else (TRANSIT,)
    cuts = (CutOff(focus, power, kind, dict(sorted(share.items())), soil, links) for kind in kinds)
    return tuple(cuts) if soil else ()


def _largest(crossed: Iterable[Crossing]) -> dict[str, float]:
    """The links that most tonnes pass, whoever's soil they are on."""
    every = {name: share for one in crossed for name, share in one.links.items()}
    return {name: every[name] for name in sorted(every, key=lambda name: -every[name])[:MOST]}
