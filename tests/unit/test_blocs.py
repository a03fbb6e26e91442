"""Blocs over time: who belongs on which day, as what, and how deep they go."""

from __future__ import annotations

from datetime import date

import pytest

import geoecon
from geoecon.errors import RangeError, UnknownNameError
from geoecon.ledger import fact
from geoecon.parameters import (
    BASELINE,
    DEPTHS,
    STATUSES,
    agreement_effects,
    bloc_depth,
    bloc_depths,
    bloc_members,
    blocs,
    depth_effects,
    memberships,
    resolve_region,
    sources,
)
from geoecon.parameters.tables import FACT_ID

SITUATIONS = """
    EAEU UNION-STATE CIS-FTA EU27 EEA EU-TUR EPCA-KAZ EPCA-KGZ CEPA-ARM EAEU-VNM EAEU-SRB
    EAEU-IRN EAEU-SGP EAEU-ARE EAEU-MNG EAEU-IDN OTS SCO CPTPP RCEP WTO
"""


def of(frame, status):
    return set(frame.loc[frame["status"] == status, "economy"])


def test_every_bloc_that_people_ask_about_is_there():
    assert set(SITUATIONS.split()) <= set(blocs())


def test_the_eaeu_on_the_day_of_its_forum():
    frame = geoecon.bloc("EAEU", "2023-05-24")
    assert of(frame, "member") == {"ARM", "BLR", "KAZ", "KGZ", "RUS"}
    assert of(frame, "observer") == {"CUB", "MDA", "UZB"}
    assert frame.attrs["depth"]["depth"] == "customs union"
    assert "IRN" in of(geoecon.bloc("EAEU", "2025-01-01"), "observer")


def test_members_agree_with_the_dates_of_the_facts():
    for bloc, code, fact_id in (("EAEU", "ARM", "BLK003"), ("WTO", "KAZ", "BLK025")):
        day = fact(fact_id).value.spans[0].start
        assert code in bloc_members(bloc, day)
        assert code not in bloc_members(bloc, date.fromordinal(day.toordinal() - 1))


def test_a_signature_is_no_membership():
    assert of(geoecon.bloc("EAEU", "2015-03-01"), "signatory") == {"KGZ"}
    partnership = geoecon.bloc("EPCA-KAZ", "2017-01-01")
    assert set(partnership["status"]) == {"signatory"}
    assert len(partnership) == 29
    assert bloc_members("EPCA-KAZ", date(2017, 1, 1)) == ()
    assert "KAZ" in bloc_members("EPCA-KAZ", BASELINE)
    assert bloc_members("EPCA-KGZ", date(2025, 1, 1)) == ()
    assert bloc_members("EAEU-SGP", date(2025, 1, 1)) == ()


def test_a_bloc_inside_a_bloc_brings_its_members_of_that_day():
    assert set(bloc_members("EEA")) == {*bloc_members("EU27"), "ISL", "LIE", "NOR"}
    assert "GBR" in bloc_members("EEA", date(2019, 1, 1))
    assert "GBR" not in bloc_members("EEA", date(2021, 1, 1))
    rows = geoecon.bloc("EEA").set_index("economy")
    assert rows.loc["FRA", "since"] == date(1994, 1, 1)
    assert rows.loc["HRV", "since"] == date(2013, 7, 1)


def test_depth_changes_on_its_day():
    assert bloc_depth("EAEU-IRN", date(2025, 5, 14)).depth == "preferential"
    assert bloc_depth("EAEU-IRN", date(2025, 5, 15)).depth == "free trade"
    assert bloc_depth("EU27", date(1992, 1, 1)).depth == "customs union"
    assert bloc_depth("SCO") is None
    with pytest.raises(UnknownNameError, match="EAEU"):
        bloc_depth("EAEUU")


def test_the_union_state_is_deeper_than_the_union_around_it():
    inner, outer = bloc_depth("UNION-STATE"), bloc_depth("EAEU")
    assert DEPTHS.index(inner.depth) > DEPTHS.index(outer.depth)
    assert set(bloc_members("UNION-STATE")) < set(bloc_members("EAEU"))


def test_rows_use_known_statuses_depths_and_names():
    codes = set(blocs())
    for row in memberships():
        assert row.status in STATUSES
        assert row.end is None or row.start < row.end, row
        assert row.member in codes or len(row.member) == 3
    assert {row.depth for row in bloc_depths()} <= set(DEPTHS)
    assert {row.bloc for row in bloc_depths()} <= codes


@pytest.mark.parametrize("name", blocs())
def test_nobody_is_twice_in_a_bloc(name):
    for day in (date(2003, 1, 1), date(2014, 1, 1), date(2017, 5, 1), BASELINE, date(2026, 1, 1)):
        assert geoecon.bloc(name, day)["economy"].is_unique


def test_all_blocs_in_one_table():
    frame = geoecon.bloc().set_index("bloc")
    assert list(frame.index) == list(blocs())
    assert frame.loc["EAEU", "members"] == 5
    assert frame.loc["EAEU", "others"] == 3


def test_a_bloc_may_be_called_by_its_names():
    assert geoecon.bloc("European Union").attrs["bloc"] == resolve_region("EU")
    with pytest.raises(UnknownNameError):
        geoecon.bloc("KAZ")
    with pytest.raises(RangeError, match="is not a day"):
        geoecon.bloc("EAEU", "May 2023")


def test_effects_stand_on_the_scale_and_are_sourced():
    frame = depth_effects()
    assert list(frame["rank"]) == sorted(frame["rank"])
    assert set(frame["depth"]) == set(DEPTHS)
    assert len(frame[frame["kind"] == "cited"]) == len(agreement_effects())
    for source in set(frame["source"]):
        assert source in sources() or FACT_ID.fullmatch(source)
    with pytest.raises(UnknownNameError, match="free trade"):
        depth_effects("free-trade")


def test_estimates_have_errors_and_their_interval():
    frame = depth_effects()
    found = frame[frame["kind"] == "estimated"]
    assert (found["standard_error_log"] > 0).all()
    assert ((found["low"] < found["trade_pct"]) & (found["trade_pct"] < found["high"])).all()
    assert not found["used"].any()
    assert "union state" not in set(found["depth"])


def test_deeper_goes_with_more_trade_in_manufactures():
    """Roy (2010): customs unions above free trade agreements; Mayer et al. (2019): the Single
    Market above both."""
    frame = depth_effects().query("kind == 'estimated' and sector == 'manufacturing'")
    effect = frame.set_index("depth")["effect_log"]
    assert 0 < effect["free trade"] < effect["customs union"] < effect["single market"]
