"""Seas contracted to sailings: the same costs from port to port, and no circles at sea."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from geoecon.corridors import Network, load_network
from geoecon.corridors.checks import check_network
from geoecon.corridors.logit import least_sensitivity
from geoecon.corridors.sailings import sailings

FIELDS = ("tengiz", "kashagan", "karachaganak", "mangystau", "aktobe", "kumkol")


@pytest.fixture(scope="module")
def now() -> Network:
    return load_network().on(date(2024, 6, 30))


def pair(network: Network, origin: str, destination: str) -> tuple[np.ndarray, np.ndarray]:
    index = network.node_index
    return np.array([index[origin]]), np.array([index[destination]])


def test_a_sailing_is_the_sum_of_its_legs(now: Network) -> None:
    found = sailings(now, "container", 5.0)
    check_network(found.network)
    sailing = found.network.link("sailing-shanghai-rotterdam")
    legs = [now.link(name) for name in found.legs[sailing.id]]
    assert (legs[0].from_node, legs[-1].to_node) == ("shanghai", "rotterdam")
    assert sailing.freight_usd_t("container") == pytest.approx(
        sum(leg.freight_usd_t("container") for leg in legs)
    )
    assert sailing.length_km == sum(leg.length_km for leg in legs)
    assert {"malacca", "suez", "gibraltar"} <= set(sailing.passage.split())
    assert (sailing.fee_usd_t, sailing.fee_owner) == (3.5, "EGY")


def test_a_shut_strait_leaves_no_sailing(now: Network) -> None:
    shut = now.without(link.id for link in now.links if link.passage == "hormuz")
    gone = "sailing-kuwait-singapore"
    assert gone in sailings(now, "crude").legs
    assert gone not in sailings(shut, "crude").legs


def test_circles_at_sea_are_gone(now: Network) -> None:
    crude = sailings(now, "crude", origins=FIELDS).network
    before = least_sensitivity(now.graph("crude"), *pair(now, "tengiz", "zone-ita"))
    after = least_sensitivity(crude.graph("crude"), *pair(crude, "tengiz", "zone-ita"))
    assert after < 0.15 < 1 < before


def test_other_users_stay_where_they_are(now: Network) -> None:
    crude = sailings(now, "crude", origins=FIELDS).network
    assert crude.preload(2024).sum() == pytest.approx(now.preload(2024).sum())
    assert sailings(now, "container").network.users == ()
