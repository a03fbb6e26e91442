"""Numbers inside instruments by their path: `removed_pct`, `evasion.middlemen[0].leak_pct`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from geoecon.errors import unknown_name
from geoecon.parameters import GOODS, agreement_effects
from geoecon.scenario.instruments import Agreement
from geoecon.scenario.schema import Scenario

FIELD = re.compile(r"instruments\[(\d+)\]\.(\w+(?:\[\d+\])?(?:\.\w+(?:\[\d+\])?)*)")
"""An axis that changes an instrument: its position, and the path of the field in it."""

RANGED = (
    "change_pct", "removed_pct", "pct", "premium_pct", "leak_pct",
    "return_pct", "share_pct", "discount_pct", "reserved_pct", "output_pct",
)  # fmt: skip
"""Fields that the `range_pct` beside them is the range of."""

Step = str | int


def steps(path: str) -> tuple[Step, ...]:
    """`middlemen[0].leak_pct` as its keys and positions."""
    found = re.findall(r"(\w+)", path)
    return tuple(int(step) if step.isdigit() else step for step in found)


def ranged_fields(scenario: Scenario) -> list[str]:
    """Every field of an instrument that has a range beside it, as an axis."""
    return [
        f"instruments[{at}].{path}"
        for at, instrument in enumerate(scenario.instruments)
        for path in _ranged(instrument, "")
    ]


def field_ranges(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Low and high of every number in the instruments that has a range, by axis.

    Besides the ranges that stand in the scenario, those published for the depth of an agreement
    that takes its effect from there and concerns goods alone.
    """
    found: dict[str, tuple[float, float]] = {}
    for axis in ranged_fields(scenario):
        ((at, path),) = FIELD.findall(axis)
        record, _ = holder(scenario, int(at), path, axis)
        found[axis] = record.range_pct  # type: ignore[attr-defined]
    for number, instrument in enumerate(scenario.instruments):
        if isinstance(instrument, Agreement) and (limits := _agreement_range(instrument)):
            found[f"instruments[{number}].trade_effect_pct"] = limits
    return found


def _agreement_range(instrument: Agreement) -> tuple[float, float] | None:
    """The published range of the effect used, where one number stands for all its sectors."""
    if instrument.trade_effect_pct is not None or set(instrument.sectors) - {"goods", *GOODS}:
        return None
    for effect in agreement_effects(instrument.depth):
        if effect.used and not effect.sector and effect.low is not None and effect.high is not None:
            return effect.low, effect.high
    return None


def changed(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """The scenario with another horizon, closure or numbers in its instruments, by axis.

    Other axes are left alone. Raises ScenarioError.
    """
    top = {name: value for name, value in values.items() if name in ("horizon", "closure")}
    instruments = [instrument.model_dump() for instrument in scenario.instruments]
    touched = {name: found for name in values if (found := FIELD.fullmatch(name))}
    for name, found in touched.items():
        put(instruments[int(found[1])], found[2], values[name])
    if touched:
        top["instruments"] = instruments
    return scenario.update(**top) if top else scenario


def _ranged(record: BaseModel, before: str) -> Iterator[str]:
    if getattr(record, "range_pct", None):
        yield from (before + name for name in RANGED if getattr(record, name, None) is not None)
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, BaseModel):
            yield from _ranged(value, f"{before}{name}.")
        if isinstance(value, tuple):
            parts = ((n, one) for n, one in enumerate(value) if isinstance(one, BaseModel))
            for number, one in parts:
                yield from _ranged(one, f"{before}{name}[{number}].")


def holder(scenario: Scenario, at: int, path: str, where: str) -> tuple[BaseModel, str]:
    """The record that holds a field of an instrument, and the field's own name.

    Raises UnknownNameError, with the nearest names.
    """
    if at >= len(scenario.instruments):
        known = [f"instruments[{i}]" for i in range(len(scenario.instruments))]
        raise unknown_name("instrument", f"instruments[{at}]", known, where)
    instrument: Any = scenario.instruments[at]
    record, parts = instrument, steps(path)
    for step in parts[:-1]:
        found = _inside(record, step)
        if found is None:
            raise unknown_name("field of the instrument", path, _names(instrument), where)
        record = found
    name = str(parts[-1])
    if not isinstance(record, BaseModel) or name not in _names(record):
        raise unknown_name("field of the instrument", name, _names(record), where)
    return record, name


def _inside(record: Any, step: Step) -> Any:
    if isinstance(step, int):
        return record[step] if isinstance(record, tuple) and step < len(record) else None
    return getattr(record, step) if step in _names(record) else None


def _names(record: Any) -> set[str]:
    fields = type(record).model_fields if isinstance(record, BaseModel) else {}
    return set(fields) - {"kind"}


def put(instrument: dict[str, Any], path: str, value: Any) -> None:
    """Set a field of an instrument's content, in place.

    A number of the sweep's own need not lie in the range published for another, so the range
    beside it goes.
    """
    *way, name = steps(path)
    record: Any = instrument
    for step in way:
        record = record[step]
    record[name] = value
    if name in RANGED and "range_pct" in record:
        record["range_pct"] = None
