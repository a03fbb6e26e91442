"""Standing: votes read from facts, measures worked out by hand, events, trade kept apart."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import geoecon
from geoecon.errors import FactError, UnknownNameError
from geoecon.ledger import fact
from geoecon.parameters import bloc_members, sources
from geoecon.parameters.tables import read_table
from geoecon.standing import (
    CASTS,
    KINDS,
    POWERS,
    TOPICS,
    alignment,
    dependence,
    events,
    events_frame,
    load_votes,
    standing_by_topic,
    standing_of,
    votes_frame,
)
from geoecon.standing.roll_calls import roll_calls
from geoecon.standing.votes import topic_of
from geoecon.world.world import World


def test_measures_by_hand():
    """Kazakhstan and China on six votes: they differ once, abstention against `against`."""
    found = alignment("KAZ", "CHN", date(2022, 3, 1), date(2023, 3, 1))
    assert (found.votes, found.alike) == (6, 5)
    assert found.agreement == pytest.approx(1 - 0.5 / 6)
    assert found.s == pytest.approx(1 - 2 * 1 / (2 * 6))
    assert found.alike_share == pytest.approx(5 / 6)
    assert (found.first, found.last) == (date(2022, 3, 2), date(2023, 2, 23))


def test_belarus_and_turkiye_are_opposite_on_the_war_throughout():
    found = alignment("BLR", "TUR", topic="Ukraine")
    assert found.alike == 0
    assert found.agreement == 0
    assert found.s == -1


@pytest.mark.parametrize("pair", [("KAZ", "RUS"), ("BLR", "CHN"), ("ARM", "USA")])
def test_measures_are_symmetric_and_related(pair):
    there, back = alignment(*pair), alignment(*reversed(pair))
    assert (there.votes, there.alike, there.s) == (back.votes, back.alike, back.s)
    assert there.s == pytest.approx(2 * there.agreement - 1)
    assert there.alike_share <= there.agreement


def test_a_country_agrees_with_itself():
    found = alignment("KAZ", "KAZ")
    assert found.alike == found.votes
    assert found.s == 1


def test_absence_is_counted_and_is_no_vote():
    found = alignment("TKM", "RUS", topic="Ukraine")
    assert found.votes == 0
    assert found.absent >= 4
    assert found.agreement is None
    assert found.s is None
    assert found.alike_share is None


def test_a_bloc_votes_as_the_mean_of_its_members():
    day = date(2025, 2, 24)
    found = alignment("USA", "EU27", day, day)
    assert found.votes == 2
    assert found.alike == pytest.approx(1 / 27)  # Hungary, on the first of the two
    assert found.agreement == pytest.approx((1 / 27 + 0.5) / 2)


def test_a_bloc_of_which_few_votes_are_known_has_none():
    day = date(2026, 2, 24)
    assert alignment("KAZ", "HUN", day, day).votes == 1
    assert alignment("KAZ", "EU27", day, day).votes == 0


def test_a_member_is_compared_with_the_others_of_its_bloc():
    day = date(2025, 2, 24)
    assert alignment("HUN", "EU27", day, day).alike == 0
    assert alignment("FRA", "EU27", date(2022, 1, 1), date(2023, 1, 1)).alike_share == 1


def test_who_has_no_vote_on_record_is_told():
    with pytest.raises(UnknownNameError, match="no vote of JPN"):
        alignment("JPN", "RUS")
    with pytest.raises(UnknownNameError, match="no vote of IND"):
        alignment("KAZ", "IND")


def test_every_vote_is_a_fact_of_its_day():
    votes = load_votes()
    assert len({vote.resolution for vote in votes}) >= 11
    assert {vote.topic for vote in votes} == set(TOPICS)
    for vote in votes:
        assert vote.cast in CASTS or vote.cast == "did not vote"
        if vote.fact in sources():
            assert vote.cast in CASTS
            continue
        told = fact(vote.fact)
        assert told.value.words == vote.cast
        assert told.period.start == vote.day
        assert vote.checked == ("not read whole" not in told.source.note)


def test_no_vote_rests_on_memory():
    told = [fact(vote.fact) for vote in load_votes() if vote.fact not in sources()]
    assert not [one.id for one in told if "memory" in one.note]
    assert all(one.source.url.startswith("http") for one in told)


def test_roll_calls_give_every_member_of_the_union_its_own_vote():
    """Twelve members against, fourteen abstaining, two for: the Division for Palestinian Rights."""
    day = date(2019, 12, 3)
    union = bloc_members("EU27", day)
    cast = {
        vote.economy: vote.cast
        for vote in load_votes()
        if vote.resolution.startswith("74/12 ") and vote.economy in union
    }
    assert len(cast) == len(union) == 28
    counted = {word: list(cast.values()).count(word) for word in CASTS}
    assert counted == {"for": 2, "abstain": 14, "against": 12}
    assert cast["CYP"] == "for"
    assert cast["GBR"] == "abstain"


def test_roll_calls_part_members_of_blocs_alone():
    for row in read_table("roll_calls", "standing"):
        union = bloc_members("EU27", date.fromisoformat(row["day"]))
        for entry in row["apart"].split():
            code, _, cast = entry.partition("=")
            assert code in union, row["resolution"]
            assert cast in CASTS
            assert cast != row["EU27"], row["resolution"]


def test_topics_by_hand():
    """Nuclear weapons: for in all four, where Russia is for twice, abstains once, is against once;
    Palestine: the United States against five times."""
    frame = standing_by_topic("Kazakhstan", ["RUS", "USA"])
    assert list(frame.index.get_level_values("topic").unique()) == list(TOPICS)
    nuclear = frame.loc[("nuclear weapons", "RUS")]
    assert (nuclear["votes"], nuclear["alike"]) == (4, 2)
    assert nuclear["agreement"] == pytest.approx((1 + 1 + 0.5 + 0) / 4)
    assert nuclear["s"] == pytest.approx(1 - 2 * (0 + 0 + 1 + 2) / (2 * 4))
    palestine = frame.loc[("Palestinian conflict", "USA")]
    assert (palestine["votes"], palestine["s"]) == (5, -1)
    assert "KAZ" not in standing_by_topic("KAZ", ["KAZ", "RUS"]).index.get_level_values("power")


def test_topics_add_up_to_all_votes():
    frame = standing_by_topic("UZB")
    for power in POWERS:
        whole = alignment("UZB", power)
        parts = frame.xs(power, level="power")
        assert parts["votes"].sum() == whole.votes
        assert parts["alike"].sum() == pytest.approx(whole.alike)


def test_who_agrees_depends_on_the_topic():
    """Bailey and Voeten (2018): one line does not tell all; arms control is not human rights."""
    s = standing_by_topic("KAZ", ["EU27"])["s"]
    assert s[("arms control", "EU27")] > 0.5
    assert s[("human rights", "EU27")] < -0.5


def test_a_topic_that_is_none_is_refused():
    with pytest.raises(UnknownNameError, match="nuclear"):
        alignment("KAZ", "RUS", topic="nuclear")


@pytest.mark.parametrize(
    ("change", "words"),
    [({"topic": "war"}, "'war' as a topic"), ({"RUS": "yes"}, "'yes' as a cast")],
)
def test_a_roll_call_that_cannot_be_read_is_refused(monkeypatch, change, words):
    row = read_table("roll_calls", "standing")[0] | change
    monkeypatch.setattr("geoecon.standing.roll_calls.read_table", lambda *_: (row,))
    with pytest.raises(FactError, match=words):
        list(roll_calls())


def test_a_resolution_of_the_ledger_without_a_topic_is_refused():
    with pytest.raises(FactError, match="has no topic"):
        topic_of("77/1 nothing")


def test_votes_on_record_fit_into_the_tally():
    """No more economies are on record with a vote than the source counted."""
    tallies = {
        told.subject: {amount.label: amount.number for amount in told.value.amounts}
        for told in geoecon.ledger.load_facts()
        if told.value.kind == "tally"
    }
    for name in tallies:
        for cast, label in (("for", "for"), ("against", "against"), ("abstain", "abstain")):
            count = sum(v.resolution == name and v.cast == cast for v in load_votes())
            assert count <= tallies[name].get(label, np.inf), (name, cast)


def test_a_vote_of_a_bloc_leaves_out_whom_it_excepts():
    frame = votes_frame("DEU", "HUN", "KAZ").set_index("resolution")
    row = frame.loc[next(name for name in frame.index if name.startswith("ES-11/7"))]
    assert (row["DEU"], row["HUN"]) == ("for", "against")
    missing = frame.loc[next(name for name in frame.index if name.startswith("ES-11/8"))]
    assert missing["HUN"] == ""
    assert missing["DEU"] == "for"


def test_members_vote_with_the_bloc_of_that_day():
    crimea = {v.economy for v in load_votes() if v.resolution.startswith("68/262")}
    assert "GBR" in crimea
    assert set(bloc_members("EU27", date(2014, 3, 27))) <= crimea


def test_events_are_dated_facts_of_known_kinds():
    found = events()
    assert len(found) >= 30
    assert [event.start for event in found] == sorted(event.start for event in found)
    for event in found:
        assert event.kind in KINDS
        assert event.start <= event.end
        assert event.source.title
        assert event.economies


def test_events_of_a_bloc_concern_its_members():
    with_union = {event.fact for event in events("KAZ", "EU27")}
    assert "EVT006" in with_union
    assert "EVT007" not in with_union  # Macron came for France
    assert "EVT007" in {event.fact for event in events("KAZ", "FRA")}
    assert "EVT006" in {event.fact for event in events("UZB", "DEU")}
    assert not events("KAZ", since=date(2030, 1, 1))


def test_events_frame_has_the_source_of_each():
    frame = events_frame("KAZ", "RUS")
    assert len(frame) == len(events("KAZ", "RUS"))
    assert (frame["source"] != "").all()


def test_dependence_by_hand():
    flow = np.array([[50.0, 30.0, 10.0], [20.0, 90.0, 0.0], [60.0, 0.0, 70.0]])[:, :, None]
    first, second = "A", "B"
    world = World.from_arrays(
        flow, regions=[first, second, "C"], sectors=["S0"], trade_elasticity=4.0, name="three"
    )
    found = dependence(first, second, world)
    assert found.exports_share == pytest.approx(30 / 40)
    assert found.imports_share == pytest.approx(20 / 80)
    assert found.trade_share == pytest.approx(50 / 120)
    assert dependence(first, first, world).trade_share == 0
    with pytest.raises(UnknownNameError):
        dependence("QQQ", first, world)
    with pytest.raises(UnknownNameError):
        dependence(first, "QQQ", world)


def test_shares_of_blocs_are_sums_of_shares():
    world = geoecon.load_world()
    union = dependence("KAZ", "EU27", world)
    parts = [dependence("KAZ", code, world) for code in bloc_members("EU27")]
    assert union.exports_share == pytest.approx(sum(part.exports_share for part in parts))
    everybody = [dependence("KAZ", code, world) for code in world.regions]
    assert sum(one.imports_share for one in everybody) == pytest.approx(1)


def test_standing_puts_votes_and_trade_side_by_side():
    frame = standing_of("Kazakhstan")
    assert list(frame.index) == list(POWERS)
    assert frame.loc["CHN", "alike"] > frame.loc["RUS", "alike"]
    assert frame.loc["EU27", "exports_share"] > frame.loc["RUS", "exports_share"]
    assert (frame["events"] > 0).all()
    assert "RUS" not in standing_of("RUS").index


def test_standing_enters_no_result():
    """Nothing that scenarios are solved with knows of votes."""
    from pathlib import Path

    package = Path(str(geoecon.__file__)).parent
    for folder in ("scenario", "equilibrium", "measures", "couple", "world", "report", "runs"):
        for path in (package / folder).rglob("*.py"):
            assert "geoecon.standing" not in path.read_text(encoding="utf8"), path
