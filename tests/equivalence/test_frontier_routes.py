"""A set of route options alone: held in the trade model, it is what the network solve said."""

from __future__ import annotations

from pathlib import Path

import pytest

from geoecon.frontier.evaluate import network_places, solve_networks
from geoecon.frontier.network import solves_in
from geoecon.frontier.options import load_options
from geoecon.frontier.plan import plan_frontier
from geoecon.frontier.store import network_path
from geoecon.frontier.worker import set_rows, solve_again


def test_held_or_solved_again_alone_is_the_same(tmp_path: Path) -> None:
    """And in a state in which nobody bans transit, the effect held is that of the open state."""
    shipped = load_options("kazakhstan")
    route = next(one for one in shipped.options if one.name == "middle-corridor")
    china = next(one for one in shipped.powers if one.power == "CHN")
    asked = shipped.update(options=(route,), powers=(china,))
    plan = plan_frontier(asked, tmp_path, None, None)
    places = network_places(plan.job, [0, 1])
    assert [(mask, state.name) for mask, state in places] == [(1, "open")]
    solves = solve_networks(plan.job, places, workers=1, progress=None)
    assert solves == solves_in(network_path(tmp_path, 1, "open"), plan.job.key) > 1
    held = {state: income for _, state, income, _ in set_rows(plan.job, 1)}
    _, _, again = solve_again(plan.job, 1, plan.job.states[0])
    assert held["open"] == pytest.approx(again["real_income"], rel=1e-8)
    assert held["open"] > 1
    assert held["CHN"] < held["open"]
