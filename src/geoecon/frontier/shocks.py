"""A set of options as a scenario, and as a shock of the trade model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from geoecon.errors import ConflictError
from geoecon.exposure.cutoffs import CutOff, cut_shock
from geoecon.frontier.options import Options
from geoecon.frontier.sets import Rules, members
from geoecon.scenario import Scenario
from geoecon.scenario.build import build_step
from geoecon.scenario.places import Places
from geoecon.scenario.shock import Shock
from geoecon.world.world import World


@dataclass(frozen=True, eq=False)
class Book:
    """Each option as a scenario of its own, from which those of sets are put together."""

    options: Options
    single: tuple[Scenario, ...]

    @classmethod
    def of(cls, options: Options) -> Book:
        """Read every option's instruments. Raises what a scenario raises, with file and line."""
        read = (_scenario(options, (at,)) for at in range(len(options.options)))
        return cls(options, tuple(read))

    @property
    def routes(self) -> int:
        """The options that touch the network, as a set."""
        return sum(1 << at for at, one in enumerate(self.single) if one.has_corridors)

    def scenario(self, mask: int, more: Sequence[Any] = ()) -> Scenario:
        """The instruments of a set, and `more`, as one scenario."""
        chosen = members(mask, len(self.single))
        entries = [entry for at in chosen for entry in self.single[at].instruments]
        return self.single[0].model_copy(update={"instruments": (*entries, *more)})

    def shock(self, world: World, mask: int, cut: CutOff | None = None) -> Shock:
        """What a set does to trade besides the network, and trade that a power stops."""
        asked = self.scenario(mask)
        found, _ = build_step(asked, world, range(len(asked.instruments)))
        return found if cut is None else with_cut(world, found, cut)

    def check(self, world: World, rules: Rules) -> None:
        """Raise ConflictError for options that cannot be had together and do not say so.

        And for an option by which somebody earns a margin, or is paid, outside the network.
        """
        for at, option in enumerate(self.options.options):
            own = _scenario(self.options, members(rules.with_needs(at), rules.count))
            shock, margins = build_step(own, world, range(len(own.instruments)))
            if margins or shock.wedge is not None or shock.transfer is not None:
                raise ConflictError(
                    f"{option.name} has somebody else earn on trade",
                    where=self.options.where("options", at),
                    why="export taxes, evasion and payments are not combined with routes yet",
                    remedy="leave these instruments out",
                )
            for other in range(at):
                both = rules.with_needs(at) | rules.with_needs(other)
                if rules.admissible(both):
                    self._check_pair(world, at, other, both)

    def _check_pair(self, world: World, at: int, other: int, both: int) -> None:
        asked = _scenario(self.options, members(both, len(self.single)))
        try:
            build_step(asked, world, range(len(asked.instruments)))
        except ConflictError as error:
            first, second = self.options.names[other], self.options.names[at]
            raise ConflictError(
                f"{first} and {second} cannot be had together: {error.what}",
                where=error.where,
                why=error.why,
                remedy=f"write `excludes: {first}` in {second}, or change one of them",
            ) from error


def with_cut(world: World, shock: Shock, cut: CutOff) -> Shock:
    """A shock, and trade that stops between the focus and a power."""
    stopped = cut_shock(world, cut).trade_cost
    if stopped is None:
        return shock
    return replace(
        shock, trade_cost=stopped if shock.trade_cost is None else stopped * shock.trade_cost
    )


def _scenario(options: Options, chosen: Sequence[int]) -> Scenario:
    """The instruments of some options as a scenario that knows its lines."""
    entries = [(at, k) for at in chosen for k in range(len(options.options[at].instruments))]
    data = {
        "name": options.name,
        "title": options.title,
        "question": options.question,
        "date": options.date,
        "focus": options.focus,
        "horizon": options.horizon,
        "closure": options.closure,
        "instruments": [options.options[at].instruments[k] for at, k in entries],
    }
    known = options.places
    lines = {
        ("instruments", number, *path[4:]): line
        for number, (at, k) in enumerate(entries)
        for path, line in known.lines.items()
        if path[:4] == ("options", at, "instruments", k)
    }
    return Scenario.model_validate(data, context=Places(known.file, lines))
