"""The report as a document: complete, self-contained, escaped, repeatable, honest."""

import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from geoecon.equilibrium.solve import solve
from geoecon.errors import UnknownNameError
from geoecon.report import affected_table, console_table, render_report, write_report
from geoecon.report.content import gather
from geoecon.scenario import Scenario, build_shock

BASE = {
    "name": "a-wall",
    "title": "A <wall> & a gate",
    "question": "Who pays for the wall?",
    "date": "2023-12-31",
    "focus": "KAZ",
    "around": ["RUS", "EAEU"],
    "assumptions": ["Nobody else builds one."],
    "limits": ["How high it is."],
    "sources": ["BLK031"],
}
EMBARGO = {"kind": "embargo", "importers": "KAZ", "note": "At once."}
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """What a page refers to, its ids, and whether its elements are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.loads, self.links, self.told = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        for key, value in attrs:
            if key == "id":
                self.ids.append(value)
            if key in ("src", "srcset", "data") or (key == "href" and tag == "link"):
                self.loads.append(value)
            if key == "href" and tag == "a":
                self.links.append(value)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.told.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.told).split())


@pytest.fixture(scope="module")
def embargo(small_world):
    return solved(small_world, EMBARGO | {"exporters": "RUS"})


@pytest.fixture(scope="module")
def cut_off(small_world):
    """KAZ makes no metals, and nobody sells it any."""
    flow = small_world.flow.copy()
    me = small_world.region("KAZ")
    flow[me, :, 0] = 0
    world = small_world.replace(flow=flow)
    return solved(world, EMBARGO | {"exporters": "all", "sectors": "metals"})


def solved(world, instrument):
    scenario = Scenario.model_validate(BASE | {"instruments": [instrument]})
    shock, changes = build_shock(scenario, world)
    return scenario, solve(world, shock, closure="own income"), changes


@pytest.fixture(scope="module")
def page(embargo):
    return Page(render_report(*embargo))


def test_the_page_is_well_formed_and_loads_nothing(page):
    assert page.open == []
    assert page.loads == []
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    assert all(link.startswith(("https://", "http://")) for link in page.links)


def test_everything_a_reader_needs_is_there(embargo, page):
    scenario, solution, changes = embargo
    shown = [
        scenario.question,
        *scenario.limits,
        "Nobody else builds one.",
        "At once.",
        solution.closure,
        solution.world.hash,
        scenario.hash,
        "Walras residual",
        "Natural Earth",
        *(change.new for change in changes),
    ]
    assert [words for words in shown if words not in page.words] == []


def test_text_is_escaped(embargo, page):
    text = render_report(*embargo)
    assert "A <wall>" not in text
    assert "A <wall> & a gate" in page.words


def test_no_number_is_missing_unmarked(page):
    assert not re.search(r"\bnan\b|\binf\b", page.words, re.IGNORECASE)


def test_the_same_inputs_give_the_same_bytes(tmp_path, embargo):
    first, second = (write_report(tmp_path / name, *embargo) for name in ("a.html", "b.html"))
    assert first.read_bytes() == second.read_bytes()


def test_an_unbounded_loss_is_named_and_has_no_number(cut_off):
    page = Page(render_report(*cut_off))
    assert cut_off[1].unbounded == {"KAZ": ("metals",)}
    assert "no number is given" in page.words
    assert "Losses without a number" in page.words
    assert not re.search(r"\bnan\b|\binf\b", page.words, re.IGNORECASE)


def test_sectors_and_partners_of_the_focus_are_named(embargo):
    content = gather(*embargo)
    assert content.focus == "KAZ"
    assert list(content.shown.index) == ["KAZ", "RUS", "EAEU"]
    assert set(content.partners["partner"]) == set(embargo[1].world.regions) - {"KAZ"}
    assert list(content.sectors["sector"]) == list(embargo[1].world.sectors)


def test_a_neighbour_that_nobody_knows_is_refused(embargo):
    scenario, solution, changes = embargo
    with pytest.raises(UnknownNameError, match="Atlantis"):
        gather(scenario.update(around=["Atlantis"]), solution, changes)


def told(table):
    from rich.console import Console

    out = io.StringIO()
    Console(width=200, file=out).print(table)
    return out.getvalue()


def test_console_tables_show_the_computed_numbers(embargo):
    content = gather(*embargo)
    text = told(console_table(content.shown, content.focus, list(content.shown.index)))
    for income in content.shown["real_income_pct"]:
        assert f"{abs(income):.2f}" in text
    partners = content.partners.set_index("partner")
    text = told(affected_table(content.sectors, content.partners))
    assert f"−{abs(partners.loc['RUS', 'imports_change_musd']) / 1000:.2f}" in text
    assert "−100" in text


def test_the_console_names_an_unbounded_loss(cut_off):
    content = gather(*cut_off)
    text = told(console_table(content.shown, content.focus, ["RUS"]))
    assert "no number" in text
    assert "metals" in text
    assert np.isnan(content.shown["real_income_pct"].iloc[0])
