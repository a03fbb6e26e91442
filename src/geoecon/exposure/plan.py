"""Which cut-offs to solve for a country: by trade, by transit, by both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geoecon.exposure.cutoffs import BOTH, TRANSIT, CutOff
from geoecon.exposure.powers import Power, powers
from geoecon.parameters.tables import read_table
from geoecon.world.world import World

Shares = Mapping[str, Mapping[str, float]]


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

    shares = crossings(world, focus, LEAST if against is None else LEAST_NAMED)
    meant = asked if against is not None else (*filter(_alone, asked), *_elsewhere(world, shares))
    return (*trade, *(cut for power in meant for cut in _by_transit(focus, power, shares)))


def _alone(power: Power) -> bool:
    return not power.bloc


def _elsewhere(world: World, shares: Shares) -> tuple[Power, ...]:
    """Territories crossed that the world keeps inside a group: they have no loss of their own."""
    names = {row["code"]: row["alias"] for row in reversed(read_table("aliases"))}
    codes = (code for code in shares if code not in world.regions)
    return tuple(Power(code, names.get(code, code), ()) for code in codes)


def _by_transit(focus: str, power: Power, shares: Shares) -> tuple[CutOff, ...]:
    """A ban by those members whose soil is crossed, alone and with trade; none where none is.

    A bloc's share of a cargo is the largest of its members': one path may cross several.
    """
    soil = tuple(code for code in power.members or (power.name,) if code in shares)
    cargoes = sorted({cargo for code in soil for cargo in shares[code]})
    share = {cargo: max(shares[code].get(cargo, 0.0) for code in soil) for cargo in cargoes}
    kinds = (TRANSIT, BOTH) if power.members else (TRANSIT,)
    return tuple(CutOff(focus, power, kind, share, soil) for kind in kinds) if soil else ()
