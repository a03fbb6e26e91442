"""Votes cast alike: how often a country and a power, or a bloc, vote the same way.

Three measures of the same votes, those in which both cast one (for, abstain, against):

- alike: the share of votes in which both cast the same;
- agreement: an abstention agrees by half with a vote for or against, 1 − mean |x − y| / 2 with x, y
  of `CASTS`: the index of agreement of Lijphart (1963), as used on UN votes since;
- s: Signorino and Ritter (1999), S = 1 − 2 Σ|x − y| / Σ 2 with equal weights, from −1 (opposite
  throughout) to 1 (alike throughout); with these three categories it is 2 · agreement − 1.

None of them tells a change of mind from a change of agenda, which the ideal points of Bailey,
Strezhnev and Voeten (2017) do; those need whole sessions of votes. Countries agree with different
others on different topics, for which Bailey and Voeten (2018) advise to look at each by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geoecon.errors import UnknownNameError, unknown_name
from geoecon.parameters import bloc_members, blocs
from geoecon.standing.record import ABSENT, CASTS, TOPICS, Vote
from geoecon.standing.votes import cast_by, load_votes

QUORUM = 0.5
"""A vote of a bloc counts where more than this share of its members has one on record."""


@dataclass(frozen=True)
class Alignment:
    """Votes of a country beside those of a power.

    `votes` is the number of resolutions compared, `alike` in how many both cast the same (a
    fraction of one where the members of a bloc part ways), `absent` in how many the country did
    not vote while the power did, `unchecked` how many rest on a vote that no list of names tells.
    `agreement` and `s` are None without votes.
    """

    country: str
    power: str
    votes: int
    alike: float
    agreement: float | None
    s: float | None
    absent: int
    unchecked: int
    first: date | None
    last: date | None

    @property
    def alike_share(self) -> float | None:
        """Share of the votes cast alike, 0 to 1; None without votes."""
        return self.alike / self.votes if self.votes else None


def alignment(
    country: str,
    power: str,
    since: date = date.min,
    until: date = date.max,
    topic: str = "",
) -> Alignment:
    """How a country voted beside a power, or a bloc, from a day until another, both included.

    A bloc's vote is the mean over its members of that day, the country itself left out, and every
    resolution weighs the same; `topic` leaves those on one topic, a key of `TOPICS`. Raises
    UnknownNameError for another topic, and where either has no vote on record.
    """
    if topic and topic not in TOPICS:
        raise unknown_name("topic of votes", topic, TOPICS)
    own = {
        key: vote
        for key, vote in _known(country).items()
        if since <= vote.day <= until and topic in ("", vote.topic)
    }
    pairs = [(vote, _of_power(country, power, vote)) for vote in own.values()]
    cast = [(vote, others) for vote, others in pairs if others and vote.cast != ABSENT]
    agreed = [_mean([1 - abs(_at(vote) - _at(one)) / 2 for one in others]) for vote, others in cast]
    agreement = _mean(agreed) if agreed else None
    days = [vote.day for vote, _ in cast]
    return Alignment(
        country,
        power,
        votes=len(cast),
        alike=sum(_mean([float(vote.cast == one.cast) for one in others]) for vote, others in cast),
        agreement=agreement,
        s=None if agreement is None else 2 * agreement - 1,
        absent=sum(bool(others) and vote.cast == ABSENT for vote, others in pairs),
        unchecked=sum(not all(one.checked for one in (vote, *others)) for vote, others in cast),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _known(economy: str) -> dict[str, Vote]:
    votes = cast_by(economy)
    if not votes:
        raise UnknownNameError(
            f"no vote of {economy} is on record",
            where="the facts of the ledger (geoecon facts vote) and the roll calls",
            why="votes of a few economies were collected, not those of all",
            remedy="ask for one of " + ", ".join(sorted({vote.economy for vote in load_votes()})),
        )
    return votes


def _of_power(country: str, power: str, vote: Vote) -> list[Vote]:
    """The votes cast by a power on the same resolution, those of its members for a bloc."""
    if power not in blocs():
        found = _known(power).get(vote.resolution)
        return [found] if found and found.cast in CASTS else []
    members = [code for code in bloc_members(power, vote.day) if code != country]
    recorded = [cast_by(code).get(vote.resolution) for code in members]
    cast = [one for one in recorded if one and one.cast in CASTS]
    return cast if len(cast) > QUORUM * len(members) else []


def _at(vote: Vote) -> float:
    return CASTS[vote.cast]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
