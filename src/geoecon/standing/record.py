"""One vote of one economy, and what resolutions are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

CASTS = MappingProxyType({"for": 1.0, "abstain": 0.0, "against": -1.0})
"""What can be cast, on a line from against to for: an abstention lies half way."""
ABSENT = "did not vote"
TOPICS = MappingProxyType(
    {
        "Ukraine": "the war on Ukraine, the annexations, and what follows from them",
        "Palestinian conflict": "Palestine, its refugees and Israeli practices",
        "nuclear weapons": "their prohibition, tests and zones without them",
        "arms control": "other weapons, outer space, security of information",
        "human rights": "rights, racism, the order that would protect them",
        "economic development": "trade, finance, commodities and poverty",
        "colonialism": "territories that do not govern themselves",
    }
)
"""What a resolution is about, one topic each: the six of Voeten (2013) and the war on Ukraine.

By its title, and where that does not say, by the committee that drafted it.
"""


@dataclass(frozen=True)
class Vote:
    """What one economy did in one vote: a key of `CASTS`, or `did not vote`.

    `topic` is a key of `TOPICS`, `fact` the id of the fact or of the source that tells it, and
    `checked` whether a list of names was read; otherwise others say how it voted.
    """

    resolution: str
    day: date
    economy: str
    cast: str
    fact: str
    checked: bool
    topic: str
