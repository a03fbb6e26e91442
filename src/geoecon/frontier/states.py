"""States of the world: nobody cuts the country off, or one of the powers does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from geoecon.errors import ConflictError, DataError, UnknownNameError
from geoecon.exposure.cutoffs import TRADE, CutOff
from geoecon.exposure.plan import planned
from geoecon.exposure.powers import focus_code, named_power
from geoecon.frontier.options import Options, PowerChance
from geoecon.world.world import World

OPEN = "open"


@dataclass(frozen=True)
class State:
    """One state of the world, and how likely it is in a year: ratios.

    cut : who cuts the focus off, and how; None where nobody does
    """

    name: str
    title: str
    chance: float
    low: float
    high: float
    cut: CutOff | None = None

    @property
    def bans_transit(self) -> bool:
        """Whether the network takes part in what the power does."""
        return self.cut is not None and self.cut.kind != TRADE


def states_of(options: Options, world: World, *, embedded: bool) -> tuple[State, ...]:
    """`open`, then a state for each power, in the order of the list.

    Raises UnknownNameError, ConflictError for a transit ban that crosses nothing, DataError for one
    in a world without a network.
    """
    with _told(options, "focus"):
        focus = focus_code(world, options.focus)
    cut = [_state(options, at, world, focus, embedded) for at in range(len(options.powers))]
    names = [state.name for state in cut]
    if len(set(names)) < len(names):
        raise ConflictError(
            "a power is named twice",
            where=options.where("powers"),
            why="each is one state of the world",
            remedy="write it once, with `stops: both` where trade and transit stop together",
        )
    rest = [1 - sum(getattr(state, key) for state in cut) for key in ("chance", "low", "high")]
    return (State(OPEN, "Nobody cuts it off", *rest), *cut)


def _state(options: Options, at: int, world: World, focus: str, embedded: bool) -> State:
    entry = options.powers[at]
    with _told(options, "powers", at, "power"):
        power = named_power(world, focus, entry.power)
    low, high = entry.range_pct
    cut = CutOff(focus, power)
    if entry.stops != TRADE:
        cut = _with_transit(options, at, world, focus, embedded)
    return State(power.name, _titled(entry, power.title), entry.chance_pct / 100, low / 100,
                 high / 100, cut)  # fmt: skip


def _with_transit(options: Options, at: int, world: World, focus: str, embedded: bool) -> CutOff:
    entry, where = options.powers[at], options.where("powers", at, "stops")
    if not embedded:
        raise DataError(
            f"{entry.power} cannot stop transit in a world of your own",
            where=where,
            why="the network belongs to the embedded world",
            remedy="write `stops: trade`",
        )
    found = planned(world, focus, [entry.power], transit=True)
    meant = [cut for cut in found if cut.kind == entry.stops]
    if not meant:
        raise ConflictError(
            f"no cargo of {focus} crosses the soil of {entry.power}",
            where=where,
            why="less than one tonne in a hundred of any cargo does today",
            remedy="write `stops: trade`",
        )
    return meant[0]


def _titled(entry: PowerChance, title: str) -> str:
    return f"{title} stops {'trade and transit' if entry.stops == 'both' else entry.stops}"


@contextmanager
def _told(options: Options, *path: str | int) -> Iterator[None]:
    """Unknown names are told with their line."""
    try:
        yield
    except UnknownNameError as error:
        raise UnknownNameError(
            error.what, where=options.where(*path), why=error.why, remedy=error.remedy
        ) from None
