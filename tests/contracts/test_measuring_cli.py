"""`geoecon indices` and `geoecon levers`: the tables of Python, as text and as JSON."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from geoecon.cli import measuring
from geoecon.cli.app import app
from geoecon.corridors.backwards import FULL
from geoecon.measures.derivatives import TRADE
from geoecon.measures.sensitivity import DEFAULT, route_sensitivities


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def answer(*words: str) -> Any:
    """The JSON on standard output; NaN and infinity are refused."""
    result = call(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout, parse_constant=pytest.fail)


@pytest.mark.parametrize("verb", ["indices", "levers", "frontier"])
def test_each_explains_itself_with_an_example(verb: str) -> None:
    result = call(verb, "--help")
    assert f"Example:  geoecon {verb}" in result.stdout
    assert "--json" in result.stdout


def test_indices_name_formula_and_source() -> None:
    found = answer("indices", "Kazakhstan")
    assert found["region"] == "KAZ"
    assert all(row["formula"] and row["source"] for row in found["indices"])
    assert len(found["friends"]) == len({row["partner"] for row in found["friends"]}) == 82
    assert {row["sector"] for row in found["dependence"]} >= {"oil-gas", "food"}
    kinds = {row["kind_of_place"] for row in found["chokepoints"]}
    assert kinds == {"passage", "territory", "node", "link"}
    assert [row["side"] for row in found["gateways"]] == ["exports", "imports"]


def test_indices_on_the_screen() -> None:
    shown = call("indices", "KAZ").stdout
    assert "Hirschman index of exports" in shown
    assert "Gains most from growth in" in shown
    assert "nan" not in shown.split()


def test_levers_at_the_baseline_and_after_a_scenario() -> None:
    before = answer("levers", "KAZ", "--lever", "tariff", "--largest", "3")
    assert [row["lever"] for row in before["levers"]] == ["tariff"] * 3
    after = answer("levers", "KAZ", "--after", "russia-trade-stops", "--largest", "200")
    assert after["scenario"] == "russia-trade-stops"
    assert {row["lever"] for row in after["levers"]} == set(DEFAULT) & set(TRADE)
    assert after["routes"] is False
    stopped = [
        row for row in after["levers"] if {row["exporter"], row["importer"]} == {"RUS", "KAZ"}
    ]
    assert not stopped  # trade that has stopped has no derivative
    shown = call("levers", "KAZ", "--largest", "2").stdout
    assert "real income of KAZ" in shown


def test_what_nobody_knows_is_refused() -> None:
    assert call("indices", "Atlantis").exit_code == 2
    assert call("levers", "KAZ", "--outcome", "bliss").exit_code == 2
    assert call("levers", "KAZ", "--lever", "prayer").exit_code == 2


def test_levers_on_the_screen_and_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links are rows beside tariffs; a kink is told under the table and in JSON."""
    kink = {"link": "cpc-mooring-1", "why": FULL[0], "holds_for": FULL[1]}

    def at_a_kink(*args: object, **options: object) -> pd.DataFrame:
        table = route_sensitivities(*args, **options)  # type: ignore[arg-type]
        table.attrs["kinks"] = [kink]
        return table

    monkeypatch.setattr(measuring, "route_sensitivities", at_a_kink)
    words = ["levers", "KAZ", "--lever", "link cost", "--largest", "2", "--horizon", "year"]
    found = answer(*words)
    assert found["routes"] is True
    assert [row["lever"] for row in found["levers"]] == ["link cost"] * 2
    assert all(row["now"] > 0 and row["now_unit"] == "USD/t" for row in found["levers"])
    assert found["kinks"] == [kink]
    shown = call(*words).stdout
    assert "Kink: cpc-mooring-1 is full, and more room is worth nothing yet" in shown
    assert "importer" not in shown


def test_a_loss_needs_a_scenario() -> None:
    told = call("levers", "KAZ", "--outcome", "loss")
    assert told.exit_code == 2
    assert "--after" in told.stderr
