"""Where a country stands among the powers: votes cast alike, events, and trade beside them.

Facts of the ledger, measured; nothing here enters the trade model or its results.

>>> from geoecon.standing import alignment
>>> alignment("KAZ", "KAZ").alike == alignment("KAZ", "KAZ").votes
True
"""

from geoecon.standing.alignment import Alignment, alignment
from geoecon.standing.dependence import Dependence, dependence
from geoecon.standing.events import KINDS, Event, events, events_frame
from geoecon.standing.overview import POWERS, standing_of
from geoecon.standing.record import CASTS, TOPICS, Vote
from geoecon.standing.topics import standing_by_topic
from geoecon.standing.votes import load_votes, votes_frame

__all__ = [
    "CASTS",
    "KINDS",
    "POWERS",
    "TOPICS",
    "Alignment",
    "Dependence",
    "Event",
    "Vote",
    "alignment",
    "dependence",
    "events",
    "events_frame",
    "load_votes",
    "standing_by_topic",
    "standing_of",
    "votes_frame",
]
