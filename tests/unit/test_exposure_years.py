"""Exposure with the partners of other years: what moves, what stays, what the table says."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import geoecon
from geoecon.cli.app import app
from geoecon.errors import AccountError, UnknownNameError
from geoecon.exposure import exposure
from geoecon.exposure.years import TRADE_COLUMNS, YEAR_COLUMNS, exposure_by_year, trade_by_year
from geoecon.exposure.years_world import moved, partner_year, settled, world_of_year, years_of
from geoecon.parameters import GOODS
from geoecon.report.exposure_years_figures import spread, years_chart
from geoecon.testing.toys import symmetric
from geoecon.world.minerals import exports

AGAINST = ["RUS", "CHN", "EU27", "TWN"]


@pytest.fixture(scope="module")
def world():
    return geoecon.load_world()


@pytest.fixture(scope="module")
def frame():
    return exposure_by_year("Kazakhstan", AGAINST, workers=1)


def abroad(world, at, axis):
    """Goods trade of one region [partner, sector], home sales left out."""
    flow = world.flow[at] if axis == 0 else world.flow[:, at]
    found = flow[:, np.isin(world.sectors, GOODS)].copy()
    found[at] = 0.0
    return found


def test_the_worlds_own_year_is_the_world(world) -> None:
    same = world_of_year(world, "KAZ", 2023)
    np.testing.assert_allclose(same.flow, world.flow, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022])
def test_partners_move_as_official_trade_did(world, year) -> None:
    """Each partner's part of the total, against that of 2023, moves by the same ratio."""
    then, now = partner_year("KAZ", year), partner_year("KAZ", 2023)
    found, at = world_of_year(world, "KAZ", year), world.region("KAZ")
    for axis, name in enumerate(("exports", "imports")):
        old, new = (abroad(one, at, axis).sum(axis=1) for one in (world, found))
        single = [code for code, pool in now.booked_with.items() if axis or not pool]
        wanted = [getattr(then, name)[code] / getattr(now, name)[code] for code in single]
        places = [world.region(code) for code in single]
        expected = old[places] * np.array(wanted)
        scale = new[places].sum() / expected.sum()
        np.testing.assert_allclose(new[places], scale * expected, rtol=1e-9)
        assert scale == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("year", [2019, 2021])
def test_totals_by_sector_home_sales_and_others_final_demand_stay(world, year) -> None:
    found, at = world_of_year(world, "KAZ", year), world.region("KAZ")
    for axis in (0, 1):
        old, new = (abroad(one, at, axis).sum(axis=0) for one in (world, found))
        np.testing.assert_allclose(new, old, rtol=1e-9)
    np.testing.assert_array_equal(found.flow[at, at], world.flow[at, at])
    others = np.arange(len(world.regions)) != at
    np.testing.assert_allclose(found.income[others], world.income[others], rtol=1e-8)
    assert abs(found.income[at] / world.income[at] - 1) < 0.005
    assert abs(found.deficit.sum()) < 1e-6
    assert np.abs(found.flow - world.flow).max() > 100
    assert found.estimated.all()
    assert "2019" in found.name or "2021" in found.name


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022])
def test_buyers_of_crude_come_nearer_to_those_on_record(world, year) -> None:
    """Half the sum of differences in shares, against crude oil by buyer in BACI, which the year's
    world has not seen: smaller than with the partners of 2023."""
    recorded = exports("KAZ", year)["270900"].buyers
    wanted = np.array([recorded.get(code, 0.0) for code in world.regions])
    at, oil = world.region("KAZ"), list(GOODS).index("oil-gas")
    away = {}
    for name, one in (("then", world_of_year(world, "KAZ", year)), ("now", world)):
        sold = abroad(one, at, 0)[:, oil]
        away[name] = np.abs(sold / sold.sum() - wanted / wanted.sum()).sum() / 2
    assert away["then"] < 0.8 * away["now"]


def test_least_change_by_hand() -> None:
    """Two partners, two sectors, all cells 10; one partner is to have three times the other's.

    Row sums 30 and 10, column sums 20: 15 and 15, 5 and 5. The home row stays.
    """
    table = np.array([[10.0, 10.0], [10.0, 10.0], [7.0, 9.0]])
    found = moved(table, np.array([3.0, 1.0, 1.0]), 2, "by hand")
    np.testing.assert_allclose(found, [[15, 15], [5, 5], [7, 9]])


def test_a_partner_that_buys_one_thing_cannot_take_more_than_there_is() -> None:
    table = np.array([[10.0, 0.0], [10.0, 10.0], [0.0, 0.0]])
    with pytest.raises(AccountError):
        moved(table, np.array([9.0, 0.1, 1.0]), 2, "by hand")


def test_others_fill_in_for_what_moves_away() -> None:
    """Three equal regions; A sells B 10 less: B buys the 10 of itself and C by their shares."""
    world = symmetric(3, home=0.7)
    flow = world.flow.copy()
    lost = flow[0, 1, 0] / 2
    flow[0, 1, 0] -= lost
    flow[0, 0, 0] += lost
    found = settled(world, flow, 0)
    left = 1 + lost / (world.flow[1, 1, 0] + world.flow[2, 1, 0])
    np.testing.assert_allclose(found[1:, 1, 0], left * world.flow[1:, 1, 0])
    np.testing.assert_allclose(found[:, 2], world.flow[:, 2])


def test_nobody_buys_less_than_nothing() -> None:
    world = symmetric(2, home=0.7)
    flow = world.flow.copy()
    flow[0, 1, 0] = 2 * world.expenditure[1, 0]
    with pytest.raises(AccountError, match="exceeds"):
        settled(world, flow, 0)


def test_the_worlds_own_year_has_its_exposure(frame) -> None:
    base = exposure("KAZ", AGAINST, transit=False, workers=1)
    same = frame[frame["year"] == 2023].reset_index(drop=True)
    for column in ("loss_musd", "own_loss_musd", "leverage"):
        np.testing.assert_allclose(same[column], base[column], rtol=1e-7)
    assert same["power"].tolist() == base["power"].tolist()


@pytest.mark.parametrize("horizon", ["long run", "month"])
def test_exposure_follows_who_sells_and_who_buys(frame, horizon) -> None:
    """Stated in advance: Russia sold 43 % of imports in 2021 and 28 % in 2023, China bought and
    sold more of everything in 2023 than in 2019, so exposure to the first falls, to the second
    rises."""
    rows = frame[frame["horizon"] == horizon].set_index(["power", "year"])["loss_pct"]
    assert rows["RUS", 2021] > 1.1 * rows["RUS", 2023]
    assert rows["CHN", 2023] > 1.1 * rows["CHN", 2019]


def test_official_shares_stand_beside_and_are_missing_where_nobody_reports(frame) -> None:
    rows = frame.set_index(["power", "year", "horizon"])
    found = rows.loc[("RUS", 2021, "month"), "imports_share_pct"]
    assert found == pytest.approx(100 * partner_year("KAZ", 2021).imports["RUS"])
    taiwan = frame[frame["power"] == "TWN"]
    assert taiwan[["exports_share_pct", "imports_share_pct"]].isna().all(axis=None)
    bloc = rows.loc[("EU27", 2019, "month"), "exports_share_pct"]
    assert 30 < bloc < 60


def test_the_table_counts_and_orders(frame) -> None:
    assert tuple(frame.columns) == YEAR_COLUMNS
    assert frame.attrs["trade_solves"] == frame.attrs["cut_offs"] == len(frame) == 5 * 2 * 4
    assert frame.attrs["years"] == list(years_of("KAZ")) == [2019, 2020, 2021, 2022, 2023]


def test_closed_forms_are_those_of_the_shares() -> None:
    table = trade_by_year("KAZ").set_index("year")
    shares = np.array(list(partner_year("KAZ", 2020).exports.values()))
    assert shares.sum() == pytest.approx(1, abs=1e-4)
    assert table.loc[2020, "hhi_exports"] == pytest.approx((shares**2).sum(), rel=1e-3)
    assert table.loc[2020, "hirschman_exports"] ** 2 == pytest.approx(
        1e4 * table.loc[2020, "hhi_exports"]
    )
    assert table.loc[2021, "first_seller"] == "RUS"
    assert tuple(table.reset_index().columns) == TRADE_COLUMNS


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2023])
def test_shares_are_whole_and_partners_known(world, year) -> None:
    trade = partner_year("KAZ", year)
    assert sum(trade.exports.values()) == pytest.approx(1, abs=1e-4)
    assert sum(trade.imports.values()) == pytest.approx(1, abs=1e-4)
    assert set(trade.exports) == set(trade.imports) == set(world.regions) - {"KAZ", "TWN"}


def test_every_partner_traded_in_the_worlds_own_year() -> None:
    """Trade that the world lacks could not be brought back by a ratio."""
    now = partner_year("KAZ", 2023)
    assert min(now.exports.values()) > 0
    assert min(now.imports.values()) > 0


@pytest.mark.parametrize(("economy", "year"), [("KAZ", 2018), ("UZB", 2020), ("Nowhere", 2020)])
def test_years_that_nobody_recorded(economy, year) -> None:
    with pytest.raises(UnknownNameError):
        partner_year(economy, year)


def test_a_name_has_one_colour_in_charts_of_one_order() -> None:
    order = ["a", "b", "c"]
    first = years_chart({"a": {1: 3.0, 2: 2.0}, "b": {1: 1.0}}, order).axes[0]
    second = years_chart({"b": {1: 5.0}, "c": {1: 4.0, 2: 3.0}}, order).axes[0]
    assert first.lines[1].get_color() == second.lines[0].get_color()
    assert first.lines[0].get_color() != second.lines[0].get_color()
    assert [text.get_text() for text in second.texts] == ["b", "c"]


def test_names_are_spread_and_stay_in_order() -> None:
    places = [1.0, 1.01, 5.0, 1.02]
    found = spread(places, 0.5)
    assert sorted(range(4), key=lambda i: found[i]) == [0, 1, 3, 2]
    assert found[2] == 5.0
    assert min(np.diff(sorted(found))) > 0.49


def test_the_command(tmp_path) -> None:
    words = ["exposure", "KAZ", "--years", "--against", "RUS", "EAEU", "--horizon", "long run"]
    options = ["--workers", "1", "--out", str(tmp_path), "--json"]
    done = CliRunner().invoke(app, [*words, *options])
    assert done.exit_code == 0, done.output
    record = json.loads(done.stdout)
    assert set(record) == {
        "world", "focus", "years", "base_year", "closures", "names", "solves", "definitions",
        "held", "limits", "sources", "trade", "rows", "folder",
    }  # fmt: skip
    assert len(record["rows"]) == 10
    assert len(pd.read_csv(tmp_path / "exposure.csv")) == 10
    page = (tmp_path / "report.html").read_text(encoding="utf8")
    assert "<svg" in page
    assert "What is held fixed" in page
    shown = CliRunner().invoke(app, [*words, *options[:-1]])
    assert "2019" in shown.output
    assert "Only the partners move" in shown.output


@pytest.mark.parametrize("words", [["KAZ", "UZB"], ["UZB"], []])
def test_the_command_refuses(words) -> None:
    done = CliRunner().invoke(app, ["exposure", *words, "--years"])
    assert done.exit_code == 2
