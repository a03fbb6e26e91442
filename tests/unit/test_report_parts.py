"""Numbers as words, the answer's sentences, and the rows that charts show."""

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from geoecon.parameters import sources
from geoecon.provenance import Source
from geoecon.report import figures
from geoecon.report.prose import around_sentence, extremes_sentence, trade_sentence
from geoecon.report.prose_beside import leaks_sentence, routes_sentence, short_name
from geoecon.report.svg import new_figure, to_svg
from geoecon.report.units import change_words, listed, money, percent, shortened, signed

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("value", "words"),
    [(-3.2, "−3.20 %"), (12.34, "+12.3 %"), (-250.4, "−250 %"), (0.001, "0.00 %"), (math.nan, "–")],
)
def test_percent(value, words):
    assert percent(value) == words.replace(" ", NARROW)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (21_340.0, "21.3 bn USD"),
        (-340.2, "340 million USD"),
        (4.26, "4.3 million USD"),
        (250_100, "250 bn USD"),
    ],
)
def test_money(value, words):
    assert money(value) == words


def test_a_sign_is_a_true_minus_and_zero_has_none():
    assert signed(-1.5, 1) == "−1.5"
    assert signed(-0.001, 2) == "0.00"
    assert signed(1234.5, 1) == "+1,234.5"
    assert signed(math.inf, 1) == "–"


def test_changes_as_verbs():
    assert change_words(-3.24) == f"falls by 3.24{NARROW}%"
    assert change_words(0.04) == f"rises by 0.04{NARROW}%"
    assert change_words(0.001).startswith("hardly changes")


def test_lists_and_short_names():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert shortened("Rest of Middle East and North Africa", 22) == "Rest of Middle East …"
    assert shortened("China", 22) == "China"


@pytest.fixture
def headline():
    change = {"AAA": -8.0, "BBB": 0.001, "CCC": 2.0, "DDD": math.nan, "EEE": -0.5}
    split = pd.DataFrame({"real_income_pct": change, "name": {c: c.title() for c in change}})
    return split.assign(terms_of_trade_pct=[1.0] * 5, trade_volume_pct=[-3.0] * 5)


def test_the_ranking_holds_those_named_and_the_largest_with_numbers(headline):
    assert list(figures.ranked(headline, {"BBB"}, most=3).index) == ["CCC", "BBB", "AAA"]
    assert list(figures.ranked(headline, set()).index) == ["CCC", "EEE", "AAA"]


def test_the_waterfall_ends_at_the_total(headline):
    bars = figures.decomposition(headline.loc["AAA"]).axes[0].patches
    assert [bar.get_width() for bar in bars] == [1.0, -3.0, -6.0, -8.0]
    assert [bar.get_x() for bar in bars] == [0.0, 1.0, -2.0, 0.0]


def test_partners_are_those_that_change_most():
    partners = pd.DataFrame(
        {
            "name": ["a", "b", "c", "d"],
            "exports_before_musd": [10.0, 5.0, 0.0, 7.0],
            "exports_after_musd": [0.0, 6.0, 0.0, 11.0],
        }
    )
    rows = figures.most_changed_partners(partners, "exports", 2)
    assert list(rows["name"]) == ["a", "d"]
    assert "c" not in set(figures.most_changed_partners(partners, "exports", 4)["name"])


def test_sectors_without_a_finite_price_are_left_out():
    sectors = pd.DataFrame({"name": ["a", "b"], "price_pct": [3.0, np.inf]})
    assert len(figures.price_changes(sectors).axes[0].patches) == 1


def test_sentences_say_what_the_numbers_say(headline):
    assert "Aaa −8.00" in around_sentence(headline)
    assert "hardly any change (below 0.005" in around_sentence(headline)
    assert "no number for Ddd" in around_sentence(headline)
    assert f"loss is −8.00{NARROW}% (Aaa)" in extremes_sentence(headline)
    assert f"gain is +2.00{NARROW}% (Ccc)" in extremes_sentence(headline)
    assert extremes_sentence(headline.loc[["BBB"]]) == "Elsewhere real income hardly changes."
    row = headline.loc["AAA"].copy()
    row["exports_pct"], row["imports_pct"] = -5.0, 1.5
    text = trade_sentence(row)
    assert f"exports falls by 5.00{NARROW}%" in text
    assert f"imports rises by 1.50{NARROW}%" in text


def test_svg_keeps_text_as_text_and_escapes_its_label():
    figure = new_figure(50)
    figure.text(0.5, 0.5, "Türkiye −1.5 %")
    text = to_svg(figure, "a <label>")
    assert "Türkiye −1.5 %</text>" in text
    assert 'aria-label="a &lt;label&gt;"' in text
    assert ' id="' not in text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Kofner (2020), Removing non-tariff barriers", "Kofner (2020)"),
        ("Mean of A (2015) and B, C (2022), rounded", "Mean of A (2015) and B, C (2022)"),
        ("Eurostat, EU trade in goods (24 November 2023)", "Eurostat"),
        ("KMG Annual Report 2024, Midstream", "KMG Annual Report 2024"),
    ],
)
def test_sources_by_author_or_institution(title, name):
    assert short_name(Source("x", title, "paper")) == name


def test_every_source_has_a_name():
    assert all(short_name(source) for source in sources().values())


def test_leaks_are_told_largest_first_and_in_sum():
    leaks = pd.DataFrame(
        {
            "instrument": [2, 2, 2, 2],
            "middleman": ["KAZ", "ARM", "UZB", "TUR"],
            "arrives_pct_of_loss": [5.5, 1.6, 2.2, 1.0],
            "imports_musd": [1660.0, 483.0, 664.0, 302.0],
            "margin_musd": [664.0, 193.0, 266.0, 121.0],
        }
    )
    told = leaks_sentence(SimpleNamespace(leaks=leaks, names={"KAZ": "Kazakhstan"}))
    assert f"10.3{NARROW}% arrives all the same" in told
    assert f"Kazakhstan (5.5{NARROW}%), UZB (2.2{NARROW}%), ARM (1.6{NARROW}%) and 1 more" in told
    assert "pay 3.1 bn USD a year for it and keep 1.2 bn USD" in told


def test_routes_are_told_by_how_much_they_change():
    rows = pd.DataFrame(
        {
            "route": ["northern", "sea-suez", "middle", "trans-siberian"],
            "before_kt_month": [8901.0, 131125.0, 41.0, 836.0],
            "after_kt_month": [8686.0, 131541.0, 41.2, 675.0],
        }
    )
    facts = {"commodity": "goods", "exporter": ""}
    view = SimpleNamespace(tables={"routes": rows}, facts=facts)
    told = routes_sentence(SimpleNamespace(views=(view,), names={}))
    assert "Suez Canal 131,125 → 131,541, Northern Corridor 8,901 → 8,686" in told
    assert "Middle" not in told
    still = rows.assign(after_kt_month=rows["before_kt_month"])
    view = SimpleNamespace(tables={"routes": still}, facts=facts)
    told = routes_sentence(SimpleNamespace(views=(view,), names={}))
    assert told == "No route of goods carries much more or less."
