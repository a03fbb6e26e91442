"""Plants -> edits: they come with their varieties and their capital.

An exporter's sales rise in proportion to its varieties n at given prices, as they do with
productivity to the power theta (Krugman 1980; Arkolakis, Costinot and Rodríguez-Clare 2012), so
that n varieties are productivity z = n^(1/theta). The capital of the plants is taken from one
region's factors and added to another's, and its income goes back to where it came from (Martin
and Rogers 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from geoecon.errors import RangeError, ScenarioError
from geoecon.scenario.deal_checks import check_made, earlier
from geoecon.scenario.deals import Investment, Relocation
from geoecon.scenario.edits import Edit, payment
from geoecon.scenario.selection import Mask, Selection
from geoecon.variables import Array
from geoecon.world.world import World

TOO_SHORT = ("year", "month")


class Moved(NamedTuple):
    """Plants that come: output [region, sector], what their capital earns [region], million USD.

    Both are below zero where plants leave. The same capital earns as much where it goes.
    """

    output: Array
    earned: Array


def relocation(instrument: Relocation, at: int, selection: Selection) -> list[Edit]:
    """Varieties and capital move: productivity [region, sector], and what goes back to owners.

    Varieties n count as productivity n^(1/theta); capital, being part of a region's factors, as
    productivity of its value added in every sector. Raises UnknownNameError; ScenarioError at a
    horizon at which plants stay; RangeError where more would leave than there is, or plants go
    where none are.
    """
    moved = _moved(instrument, at, selection)
    what = f"plants making {moved.output.clip(0).sum():.6g} million USD a year move"
    edits = arrivals(moved, at, selection, what)
    home = -instrument.owner_share_pct / 100 * moved.earned
    return [*edits, payment(home, at, f"{what}: what their owners earn")]


def arrivals(moved: Moved, at: int, selection: Selection, what: str) -> list[Edit]:
    """Varieties and capital of plants that come or go, on top of all that did so before.

    Raises as `relocation` does.
    """
    _check_horizon(at, selection)
    before = earlier(Relocation, _moved, at, selection) + earlier(Investment, built, at, selection)
    world, where = selection.world, selection.scenario.where("instruments", at)
    now, was = (_productivity(moves, world, where) for moves in ([*before, moved], before))
    factors = [new / old for new, old in zip(now, was, strict=True)]
    return [
        Edit("productivity", cells, factor, f"{part} {at}", at, f"{what}: their {part}")
        for part, factor in zip(("varieties", "capital"), factors, strict=True)
        for cells in (factor < 1, factor > 1)  # told apart in the log: whom they leave, who gets
    ]


def built(instrument: Investment, at: int, selection: Selection) -> Moved:
    """New plants that come from nowhere; nothing where the investment makes no new goods."""
    cells = invested_in(instrument, at, selection)
    if instrument.new_goods_musd is None:
        return Moved(np.zeros(cells.shape), np.zeros(len(cells)))
    output = np.where(cells, instrument.new_goods_musd, 0.0)
    return Moved(output, np.where(cells.any(axis=1), product_of(instrument), 0.0))


def invested_in(instrument: Investment, at: int, selection: Selection) -> Mask:
    """The one cell that capital is put into [region, sector]; raises as `investment` does."""
    path = ("instruments", at)
    host = selection.regions((instrument.region,), (*path, "region"))
    sector = selection.sectors((instrument.sector,), (*path, "sector"))
    if host.sum() != 1 or sector.sum() != 1:
        raise ScenarioError(
            "capital stands in one sector of one economy",
            where=selection.scenario.where(*path),
            why=f"{instrument.region} and {instrument.sector} name {host.sum()} economies and "
            f"{sector.sum()} sectors",
            remedy="write one investment for each, with its value",
        )
    cells: Mask = host[:, None] & sector
    check_made(float(selection.world.output[cells].sum()), at, selection, "region")
    return cells


def product_of(instrument: Investment) -> float:
    """What the capital adds to a year's product, million USD."""
    return instrument.value_musd * instrument.return_pct / 100


def _check_horizon(at: int, selection: Selection) -> None:
    if selection.world.horizon in TOO_SHORT:
        raise ScenarioError(
            f"no plants are built or moved within a {selection.world.horizon}",
            where=selection.scenario.where("instruments", at),
            why="elasticities that short say how slowly buyers turn, not what a variety is worth",
            remedy="write `horizon: long run`",
        )


def _productivity(moves: Sequence[Moved], world: World, where: str) -> tuple[Array, Array]:
    """n^(1/theta) and (1 + Q / L)^(beta gamma) after all moves, 1 before them [region, sector].

    n are varieties and L what mobile factors earn. Raises RangeError where nothing is left.
    """
    made = np.where(world.output > 0, world.output, 1.0)
    varieties = 1 + sum((move.output for move in moves), np.zeros_like(made)) / made
    labour = (world.labour_share * world.value_added).sum(axis=1)
    factors = 1 + sum((move.earned for move in moves), np.zeros_like(labour)) / labour
    if (varieties <= 0).any() or (factors <= 0).any():
        raise RangeError(
            "more plants would leave than there are",
            where=where,
            why="several relocations leave one sector, and together they take all of it",
            remedy="move less",
        )
    content = world.labour_share * world.value_added_share
    return varieties ** (1 / world.trade_elasticity), factors[:, None] ** content


def _moved(instrument: Relocation, at: int, selection: Selection) -> Moved:
    path, world = ("instruments", at), selection.world
    sectors = selection.sectors(instrument.sectors, (*path, "sectors"))
    origin, host = (
        selection.regions(names, (*path, key))
        for names, key in ((instrument.out_of, "out_of"), (instrument.into, "into"))
    )
    if (origin & host).any():
        raise ScenarioError(
            "plants would move to where they are",
            where=selection.scenario.where(*path, "into"),
            why="a region stands in out_of and into",
            remedy="take it out of one of them",
        )
    there, here = (np.where(side[:, None] & sectors, world.output, 0.0) for side in (origin, host))
    share = _share(instrument, float(there.sum()), at, selection)
    gone, room = share * there, here.sum(axis=0)
    lacking = (room == 0) & (gone.sum(axis=0) > 0)
    check_made(0.0 if lacking.any() else 1.0, at, selection, "into")
    earned = instrument.profit_pct / 100 * world.value_added_share * gone
    to = here / np.where(room > 0, room, 1.0)
    return Moved(to * gone.sum(axis=0) - gone, (to * earned.sum(axis=0) - earned).sum(axis=1))


def _share(instrument: Relocation, output: float, at: int, selection: Selection) -> float:
    """The share of plants that moves; `output` is what all of them make, million USD."""
    check_made(output, at, selection, "out_of")
    if instrument.value_musd is None:
        return (instrument.share_pct or 0.0) / 100
    if instrument.value_musd >= output:
        raise RangeError(
            f"plants making {instrument.value_musd:g} million USD a year cannot leave",
            where=selection.scenario.where("instruments", at, "value_musd"),
            why=f"all of them make {output:.6g}",
            remedy="move less, or write an embargo for a sector that closes",
        )
    return instrument.value_musd / output
