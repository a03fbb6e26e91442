"""Obstacles inside a union: the counts on record, and scenarios that remove or add them."""

from __future__ import annotations

import pytest

import geoecon
from geoecon.errors import UnknownNameError
from geoecon.parameters.obstacles import obstacles
from geoecon.parameters.tables import FACT_ID, sources
from geoecon.scenario.references import fact_ids

MEMBERS = ["KAZ", "RUS", "BLR", "KGZ", "ARM"]


def test_counts_are_dated_sourced_and_in_order() -> None:
    rows = obstacles("EAEU")
    assert [row.start for row in rows] == sorted(row.start for row in rows)
    for row in rows:
        assert row.count > 0
        assert row.end is None or row.end >= row.start
        assert row.source in (fact_ids() if FACT_ID.fullmatch(row.source) else sources())


def test_the_kinds_of_the_white_book_add_up() -> None:
    first = [row for row in obstacles("EAEU", "registered") if row.source == "BAR001"]
    count = {row.kind: row.count for row in first}
    assert count["all"] == sum(n for kind, n in count.items() if kind != "all")


def test_plans_that_disagree_stand_side_by_side() -> None:
    planned = [row.count for row in obstacles("EAEU", "planned") if row.kind == "restrictions"]
    assert planned == [11, 13]


def test_a_bloc_without_a_register_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="EAEU"):
        obstacles("EAEV")


def test_some_barriers_gone_gain_less_than_all_and_barriers_back_cost() -> None:
    names = ["eaeu-barriers-removed", "eaeu-unlawful-barriers-removed", "eaeu-barriers-return"]
    every, some, back = (geoecon.run(name).headline().loc[MEMBERS] for name in names)
    assert (every["real_income_pct"] > some["real_income_pct"]).all()
    assert (some["real_income_pct"] > 0).all()
    assert (back["real_income_pct"] < 0).all()
