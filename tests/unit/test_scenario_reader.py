"""Reading YAML: every refusal names the file and the line."""

import subprocess
import sys

import pytest

from geoecon.errors import ConventionError, RangeError, ScenarioError, UnknownNameError
from geoecon.scenario import (
    build_shock,
    check_scenario,
    list_scenarios,
    load_scenario,
    with_elasticities,
)
from geoecon.scenario.reader import read_scenario

LINES = """\
title: T
question: Q?
date: 2023-12-31
focus: KAZ
instruments:
  - kind: tariff
    exporters: [CHN, {exporter}]
    importers: KAZ
    sectors: {sector}
    set_pct: {rate}
    source: {source}
{more}
"""


def text(exporter="DEU", sector="all", rate="5", source="BLK031", more=""):
    return LINES.format(exporter=exporter, sector=sector, rate=rate, source=source, more=more)


def read(**changes):
    return read_scenario(text(**changes), file="mine.yaml", name="mine")


def test_where_names_file_and_line():
    scenario = read()
    assert scenario.where("instruments", 0, "set_pct").startswith("mine.yaml, line 10 ")
    assert scenario.where("instruments", 0, "exporters", 1).startswith("mine.yaml, line 7 ")
    assert scenario.where("instruments", 0, "add_points").startswith("mine.yaml, line 6 ")
    assert scenario.update(title="other").where("date").startswith("mine.yaml, line 3 ")


@pytest.mark.parametrize(
    ("changes", "kind", "line", "words"),
    [
        ({"rate": "-120"}, RangeError, 10, "-100"),
        ({"rate": "five"}, ScenarioError, 10, "valid number"),
        ({"more": "horizons: year"}, ScenarioError, 12, "did you mean horizon"),
        ({"more": "focus: RUS"}, ScenarioError, 12, "duplicate key"),
        ({"more": "    duty: 3"}, ScenarioError, 12, "unknown key 'duty'"),
        ({"more": "  - kind: tarif"}, ScenarioError, 12, "did you mean tariff"),
        ({"more": "  - exporters: RUS"}, ScenarioError, 12, "without its kind"),
        ({"more": "elasticities: [5]"}, ConventionError, 12, "convention"),
        ({"more": "around: [RUS"}, ScenarioError, 13, "not YAML"),
    ],
)
def test_what_cannot_be_understood_names_its_line(changes, kind, line, words):
    with pytest.raises(kind) as caught:
        read(**changes)
    assert f"mine.yaml, line {line}" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "line", "words"),
    [
        ({"exporter": "Kazakhstann"}, 7, "Kazakhstan"),
        ({"exporter": "EAUE"}, 7, "EAEU"),
        ({"exporter": "FRA"}, 7, "FRA"),
        ({"exporter": "EU27"}, 7, "not wholly"),
        ({"sector": "metal"}, 9, "did you mean metals"),
        ({"source": "BLK999"}, 11, "did you mean BLK"),
    ],
)
def test_unknown_names_come_with_the_nearest_and_the_line(small_world, changes, line, words):
    with pytest.raises(UnknownNameError) as caught:
        build_shock(read(**changes), small_world)
    assert f"mine.yaml, line {line}" in str(caught.value)
    assert words in str(caught.value)


def test_names_in_words_and_blocs_of_the_date_are_understood(small_world):
    by_name = build_shock(read(exporter="Germany"), small_world)[0]
    by_code = build_shock(read(exporter="DEU"), small_world)[0]
    assert (by_name.tariff == by_code.tariff).all()
    with pytest.raises(UnknownNameError, match="no members on 2010"):
        build_shock(read(exporter="EAEU").update(date="2010-01-01"), small_world)


def test_focus_and_neighbours_are_checked(small_world):
    assert check_scenario(read(), small_world)
    with pytest.raises(UnknownNameError, match="Atlantis"):
        check_scenario(read(more="around: [Atlantis]"), small_world)


def test_elasticities_arrive_as_theta(small_world):
    entry = "elasticities: [{sector: metals, value: 7, convention: sigma, source: boehm-2023}]"
    world = with_elasticities(read(more=entry), small_world)
    assert world.trade_elasticity.tolist() == [6.0, 2.0, 5.0]
    wrong = entry.replace("sigma", "armington")
    with pytest.raises(ConventionError, match="line 12"):
        with_elasticities(read(more=wrong), small_world)


def test_a_file_that_is_not_there_and_a_name_that_nobody_knows():
    with pytest.raises(UnknownNameError, match="russia-trade-stops"):
        load_scenario("russia-trade-stop")
    with pytest.raises(UnknownNameError, match="no/such"):
        load_scenario("no/such.yaml")


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "only text"])
def test_files_that_hold_no_scenario(tmp_path, content):
    path = tmp_path / "empty.yaml"
    path.write_text(content)
    with pytest.raises(ScenarioError, match="line 1"):
        load_scenario(path)


def test_the_library_is_listed_in_order():
    assert list(list_scenarios()) == sorted(list_scenarios())


def test_shocks_cost_no_yaml_and_no_pydantic():
    code = (
        "import sys, geoecon.scenario, geoecon.scenario.shock; "
        "print([name for name in ('pydantic', 'ruamel', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
