"""Options, rules, the frontier, its folder and the command."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from html import escape
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from geoecon.cli.app import app
from geoecon.definitions import meaning
from geoecon.errors import (
    ConflictError,
    DataError,
    FolderError,
    GeoeconError,
    ScenarioError,
    UnknownNameError,
)
from geoecon.frontier import find_frontier, list_options, load_options
from geoecon.frontier import plan as planning
from geoecon.frontier.options import Cost, Options, read_options
from geoecon.frontier.outcomes import Outcomes, frontier_of
from geoecon.frontier.record import DEFINITIONS, citations
from geoecon.frontier.sets import Rules, named
from geoecon.frontier.shocks import Book
from geoecon.frontier.values import alone_and_on_top, pick_of, shapley
from geoecon.report.frontier import OPTION_HEADS, SET_HEADS
from geoecon.testing.toys import oil_and_factories
from geoecon.world.store import load_world
from geoecon.world.world import World

HEAD = """title: A toy
question: What is best?
date: 2024-01-01
focus: A
discount_pct: 5
discount_source: "assumption: invented"
powers:
  - {power: B, chance_pct: 5, range_pct: [1, 10], source: "assumption: invented"}
  - {power: C, chance_pct: 3, range_pct: [1, 10], source: "assumption: invented"}
options:
"""


def option(name: str, change: float, *, partner: str = "B", more: str = "", cost: float = 1) -> str:
    return f"""  - name: {name}
    title: {name}
    cost: {{yearly_musd: {cost}, source: "assumption: invented"}}
    {more}
    instruments:
      - {{kind: barrier, exporters: {partner}, importers: A, change_pct: {change},
         sectors: {"oil" if name.startswith("oil") else "goods"}, source: "assumption: invented"}}
"""


def toy(*options: str) -> Options:
    return read_options(HEAD + "".join(options), file="toy.yaml", name="toy")


FOUR = (
    option("goods-b", -6),
    option("goods-c", -6, partner="C", cost=0.2),
    option("oil-c", -4, partner="C", cost=0.1),
    option("oil-b", -9, cost=0.3),
)


@pytest.fixture
def world():
    return oil_and_factories()


def outcome(points: list[tuple[float, float]], cost: list[float] | None = None) -> Outcomes:
    expected, exposure = np.array(points, dtype=float).T
    paid = np.zeros(len(points)) if cost is None else np.array(cost)
    return Outcomes(np.arange(len(points)), paid, expected, exposure, np.ones(len(points), int))


# -- the list ------------------------------------------------------------------------------------


def test_capital_is_an_annuity() -> None:
    """100 over 2 years at 10 %: 100 · 0.1 / (1 − 1.1^−2) = 57.619 a year, and 3 besides."""
    cost = Cost(capital_musd=100.0, years=2, yearly_musd=3.0, source="assumption: invented")
    assert cost.annual(0.10) == pytest.approx(60.6190476)
    assert cost.annual(0.0) == pytest.approx(53.0)


COST = 'cost: {yearly_musd: 1, source: "assumption: invented"}'


@pytest.mark.parametrize(
    ("line", "instead", "kind", "words"),
    [
        ("needs: []", "needs: [goods-x]", UnknownNameError, "goods-c"),
        ("needs: []", "excludes: goods-b", UnknownNameError, "option in excludes"),
        ("needs: []", "storage: 3", ScenarioError, "unknown key"),
        (COST, "note: dear", ScenarioError, "cost is missing"),
        (COST, 'cost: {source: "assumption: x"}', ScenarioError, "yearly_musd"),
        (COST, 'cost: {capital_musd: 5, source: "assumption: x"}', ScenarioError, "go together"),
    ],
)
def test_what_is_wrong_in_a_list_is_told_with_its_line(
    line: str, instead: str, kind: type[GeoeconError], words: str
) -> None:
    wrong = option("goods-b", -6, more="needs: []").replace(line, instead)
    with pytest.raises(kind, match=re.escape(words)) as caught:
        toy(wrong, option("goods-c", -6, partner="C"))
    assert "toy.yaml, line" in caught.value.text()


def test_two_options_of_one_name() -> None:
    with pytest.raises(ScenarioError, match="two options are called goods-b"):
        toy(option("goods-b", -6), option("goods-b", -7))


def test_chances_add_up_to_one_at_most() -> None:
    with pytest.raises(ScenarioError, match="110 %"):
        read_options(
            HEAD.replace("[1, 10]", "[1, 55]") + FOUR[0], file="toy.yaml", name="toy"
        )  # fmt: skip


def test_more_than_twelve_are_searched_or_refused(world, tmp_path: Path) -> None:
    many = toy(*(option(f"goods-{at}", -1 - at / 10) for at in range(13)))
    with pytest.raises(ConflictError, match="8,192 sets") as caught:
        find_frontier(many, tmp_path / "out", world)
    assert "--most" in caught.value.remedy
    assert not (tmp_path / "out").exists()


def test_options_that_contradict_each_other_say_so(world, tmp_path: Path) -> None:
    both = toy(option("goods-b", -6), option("goods-more", -7))
    with pytest.raises(ConflictError, match="goods-b and goods-more") as caught:
        find_frontier(both, tmp_path / "out", world)
    assert "excludes: goods-b" in caught.value.remedy
    apart = toy(option("goods-b", -6), option("goods-more", -7, more="excludes: goods-b"))
    found = find_frontier(apart, tmp_path / "out", world, workers=1)
    assert found.record["counts"]["sets"] == 3


def test_a_line_in_an_instrument_is_that_of_the_file(world, tmp_path: Path) -> None:
    wrong = toy(option("goods-b", -6), option("goods-c", -6, partner="Z"))
    with pytest.raises(UnknownNameError) as caught:
        find_frontier(wrong, tmp_path / "out", world)
    number = next(i for i, line in enumerate((HEAD + "".join(
        (option("goods-b", -6), option("goods-c", -6, partner="Z")))).splitlines(), 1)
        if "exporters: Z" in line)  # fmt: skip
    assert f"toy.yaml, line {number}" in caught.value.where


def test_who_is_unknown_is_told_with_the_line(world, tmp_path: Path) -> None:
    for wrong, line in (("focus: Q", 4), ("power: Q,", 8)):
        text = HEAD.replace("focus: A" if "focus" in wrong else "power: B,", wrong) + FOUR[0]
        with pytest.raises(UnknownNameError) as caught:
            find_frontier(read_options(text, file="toy.yaml", name="toy"), tmp_path / "o", world)
        assert f"toy.yaml, line {line} " in caught.value.where


@pytest.mark.parametrize("count", [0, 21])
def test_no_options_and_too_many(count: int) -> None:
    lines = [option(f"goods-{at}", -1) for at in range(count)] or ["  []\n"]
    with pytest.raises(ScenarioError, match="options") as caught:
        toy(*lines)
    assert "at most 20" in caught.value.remedy


def test_transit_needs_a_network(world, tmp_path: Path) -> None:
    text = HEAD.replace("{power: B,", "{power: B, stops: both,") + FOUR[0]
    with pytest.raises(DataError, match="network"):
        find_frontier(read_options(text, file="toy.yaml", name="toy"), tmp_path / "out", world)


def test_a_world_of_ones_own_has_its_own_horizon(world, tmp_path: Path) -> None:
    with pytest.raises(ConflictError, match="both a world and a horizon"):
        find_frontier(toy(*FOUR), tmp_path / "out", world, horizon="year")


def test_the_shipped_lists_hold_together() -> None:
    for name in list_options():
        asked = load_options(name)
        world, book = load_world(horizon=asked.horizon), Book.of(asked)
        book.check(world, Rules(asked))
        assert citations(asked, book, world)
    assert len(load_options("kazakhstan").options) == 12


# -- rules and values ----------------------------------------------------------------------------


def test_admissible_sets_are_those_of_a_plain_loop() -> None:
    asked = toy(
        option("a", -1, more="needs: [b]"),
        option("b", -2),
        option("c", -3, more="excludes: a"),
        option("d", -4, more="needs: [a, b]"),
    )
    rules = Rules(asked)
    plain = [
        mask for mask in range(16)
        if (not mask & 1 or mask & 2) and not (mask & 1 and mask & 4)
        and (not mask & 8 or mask & 3 == 3)
    ]  # fmt: skip
    assert rules.all_admissible().tolist() == plain
    assert [mask for mask in range(16) if rules.admissible(mask)] == plain
    assert named(asked, rules.with_needs(3)) == ("a", "b", "d")
    assert rules.parts(15) == (6, 11)
    assert rules.parts(9) == (0,)


def test_shapley_of_two_who_need_each_other_is_shared() -> None:
    """v = 10 only with both: each gets 5; alone nothing, on top all of it."""
    rules = Rules(toy(option("a", -1), option("b", -2)))
    found = outcome([(0, 1), (0, 1), (0, 1), (10, 1)])
    pick = pick_of(rules, found)
    np.testing.assert_allclose(shapley(rules, found.expected, pick), [5, 5])
    alone, on_top = alone_and_on_top(rules, found.expected, pick)
    np.testing.assert_allclose(alone, 0)
    np.testing.assert_allclose(on_top, 10)


def test_shapley_of_independent_options_is_what_each_brings() -> None:
    rules = Rules(toy(*(option(name, -1) for name in "abc")))
    worth = np.array([3.0, -1.0, 0.5])
    found = outcome([(sum(worth[i] for i in range(3) if mask >> i & 1), 1) for mask in range(8)])
    np.testing.assert_allclose(shapley(rules, found.expected, pick_of(rules, found)), worth)


def test_nothing_on_the_frontier_is_beaten() -> None:
    rng = np.random.default_rng(3)
    for _ in range(50):
        found = outcome(rng.normal(size=(60, 2)).round(1).tolist())
        kept = found.only(frontier_of(found))
        assert (np.diff(kept.exposure) > 0).all()
        assert (np.diff(kept.expected) > 0).all()
        for expected, exposure in zip(found.expected, found.exposure, strict=True):
            assert ((kept.expected >= expected) & (kept.exposure <= exposure)).any()


def test_of_equal_sets_the_cheaper_stands_and_a_budget_rules_out() -> None:
    found = outcome([(1, 5), (1, 5), (2, 6), (np.nan, np.nan)], [3.0, 2.0, 9.0, 0.0])
    assert found.masks[frontier_of(found)].tolist() == [1, 2]
    assert found.masks[frontier_of(found, budget=4)].tolist() == [1]


# -- solving into a folder -----------------------------------------------------------------------


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


KILLED = """
import sys, time
from pathlib import Path
import geoecon.frontier.evaluate as evaluate
from geoecon.frontier import find_frontier
from geoecon.testing.toys import oil_and_factories
real = evaluate.solve_part
def slow(*task):
    time.sleep(float(sys.argv[3]))
    return real(*task)
evaluate.PART, evaluate.solve_part = 2, slow
find_frontier(sys.argv[1], sys.argv[2], oil_and_factories(), workers=1)
"""


def test_killed_and_finished_is_as_undisturbed(tmp_path: Path) -> None:
    file = tmp_path / "toy.yaml"
    file.write_text(HEAD + "".join(FOUR), encoding="utf8")
    command = [sys.executable, "-c", KILLED, str(file)]
    subprocess.run([*command, str(tmp_path / "whole"), "0"], check=True)
    broken = tmp_path / "broken"
    process = subprocess.Popen([*command, str(broken), "0.3"])
    while not (broken / "parts" / "part-00001.parquet").exists():
        assert process.poll() is None
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not json.loads((broken / "frontier.json").read_text())["complete"]
    kept = (broken / "parts" / "part-00000.parquet").stat().st_mtime_ns
    subprocess.run([*command, str(broken), "0"], check=True)
    assert (broken / "parts" / "part-00000.parquet").stat().st_mtime_ns == kept
    assert digests(broken) == digests(tmp_path / "whole")


def test_workers_do_not_change_the_bytes(world, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("geoecon.frontier.evaluate.PART", 4)
    for count in (1, 2):
        find_frontier(toy(*FOUR), tmp_path / str(count), world, workers=count)
    assert digests(tmp_path / "1") == digests(tmp_path / "2")


def test_a_folder_of_other_options_is_refused(world, tmp_path: Path) -> None:
    find_frontier(toy(*FOUR[:2]), tmp_path / "out", world, workers=1)
    with pytest.raises(FolderError, match="other options"):
        find_frontier(toy(*FOUR[1:]), tmp_path / "out", world, workers=1)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    with pytest.raises(FolderError, match=r"mine\.txt"):
        find_frontier(toy(*FOUR), tmp_path / "notes", world, workers=1)


def test_a_search_finds_what_enumeration_finds(world, tmp_path: Path, monkeypatch) -> None:
    """Options are small, so pairs say nearly all: the search closes its gap before it ends."""
    asked = toy(*FOUR, option("oil-all", -2, partner="[B, C]", more="excludes: [oil-b, oil-c]"))
    every = find_frontier(asked, tmp_path / "all", world, workers=1).record
    monkeypatch.setattr(planning, "ENUMERATED", 3)
    some = find_frontier(asked, tmp_path / "some", world, most=100, workers=1).record
    assert some["method"] == "search"
    assert [row["set"] for row in some["frontier"]] == [row["set"] for row in every["frontier"]]
    assert some["search"]["left"] == 0


# -- what is written -----------------------------------------------------------------------------


def test_every_figure_has_its_definition(world, tmp_path: Path) -> None:
    found = find_frontier(toy(*FOUR), tmp_path / "out", world, workers=1)
    plain = {"set", "name", "title", "needs", "excludes", "cost_source", "note"}
    for rows in (found.record["frontier"], found.record["options"]):
        assert set(rows[0]) - plain <= set(DEFINITIONS)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf8")
    assert escape(DEFINITIONS["exposure_pct"]) in page
    assert "% of its real income" in page
    assert "billion USD a year" in page
    assert found.sets()["set"].tolist() == list(range(16))


def test_every_heading_says_what_it_means() -> None:
    for heads in (SET_HEADS, OPTION_HEADS):
        assert not [words for words in heads.values() if not meaning(words)]


def test_a_loss_without_bound_is_no_number(tmp_path: Path) -> None:
    """A buys all its oil from B: no set helps, so that none is on the frontier."""
    flow = np.zeros((3, 3, 2))
    flow[:, :, 0] = [[0, 0, 0], [10, 50, 5], [0, 5, 30]]
    flow[:, :, 1] = [[100, 10, 5], [5, 900, 60], [5, 60, 300]]
    world = World.from_arrays(
        flow, regions=["A", "B", "C"], sectors=["oil", "goods"], trade_elasticity=[4.0, 4.0]
    )
    found = find_frontier(toy(*FOUR[:2]), tmp_path / "out", world, workers=1)
    assert found.record["frontier"] == []
    assert found.record["counts"]["unbounded"] == 4
    assert found.sets()["exposure_pct"].isna().all()
    assert "no supplier of oil" in found.sets().loc[0, "reason"]
    assert "has no number" in (tmp_path / "out" / "report.html").read_text(encoding="utf8")


def test_a_search_goes_on_with_more_solves(world, tmp_path: Path, monkeypatch) -> None:
    """A longer search takes up what a shorter one has solved."""
    monkeypatch.setattr(planning, "ENUMERATED", 3)
    monkeypatch.setattr("geoecon.frontier.evaluate.PART", 4)
    find_frontier(toy(*FOUR), tmp_path / "out", world, most=11, workers=1)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "parts").iterdir()}
    find_frontier(toy(*FOUR), tmp_path / "out", world, most=16, workers=1)
    assert kept
    assert all(path.stat().st_mtime_ns == when for path, when in kept.items())


def test_the_command_prints_the_frontier(tmp_path: Path) -> None:
    text = HEAD.replace("focus: A", "focus: KAZ").replace("power: B", "power: RUS").replace(
        "power: C", "power: CHN"
    ) + """  - name: food
    title: Food from others
    cost: {yearly_musd: 20, source: "assumption: invented"}
    instruments:
      - {kind: barrier, exporters: [TUR, USA], importers: KAZ, sectors: food, removed_pct: 5,
         source: "assumption: invented"}
"""  # fmt: skip
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf8")
    call = ["frontier", str(file), "--out", str(tmp_path / "out"), "--workers", "1"]
    result = CliRunner().invoke(app, [*call, "--json"])
    assert result.exit_code == 0, result.output
    record = json.loads(result.stdout)
    assert record["counts"]["trade_solves"] == 2 * 3
    assert record["nothing"]["exposure_pct"] > 0
    again = CliRunner().invoke(app, call)
    assert "The frontier of Kazakhstan" in again.stdout
    assert "Food from others" in again.stdout
