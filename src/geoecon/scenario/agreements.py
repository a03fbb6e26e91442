"""What joining, leaving or ending an agreement does: tariffs, pooled duties, trade costs."""

from __future__ import annotations

import numpy as np

from geoecon.errors import ScenarioError, UnknownNameError
from geoecon.parameters import agreement_effect, horizon, horizons, tariff_rates
from geoecon.scenario.edits import Edit
from geoecon.scenario.instruments import Agreement
from geoecon.scenario.selection import Mask, Selection, anywhere, between
from geoecon.variables import Array
from geoecon.world.world import World

CUSTOMS_UNIONS = ("customs union", "single market", "union state")
"""Depths with a common external tariff."""


def agreement(instrument: Agreement, at: int, selection: Selection) -> list[Edit]:
    """Edits of tariffs, of who receives duties, and of iceberg trade costs."""
    movers, others = parties(instrument, at, selection)
    sectors = selection.sectors(instrument.sectors, ("instruments", at, "sectors"))
    cells = between(movers, movers | others, sectors) | between(others, movers, sectors)
    tariff = _tariff_edits(instrument, at, selection, cells, movers, others)
    pooled = _revenue_edits(instrument, at, selection.world, movers, others)
    return [*tariff, *pooled, _cost_edit(instrument, at, selection, cells, tariff)]


def parties(instrument: Agreement, at: int, selection: Selection) -> tuple[Mask, Mask]:
    """Who joins, leaves or dissolves, and who stays or was there before [region].

    Raises ScenarioError where somebody leaves a bloc without being in it, or joins it twice.
    """
    path = ("instruments", at)
    bloc = selection.regions((instrument.bloc,), (*path, "bloc"))
    if instrument.action == "end":
        return bloc, np.zeros_like(bloc)
    movers = selection.regions(instrument.members, (*path, "members"))
    wrong = movers & (bloc if instrument.action == "join" else ~bloc)
    if wrong.any():
        names = [code for code, bad in zip(selection.world.regions, wrong, strict=True) if bad]
        inside = "already in" if instrument.action == "join" else "not in"
        raise ScenarioError(
            f"{', '.join(names)} cannot {instrument.action} {instrument.bloc}",
            where=selection.scenario.where(*path, "members"),
            why=f"it is {inside} {instrument.bloc} on {selection.scenario.date}",
            remedy="correct the members, the bloc or the date",
        )
    return movers, bloc & ~movers


def _tariff_edits(
    instrument: Agreement, at: int, selection: Selection, cells: Mask, movers: Mask, others: Mask
) -> list[Edit]:
    if instrument.tariffs == "unchanged":
        return []
    name = _headed(instrument)
    if instrument.action != "join":
        kept = cells & ~_adopters(selection)[None, :, None]
        value = np.broadcast_to(_favoured(at, selection, kept), cells.shape)
        what = f"{name}: most-favoured-nation tariff"
        return [Edit("tariff", kept, value, "tariff", at, what)]
    edits = [Edit("tariff", cells, np.zeros(cells.shape), "tariff", at, f"{name}: free of duty")]
    if instrument.depth in CUSTOMS_UNIONS:
        edits.append(_external_tariff(instrument, at, selection, cells, movers, others))
    return edits


def adopts_tariff(instrument: Agreement) -> bool:
    """Whether those who join take over an external tariff.

    A single market without its tariff is what the European Economic Area is.
    """
    apart = instrument.depth == "single market" and instrument.tariffs == "unchanged"
    return instrument.action == "join" and instrument.depth in CUSTOMS_UNIONS and not apart


def _adopters(selection: Selection) -> Mask:
    """Who takes over an external tariff by some instrument, and so keeps no own one [region]."""
    found = np.zeros(len(selection.world.regions), dtype=np.bool_)
    for at, entry in enumerate(selection.scenario.instruments):
        if isinstance(entry, Agreement) and adopts_tariff(entry) and entry.tariffs == "change":
            found |= parties(entry, at, selection)[0]
    return found


def _headed(instrument: Agreement) -> str:
    """`EAEU left`, for the log."""
    if instrument.action == "join":
        return f"agreement with {instrument.bloc}"
    return f"{instrument.bloc} {'left' if instrument.action == 'leave' else 'ended'}"


def _external_tariff(
    instrument: Agreement, at: int, selection: Selection, cells: Mask, movers: Mask, others: Mask
) -> Edit:
    """Those who join charge outsiders what the member with the lowest code charges them."""
    outsiders = ~(movers | others)
    sectors = anywhere(cells, 0, 1)
    member = int(np.flatnonzero(others)[0])
    value = np.broadcast_to(selection.world.tariff[:, [member], :], cells.shape)
    what = f"{_headed(instrument)}: common external tariff"
    return Edit("tariff", between(outsiders, movers, sectors), value, "tariff", at, what)


def _favoured(at: int, selection: Selection, cells: Mask) -> Array:
    """Most-favoured-nation rates of the importers concerned, zero for others [importer, sector].

    Raises UnknownNameError for a world with sectors of its own.
    """
    world = selection.world
    importers = np.flatnonzero(anywhere(cells, 0, 2))
    rates = np.zeros((len(world.regions), len(world.sectors)))
    codes = [world.regions[i] for i in importers]
    try:
        rates[importers] = tariff_rates(codes, world.sectors, selection.scenario.date)
    except UnknownNameError as error:
        raise UnknownNameError(
            f"no most-favoured-nation tariffs for the world {world.name!r}: {error.what}",
            where=selection.scenario.where("instruments", at),
            why="the tables hold the sectors of the embedded world",
            remedy="write `tariffs: unchanged` and set the tariffs by `tariff` instruments",
        ) from error
    return rates


def _revenue_edits(
    instrument: Agreement, at: int, world: World, movers: Mask, others: Mask
) -> list[Edit]:
    """Those who leave a union that pools its duties keep their own; the rest share as before."""
    union = movers | others
    share = world.revenue_share
    pooled = ((share > 0) == union)[union].all() and union.sum() > 1
    if instrument.action == "join" or not pooled:
        return []
    value = np.eye(len(union))
    if others.any():
        kept = np.where(others, share, 0.0)
        value[others] = kept[others] / kept[others].sum(axis=1, keepdims=True)
    cells = np.broadcast_to(union[:, None], share.shape)
    what = f"{_headed(instrument)}: duties no longer pooled"
    return [Edit("revenue_share", cells, value, "revenue share", at, what)]


def _cost_edit(
    instrument: Agreement, at: int, selection: Selection, cells: Mask, tariff: list[Edit]
) -> Edit:
    """d = (1 + effect)^(-1/theta), its inverse on leaving (`AgreementEffect.trade_cost`).

    Where the effect contains that of tariffs, their change is taken out, at most until nothing
    is left, so that they do not count twice.
    """
    world, joins = selection.world, instrument.action == "join"
    theta = conversion_elasticity(world)
    gain = _gain(instrument, at, selection)
    factor = np.broadcast_to(gain ** ((-1 if joins else 1) / theta), cells.shape)
    if tariff and instrument.effect_includes_tariffs:
        net = factor * (1 + world.tariff) / (1 + tariff[0].value)
        favourable = factor < 1
        factor = np.where(favourable, np.minimum(net, 1), np.maximum(net, 1))
    deeper = f"{instrument.depth}, from {instrument.from_depth}"
    depth = deeper if instrument.from_depth else instrument.depth
    what = f"{_headed(instrument)}: trade cost ({depth})"
    return Edit("trade_cost", cells, factor, "agreement", at, what)


def _gain(instrument: Agreement, at: int, selection: Selection) -> Array:
    """Trade between members with the agreement over trade without [sector].

    Raises UnknownNameError for a depth or sector.
    """
    gain = 1 + _effects(instrument, at, selection) / 100
    if instrument.from_depth is None:
        return gain
    return gain / (1 + _published(instrument.from_depth, "from_depth", at, selection) / 100)


def _effects(instrument: Agreement, at: int, selection: Selection) -> Array:
    """Effect on trade against no agreement, per cent [sector]."""
    if instrument.trade_effect_pct is not None:
        return np.full(len(selection.world.sectors), instrument.trade_effect_pct)
    return _published(instrument.depth, "depth", at, selection)


def _published(depth: str, field: str, at: int, selection: Selection) -> Array:
    """The effect on record for a depth, per cent [sector]. Raises UnknownNameError."""
    try:
        sectors = selection.world.sectors
        return np.array([agreement_effect(depth, key).trade_pct for key in sectors])
    except UnknownNameError as error:
        raise UnknownNameError(
            error.what,
            where=selection.scenario.where("instruments", at, field),
            why="no published effect is on record for it",
            remedy=f"{error.remedy}; or give `trade_effect_pct` with its source",
        ) from error


def conversion_elasticity(world: World) -> Array:
    """Theta that turns estimated trade effects into trade costs [sector].

    The estimates are of the long run, so a preset of a shorter horizon converts them by the
    theta of the long run; any other world by its own.
    """
    if world.horizon in horizons() and world.horizon != "long run":
        return horizon("long run", world.sectors).trade_elasticity
    return world.trade_elasticity
