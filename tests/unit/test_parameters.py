"""The parameter tables: every row cites a source, and the readers give what the rows say."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geoecon.elasticity import trade_elasticity
from geoecon.errors import ConventionError, MissingValueError, RangeError, UnknownNameError
from geoecon.parameters import (
    BASELINE,
    GOODS,
    SECTORS,
    agreement_effect,
    agreement_effects,
    applied_tariffs,
    barriers,
    bloc_members,
    blocs,
    elasticity_estimates,
    foreign_ownership,
    horizon,
    horizons,
    memberships,
    resolve_region,
    revenue_shares,
    sources,
    tariff,
    tariff_rates,
    zero_pairs,
)
from geoecon.parameters.tables import DATA, FACT_ID, read_table
from geoecon.parameters.tariffs import tariffs

TABLES = sorted(path.stem for path in (DATA / "parameters").glob("*.csv"))
CITING = [name for name in TABLES if name != "aliases"]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ECONOMIES = tuple(row["code"] for row in rows_of(DATA / "world" / "economies.csv"))
EU27 = bloc_members("EU27")


@pytest.mark.parametrize("table", CITING)
def test_every_row_cites_a_known_source(table: str) -> None:
    facts = {row["id"] for row in rows_of(DATA / "facts" / "facts.csv")}
    cited = {row["source"] for row in read_table(table)}
    assert cited
    assert {one for one in cited if FACT_ID.fullmatch(one)} <= facts
    assert {one for one in cited if not FACT_ID.fullmatch(one)} <= sources().keys()


@pytest.mark.parametrize("table", [*TABLES])
def test_rows_are_whole_and_not_repeated(table: str) -> None:
    rows = read_table(table)
    assert all(None not in row and None not in row.values() for row in rows)
    assert len({tuple(row.items()) for row in rows}) == len(rows)


def test_sources_are_kinds_the_package_knows_and_dataset_urls_are_given() -> None:
    kinds = {"dataset", "paper", "official", "press", "assumption", "estimate"}
    assert {source.kind for source in sources().values()} <= kinds
    assert all(s.url for s in sources().values() if s.kind in ("dataset", "press"))


def test_sectors_are_those_of_the_world() -> None:
    table = rows_of(DATA / "world" / "sectors.csv")
    assert {row["key"] for row in table} == set(SECTORS)
    assert {row["key"] for row in table if row["kind"] == "goods"} == set(GOODS)


def test_every_economy_has_a_rate_on_every_sector() -> None:
    rates = tariff_rates(ECONOMIES, SECTORS)
    assert rates.shape == (len(ECONOMIES), len(SECTORS))
    assert np.all((rates >= 0) & (rates < 0.6))
    assert np.all(rates[:, len(GOODS) :] == 0)


def test_no_rate_is_given_twice() -> None:
    assert len(tariffs()) == len(read_table("tariffs"))


def test_members_pay_the_common_external_tariff() -> None:
    rates = tariff_rates(("KAZ", "RUS", "ARM"), ("food", "metals", "oil-gas"))
    assert rates[0] == pytest.approx([0.115, 0.032, 0.044])
    assert np.all(rates == rates[0])
    before = tariff("GBR", "food", date(2019, 6, 1))
    assert before is not None
    assert before.importer == "GBR"


def test_own_row_wins_over_the_row_for_anyone_and_the_narrow_over_the_wide() -> None:
    assert tariff_rates(("KOR", "JPN"), ("oil-gas",)).ravel() == pytest.approx([0.03, 0.0])
    assert tariff_rates(("CHN",), ("vehicles", "manufacturing"))[0] == pytest.approx([0.096, 0.024])


def test_an_importer_without_a_rate_is_named_not_zero() -> None:
    with pytest.raises(MissingValueError, match="QQQ, ZZZ"):
        tariff_rates(("ZZZ", "KAZ", "QQQ"), ("food",))


def test_unknown_sector_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="vehicles"):
        tariff_rates(("KAZ",), ("vehicle",))


def test_unions_trade_free_and_partial_agreements_do_not() -> None:
    regions = ("KAZ", "RUS", "UKR", "IRN", "CHN", "JPN")
    free = zero_pairs(regions, ("food",))[:, :, 0]
    assert free[0, 1]
    assert free[1, 0]
    assert free[0, 2]
    assert not free[1, 2]
    assert not free[0, 3]
    assert not free[4, 5]
    assert free.diagonal().all()


def test_industry_only_and_one_way_agreements() -> None:
    free = zero_pairs(("DEU", "TUR", "UZB"), ("food", "machinery"))
    assert free[0, 1].tolist() == [False, True]
    assert free[2, 0].all()
    assert not free[0, 2].any()


def test_an_agreement_frees_nothing_before_it_is_in_force() -> None:
    pair = (("CHN", "GEO"), ("metals",))
    assert not zero_pairs(*pair, on=date(2017, 12, 31))[0, 1, 0]
    assert zero_pairs(*pair, on=date(2018, 1, 1))[0, 1, 0]


def test_goods_agreements_do_not_touch_the_rows_of_services() -> None:
    free = zero_pairs(("KAZ", "RUS"), ("transport",))
    assert not free[0, 1, 0]


def test_applied_tariffs_put_bilateral_over_free_over_mfn() -> None:
    regions, sectors = ("USA", "CHN", "MEX"), ("machinery", "oil-gas")
    rates = applied_tariffs(regions, sectors)
    assert rates[1, 0, 0] == pytest.approx(0.193)
    assert rates[0, 1, 0] == pytest.approx(0.211)
    assert rates[2, 0, 0] == 0
    assert rates[1, 2, 0] == tariff_rates(("MEX",), ("machinery",))[0, 0]
    assert np.all(rates[np.arange(3), np.arange(3)] == 0)


def test_eaeu_pools_its_duties_by_the_shares_of_2020() -> None:
    shares = revenue_shares(("ARM", "BLR", "KAZ", "KGZ", "RUS", "CHN"))
    assert shares[2] == pytest.approx([0.0122, 0.0486, 0.06955, 0.019, 0.85065, 0])
    assert shares.sum(axis=1) == pytest.approx(np.ones(6), abs=1e-12)
    assert shares[5].tolist() == [0, 0, 0, 0, 0, 1]
    assert sum(float(row["share"]) for row in read_table("duty_shares")) == pytest.approx(1)


def test_revenue_shares_of_some_members_still_sum_to_one() -> None:
    shares = revenue_shares(("KAZ", "RUS"))
    assert shares[0, 0] == pytest.approx(6.955 / (6.955 + 85.065))
    assert shares.sum(axis=1) == pytest.approx([1, 1])


def test_bloc_membership_follows_the_calendar() -> None:
    assert len(EU27) == 27
    assert "GBR" in bloc_members("EU27", date(2019, 1, 1))
    assert bloc_members("EAEU", date(2015, 1, 1)) == ("BLR", "KAZ", "RUS")
    assert bloc_members("EAEU") == ("ARM", "BLR", "KAZ", "KGZ", "RUS")
    assert "IRN" not in bloc_members("EAEU", date(2025, 6, 1))
    assert {"USA", "JPN", "DEU"} <= set(bloc_members("sanctions-coalition"))
    assert bloc_members("C5") == ("KAZ", "KGZ", "TJK", "TKM", "UZB")


def test_every_bloc_has_members_at_the_baseline_or_is_only_signed_or_has_ended() -> None:
    empty = {bloc for bloc in blocs() if not bloc_members(bloc)}
    for row in (row for row in memberships() if row.bloc in empty):
        assert row.status == "signatory" or (row.end is not None and row.end <= BASELINE)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kazakhstan", "KAZ"),
        ("  türkiye ", "TUR"),
        ("SOUTH KOREA", "KOR"),
        ("kaz", "KAZ"),
        ("eu", "EU27"),
        ("Казахстан", "KAZ"),
        ("c5", "C5"),
        ("Taiwan", "TWN"),
    ],
)
def test_names_resolve(name: str, code: str) -> None:
    assert resolve_region(name) == code


def test_every_economy_resolves_by_code_and_name() -> None:
    table = rows_of(DATA / "world" / "economies.csv")
    assert [resolve_region(row["code"]) for row in table] == list(ECONOMIES)
    assert [resolve_region(row["name"]) for row in table] == list(ECONOMIES)


def test_unknown_region_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Kazakhstan"):
        resolve_region("Kazahstan")
    assert resolve_region("atlantis", known=("ATLANTIS",)) == "ATLANTIS"


@pytest.mark.parametrize(
    ("value", "convention", "theta"),
    [
        (4.5, "theta", 4.5),
        (6, "sigma", 5),
        (-2, "tariff-exclusive", 1),
        (-5, "tariff-inclusive", 5),
    ],
)
def test_conventions_agree(value: float, convention: str, theta: float) -> None:
    assert trade_elasticity(value, convention) == pytest.approx(theta)


@pytest.mark.parametrize(
    ("value", "convention", "why"),
    [
        (-0.76, "tariff-exclusive", "no solution"),
        (0.9, "sigma", "no solution"),
        (0.12, "theta", "1/theta"),
        (5, "tariff-inclusive", "negative number"),
        (-5, "theta", "positive number"),
        (float("nan"), "theta", "positive number"),
        (5, "elasticity", "theta"),
    ],
)
def test_wrong_conventions_are_refused(value: float, convention: str, why: str) -> None:
    with pytest.raises(ConventionError, match=why):
        trade_elasticity(value, convention)


@pytest.mark.parametrize("name", horizons())
def test_horizons_are_complete_and_in_range(name: str) -> None:
    preset = horizon(name)
    assert preset.sectors == SECTORS
    assert np.all(preset.low <= preset.trade_elasticity)
    assert np.all(preset.trade_elasticity <= preset.high)
    assert np.all(preset.low >= 0.2)
    assert np.all((preset.labour_share > 0) & (preset.labour_share <= 1))
    assert 0 < preset.input_substitution <= 1
    assert set(preset.sources) <= sources().keys()


def test_printed_values_convert_to_the_theta_of_the_preset() -> None:
    for row in read_table("horizons"):
        theta = trade_elasticity(float(row["value_in_source"]), row["convention_of_source"])
        assert float(row["trade_elasticity"]) == pytest.approx(theta)


def test_adjustment_grows_with_the_horizon() -> None:
    month, year, long_run = (horizon(name) for name in ("month", "year", "long run"))
    for short, longer in ((month, year), (year, long_run)):
        assert np.all(short.trade_elasticity <= longer.trade_elasticity)
        assert np.all(short.labour_share <= longer.labour_share)
        assert short.input_substitution < longer.input_substitution
    assert long_run.input_substitution == long_run.final_substitution == 1


def test_long_run_means_are_computed_from_the_estimates_shown() -> None:
    for row in read_table("horizons"):
        if row["source"] == "estimate-long-run-mean":
            shown = [estimate.theta for estimate in elasticity_estimates(row["sector"])]
            assert len(shown) == 2
            assert float(row["trade_elasticity"]) == pytest.approx(np.mean(shown), abs=0.06)
            ends = sorted(shown)
            assert [float(row["low"]), float(row["high"])] == pytest.approx(ends, abs=0.01)


def test_the_year_one_estimate_has_no_solution_and_is_shown_all_the_same() -> None:
    estimate = next(one for one in elasticity_estimates("all goods") if one.horizon == "year")
    assert estimate.value == -0.76
    with pytest.raises(ConventionError):
        _ = estimate.theta


def test_horizon_orders_by_the_sectors_given() -> None:
    preset = horizon("long run", ("food", "oil-gas"))
    assert preset.trade_elasticity == pytest.approx([2.9, 9.4])
    with pytest.raises(UnknownNameError, match="long run"):
        horizon("longrun")
    with pytest.raises(UnknownNameError):
        horizon("year", ("fish",))


def test_deeper_agreements_do_more() -> None:
    depths = ("preferential", "free trade", "customs union", "single market", "union state")
    effects = [agreement_effect(depth) for depth in depths]
    assert [effect.trade_pct for effect in effects] == sorted(e.trade_pct for e in effects)
    assert agreement_effect("single market", "transport").trade_pct == 58
    assert agreement_effect("single market", "food").trade_pct == 109
    assert len(agreement_effects("customs union")) == 3
    with pytest.raises(UnknownNameError, match="customs union"):
        agreement_effect("custom union")


def test_trade_cost_undoes_itself_in_a_gravity_equation() -> None:
    effect = agreement_effect("customs union")
    assert effect.trade_cost(4.0) ** -4.0 == pytest.approx(1.65)


def test_barriers_of_the_union_lie_in_the_surveyed_range() -> None:
    (barrier,) = barriers("EAEU")
    assert 0.15 == barrier.low <= barrier.rate <= barrier.high == 0.30
    assert barriers("EU27") == ()


def test_foreign_owners_of_kazakh_oil() -> None:
    foreign, owner = foreign_ownership(ECONOMIES, SECTORS)
    here, oil = ECONOMIES.index("KAZ"), SECTORS.index("oil-gas")
    assert foreign[here, oil] == pytest.approx(0.1809, abs=0.002)
    assert owner[here].sum() == pytest.approx(1)
    assert owner[here].argmax() == ECONOMIES.index("USA")
    assert owner[here, here] == 0
    assert set(np.unique(owner.sum(axis=1).round(12))) == {0.0, 1.0}


def test_owner_outside_the_world_is_refused() -> None:
    with pytest.raises(RangeError, match="CHN"):
        foreign_ownership(("KAZ",), ("oil-gas",))
