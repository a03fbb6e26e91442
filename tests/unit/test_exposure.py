"""Exposure in the embedded world: blocs, counting, transit, the folder, the command."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

import geoecon
from geoecon.cli.app import app
from geoecon.cli.exposing import _say_one
from geoecon.errors import FolderError
from geoecon.exposure import exposure, record_of
from geoecon.exposure.cutoffs import CutOff
from geoecon.exposure.plan import _by_transit
from geoecon.exposure.powers import BLOCS, bloc_power, default_powers, economy
from geoecon.exposure.record import DEFINITIONS
from geoecon.exposure.run import COLUMNS
from geoecon.exposure.transit import Crossing, ban
from geoecon.exposure.write import write_exposure
from geoecon.measures import by_group, headline
from geoecon.parameters import bloc_members

AGAINST = ["RUS", "EAEU"]


@pytest.fixture(scope="module")
def world():
    return geoecon.load_world()


@pytest.fixture(scope="module")
def frame():
    return exposure("Kazakhstan", AGAINST, ("long run",), transit=False, workers=1)


def test_figures_are_those_of_the_scenario_that_stops_trade(frame) -> None:
    run = geoecon.run("russia-trade-stops", horizon="long run", closure="own income")
    told = headline(run.solution).loc["KAZ"]
    row = frame[frame["power"] == "RUS"].iloc[0]
    assert row["loss_musd"] == pytest.approx(-told["equivalent_variation_musd"], rel=1e-6)
    assert row["loss_pct"] == pytest.approx(-told["real_income_pct"], rel=1e-6)


def test_a_bloc_loses_what_its_other_members_lose_together(frame, world) -> None:
    members = bloc_power(world, "KAZ", "EAEU").members
    assert "KAZ" not in members
    assert set(members) == set(bloc_members("EAEU")) & set(world.regions) - {"KAZ"}
    from geoecon.exposure.cutoffs import cut_shock

    cut = CutOff("KAZ", bloc_power(world, "KAZ", "EAEU"))
    group = by_group(geoecon.solve(world, cut_shock(world, cut)), {"EAEU": members}).loc["EAEU"]
    row = frame[frame["power"] == "EAEU"].iloc[0]
    assert row["own_loss_musd"] == pytest.approx(-group["equivalent_variation_musd"], rel=1e-9)
    assert row["own_loss_pct"] == pytest.approx(-group["real_income_pct"], rel=1e-9)


def test_everybody_and_eight_blocs_by_default(world) -> None:
    names = [power.name for power in default_powers(world, "KAZ")]
    assert names == [code for code in world.regions if code != "KAZ"] + list(BLOCS)


def test_the_largest_losses_are_told_by_sector(frame, world) -> None:
    """Sums over sectors are the changes of trade of the scenario that stops it."""
    run = geoecon.run("russia-trade-stops", horizon="long run", closure="own income")
    told = pd.DataFrame(frame.attrs["sectors"]).query("power == 'RUS'").set_index("sector")
    after = run.by_sector()
    after = after[after["region"] == "KAZ"].set_index("sector")
    assert tuple(told.index) == world.sectors
    for side in ("exports", "imports"):
        change = after[f"{side}_after_musd"] - after[f"{side}_before_musd"]
        found = told[f"{side}_change_musd"]
        assert found.to_numpy() == pytest.approx(change[told.index].to_numpy(), abs=0.01)
    first = frame.loc[frame["power"] == "RUS", "top_sectors"].iloc[0].split(", ")[0]
    falls = {f"{s} {side}": told.loc[s, f"{side}_change_musd"] for s in told.index
             for side in ("exports", "imports")}  # fmt: skip
    assert min(falls, key=falls.__getitem__) == first


def test_one_solve_a_cut_off(frame) -> None:
    assert frame.attrs["trade_solves"] == frame.attrs["trade_only"] == len(frame) == 2
    assert tuple(frame.columns) == COLUMNS
    assert set(DEFINITIONS) == {*COLUMNS, "sector", "exports_change_musd", "imports_change_musd"}


def test_the_answer_does_not_depend_on_the_number_of_processes(frame) -> None:
    again = exposure("KAZ", AGAINST, ("long run",), transit=False, workers=2)
    pd.testing.assert_frame_equal(frame, again)


def test_a_bloc_bans_transit_over_the_soil_that_is_crossed(world) -> None:
    found = {
        "RUS": {"crude": Crossing(0.9, {"a": 0.6, "b": 0.3, "c": 0.1})},
        "BLR": {"container": Crossing(0.1, {"d": 0.1}), "crude": Crossing(0.2, {"e": 0.2})},
        "TUR": {"bulk": Crossing(0.1, {"f": 0.1})},
    }
    cuts = _by_transit("KAZ", bloc_power(world, "KAZ", "EAEU"), found)
    assert [cut.kind for cut in cuts] == ["transit", "both"]
    assert set(cuts[0].soil) == {"RUS", "BLR"}
    assert cuts[0].crossing == {"container": 0.1, "crude": 0.9}
    assert list(cuts[0].links["crude"]) == ["a", "b", "e"]
    assert cuts[1].links["container"] == {"d": 0.1}
    assert _by_transit("KAZ", economy(world, "JPN"), found) == ()
    scenario = ban(cuts[0], "month")
    (instrument,) = scenario.instruments
    assert instrument.kind == "transit ban"
    assert set(instrument.cargo) == {"container", "crude"}
    assert scenario.has_corridors


@pytest.mark.slow
def test_transit_and_trade_together() -> None:
    found = exposure("KAZ", ["RUS"], ("long run",), workers=1).set_index("kind")
    assert set(found.index) == {"trade", "transit", "both"}
    assert found.loc["both", "loss_pct"] > found["loss_pct"].drop("both").max()
    assert found.attrs["coupled"] == 2 < found.attrs["coupled_trade_solves"]
    assert "crude" in found.loc["transit", "crossing"]
    assert "crude: " in found.loc["transit", "links"]
    assert found.loc["trade", "links"] == ""
    assert found["closed_form_pct"].isna().to_dict() == {
        "trade": False,
        "transit": True,
        "both": False,
    }


def test_the_folder(frame, tmp_path) -> None:
    folder = write_exposure(tmp_path / "KAZ", frame, record_of(frame))
    page = (folder / "report.html").read_text(encoding="utf8")
    assert "<svg" in page
    assert all(meaning.split(":")[0] in page for meaning in ("Loss of the focus", "per cent"))
    assert len(pd.read_csv(folder / "exposure.csv")) == len(frame)
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(FolderError, match="will not write over"):
        write_exposure(folder, frame, record_of(frame))


def test_the_command(tmp_path) -> None:
    options = ["--no-transit", "--horizon", "long run", "--workers", "1", "--out", str(tmp_path)]
    done = CliRunner().invoke(
        app, ["exposure", "KAZ", "AZE", "--against", "RUS", "CHN", *options, "--json"]
    )
    assert done.exit_code == 0, done.output
    record = json.loads(done.stdout)
    keys = {"world", "focus", "closures", "names", "solves", "definitions", "limits", "sources",
            "largest", "sectors", "rows", "folder"}  # fmt: skip
    assert set(record) == keys
    assert record["focus"] == ["KAZ", "AZE"]
    assert {row["power"] for row in record["rows"]} == {"RUS", "CHN"}
    shown = CliRunner().invoke(app, ["exposure", "KAZ", "--against", "RUS", *options])
    assert "largest exposure to one economy is to Russia" in " ".join(shown.output.split())


def test_a_bloc_has_the_shares_of_its_members(frame, world) -> None:
    rows = frame.set_index("power")
    members = bloc_power(world, "KAZ", "EAEU").members
    single = exposure("KAZ", members, ("long run",), transit=False, workers=1)
    for name in ("of_exports_pct", "of_imports_pct"):
        assert rows.loc["EAEU", name] == pytest.approx(single[name].sum())
    assert rows.loc["EAEU", "closed_form_pct"] > single["closed_form_pct"].max()


def test_the_screen_names_the_links_of_transit(frame, capsys) -> None:
    record = record_of(frame)
    record["rows"][0] |= {"kind": "transit", "crossing": "crude 90 %", "links": "crude: a-b 80 %"}
    _say_one(record)
    shown = capsys.readouterr().out
    assert "What transit works through" in shown
    assert "a-b 80 %" in shown


@pytest.mark.parametrize("words", [[], ["KAZ", "--all"], ["EU27"], ["Kazakhstn"]])
def test_the_command_refuses(words) -> None:
    done = CliRunner().invoke(app, ["exposure", *words])
    assert done.exit_code == 2
