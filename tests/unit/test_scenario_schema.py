"""Scenarios as validated objects: one object for YAML and Python, and what is refused."""

import subprocess
import sys
from datetime import date

import pytest

from geoecon.errors import ConventionError, MissingValueError, RangeError, ScenarioError
from geoecon.scenario import Scenario, load_scenario
from geoecon.scenario.effects import EFFECTS
from geoecon.scenario.problems import KINDS

TARIFF = {
    "kind": "tariff",
    "exporters": ["CHN"],
    "importers": ["KAZ"],
    "set_pct": 5,
    "source": "BLK031",
}
BASE = {
    "name": "a-tariff",
    "title": "A tariff",
    "question": "What does a tariff do?",
    "date": "2023-12-31",
    "focus": "KAZ",
    "instruments": [TARIFF],
}
YAML = """\
# a comment changes nothing
focus: KAZ
date: 2023-12-31
question: What does a tariff do?
title: A tariff
instruments:
  - source: BLK031
    set_pct: 5.0
    importers: KAZ
    exporters: [CHN]
    kind: tariff
"""


def with_instrument(**changes: object) -> dict[str, object]:
    merged = {key: value for key, value in (TARIFF | changes).items() if value is not None}
    return BASE | {"instruments": [merged]}


def refused(kind: type[Exception], data: dict[str, object]) -> str:
    with pytest.raises(kind) as caught:
        Scenario.model_validate(data)
    assert type(caught.value) is kind
    return str(caught.value)


def test_yaml_and_python_give_the_same_object(tmp_path):
    path = tmp_path / "a-tariff.yaml"
    path.write_text(YAML)
    read = load_scenario(path)
    made = Scenario.model_validate(BASE)
    assert read == made
    assert read.hash == made.hash
    assert hash(read) == hash(made)
    assert read.instruments[0].importers == ("KAZ",)
    assert read.date == date(2023, 12, 31)


def test_the_hash_depends_on_content_alone(tmp_path):
    path = tmp_path / "a-tariff.yaml"
    path.write_text(YAML)
    code = f"from geoecon.scenario import load_scenario; print(load_scenario({str(path)!r}).hash)"
    command = [sys.executable, "-c", code]
    hashes = {
        subprocess.run(
            command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout.strip()
        for seed in ("0", "1")
    }
    assert hashes == {Scenario.model_validate(BASE).hash}
    assert Scenario.model_validate(BASE | {"horizon": "year"}).hash not in hashes


def test_update_gives_a_validated_copy():
    scenario = Scenario.model_validate(BASE)
    changed = scenario.update(horizon="month")
    assert (scenario.horizon, changed.horizon) == ("long run", "month")
    with pytest.raises(ScenarioError, match="did you mean horizon"):
        scenario.update(horizont="month")
    with pytest.raises(ScenarioError):
        scenario.update(horizon="decade")


def test_a_scenario_is_frozen():
    with pytest.raises(ValueError, match="frozen"):
        Scenario.model_validate(BASE).title = "another"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"set_pct": None}, "not 0"),
        ({"add_points": 3}, "not 2"),
        ({"set_pct": "5"}, "valid number"),
        ({"set_pct": True}, "valid number"),
        ({"source": None}, "source is missing"),
        ({"source": "assumption: "}, "says what is assumed"),
        ({"exporters": []}, "empty list"),
        ({"exporter": "CHN"}, "did you mean exporters"),
    ],
)
def test_instruments_that_cannot_be_used_are_refused(changes, words):
    assert words in refused(ScenarioError, with_instrument(**changes))


def test_a_tariff_below_minus_100_is_out_of_range():
    text = refused(RangeError, with_instrument(set_pct=-100.5))
    assert "instruments[0].set_pct" in text
    assert "-100" in text
    Scenario.model_validate(with_instrument(set_pct=-100))


def test_nan_is_a_missing_value_and_infinity_is_refused():
    refused(MissingValueError, with_instrument(set_pct=float("nan")))
    refused(ScenarioError, with_instrument(set_pct=float("inf")))


@pytest.mark.parametrize(
    "elasticities",
    [
        [5.0],
        {"metals": 5.0},
        [{"sector": "metals", "value": 5.0, "source": "boehm-2023"}],
    ],
)
def test_an_elasticity_without_its_convention_is_refused(elasticities):
    assert "convention" in refused(ConventionError, BASE | {"elasticities": elasticities})


@pytest.mark.parametrize(
    "instrument",
    [
        {"kind": "barrier", "source": "edb-2015"},
        {"kind": "barrier", "change_pct": -5, "removed_pct": 5, "source": "edb-2015"},
        {"kind": "barrier", "change_pct": 5, "range_pct": [6, 7], "source": "edb-2015"},
        {"kind": "barrier", "change_pct": 5, "range_pct": [7, 4], "source": "edb-2015"},
    ],
)
def test_a_barrier_says_one_number_inside_its_range(instrument):
    pair = {"exporters": "CHN", "importers": "KAZ"}
    refused(ScenarioError, BASE | {"instruments": [pair | instrument]})


@pytest.mark.parametrize(("action", "members"), [("end", ["KAZ"]), ("leave", []), ("join", [])])
def test_only_an_agreement_that_ends_needs_no_members(action, members):
    entry = {"kind": "agreement", "action": action, "bloc": "EAEU", "members": members}
    entry |= {"depth": "customs union", "source": "BLK002"}
    assert "members" in refused(ScenarioError, BASE | {"instruments": [entry]})


def test_no_instruments_change_nothing_and_are_refused():
    assert "changes nothing" in refused(ScenarioError, BASE | {"instruments": []})


def test_every_problem_is_told_at_once():
    text = refused(ScenarioError, with_instrument(set_pct="x", exporter="CHN"))
    assert text.startswith("2 problems")
    assert "'exporter'" in text
    assert "set_pct" in text


def test_every_kind_of_instrument_has_its_effect():
    assert set(KINDS) == set(EFFECTS)
