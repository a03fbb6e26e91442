"""The levers that matter most to a region: what a sensible step of each would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from geoecon.corridors.network import Network
from geoecon.couple.everything import Together
from geoecon.equilibrium.solution import Solution
from geoecon.errors import ConflictError, RangeError, unknown_name
from geoecon.measures.derivatives import (
    ALL_NAMES,
    LINKS,
    LOSS,
    NAMES,
    SCALES,
    TRADE,
    Derivatives,
    LinkLever,
    of_everything,
    of_trade,
)
from geoecon.variables import Array

KINDS = (*TRADE, *LINKS)
DEFAULT = tuple(kind for kind in KINDS if kind != "wedge")
"""Kinds asked for where none are named: a wedge is a trade cost that somebody earns."""
STEPS = {
    "tariff": ("+1 point", 0.01),
    "trade cost": ("+1 %", 0.01),
    "wedge": ("+1 %", 0.01),
    "productivity": ("+1 %", 0.01),
    "transfer": ("+100 million USD", 100.0),
    "link cost": ("+1 %", 0.01),
    "link time": ("+1 day", 1.0),
    "link capacity": ("+100 kt a month", 100.0),
}
"""By kind of lever: what it is moved by, in words and in its unit (costs of links: as a share)."""
COLUMNS = (
    "lever", "exporter", "importer", "sector", "link", "territory", "cargo", "step", "now",
    "now_unit", "change", "unit", "holds_for",
)  # fmt: skip
ROUNDING = 1e-9  # of the largest change, or of one of its unit: what the linear systems leave
Row = dict[str, object]


def sensitivities(
    solution: Solution,
    region: str,
    outcome: str = "real income",
    *,
    levers: Sequence[str] = DEFAULT,
    largest: int = 20,
) -> pd.DataFrame:
    """The levers of trade with the largest effects on `region` at `solution`, the largest first.

    One row a lever: `lever` (tariff, trade cost, wedge, productivity or transfer), `exporter`
    (the region of a productivity or transfer), `importer`, `sector`, `step` (what it is moved
    by), `now` and `now_unit` (the tariff in force), `change` and its `unit`: real income in per
    cent, `loss` against the baseline in points of per cent, `exports` and `tariff revenue` in
    million USD a year. Changes are exact for small steps and may be added up; a trade cost inside
    a region is left out, since nobody sets it. Effects below rounding are no rows. The other
    columns are those of `route_sensitivities`, empty here: routes stay as they are.

    Raises UnknownNameError for a region, outcome or lever, RangeError for fewer than one row or
    where the region's loss is unbounded.
    """
    _check(levers, outcome, NAMES, largest)
    return _table(of_trade(solution, region, outcome), solution, None, outcome, levers, largest)


def route_sensitivities(
    together: Together,
    region: str,
    outcome: str = "real income",
    *,
    before: Together | None = None,
    levers: Sequence[str] = DEFAULT,
    largest: int = 20,
) -> pd.DataFrame:
    """The levers of trade and of links with the largest effects, trade and routes answering.

    As `sensitivities`, with `link cost` (freight and fees of one `cargo`), `link time` and `link
    capacity` of a `link` on a `territory`, and two outcomes more: `stranded`, kt a month, and
    `export revenue`, million USD a year, of a region whose exports are on the network. `loss`
    needs `before`, the baseline. `holds_for` says for which moves of its room the row holds where
    the link is at a kink; `frame.attrs["kinks"]` are all links at one, and why: there every
    derivative holds one way alone. Links that share a price have no row for their room.

    Errors as `sensitivities`, and ConflictError for a loss without a baseline.
    """
    _check(levers, outcome, ALL_NAMES, largest)
    if outcome == LOSS and before is None:
        raise ConflictError("a loss is against a baseline", remedy="pass it as `before`")
    found = of_everything(together, region, outcome, before)
    return _table(found, together.solution, together.network, outcome, levers, largest)


def _check(levers: Sequence[str], outcome: str, known: Sequence[str], largest: int) -> None:
    if largest < 1:
        raise RangeError(f"{largest} levers asked for", remedy="ask for at least one")
    for name in levers:
        if name not in KINDS:
            raise unknown_name("lever", name, KINDS)
    if outcome not in known:
        raise unknown_name("outcome", outcome, known)


def _table(
    found: Derivatives,
    solution: Solution,
    network: Network | None,
    outcome: str,
    levers: Sequence[str],
    largest: int,
) -> pd.DataFrame:
    """The largest rows of all kinds asked for."""
    rows = [
        row
        for name, part in found.trade.items()
        if name in levers
        for row in _of_trade(solution, name, _abroad(name, part), largest)
    ]
    if network is not None:
        rows += _of_links(found, network, levers)
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table["unit"] = SCALES[outcome][0]
    size = table["change"].abs()
    order = (-size[size > ROUNDING * max(size.max(), 1.0)]).sort_values(kind="stable").index
    table = table.loc[order].head(largest).reset_index(drop=True)
    table.attrs["kinks"] = [kink._asdict() for kink in found.kinks]
    return table


def _abroad(name: str, part: Array) -> Array:
    """Derivatives with those of costs within a region left out."""
    if name != "trade cost":
        return part
    own, cost = np.arange(len(part)), part.copy()
    cost[own, own] = 0.0
    return cost


def _of_trade(solution: Solution, name: str, found: Array, count: int) -> Iterator[Row]:
    """Rows of the largest changes of one kind of lever."""
    world, (step, size) = solution.world, STEPS[name]
    order = np.argsort(-np.abs(found), axis=None, kind="stable")[:count]
    for flat in order[found.flat[order] != 0]:
        cell = np.unravel_index(flat, found.shape)
        who = [world.regions[i] for i in cell[: 2 if found.ndim == 3 else 1]]
        now = 100 * float(solution.tariff[cell]) if name == "tariff" else np.nan
        yield _row(
            lever=name,
            exporter=who[0],
            importer=who[1] if len(who) > 1 else "",
            sector=world.sectors[cell[-1]] if found.ndim > 1 else "",
            step=step,
            now=now,
            now_unit="%" if name == "tariff" else "",
            change=size * float(found.flat[flat]),
        )


def _of_links(found: Derivatives, network: Network, levers: Sequence[str]) -> Iterator[Row]:
    """Rows of all links that matter at all."""
    sides = {kink.link: kink.holds_for for kink in found.kinks if kink.holds_for}
    for lever, value in found.links.items():
        if lever.kind not in levers or lever.link not in network.link_index:
            continue
        (step, size), (now, unit) = STEPS[lever.kind], _now(network, lever)
        per_step = size * now if lever.kind == "link cost" else size
        yield _row(
            lever=lever.kind,
            link=lever.link,
            territory=network.link(lever.link).territory,
            cargo=lever.cargo,
            step=step,
            now=now,
            now_unit=unit,
            change=per_step * value,
            holds_for=sides.get(lever.link, ""),
        )


def _now(network: Network, lever: LinkLever) -> tuple[float, str]:
    """What a lever of a link stands at, and its unit."""
    link = network.link(lever.link)
    if lever.kind == "link cost":
        return link.freight_usd_t(lever.cargo) + link.fee_usd_t, "USD/t"
    if lever.kind == "link time":
        return link.time_days + link.border_delay_days, "days"
    room = link.capacity_kt_month
    return (np.nan if room is None else room), "kt a month"


def _row(**values: object) -> Row:
    """A row whose other columns are empty."""
    return dict.fromkeys(COLUMNS, "") | values
