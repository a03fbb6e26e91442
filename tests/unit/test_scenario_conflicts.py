"""Instruments that contradict each other are refused; those that agree are not."""

import numpy as np
import pytest

from geoecon.errors import ConflictError
from geoecon.scenario import Scenario, build_shock
from geoecon.scenario.conflicts import check_conflicts
from geoecon.scenario.edits import Edit
from geoecon.scenario.reader import read_scenario
from geoecon.scenario.selection import Selection

PAIR = {"exporters": "RUS", "importers": "KAZ", "sectors": "metals", "source": "BLK031"}
UNION = {"kind": "agreement", "depth": "customs union", "source": "BLK002"}


def scenario(*instruments, **more):
    base = {"name": "s", "title": "T", "question": "Q?", "date": "2023-12-31", "focus": "KAZ"}
    return Scenario.model_validate(base | {"instruments": list(instruments)} | more)


def built(world, *instruments):
    return build_shock(scenario(*instruments), world)[0]


def tariff(**given):
    return PAIR | {"kind": "tariff"} | given


def barrier(**given):
    return PAIR | {"kind": "barrier"} | given


def test_both_instruments_and_their_lines_are_named(small_world):
    text = """\
title: T
question: Q?
date: 2023-12-31
focus: KAZ
instruments:
  - {kind: tariff, exporters: RUS, importers: KAZ, set_pct: 5, source: BLK031}
  - {kind: tariff, exporters: EAEU, importers: KAZ, sectors: food, set_pct: 6, source: BLK031}
"""
    both = read_scenario(text, file="two.yaml", name="two")
    with pytest.raises(ConflictError) as caught:
        build_shock(both, small_world)
    assert "two.yaml, line 6" in str(caught.value)
    assert "two.yaml, line 7" in str(caught.value)
    assert "RUS, KAZ, food" in str(caught.value)


@pytest.mark.parametrize(
    "pair",
    [
        (tariff(set_pct=5), tariff(set_pct=6)),
        (tariff(set_pct=5), tariff(add_points=3)),
        (barrier(change_pct=5), barrier(change_pct=-5)),
        (PAIR | {"kind": "embargo"}, PAIR | {"kind": "sanction", "cut_pct": 50}),
        (tariff(set_pct=5), UNION | {"action": "leave", "bloc": "EAEU", "members": ["KAZ"]}),
    ],
)
def test_two_values_for_one_cell_conflict_in_either_order(small_world, pair):
    for instruments in (pair, pair[::-1]):
        with pytest.raises(ConflictError):
            built(small_world, *instruments)


def test_saying_the_same_twice_is_saying_it_once(small_world):
    once = built(small_world, tariff(set_pct=5), barrier(change_pct=5))
    twice = built(small_world, *[tariff(set_pct=5), barrier(change_pct=5)] * 2)
    assert (once.tariff == twice.tariff).all()
    assert (once.trade_cost == twice.trade_cost).all()


def test_different_kinds_multiply_whatever_their_order(small_world):
    parts = [barrier(change_pct=10), PAIR | {"kind": "sanction", "cut_pct": 50}]
    one, other = built(small_world, *parts), built(small_world, *parts[::-1])
    cell = small_world.region("RUS"), small_world.region("KAZ"), 0
    assert one.trade_cost[cell] == pytest.approx(1.1 * 0.5 ** (-1 / 4))
    assert (one.trade_cost == other.trade_cost).all()


def test_trade_cannot_stop_and_come_back(small_world):
    shape = small_world.flow.shape
    cells = np.zeros(shape, bool)
    cells[0, 1, 0] = True
    stop = Edit("trade_cost", cells, np.full(shape, np.inf), "restriction", 0, "embargo")
    add = Edit("added_flow", cells, np.full(shape, 3.0), "restore", 1, "restored")
    two = scenario(PAIR | {"kind": "embargo"}, PAIR | {"kind": "restore"})
    for edits in ([stop, add], [add, stop]):
        with pytest.raises(ConflictError, match="ARM, BLR, metals would stop and come back"):
            check_conflicts(edits, Selection(small_world, two))


def test_a_country_under_two_external_tariffs_is_refused(small_world):
    join = UNION | {"action": "join", "bloc": "DEU", "members": ["KAZ"]}
    with pytest.raises(ConflictError, match="two external tariffs"):
        built(small_world, join)
    leave = UNION | {"action": "leave", "bloc": "EAEU", "members": ["KAZ"]}
    leave |= {"tariffs": "unchanged"}
    shock = built(small_world, leave, join)
    kaz, chn, deu = (small_world.region(code) for code in ("KAZ", "CHN", "DEU"))
    assert (shock.tariff[chn, kaz] == small_world.tariff[chn, deu]).all()


def test_free_trade_needs_no_common_tariff(small_world):
    free = UNION | {"action": "join", "bloc": "DEU", "members": ["KAZ"], "depth": "free trade"}
    shock = built(small_world, free)
    kaz, chn = small_world.region("KAZ"), small_world.region("CHN")
    assert (shock.tariff[chn, kaz] == small_world.tariff[chn, kaz]).all()


def test_a_union_inside_a_union_is_no_conflict(small_world):
    deeper = UNION | {"action": "join", "bloc": "BLR", "members": ["RUS"], "depth": "union state"}
    around = UNION | {"action": "join", "bloc": "CHN", "members": ["RUS", "BLR"]}
    around |= {"depth": "free trade", "tariffs": "unchanged"}
    inside = built(small_world, deeper)
    assert (inside.trade_cost <= 1).all()
    both = built(small_world, deeper | {"effect_includes_tariffs": False}, around)
    rus, blr = small_world.region("RUS"), small_world.region("BLR")
    assert (both.trade_cost[rus, blr] == inside.trade_cost[rus, blr]).all()
