"""Membership on any day agrees with the facts: the day before, the day itself and the day after.

Every fact about blocs is either a claim below or named as saying nothing of membership, so that a
new fact cannot be passed over. The claims quote the words of the fact that they rest on.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

import geoecon
from geoecon.ledger import fact, load_facts
from geoecon.parameters import bloc_depth, bloc_depths, bloc_members, blocs, memberships
from geoecon.parameters.names import Membership

DAY = timedelta(days=1)
ONLY_TOLD = {
    "BLK012": "the depth of an agreement, tested below",
    "BLK014": "a treaty before the Union State",
    "BLK015": "programmes, no member",
    "BLK016": "security",
    "BLK031": "a tariff",
    "BLK032": "a declaration",
    "BLK035": "a tariff",
    "BLK036": "a tariff",
}
"""Facts that say nothing of who is a member."""


@dataclass(frozen=True)
class Claim:
    """From `first` on (or on a day from `first` to `last`) `who` have a status in a bloc."""

    fact: str
    words: str
    bloc: str
    who: str
    first: str
    last: str = ""
    status: str = "member"


CLAIMS = (
    Claim("BLK001", "2014-05-29", "EAEU", "BLR KAZ RUS", "2014-05-29", status="signatory"),
    Claim("BLK002", "2015-01-01", "EAEU", "BLR KAZ RUS", "2015-01-01"),
    Claim("BLK003", "2015-01-02", "EAEU", "ARM", "2015-01-02"),
    Claim("BLK003", "2014-10-10", "EAEU", "ARM", "2014-10-09", "2014-10-10", "signatory"),
    Claim("BLK004", "2014-12-23", "EAEU", "KGZ", "2014-12-23", status="signatory"),
    Claim("BLK006", "2017-04-14", "EAEU", "MDA", "2017-04-14", status="observer"),
    Claim("BLK006", "Dec 2020", "EAEU", "CUB UZB", "2020-12-01", "2020-12-31", "observer"),
    Claim("BLK006", "Iran", "EAEU", "IRN", "2023-05-24", "2025-05-15", "observer"),
    Claim("BLK007", "2010-07-01", "EACU", "BLR KAZ RUS", "2010-07-01"),
    Claim("BLK010", "2019-10-01", "EAEU-SGP", "KAZ SGP", "2019-10-01", status="signatory"),
    Claim("BLK011", "2018-05-17", "EAEU-IRN", "IRN KAZ", "2018-05-17", status="signatory"),
    Claim("BLK011", "2019-10-27", "EAEU-IRN", "IRN KAZ", "2019-10-27"),
    Claim(
        "BLK017", "2011-10-18", "CIS-FTA", "ARM BLR KAZ KGZ MDA RUS TJK UKR", "2011-10-18",
        status="signatory",
    ),
    Claim("BLK018", "2012-09-20", "CIS-FTA", "BLR RUS UKR", "2012-09-20"),
    Claim("BLK018", "2013", "CIS-FTA", "UZB", "2013-05-31", "2014-12-31"),
    Claim("BLK018", "Jan 2014", "CIS-FTA", "KGZ", "2014-01-01", "2014-01-31"),
    Claim("BLK018", "Dec 2015", "CIS-FTA", "TJK", "2015-12-01", "2015-12-31"),
    Claim("BLK019", "2015-12-21", "EPCA-KAZ", "KAZ FRA", "2015-12-21", status="signatory"),
    Claim("BLK020", "March 2020", "EPCA-KAZ", "KAZ FRA", "2020-03-01", "2020-03-31"),
    Claim("BLK021", "2024-06-25", "EPCA-KGZ", "KGZ FRA", "2024-06-25", status="signatory"),
    Claim("BLK022", "2021-03-01", "CEPA-ARM", "ARM FRA", "2021-03-01"),
    Claim("BLK023", "2009-10-03", "OTS", "AZE KAZ KGZ TUR", "2009-10-03"),
    Claim("BLK023", "2019-10", "OTS", "UZB", "2019-10-01", "2019-10-31"),
    Claim("BLK023", "HUN 2018", "OTS", "HUN", "2018-01-01", "2018-12-31", "observer"),
    Claim("BLK023", "Nov 2021", "OTS", "TKM", "2021-11-01", "2021-11-30", "observer"),
    Claim("BLK024", "2001", "SCO", "CHN KAZ KGZ RUS TJK UZB", "2001-01-01", "2001-12-31"),
    Claim("BLK024", "Iran", "SCO", "BLR IRN", "2022-12-31", "2024-12-31"),
    Claim("BLK024", "by 2022", "SCO", "IND PAK", "2001-12-31", "2022-01-01"),
    Claim("BLK025", "2015-11-30", "WTO", "KAZ", "2015-11-30"),
    Claim("BLK026", "1998-12-20", "WTO", "KGZ", "1998-12-20"),
    Claim("BLK029", "2013", "WTO", "TJK", "2013-01-01", "2013-06-07"),
    Claim("BLK030", "since 1994", "WTO", "UZB", "1994-01-01", "1994-12-31", "candidate"),
    Claim("BLK033", "January 2022", "RCEP", "AUS CHN JPN SGP", "2022-01-01", "2022-01-31"),
    Claim("BLK034", "2018-12-30", "CPTPP", "AUS CAN JPN MEX NZL SGP", "2018-12-30"),
    Claim("BLK034", "2024-12-15", "CPTPP", "GBR", "2024-12-15"),
    Claim("BLK034", "2021-09-19", "CPTPP", "PER", "2021-01-19", "2021-09-19"),
)  # fmt: skip


def of(bloc: str, day: date, status: str) -> set[str]:
    frame = geoecon.bloc(bloc, day)
    return set(frame.loc[frame["status"] == status, "economy"])


def test_every_fact_on_blocs_is_a_claim_or_is_named_as_none() -> None:
    known = {found.id for found in load_facts() if found.id.startswith("BLK")}
    claimed = {claim.fact for claim in CLAIMS}
    assert known == claimed | set(ONLY_TOLD)
    assert not claimed & set(ONLY_TOLD)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: f"{c.fact} {c.bloc} {c.who}")
def test_membership_starts_on_the_day_of_the_fact(claim: Claim) -> None:
    told = fact(claim.fact)
    assert claim.words in f"{told.raw} {told.note}"
    who, first = set(claim.who.split()), date.fromisoformat(claim.first)
    last = date.fromisoformat(claim.last) if claim.last else first
    assert not who & of(claim.bloc, first - DAY, claim.status)
    assert who <= of(claim.bloc, last, claim.status)
    assert who <= of(claim.bloc, last + DAY, claim.status)


def test_counts_of_the_facts() -> None:
    """RCEP has 15 members (BLK033), CPTPP 12 with the United Kingdom (BLK034), SCO 10 (BLK024)."""
    assert len(bloc_members("RCEP", date(2023, 12, 31))) == 15
    assert len(bloc_members("CPTPP", date(2024, 12, 14))) == 11
    assert len(bloc_members("CPTPP", date(2024, 12, 15))) == 12
    assert len(bloc_members("SCO", date(2025, 1, 1))) == 10


def test_uzbekistan_is_in_no_world_trade_organization() -> None:
    """BLK030: not a member in 2025."""
    assert "UZB" not in bloc_members("WTO", date(2025, 12, 31))


def test_the_agreement_with_iran_frees_trade_on_the_day_of_the_fact() -> None:
    day = fact("BLK012").value.spans[0].start
    assert day is not None
    for on, depth in ((day - DAY, "preferential"), (day, "free trade"), (day + DAY, "free trade")):
        found = bloc_depth("EAEU-IRN", on)
        assert found is not None
        assert found.depth == depth


def told(row: Membership, day: date) -> bool:
    """Whether the table of the bloc has the member, or a member of the member, as the row says."""
    economies = bloc_members(row.member, day) if row.member in blocs() else (row.member,)
    return set(economies) <= of(row.bloc, day, row.status) and bool(economies)


def others(row: Membership, day: date) -> bool:
    """Whether another row gives the same member the same status on a day."""
    return any(
        one is not row
        and (one.bloc, one.member, one.status) == (row.bloc, row.member, row.status)
        and one.holds(day)
        for one in memberships()
    )


@pytest.mark.parametrize("name", blocs())
def test_each_row_holds_from_its_first_day_until_the_day_before_its_last(name: str) -> None:
    for row in (one for one in memberships() if one.bloc == name):
        inside = [row.start, row.start + DAY, *([row.end - DAY] if row.end else [])]
        outside = [row.start - DAY, *([row.end, row.end + DAY] if row.end else [])]
        assert all(told(row, day) for day in inside), row
        assert not any(told(row, day) and not others(row, day) for day in outside), row


@pytest.mark.parametrize("depth", bloc_depths(), ids=lambda d: f"{d.bloc} {d.depth}")
def test_a_depth_starts_on_its_day(depth: geoecon.parameters.BlocDepth) -> None:
    before, then = bloc_depth(depth.bloc, depth.start - DAY), bloc_depth(depth.bloc, depth.start)
    assert then == depth
    assert before is None or before.start < depth.start


def collected() -> Path:
    """The collected facts, beside the data sets of other replications."""
    beside = Path(__file__).parents[4] / "shared" / "checks"
    return Path(os.environ.get("GEOECON_REPLICATION_DATA", beside)).parent / "facts" / "blocs.csv"


def test_the_ledger_has_the_collected_facts_unchanged() -> None:
    if not collected().is_file():
        pytest.skip("the collected facts are not on this machine")
    with collected().open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 25
    for row in rows:
        found = fact(row["id"])
        assert (found.subject, found.quantity, found.source.url) == (
            row["subject"], row["quantity"], row["url"],
        ), row["id"]  # fmt: skip
        assert found.raw == row["value"], row["id"]
