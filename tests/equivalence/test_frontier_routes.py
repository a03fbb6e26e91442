"""A set of route options alone: held in the trade model, it is what the network solve said."""

from __future__ import annotations

from pathlib import Path

import pytest

from geoecon.frontier.evaluate import network_places, solve_networks, solve_with_routes
from geoecon.frontier.network import solves_in
from geoecon.frontier.options import load_options
from geoecon.frontier.plan import plan_frontier
from geoecon.frontier.store import again_path, network_path
from geoecon.frontier.worker import set_rows


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
    again, solves = solve_with_routes(plan.job, [1], workers=1, progress=None)
    opened, stopped = again.income[0]
    assert held["open"] == pytest.approx(opened, rel=1e-8)
    assert held["open"] > 1
    assert held["CHN"] < held["open"]
    assert held["CHN"] == pytest.approx(stopped, abs=2e-3)
    assert held["CHN"] != pytest.approx(stopped, rel=1e-8)
    assert solves > 2
    kept = again_path(tmp_path, 1, "CHN").stat().st_mtime_ns
    assert solve_with_routes(plan.job, [1], workers=1, progress=None)[1] == solves
    assert again_path(tmp_path, 1, "CHN").stat().st_mtime_ns == kept
