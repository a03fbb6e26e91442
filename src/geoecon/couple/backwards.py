"""What a part of the network gives back: weights of its unknowns, of trade, and of its links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from geoecon.corridors.backwards import Answer, Kink
from geoecon.corridors.network import Link
from geoecon.couple.ways import MONTHS, THOUSAND_TO_MILLION, Ways
from geoecon.equilibrium.adjoint import Gradient
from geoecon.variables import Array
from geoecon.world.groups import region_of
from geoecon.world.world import World

YEARLY = THOUSAND_TO_MILLION * MONTHS  # kt a month × USD a tonne -> million USD a year


class LinkWeights(NamedTuple):
    """Derivatives by what the links of a part are, over the links of its `ways`.

    ways : by cargo, over the same links; cost, charge : by cargo [link], per USD a tonne of what
    choices are made by and of what is paid; room : [link], per kt a month
    """

    ways: Mapping[str, Ways]
    cost: Mapping[str, Array]
    charge: Mapping[str, Array]
    room: Array


class PartWeights(NamedTuple):
    """point : [unknown]; flow : [exporter, importer, sector] and unit_cost : [region, sector], per
    unit of logarithm; links : of the part's own network.
    """

    point: Array
    flow: Array
    unit_cost: Array
    links: LinkWeights


class Direct(NamedTuple):
    """An outcome that is made of a loading: weights of its answer, and of charges [link]."""

    answer: Answer
    charge: Array


class PartBackwards(Protocol):
    """A part of the loop (`loop.Part`) read backwards at its solution."""

    @property
    def size(self) -> int:
        """How many unknowns it has."""

    @property
    def kinks(self) -> tuple[Kink, ...]:
        """Links where a move one way does not do the opposite of a move the other way."""

    def passed_back(
        self, move: Array, transfer: Array, direct: Direct | None = None
    ) -> PartWeights:
        """From weights of the moves [unknown], of what regions earn [region] and of an outcome."""

    def effect_passed_back(self, found: Gradient) -> Array:
        """Weights of the unknowns through what they do to trade [unknown]."""


def earners(world: World, links: Sequence[Link]) -> Array:
    """Who earns what is paid on a link [region, link]: territories alike, and nobody at sea."""
    found = np.zeros((len(world.regions), len(links)))
    for number, link in enumerate(links):
        owners = link.territory.split()
        for owner in owners:
            region = region_of(owner, world.regions)
            if region:
                found[world.region(region), number] += 1 / len(owners)
    return found
