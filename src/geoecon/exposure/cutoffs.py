"""`CutOff`: one country, one power, and what the power stops; and what follows for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from geoecon.equilibrium.solution import Solution
from geoecon.equilibrium.solve import solve
from geoecon.errors import SolveError
from geoecon.exposure.closed_forms import closed_forms
from geoecon.exposure.powers import Power
from geoecon.parameters import horizon, horizons
from geoecon.scenario.shock import Shock
from geoecon.variables import Array
from geoecon.world.world import World

TRADE, TRANSIT, BOTH = "trade", "transit", "both"
MOST = 3
"""Sectors named in `top_sectors`, and links of each cargo in `links`."""
Row = dict[str, Any]


@dataclass(frozen=True)
class CutOff:
    """What `power` does to `focus`.

    kind : `trade` (all trade between them stops, both ways), `transit` (no cargo of the focus
    crosses the power's soil on its way to or from others), or `both`; crossing : cargo -> share of
    the focus's tonnes that do so now, of the cargoes banned; soil : the territories that ban it;
    links : cargo -> link id -> share of the focus's tonnes that pass it, the largest
    """

    focus: str
    power: Power
    kind: str = TRADE
    crossing: Mapping[str, float] = field(default_factory=dict)
    soil: tuple[str, ...] = ()
    links: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def cut_shock(world: World, cut: CutOff) -> Shock:
    """Trade costs without bound between the focus and each member, in both directions."""
    if cut.kind == TRANSIT:
        return Shock()
    cost = np.ones(world.flow.shape)
    focus, members = world.region(cut.focus), [world.region(code) for code in cut.power.members]
    cost[focus, members] = cost[members, focus] = np.inf
    return Shock(trade_cost=cost)


def closure_at(name: str) -> str:
    """The closure of a horizon; that of the long run for a world as given."""
    return horizon(name, ()).closure if name in horizons() else "own income"


def solved(world: World, horizon_name: str, cut: CutOff) -> tuple[Solution, int]:
    """The world after the cut-off, and how often the trade model was solved for it.

    Raises SolveError.
    """
    shock, closure = cut_shock(world, cut), closure_at(horizon_name)
    if cut.kind == TRADE:
        return solve(world, shock, closure=closure), 1
    from geoecon.couple.scenario import solve_corridors
    from geoecon.exposure.transit import ban

    found = solve_corridors(world, ban(cut, horizon_name), shock)
    return found.agreement.solution, found.agreement.trade_solves


def answer(world: World, horizon_name: str, sides: Sequence[CutOff]) -> tuple[list[Row], int]:
    """A row for each side of one cut-off, and its trade solves; rows that say why without any.

    `sides` stop the same trade, told from one end and perhaps from the other.
    """
    try:
        solution, solves = solved(world, horizon_name, sides[0])
    except SolveError as error:
        return [_about(world, horizon_name, cut) | _no_number(error.what) for cut in sides], 1
    return [outcome(solution, horizon_name, cut) for cut in sides], solves


def outcome(solution: Solution, horizon_name: str, cut: CutOff) -> Row:
    """What the cut-off costs the focus and the power; losses are positive.

    A loss is the equivalent variation, million USD a year at baseline prices, and that over
    baseline income. A region in `solution.unbounded` has no number.
    """
    world, members = solution.world, cut.power.members
    loss = _loss_musd(solution, (cut.focus,))
    own = _loss_musd(solution, members) if members else float("nan")
    numbers = {
        "loss_pct": 100 * loss / _income(world, (cut.focus,)),
        "loss_musd": loss,
        "own_loss_pct": 100 * own / _income(world, members) if members else float("nan"),
        "own_loss_musd": own,
        "leverage": loss / own if loss > 0 and own > 0 else float("nan"),
    }
    lost = {code: ", ".join(solution.unbounded.get(code, ())) for code in members}
    words = {
        "unbounded": ", ".join(solution.unbounded.get(cut.focus, ())),
        "own_unbounded": "; ".join(f"{code}: {text}" for code, text in lost.items() if text),
        "unanswered": "",
        "top_sectors": ", ".join(top_sectors(solution, cut.focus)),
    }
    return (
        _about(world, horizon_name, cut)
        | numbers
        | words
        | {"trade_fall": trade_fall(solution, cut.focus)}
    )


def top_sectors(solution: Solution, region: str) -> tuple[str, ...]:
    """`metals exports`, `machinery imports`: where the region's trade falls most, USD."""
    if region in solution.unbounded:
        return ()
    fall, sectors = trade_fall(solution, region), solution.world.sectors
    sides = [f"{sector} {side}" for side in ("exports", "imports") for sector in sectors]
    order = np.argsort(-fall, kind="stable")[:MOST]
    return tuple(sides[i] for i in order if fall[i] > 0)


def trade_fall(solution: Solution, region: str) -> Array:
    """By how much exports by sector, then imports by sector, fall; million USD a year."""
    at = solution.world.region(region)
    return _trade(solution.world.flow, at) - _trade(solution.border_value, at)


def _trade(flow: Array, at: int) -> Array:
    """Exports by sector, then imports by sector, home sales left out; million USD a year."""
    home = flow[at, at]
    return np.concatenate([flow[at].sum(axis=0) - home, flow[:, at].sum(axis=0) - home])


def _loss_musd(solution: Solution, codes: tuple[str, ...]) -> float:
    at = [solution.world.region(code) for code in codes]
    return -float(((solution.real_income - 1) * solution.world.income)[at].sum())


def _income(world: World, codes: tuple[str, ...]) -> float:
    return float(world.income[[world.region(code) for code in codes]].sum())


def _about(world: World, horizon_name: str, cut: CutOff) -> Row:
    via = ", ".join(f"{cargo} {100 * share:.0f} %" for cargo, share in cut.crossing.items())
    by = "; ".join(f"{cargo}: {_shares(links)}" for cargo, links in cut.links.items() if links)
    return {
        "focus": cut.focus,
        "power": cut.power.name,
        "power_name": cut.power.title,
        "bloc": cut.power.bloc,
        "kind": cut.kind,
        "horizon": horizon_name,
        "crossing": via,
        "links": by,
        **closed_forms(world, cut.focus, () if cut.kind == TRANSIT else cut.power.members),
    }


def _shares(links: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {100 * share:.0f} %" for name, share in links.items())


def _no_number(why: str) -> Row:
    numbers = ("loss_pct", "loss_musd", "own_loss_pct", "own_loss_musd", "leverage")
    words = {"unbounded": "", "own_unbounded": "", "unanswered": why, "top_sectors": ""}
    return dict.fromkeys(numbers, float("nan")) | words
