"""Programmes: which projects stand when, what each does and costs, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import geoecon
from geoecon.cli.tables import say_built
from geoecon.corridors import load_network
from geoecon.corridors.changes import changed_network, check_corridors
from geoecon.definitions import meaning
from geoecon.errors import ConflictError, ScenarioError, UnknownNameError
from geoecon.report.building import HEADS
from geoecon.report.write import render_report
from geoecon.runs.record import investments
from geoecon.scenario import Scenario, load_scenario
from geoecon.scenario.costs import announced, built, total_musd
from geoecon.scenario.programmes import Bundle, programmes, read_bundles
from geoecon.scenario.references import citations, resolve_citation

DAY = "2024-07-01"
GATE = {"kind": "expand", "links": "titr-gate-aktau", "added_kt_month": 100, "source": "COR023"}
QUAY = {
    "id": "quay",
    "title": "A quay",
    "year": 2026,
    "cost_musd": 40,
    "cost_source": "COR102",
    "source": "COR023",
    "changes": [GATE],
}
OWN = """\
quays:
  title: Quays
  projects:
    - id: quay
      title: A quay
      year: 2026
      source: COR023
      changes:
        - kind: expand
          links: titr-gate-aktau
          {key}: 100
          source: COR023
"""


def scenario(*instruments: dict[str, object], **more: object) -> Scenario:
    base = {"name": "s", "title": "T", "question": "Q?", "date": DAY, "focus": "KAZ"}
    return Scenario.model_validate(base | {"instruments": list(instruments)} | more)


def programme(name: str = "belt-and-road", until: int = 2030, **more: object) -> dict[str, object]:
    return {"kind": "programme", "programme": name, "until": until} | more


def ids(asked: Scenario) -> list[str]:
    return [project.id for _, project in asked.projects]


def test_what_stands_by_a_year_is_built_and_what_stood_before_is_not():
    whole = ids(scenario(programme()))
    assert ids(scenario(programme(until=2026))) == whole[:2]
    assert ids(scenario(programme(), date="2026-01-01")) == whole[2:]
    assert ids(scenario(programme(only=["bakhty-ayagoz"]))) == ["bakhty-ayagoz"]


def test_a_programme_that_builds_nothing_by_then_is_refused_with_the_years():
    with pytest.raises(ScenarioError, match="builds nothing") as refused:
        check_corridors(scenario(programme("global-gateway", until=2025)))
    assert "caspian-ports: 2027" in refused.value.remedy


def test_a_year_is_too_short_to_build():
    with pytest.raises(ConflictError, match="nothing is built within a year"):
        check_corridors(scenario(programme(), horizon="year"))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (programme("global-gatway"), "global-gateway"),
        (programme(only="bakhty-ayagos"), "bakhty-ayagoz"),
    ],
)
def test_unknown_names_get_the_nearest(asked: dict[str, object], meant: str):
    with pytest.raises(UnknownNameError, match=meant) as refused:
        check_corridors(scenario(asked))
    assert "instruments[0]" in refused.value.where


def test_the_log_tells_project_by_project():
    asked = scenario(programme())
    told = [change.what for change in check_corridors(asked)]
    for project in ids(asked):
        assert any(what.startswith(f"{project}, ") for what in told)


def test_a_programme_does_what_its_projects_do_by_hand():
    """The same changes written out as instruments give the same links."""
    by_hand = [dict(GATE, added_kt_month=333.3)]
    network = load_network()
    one, _ = changed_network(network, scenario(programme("global-gateway", until=2027)))
    other, _ = changed_network(network, scenario(*by_hand))
    assert one.link("titr-gate-aktau") == other.link("titr-gate-aktau")
    assert one.link("titr-gate-aktau").capacity_kt_month == pytest.approx(500 + 333.3)
    assert one.links == other.links


def test_two_projects_on_one_number_contradict_each_other():
    second = QUAY | {"id": "pier", "changes": [GATE | {"added_kt_month": 50}]}
    with pytest.raises(ConflictError, match=r"project quay.*project pier"):
        check_corridors(scenario(programme("own", projects=[QUAY, second])))


def test_both_programmes_rebuild_one_port_and_are_not_added():
    with pytest.raises(ConflictError, match="aktau-container"):
        check_corridors(scenario(programme(), programme("global-gateway")))


def test_costs_are_added_where_known_and_counted_where_not():
    pier = {key: value for key, value in QUAY.items() if not key.startswith("cost")}
    pier |= {"id": "pier", "changes": [GATE | {"links": "aktau-alat-feeder"}]}
    rows = built(scenario(programme("own", projects=[QUAY, pier])))
    assert [row.cost_musd for row in rows] == [40, None]
    assert total_musd(rows) == 40
    assert rows[0].source == "COR102"


def test_an_expansion_by_itself_is_something_built():
    (row,) = built(scenario(GATE | {"cost_musd": 7, "year": 2027}))
    assert (row.project, row.cost_musd, row.year) == ("titr-gate-aktau", 7, 2027)
    assert built(scenario(GATE)) == ()


def test_what_was_announced_stands_beside_the_costs_and_is_larger():
    asked = scenario(programme("global-gateway"))
    (sum_,) = announced(asked)
    assert sum_.musd == pytest.approx(10_000 * 1.0824)
    assert sum_.musd > total_musd(built(asked))
    assert announced(scenario(programme("global-gateway", projects=[QUAY]))) == ()


def test_costs_are_in_the_record():
    told = investments(scenario(programme("own", projects=[QUAY])))["built"]
    assert json.loads(json.dumps(told))["cost_musd"] == 40
    assert investments(scenario(GATE)) == {}


@pytest.mark.parametrize("lost", ["cost_musd", "cost_source"])
def test_a_cost_and_its_source_go_together(lost: str):
    half = {key: value for key, value in QUAY.items() if key != lost}
    with pytest.raises(ScenarioError, match="cost needs its source"):
        scenario(programme("own", projects=[half]))


@pytest.mark.parametrize("own", [{"year": 2026}, {"cost_musd": 1}])
def test_years_and_costs_belong_to_the_project(own: dict[str, object]):
    with pytest.raises(ScenarioError, match="is said of a project"):
        scenario(programme("own", projects=[QUAY | {"changes": [GATE | own]}]))


def test_one_id_twice_is_refused():
    with pytest.raises(ScenarioError, match="two projects have one id"):
        scenario(programme("own", projects=[QUAY, QUAY]))


def test_a_closure_is_no_project():
    shut = {"kind": "close", "links": "aktau-quay", "source": "COR023"}
    with pytest.raises(ScenarioError, match="unknown instrument 'close'"):
        scenario(programme("own", projects=[QUAY | {"changes": [shut]}]))


def written(folder: Path, text: str) -> Path:
    (folder / "quays.yaml").write_text(text, encoding="utf8")
    path = folder / "mine.yaml"
    path.write_text(
        f"title: T\nquestion: Q?\ndate: {DAY}\nfocus: KAZ\ninstruments:\n"
        "  - kind: programme\n    programme: quays\n    file: quays.yaml\n    until: 2030\n",
        encoding="utf8",
    )
    return path


def test_a_file_lies_beside_the_scenario_and_becomes_part_of_it(tmp_path: Path):
    path = written(tmp_path, OWN.format(key="added_kt_month"))
    asked = load_scenario(path)
    assert ids(asked) == ["quay"]
    (tmp_path / "quays.yaml").write_text(OWN.format(key="factor"), encoding="utf8")
    assert load_scenario(path).hash != asked.hash
    assert ids(asked.update(title="Another")) == ["quay"]


def test_a_wrong_key_in_a_file_is_named_with_its_line(tmp_path: Path):
    with pytest.raises(ScenarioError, match="unknown key 'added'") as refused:
        load_scenario(written(tmp_path, OWN.format(key="added")))
    assert "quays.yaml, line 11" in refused.value.where
    assert "added_kt_month" in refused.value.remedy


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    path = written(tmp_path, OWN)
    (tmp_path / "quays.yaml").unlink()
    with pytest.raises(UnknownNameError, match=r"quays\.yaml"):
        load_scenario(path)


def test_a_wrong_key_in_a_scenario_gets_the_keys_of_a_project():
    with pytest.raises(ScenarioError, match="unknown key 'cost_usd'") as refused:
        scenario(programme("own", projects=[QUAY | {"cost_usd": 1}]))
    assert "cost_musd" in refused.value.remedy


@pytest.mark.parametrize("name", list(programmes()))
def test_a_shipped_programme_is_sourced_and_fits_the_network(name: str):
    found: Bundle = programmes()[name]
    asked = scenario(programme(name, until=max(project.year for project in found.projects)))
    assert len(asked.projects) == len(found.projects)
    assert check_corridors(asked)
    for citation, path, _ in citations(asked):
        assert resolve_citation(citation, asked.where(*path))
    if found.announced_source:
        assert resolve_citation(found.announced_source)
    assert all(date(project.year, 1, 1).year > 2024 for project in found.projects)


def test_programmes_are_read_from_text():
    (bundle,) = read_bundles(OWN.format(key="added_kt_month"), "quays.yaml").values()
    assert bundle.projects[0].cost_musd is None


def test_a_run_carries_the_programme_through(capsys: pytest.CaptureFixture[str]):
    """A wider gate to the Caspian cannot make Kazakhstan poorer (more room, no cost charged)."""
    run = geoecon.run(scenario(programme("global-gateway", until=2027)))
    assert run.headline().loc["KAZ", "real_income_pct"] > -1e-6
    say_built(run)
    screen = capsys.readouterr().out
    assert "caspian-ports" in screen
    assert "10,824 million USD announced" in screen
    page = render_report(run.scenario, run.solution, run.changes, run.route_views)
    assert "What is built" in page
    assert "Costs known: 200 million USD" in page
    assert all(meaning(head) for head in (*HEADS, "project", "ready", "million USD"))
