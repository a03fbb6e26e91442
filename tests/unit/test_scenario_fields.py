"""Axes of a sweep that lie deep inside an instrument."""

from __future__ import annotations

import pytest

from geoecon.errors import UnknownNameError
from geoecon.scenario import load_scenario
from geoecon.scenario.fields import FIELD, changed, field_ranges, holder, put
from geoecon.sweep.axes import published_axes, published_spread

LEAKY = load_scenario("leaky-sanctions")
LEAK = "instruments[1].evasion.middlemen[0].leak_pct"


def test_ranges_deep_inside_are_found() -> None:
    names = [*published_axes(LEAKY)]
    assert names[:3] == ["theta", "instruments[1].evasion.premium_pct", LEAK]
    assert len(names) == 2 + 6


def test_the_spread_is_that_beside_the_number() -> None:
    spread = published_spread(LEAK, LEAKY, "here")
    assert (spread.low, spread.mode, spread.high) == (0.1, 5.5, 14.4)


def test_a_variant_changes_that_number_alone() -> None:
    new = changed(LEAKY, {LEAK: 20.0, "instruments[1].cut_pct": 30.0})
    entry = new.instruments[1].evasion.middlemen[0]  # type: ignore[union-attr]
    assert (entry.leak_pct, entry.range_pct) == (20.0, None)
    assert new.instruments[1].cut_pct == 30  # type: ignore[union-attr]
    old = LEAKY.model_dump()
    put(old["instruments"][1], "evasion.middlemen[0].leak_pct", 20.0)
    old["instruments"][1]["cut_pct"] = 30.0
    assert new.model_dump() == old


def test_every_range_is_found_and_that_published_for_an_agreement() -> None:
    assert field_ranges(LEAKY)[LEAK] == (0.1, 14.4)
    assert len(field_ranges(LEAKY)) == 7
    ends = load_scenario("eaeu-ends")
    effect = "instruments[0].trade_effect_pct"
    assert field_ranges(ends) == {effect: (30.0, 110.0)}
    assert field_ranges(changed(ends, {effect: 50.0})) == {}


@pytest.mark.parametrize(
    "path",
    ["evasion.middlemen[9].leak_pct", "evasion.middlemen[0].leak", "evasio.premium_pct",
     "cut_pct.low", "kind", "evasion.middlemen.leak_pct"],
)  # fmt: skip
def test_paths_that_lead_nowhere_are_refused(path: str) -> None:
    found = FIELD.fullmatch(f"instruments[1].{path}")
    assert found
    with pytest.raises(UnknownNameError, match="field of the instrument"):
        holder(LEAKY, 1, path, "here")
