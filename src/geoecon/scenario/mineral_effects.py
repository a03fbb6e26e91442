"""What a raw-material partnership does to the arrays of the model.

A reserved share changes who buys from whom and no price: at baseline prices the partner buys more
from the exporter and as much less from the others it imports from, and those who give up the
material buy as much more from theirs. The factors w on trade shares then leave every price index
where it was, Σ_i π_i w_i = 1, so nobody gains by goods that melt less on the way. They enter as
trade costs w^(−1/θ).

New mines add to the factor specific to the sector: at unchanged prices and wages a factor K̂ times
larger makes K̂ times as much, and costs fall by K̂^(−γ(1−β)).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from geoecon.errors import RangeError
from geoecon.scenario.edits import Edit, payment
from geoecon.scenario.minerals import RawMaterial
from geoecon.scenario.selection import Mask, Selection
from geoecon.variables import Array
from geoecon.world.minerals import Exports, exports, find_headings
from geoecon.world.world import World

TOLERANCE = 0.05
"""Of a material's value, what may stand at buyers where the world has less trade than that."""
SOLD = 1e-6
"""Million USD of the sector below which a buyer buys nothing of the exporter: a dollar."""


def raw_material(instrument: RawMaterial, at: int, selection: Selection) -> list[Edit]:
    """Trade moved to the partner, or a larger mine, and the money that goes with it.

    Raises UnknownNameError for a name or heading, and RangeError where the world has less trade
    than the figures by heading, where the partner buys the share already, or where no amount of
    mines would raise output because nothing limits it.
    """
    case = _Case.of(instrument, at, selection)
    by_sector: dict[str, list[Exports]] = {}
    for sold in case.sold:
        by_sector.setdefault(sold.heading.sector, []).append(sold)
    build = _reserved if instrument.output_pct is None else _mined
    return [edit for key, sold in by_sector.items() for edit in build(case, key, sold)]


@dataclass(frozen=True, eq=False)
class _Case:
    """One instrument in one world; `me` is the exporter, `partner` a mask of regions."""

    instrument: RawMaterial
    at: int
    selection: Selection
    me: int
    partner: Mask
    sold: tuple[Exports, ...]

    @classmethod
    def of(cls, instrument: RawMaterial, at: int, selection: Selection) -> _Case:
        path = ("instruments", at)
        world = selection.world
        codes = selection.codes((instrument.exporter,), (*path, "exporter"))
        if len(codes) != 1:
            raise RangeError(
                f"{instrument.exporter} is {len(codes)} countries",
                where=selection.scenario.where(*path, "exporter"),
                why="figures by heading are those of one exporter",
                remedy="write one instrument for each",
            )
        me = world.region(codes[0])
        partner = selection.regions((instrument.partner,), (*path, "partner"))
        partner[me] = False
        where = selection.scenario.where(*path, "headings")
        on_record = exports(codes[0])
        wanted = find_headings(instrument.headings, where)
        sold = tuple(on_record[h.code] for h in wanted if h.code in on_record)
        if not sold:
            raise RangeError(
                f"{codes[0]} sells nothing under {', '.join(instrument.headings)}",
                where=where,
                why="no export of them is on record",
                remedy=f"see `geoecon minerals {codes[0]}`",
            )
        return cls(instrument, at, selection, me, partner, sold)

    @property
    def world(self) -> World:
        return self.selection.world

    @property
    def name(self) -> str:
        return ", ".join(dict.fromkeys(sold.heading.name for sold in self.sold))

    def refuse(self, what: str, why: str, remedy: str) -> RangeError:
        """The error for a partnership that the world cannot carry."""
        where = self.selection.scenario.where("instruments", self.at)
        return RangeError(what, where=where, why=why, remedy=remedy)


def _reserved(case: _Case, key: str, sold: Sequence[Exports]) -> Iterator[Edit]:
    """Edits of trade costs: the partner's, the other buyers', the rivals'; and the price cut."""
    s = case.world.sector(key)
    moved = _moved(case, s, sold)
    value, partner = moved[case.partner].sum(), case.instrument.partner
    said = (
        f"{value:.4g} million USD of {case.name} more for {partner}",
        f"{value:.4g} million USD of {case.name} given up to {partner}",
        "bought elsewhere instead, and by others where the partner bought",
        "bought elsewhere instead, and by others where the partner bought",
    )
    factor = np.ones(case.world.flow.shape)
    with np.errstate(divide="ignore"):
        factor[:, :, s] = _weights(case, s, moved) ** (-1 / case.world.trade_elasticity[s])
    for what, cells in zip(said, _cells(case, s, moved), strict=True):
        yield Edit("trade_cost", cells, factor, "reserved", case.at, what)
    if case.instrument.price_cut_pct:
        yield _discount(case, sold, moved)


def _cells(case: _Case, s: int, moved: Array) -> Iterator[Mask]:
    """Cells of the exporter's sales that grow, that shrink, and of what its rivals sell there.

    Rivals that buy from the exporter themselves stand apart: the log tells them in one line.
    """
    touched = moved != 0
    mine = np.arange(len(moved)) == case.me
    abroad = ~np.eye(len(moved), dtype=np.bool_)
    for sellers, buyers in (
        (mine, moved > 0),
        (mine, moved < 0),
        (touched & ~mine, touched),
        (~touched & ~mine, touched),
    ):
        cells = np.zeros(case.world.flow.shape, dtype=np.bool_)
        cells[:, :, s] = sellers[:, None] & buyers & abroad
        yield cells


def _discount(case: _Case, sold: Sequence[Exports], moved: Array) -> Edit:
    pct = case.instrument.price_cut_pct
    total = sum(entry.value for entry in sold) * (case.instrument.reserved_pct or 0) / 100
    gained = np.where(case.partner, moved, 0.0)
    received = pct / 100 * total * gained / gained.sum()
    received[case.me] = -received.sum()
    return payment(received, case.at, f"{pct:g} % off what is reserved")


def _moved(case: _Case, s: int, sold: Sequence[Exports]) -> Array:
    """What each buyer gets more of the exporter, million USD [importer]; sums to zero."""
    flow = _abroad(case, s)
    bought = _bought(case, flow, sold)
    total = sum(entry.value for entry in sold)
    _check_faults(case, s, total, bought, flow)
    wanted = (case.instrument.reserved_pct or 0) / 100 * total
    already = bought[case.partner].sum()
    if wanted <= already:
        raise case.refuse(
            f"{case.instrument.partner} buys {100 * already / total:.3g} % of {case.name} already",
            "a smaller reserved share promises nothing",
            "reserve more, or leave it out",
        )
    rest = np.where(case.partner, 0.0, np.minimum(bought, flow))
    more = wanted - already
    if more > rest.sum():
        raise case.refuse(
            f"others buy {rest.sum():.4g} million USD of {case.name}, less than {more:.4g}",
            "what is promised must be taken from somebody",
            "reserve less",
        )
    imports = np.where(case.partner & (flow > SOLD), _rivals(case, s).sum(axis=0), 0.0)
    if not imports.any():
        raise case.refuse(
            f"{case.instrument.partner} buys no {case.world.sectors[s]} of the exporter at all",
            "trade that does not exist at the baseline cannot be scaled up",
            "choose another partner, or add trade by another instrument",
        )
    moved: Array = more * (imports / imports.sum() - rest / rest.sum())
    return moved


def _abroad(case: _Case, s: int) -> Array:
    """The exporter's sales of the sector abroad in the world [importer]."""
    flow: Array = case.world.flow[case.me, :, s].copy()
    flow[case.me] = 0.0
    return flow


def _rivals(case: _Case, s: int) -> Array:
    """Spending on the sector but at home and on the exporter, with tariff [exporter, importer]."""
    world = case.world
    spent: Array = world.flow[:, :, s] * (1 + world.tariff[:, :, s])
    spent[case.me] = 0.0
    np.fill_diagonal(spent, 0.0)
    return spent


def _bought(case: _Case, flow: Array, sold: Sequence[Exports]) -> Array:
    """What each region buys under the headings [importer]; like the sector where nobody says."""
    regions, found = case.world.regions, np.zeros(len(flow))
    for entry in sold:
        if entry.buyers is None:
            found += entry.value * flow / flow.sum()
        else:
            found += [entry.buyers.get(code, 0.0) for code in regions]
    found[case.me] = 0.0
    return found


def _check_faults(case: _Case, s: int, total: float, bought: Array, flow: Array) -> None:
    """Refuse figures by heading that the world's trade of the whole sector cannot contain."""
    sector = case.world.sectors[s]
    if total > flow.sum() * (1 + TOLERANCE):
        raise case.refuse(
            f"{case.name} sells for {total:.5g} million USD, all {sector} for {flow.sum():.5g}",
            "a part cannot exceed the whole: the sources of the two disagree",
            "choose another heading",
        )
    excess = np.maximum(bought - flow, 0.0)
    if excess.sum() > TOLERANCE * total:
        worst = int(excess.argmax())
        raise case.refuse(
            f"{case.world.regions[worst]} buys {bought[worst]:.4g} million USD of {case.name}, "
            f"and {flow[worst]:.4g} of all {sector}",
            "BACI books trade at other buyers than the official figures of the world do",
            "choose a heading on which they agree",
        )


def _weights(case: _Case, s: int, moved: Array) -> Array:
    """Factors on trade shares that move `moved` and no price index [exporter, importer]."""
    world = case.world
    flow, rivals = _abroad(case, s), _rivals(case, s)
    spent, others = moved * (1 + world.tariff[case.me, :, s]), rivals.sum(axis=0)
    short = (moved != 0) & (spent >= others)
    if short.any():
        n = int(np.argmax(np.where(short, moved, 0.0)))
        raise case.refuse(
            f"{world.regions[n]} would buy {moved[n]:.4g} million USD more and imports "
            f"{others[n]:.4g} of {world.sectors[s]} from others",
            "it cannot buy that much less from them",
            "reserve less",
        )
    weight = np.ones(rivals.shape)
    touched = moved != 0
    weight[:, touched] = 1 - spent[touched] / others[touched]
    np.fill_diagonal(weight, 1.0)
    weight[case.me, touched] = 1 + moved[touched] / flow[touched]
    return np.maximum(weight, 0.0)


def _mined(case: _Case, key: str, sold: Sequence[Exports]) -> Iterator[Edit]:
    """A larger specific factor, as productivity, and the owners' share of what it earns."""
    world, me = case.world, case.me
    s = world.sector(key)
    flow = _abroad(case, s)
    value = sum(entry.value for entry in sold)
    _check_faults(case, s, value, _bought(case, flow, sold), flow)
    share = float(world.value_added_share[me, s] * (1 - world.labour_share[me, s]))
    if share <= 0:
        raise case.refuse(
            f"mines do not limit {key} at this horizon",
            "all its value added is labour's, so that output follows demand",
            "choose a shorter horizon, or write a productivity",
        )
    more = (case.instrument.output_pct or 0) / 100 * value
    factor = (1 + more / world.output[me, s]) ** share
    cells = np.zeros(world.output.shape, dtype=np.bool_)
    cells[me, s] = True
    what = f"mines for {more:.4g} million USD more of {case.name}"
    yield Edit(
        "productivity", cells, np.full(cells.shape, factor), f"mines {case.at}", case.at, what
    )
    if case.instrument.owner_share_pct:
        yield _earned(case, share * more)


def _earned(case: _Case, rent: float) -> Edit:
    """The partner's share of `rent`, shared by income among the members of a bloc."""
    pct, income = case.instrument.owner_share_pct, np.where(case.partner, case.world.income, 0.0)
    received = pct / 100 * rent * income / income.sum()
    received[case.me] = -received.sum()
    what = f"{pct:g} % of what the new mines earn, {rent:.4g} million USD"
    return payment(received, case.at, what)
