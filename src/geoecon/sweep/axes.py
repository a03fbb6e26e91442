"""`Axis`: what differs from scenario to scenario, and how its values are spread.

Published ranges are turned into distributions by an assumption: triangular between the low and
the high value with the value in use as the mode, on the logarithm for trade elasticities. Axes
are independent of each other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from geoecon.errors import ScenarioError, nearest, unknown_name
from geoecon.parameters import agreement_effects
from geoecon.parameters import horizon as horizon_preset
from geoecon.scenario.fields import FIELD, RANGED, holder, ranged_fields
from geoecon.scenario.schema import Closure, Horizon, Scenario
from geoecon.sweep.spec import Sweep

Value = str | int | float | bool
PUBLISHED = "published"
NAMED = {"horizon": get_args(Horizon), "closure": get_args(Closure)}
THETA = re.compile(r"theta\[(.+)\]")


@dataclass(frozen=True)
class Spread:
    """A triangular distribution, uniform without a mode; `log`: on the logarithm."""

    low: float
    high: float
    mode: float | None = None
    log: bool = False

    def at(self, share: float) -> float:
        """The quantile of a share between 0 and 1."""
        bend = math.log if self.log else float
        low, high = bend(self.low), bend(self.high)
        if self.mode is None:
            value = low + share * (high - low)
        else:
            value = _triangular(share, low, bend(self.mode), high)
        return math.exp(value) if self.log else value

    @property
    def levels(self) -> tuple[float, ...]:
        """Low, mode if there is one, and high."""
        return tuple(x for x in (self.low, self.mode, self.high) if x is not None)


def _triangular(share: float, low: float, mode: float, high: float) -> float:
    if high == low:
        return low
    if share * (high - low) < mode - low:
        return low + math.sqrt(share * (high - low) * (mode - low))
    return high - math.sqrt((1 - share) * (high - low) * (high - mode))


@dataclass(frozen=True)
class Axis:
    """One thing that differs: its values, or its spread, or neither where it is as published."""

    name: str
    values: tuple[Value, ...] = ()
    spread: Spread | None = None


def read_axes(sweep: Sweep, scenario: Scenario, sectors: Sequence[str]) -> tuple[Axis, ...]:
    """The axes of a sweep in the order of its file, `theta: published` as one axis a sector.

    A sampled sweep without axes takes all that has a published range: every trade elasticity and
    every instrument with one. Raises ScenarioError, UnknownNameError with the line.
    """
    given = sweep.axes or published_axes(scenario)
    axes = []
    for name, content in given.items():
        where = sweep.where("axes", name)
        for one in _expanded(name, content, sectors, where):
            check_name(one, scenario, sectors, where)
            axes.append(_axis(one, content, where))
    return tuple(axes)


def published_axes(scenario: Scenario) -> dict[str, str]:
    """Every axis that has a published range in a scenario."""
    return dict.fromkeys(["theta", *ranged_fields(scenario)], PUBLISHED)


def check_name(name: str, scenario: Scenario, sectors: Sequence[str], where: str) -> None:
    """Raise UnknownNameError unless `name` is something that a sweep can change."""
    sector, field = THETA.fullmatch(name), FIELD.fullmatch(name)
    if sector and sector[1] not in sectors:
        raise unknown_name("sector", sector[1], sectors, where)
    if field:
        holder(scenario, int(field[1]), field[2], where)
    elif not sector and name not in ("theta_scale", *NAMED):
        known = [*NAMED, "theta", "theta_scale", "theta[SECTOR]", "instruments[0].FIELD"]
        raise unknown_name("axis", name, known, where)


def published_spread(name: str, scenario: Scenario, where: str) -> Spread:
    """The distribution that stands for a published range, at the scenario's horizon.

    Raises ScenarioError where there is no such range.
    """
    sector, field = THETA.fullmatch(name), FIELD.fullmatch(name)
    if sector:
        preset = horizon_preset(scenario.horizon, (sector[1],))
        low, high, mode = (float(a[0]) for a in (preset.low, preset.high, preset.trade_elasticity))
        return Spread(low, high, mode, log=True)
    if field:
        record, last = holder(scenario, int(field[1]), field[2], where)
        limits, value = getattr(record, "range_pct", None), getattr(record, last)
        if limits and value is not None and last in RANGED:
            return Spread(limits[0], limits[1], value)
        if last == "trade_effect_pct":
            return _agreement_spread(str(getattr(record, "depth", "")), where)
    raise ScenarioError(
        f"{name} has no published range",
        where=where,
        why="ranges are on record for trade elasticities, depths of agreements and instruments "
        "with a range_pct",
        remedy="give low, mode and high, or a list of values",
    )


def _agreement_spread(depth: str, where: str) -> Spread:
    for effect in agreement_effects(depth):
        if effect.used and not effect.sector and effect.low is not None and effect.high is not None:
            return Spread(effect.low, effect.high, effect.trade_pct)
    raise ScenarioError(
        f"the effect of {depth!r} has no published range for all sectors",
        where=where,
        why="its source gives none",
        remedy="give low, mode and high",
    )


def _expanded(name: str, content: Any, sectors: Sequence[str], where: str) -> list[str]:
    if name != "theta":
        return [name]
    if content != PUBLISHED:
        raise ScenarioError(
            "theta for every sector takes `published` alone",
            where=where,
            why="sectors differ by a factor of ten",
            remedy="write theta[SECTOR] for one, theta_scale for a factor on all",
        )
    return [f"theta[{sector}]" for sector in sectors]


def _axis(name: str, content: Any, where: str) -> Axis:
    if content == PUBLISHED:
        return Axis(name)
    if isinstance(content, Mapping):
        return Axis(name, spread=_spread(name, content, where))
    values = content if isinstance(content, list) else [content]
    if not values:
        raise _unusable(name, content, where)
    return Axis(name, tuple(checked_value(name, value, where) for value in values))


def checked_value(name: str, value: Any, where: str) -> Value:
    """A value for an axis. Raises UnknownNameError, or ScenarioError for text as an elasticity."""
    if not isinstance(value, Value):
        raise _unusable(name, value, where)
    if name in NAMED and value not in NAMED[name]:
        raise unknown_name(name, str(value), NAMED[name], where)
    if name.startswith("theta") and (isinstance(value, str | bool) or not 0 < value < math.inf):
        raise _unusable(name, value, where, "theta and its scale are numbers above zero")
    return value


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _spread(name: str, content: Mapping[str, Any], where: str) -> Spread:
    unknown = set(content) - {"low", "mode", "high", "scale"}
    if unknown:
        why = f"unknown key {sorted(map(str, unknown))[0]!r}"
        raise _unusable(name, dict(content), where, why)
    ends = [content[key] for key in ("low", "mode", "high") if key in content]
    scale = content.get("scale", "linear")
    if {"low", "high"} - set(content) or not all(map(_number, ends)) or ends != sorted(ends):
        raise _unusable(name, dict(content), where, "low and high are needed, in rising order")
    if scale not in ("linear", "log") or (scale == "log" and ends[0] <= 0):
        raise _unusable(name, dict(content), where, "scale is linear, or log for numbers above 0")
    if name.startswith("theta"):
        checked_value(name, ends[0], where)
    if name in NAMED:
        raise _unusable(name, dict(content), where, f"{name} has names, not numbers")
    return Spread(float(ends[0]), float(ends[-1]), content.get("mode"), scale == "log")


def _unusable(name: str, content: Any, where: str, why: str = "") -> ScenarioError:
    return ScenarioError(
        f"{name} cannot take {content!r}",
        where=where,
        why=why or "an axis takes a list of values, `published`, or low, (mode,) high, (scale)",
        remedy=nearest("", NAMED[name]) if name in NAMED else "for example {low: 2, high: 8}",
    )
