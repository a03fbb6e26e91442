"""The steps of the build, each on a case small enough to know the answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geoecon.errors import AccountError, LabelError, RangeError
from geoecon.world.building import absent, levels, log, services, structure
from geoecon.world.building.balance import fit
from geoecon.world.building.close import close_one
from geoecon.world.building.labels import Labels, read_labels, region_map, sector_map

LABELS = read_labels()


def test_a_balanced_table_stays_as_it_is() -> None:
    table = np.random.default_rng(0).uniform(1, 2, (4, 5))
    fitted = fit(table, table.sum(axis=1), table.sum(axis=0), where="test")
    np.testing.assert_allclose(fitted.table, table, rtol=1e-13)
    assert fitted.rounds == 1


def test_fitting_meets_totals_and_keeps_cross_ratios() -> None:
    rng = np.random.default_rng(1)
    prior = rng.uniform(1, 2, (3, 3))
    rows = np.array([5.0, 6.0, 7.0])
    columns = np.array([4.0, 4.0, 10.0])
    table = fit(prior, rows, columns, where="test").table
    np.testing.assert_allclose(table.sum(axis=1), rows, rtol=1e-11)
    np.testing.assert_allclose(table.sum(axis=0), columns, rtol=1e-11)
    ratio = (table[0, 0] * table[1, 1]) / (table[0, 1] * table[1, 0])
    assert ratio == pytest.approx((prior[0, 0] * prior[1, 1]) / (prior[0, 1] * prior[1, 0]))


def test_a_row_that_no_cell_can_carry_is_refused() -> None:
    prior = np.array([[0.0, 0.0], [1.0, 1.0]])
    with pytest.raises(AccountError, match="no cell"):
        fit(prior, np.array([1.0, 1.0]), np.array([1.0, 1.0]), where="test")


def test_contradicting_zeros_are_refused() -> None:
    prior = np.array([[1.0, 0.0], [0.0, 1.0]])
    with pytest.raises(AccountError, match="cannot meet"):
        fit(prior, np.array([2.0, 1.0]), np.array([1.0, 2.0]), where="test", limit=50)


def test_closing_leaves_a_consistent_economy_alone() -> None:
    rng = np.random.default_rng(2)
    j = len(LABELS.sectors)
    share = rng.uniform(0, 0.04, (j, j))
    output, final = rng.uniform(50, 100, j), np.full(j, 0.5)
    spending = share @ output + final
    fitted, left = close_one(share, output, spending, final, LABELS, "XXX")
    np.testing.assert_allclose(fitted, share, rtol=1e-9)
    np.testing.assert_allclose(left, final, rtol=1e-7)


def test_closing_moves_inputs_where_supply_is_short() -> None:
    j = len(LABELS.sectors)
    share = np.full((j, j), 0.03)
    output, final = np.full(j, 100.0), np.full(j, 40.0)
    spending = share @ output + final
    oil = LABELS.sector("oil-gas")
    spending[oil] *= 0.25
    fitted, left = close_one(share, output, spending, final, LABELS, "XXX")
    np.testing.assert_allclose(fitted @ output + left, spending, rtol=1e-10)
    np.testing.assert_allclose(fitted.sum(axis=0), share.sum(axis=0), rtol=1e-9)
    assert left.min() > 0
    assert (fitted[oil] < share[oil]).all()


def test_levels_meet_gdp_and_never_fall_short_of_exports() -> None:
    j = len(LABELS.sectors)
    share, home = np.full((2, j, j), 0.5 / j), np.full((2, j), 100.0)
    exports, none = np.full((2, j), 10.0), np.zeros((2, j))
    gdp = np.array([900.0, 700.0])
    made = levels.solve(share, home, exports, none, gdp, LABELS)
    gamma = 1 - made.input_share.sum(axis=1)
    np.testing.assert_allclose((gamma * made.output).sum(axis=1), gdp)
    assert (made.output >= exports).all()


def test_reexports_carry_little_value_added() -> None:
    j = len(LABELS.sectors)
    share = np.full((1, j, j), 0.5 / j)
    part = np.zeros((1, j))
    part[0, 3] = 1.0
    gamma = 1 - levels.with_reexports(share, part).sum(axis=1)
    assert gamma[0, 3] == pytest.approx(1 - levels.REEXPORT_INPUT)
    assert gamma[0, 2] == pytest.approx(0.5)


def test_exports_beyond_gdp_are_refused_by_name() -> None:
    regions = LABELS.regions[:1]
    one = Labels(**{**LABELS.__dict__, "regions": regions})
    j = len(LABELS.sectors)
    share, home = np.full((1, j, j), 0.5 / j), np.full((1, j), 1.0)
    exports, none = np.full((1, j), 10.0), np.zeros((1, j))
    with pytest.raises(RangeError, match=regions[0]):
        levels.solve(share, home, exports, none, np.array([5.0]), one)


def test_gravity_finds_the_trade_that_made_it() -> None:
    rng = np.random.default_rng(3)
    near = 1 / absent.distances(LABELS)
    np.fill_diagonal(near, 0.0)
    n = len(LABELS.regions)
    true = rng.uniform(1, 9, n)[:, None] * near * rng.uniform(1, 9, n)[None, :]
    hidden = np.zeros((n, n), bool)
    hidden[2, 5] = hidden[5, 2] = True
    found = absent.gravity(np.where(hidden, 0.0, true), hidden, LABELS)
    np.testing.assert_allclose(found, true, rtol=1e-6)


def test_neighbours_share_a_border_and_islands_have_none() -> None:
    near = absent.neighbours(LABELS)
    place = LABELS.region
    for pair in (("KAZ", "RUS"), ("RUS", "MNG"), ("IRN", "IRQ"), ("TJK", "AFG"), ("GEO", "RUS")):
        assert near[place(pair[0]), place(pair[1])], pair
    assert not near[place("JPN")].any()
    assert not near[place("KAZ"), place("MNG")]
    assert (near == near.T).all()


def test_ties_are_recovered_from_pairs_that_have_them() -> None:
    rng = np.random.default_rng(5)
    n = len(LABELS.regions)
    base = rng.uniform(1, 9, n)[:, None] / absent.distances(LABELS) * (1 - np.eye(n))
    true = base * np.where(absent.neighbours(LABELS), 2.0, 1.0)
    true = true * np.where(absent.soviet(LABELS), 5.0, 1.0)
    hidden = np.zeros((n, n), bool)
    rus, tjk = LABELS.region("RUS"), LABELS.region("TJK")
    hidden[rus, tjk] = hidden[tjk, rus] = True
    found = absent.gravity(np.where(hidden, 0.0, true), hidden, LABELS)
    assert found[rus, tjk] == pytest.approx(true[rus, tjk], rel=1e-3)


def test_economies_that_did_not_report_are_found() -> None:
    n = len(LABELS.regions)
    total = np.ones((n, n)) - np.eye(n)
    silent = np.arange(20, 20 + absent.SILENT_PARTNERS + 1)
    total[np.ix_(silent, silent)] = 0.0
    total[0, 1] = total[1, 0] = 0.0
    mask = absent.absent_pairs(total, LABELS)
    taiwan = LABELS.region("TWN")
    expected = [i for i in silent if i != taiwan]
    assert mask[np.ix_(expected, expected)].sum() == len(expected) * (len(expected) - 1)
    assert not mask[0, 1]


def test_services_of_an_absent_economy_follow_its_lender_and_gdp() -> None:
    n, j = len(LABELS.regions), len(LABELS.sectors)
    base = structure.Structure(
        *[np.zeros((1,))] * 6, None, None,
        np.array([LABELS.technology_from[c] == "icio" for c in LABELS.regions]),
    )  # fmt: skip
    known = np.random.default_rng(4).uniform(1, 2, (n, n, j)) * ~LABELS.good
    known *= base.covered[:, None, None] & base.covered[None, :, None]
    gdp, goods = np.full(n, 10.0), np.ones((n, n)) - np.eye(n)
    kgz, kaz = LABELS.region("KGZ"), LABELS.region("KAZ")
    gdp[kgz] = 2.0
    flows = services.all_services(known, base, LABELS, gdp, goods)
    np.testing.assert_allclose(flows[kgz].sum(axis=0), 0.2 * known[kaz].sum(axis=0))
    inside = np.ix_(base.covered, base.covered)
    np.testing.assert_allclose(flows[inside], known[inside])


def test_every_country_and_industry_has_one_place() -> None:
    assert region_map(LABELS, ("KAZ", "AGO", "TWN")).sum() == 3
    assert sector_map(LABELS, ("B06", "H49", "T")).sum() == 3
    with pytest.raises(LabelError, match="ZZZ"):
        region_map(LABELS, ("ZZZ",))


def test_lenders_are_economies_of_the_icio() -> None:
    for code, lender in LABELS.technology_from.items():
        assert lender == "icio" or LABELS.technology_from[lender] == "icio", code


def test_report_keeps_the_largest_rows_and_adds_up_the_rest() -> None:
    changes = [log.Change("move", f"E{i}", "", "goods", 0.0, float(i), "why") for i in range(5)]
    kept = log.largest(changes, 2)
    assert [row.after for row in kept] == [4.0, 3.0, 3.0]
    assert kept[-1].reason == "3 smaller rows together"
    assert log.to_csv(kept).splitlines()[1].split(",")[6] == "4"


def test_supplements_and_labels_are_read_from_the_package() -> None:
    from geoecon.world.building.labels import DATA

    assert Path(DATA, "supplements.csv").exists()
    assert LABELS.good.sum() == 11
    assert LABELS.raw.sum() == 3
