"""A set of route options alone: held in the trade model, it is what the network solve said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geoecon.frontier import find_frontier, load_options
from geoecon.frontier.store import again_path


def test_held_or_solved_again_alone_is_the_same(tmp_path: Path) -> None:
    """In the state in which nobody cuts the country off; in the others the network answers too.

    Middle Corridor and a stop of trade by China. One solve of the network for the option, and one
    for each set on the frontier, and none, in each of two states. With the network the stop costs
    less: wells yield no more where wages fall, so the country does not spoil its own price of oil.
    """
    shipped = load_options("kazakhstan")
    route = next(one for one in shipped.options if one.name == "middle-corridor")
    china = next(one for one in shipped.powers if one.power == "CHN")
    asked = shipped.update(options=(route,), powers=(china,))
    found = find_frontier(asked, tmp_path / "out", workers=1)
    held = found.sets().set_index("set").loc[1]
    assert found.record["counts"]["network_solves"] == 1
    assert [row["set"] for row in found.record["frontier"]] == [1]

    again = {
        state: json.loads(again_path(tmp_path / "out", 1, state).read_text())["real_income"]
        for state in ("open", "CHN")
    }
    assert held["real_income_open"] == pytest.approx(again["open"], rel=1e-8)
    assert held["real_income_open"] > 1 > held["real_income_CHN"]
    assert held["real_income_CHN"] + 1e-4 < again["CHN"] < held["real_income_CHN"] + 0.01

    (row,) = found.record["frontier"]
    exposure = 100 * (1 - again["CHN"] / again["open"])
    assert row["routes_exposure_pct"] == pytest.approx(exposure, rel=1e-9)
    assert row["difference_points"] == pytest.approx(exposure - row["exposure_pct"], rel=1e-6)
    taken_up = find_frontier(asked, tmp_path / "out", workers=1)
    assert taken_up.record == found.record
