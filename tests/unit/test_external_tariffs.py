"""A country has one external tariff: which unions can be joined together, and which cannot."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from geoecon.errors import ConflictError
from geoecon.scenario import Scenario, build_shock
from geoecon.scenario.shock import Shock
from geoecon.world.store import load_world
from geoecon.world.world import World

ROOM = "assumption: a test"


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


def agreement(action: str, bloc: str, *members: str, **more: Any) -> dict[str, Any]:
    union = {"kind": "agreement", "depth": "customs union", "source": ROOM}
    return union | {"action": action, "bloc": bloc, "members": members} | more


def join(bloc: str, *members: str, **more: Any) -> dict[str, Any]:
    return agreement("join", bloc, *members, **more)


def leave(bloc: str, *members: str, **more: Any) -> dict[str, Any]:
    return agreement("leave", bloc, *members, **more)


def built(world: World, *instruments: dict[str, Any]) -> Shock:
    base = {"name": "s", "title": "T", "question": "Q?", "date": "2023-12-31", "focus": "KAZ"}
    asked = Scenario.model_validate(base | {"instruments": list(instruments)})
    return build_shock(asked, world)[0]


@pytest.mark.parametrize(
    ("instruments", "code", "first", "second"),
    [
        ([join("EU27", "KAZ")], "KAZ", "EU27", "EAEU"),
        ([join("EU27", "KAZ", depth="single market")], "KAZ", "EU27", "EAEU"),
        ([join("EU-TUR", "KAZ")], "KAZ", "EU-TUR", "EAEU"),
        ([join("TUR", "KAZ")], "KAZ", "TUR", "EAEU"),
        ([join("UZB", "KAZ")], "KAZ", "UZB", "EAEU"),
        ([join("EAEU", "TUR")], "TUR", "EAEU", "EU-Türkiye customs union"),
        ([join("EAEU", "DEU")], "DEU", "EAEU", "EU single market"),
        ([join("EAEU", "EU27")], "AUT", "EAEU", "EU-Türkiye customs union"),
        ([join("EAEU", "SRB"), join("EU27", "SRB")], "SRB", "EU27", "EAEU"),
        ([join("EU27", "MDA"), join("EAEU", "MDA")], "MDA", "EAEU", "EU27"),
        ([leave("EAEU", "ARM"), join("EU27", "KAZ")], "KAZ", "EU27", "EAEU"),
    ],
)
def test_two_external_tariffs_are_refused_with_both_unions(
    world: World, instruments: list[dict[str, Any]], code: str, first: str, second: str
) -> None:
    words = f"{code} would stand under two external tariffs, those of {first} and {second}"
    with pytest.raises(ConflictError, match=words):
        built(world, *instruments)


@pytest.mark.parametrize(
    "instruments",
    [
        [join("UNION-STATE", "KAZ", depth="union state", tariffs="unchanged")],
        [join("BLR", "RUS", depth="union state", tariffs="unchanged")],
        [join("EAEU", "UZB")],
        [join("EU27", "TUR", depth="single market")],
        [join("EU27", "KAZ", depth="free trade")],
        [join("EU27", "KAZ", depth="single market", tariffs="unchanged")],
        [join("CHN", "EAEU")],
        [leave("EU-TUR", "TUR"), join("EAEU", "TUR")],
    ],
)
def test_one_external_tariff_is_no_conflict(
    world: World, instruments: list[dict[str, Any]]
) -> None:
    cost = built(world, *instruments).trade_cost
    assert (cost < 1).any()


@pytest.mark.parametrize("first", [leave("EAEU", "KAZ"), agreement("end", "EAEU")])
@pytest.mark.parametrize("turned", [False, True])
def test_who_leaves_one_union_may_join_another(
    world: World, first: dict[str, Any], turned: bool
) -> None:
    """Kazakhstan takes the Union's tariff, also towards Russia, which charges it its own."""
    both = [first, join("EU27", "KAZ")]
    shock = built(world, *(both[::-1] if turned else both))
    tariff = np.asarray(shock.tariff)
    kaz, rus, chn, deu = (world.region(code) for code in ("KAZ", "RUS", "CHN", "DEU"))
    assert (tariff[[chn, rus], kaz] == world.tariff[[chn, rus], deu]).all()
    assert (tariff[rus, kaz, :11] > 0).any()
    assert (tariff[kaz, rus, :11] > 0).any()
    assert (tariff[deu, kaz] == 0).all()
    pool = np.asarray(shock.revenue_share)
    assert pool[kaz, kaz] == 1
    assert pool[rus, kaz] == 0
