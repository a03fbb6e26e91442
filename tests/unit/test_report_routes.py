"""The section on routes: what it says, what the map draws, and what it leaves out."""

import heapq
import math
import re
from datetime import date
from html import escape
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from geoecon.corridors import load_network
from geoecon.corridors.sailings import sailings
from geoecon.report.html import document
from geoecon.report.routes import route_labels, routes_section
from geoecon.report.routes_figures import route_loads
from geoecon.report.routes_labels import Label, beside, over
from geoecon.report.routes_lines import drawn_lines, link_state, width
from geoecon.report.routes_sheet import ends, in_sight, lay_out
from geoecon.report.routes_tables import bottlenecks
from geoecon.report.routes_words import answer, link_title

NAMES = {
    "KAZ": "Kazakhstan", "RUS": "Russia", "AZE": "Azerbaijan", "GEO": "Georgia", "TUR": "Türkiye",
    "CHN": "China", "ITA": "Italy", "FRA": "France", "NLD": "Netherlands", "KOR": "South Korea",
    "UKR": "Ukraine", "cpc": "Caspian Pipeline Consortium", "atyrau-samara": "Atyrau–Samara",
    "aktau-baku": "Aktau–Baku", "aktau-makhachkala": "Aktau–Makhachkala",
    "atasu-alashankou": "Atasu–Alashankou", "": "",
}  # fmt: skip
FACTS = {
    "commodity": "crude oil", "exporter": "KAZ", "produced_kt_month": 5700.0,
    "exported_kt_month": 2100.0, "stranded_kt_month": 3600.0, "revenue_before_musd_month": 3300.0,
    "revenue_after_musd_month": 1200.0, "months": 2, "residual": 3e-10, "trade_solves": 41,
}  # fmt: skip
SHIPMENTS = [
    # The places that oil passes, and its load before and after, kt a month.
    (("tengiz", "cpc-buoys", "trieste"), 1900.0, 0.0),
    (("tengiz", "cpc-buoys", "rotterdam"), 1100.0, 0.0),
    (("kashagan", "cpc-buoys", "marseille"), 900.0, 0.0),
    (("kashagan", "cpc-buoys", "busan"), 600.0, 0.0),
    (("kashagan", "atyrau", "samara", "ust-luga", "rotterdam"), 730.0, 1200.0),
    (("kumkol", "atasu", "dushanzi"), 100.0, 180.0),
    (("mangystau", "aktau-port", "sangachal", "ceyhan", "trieste"), 120.0, 420.0),
    (("mangystau", "aktau-port", "makhachkala"), 180.0, 300.0),
]
ROUTES = [
    ("cpc", 4500.0, 0.0, 0.0, 310.0),
    ("atyrau-samara", 730.0, 1200.0, 1200.0, 120.0),
    ("aktau-baku", 120.0, 420.0, 420.0, 96.0),
    ("aktau-makhachkala", 180.0, 300.0, math.nan, 0.0),
    ("atasu-alashankou", 100.0, 180.0, 830.0, 0.0),
]
FULL = {"atyrau-samara-kazakh-section": 120.0, "aktau-baku-tankers": 96.0}


def cheapest(out, start, end):
    """Links of the cheapest way of crude oil from one node to another."""
    queue, seen = [(0.0, 0, start, ())], set()
    while queue:
        cost, _, place, way = heapq.heappop(queue)
        if place.removesuffix("-arrived") == end:
            return way
        if place in seen:
            continue
        seen.add(place)
        for link in out.get(place, ()):
            paid = cost + link.freight_usd_t("crude") + link.fee_usd_t
            heapq.heappush(queue, (paid, len(seen) * 1000 + len(queue), link.to_node, (*way, link)))
    raise AssertionError(f"no way from {start} to {end}")


def network_links():
    """Loads of `SHIPMENTS` on the links of the embedded network, moorings closed."""
    network = sailings(load_network().on(date(2025, 6, 30)), "crude").network
    out, loads = {}, {}
    for link in network.links:
        out.setdefault(link.from_node, []).append(link)
    for places, before, after in SHIPMENTS:
        for start, end in pairwise(places):
            for link in cheapest(out, start, end):
                was, now = loads.get(link.id, (0.0, 0.0))
                loads[link.id] = (was + before, now + after)
    closed = [link.id for link in network.links if link.id.startswith("cpc-mooring")]
    loads |= {name: (1500.0, 0.0) for name in closed}
    rows = [link_row(network, network.link(name), *load) for name, load in loads.items()]
    return pd.DataFrame(rows)


def link_row(network, link, before, after):
    start, end = network.node(link.from_node), network.node(link.to_node)
    limit = math.nan if link.capacity_kt_month is None else link.capacity_kt_month
    return {
        "link": link.id, "from_name": start.name, "to_name": end.name, "mode": link.mode,
        "territory": link.territory, "cargo": "crude", "route": link.route,
        "from_longitude": start.longitude, "from_latitude": start.latitude,
        "to_longitude": end.longitude, "to_latitude": end.latitude,
        "before_kt_month": before, "after_kt_month": after, "room_kt_month": limit,
        "shadow_price_usd_per_t": FULL.get(link.id, 0.0),
        "changed": "closed" if link.id.startswith("cpc-mooring") else "",
    }  # fmt: skip


def bottleneck_rows():
    columns = ["rank", "link", "from_name", "to_name", "territory", "shadow_price_usd_per_t",
               "room_kt_month", "rent_musd_month", "fill"]  # fmt: skip
    rows = [
        (1, "a", "Atyrau", "Russian border", "KAZ", 120.0, 1200.0, 144.0, math.nan),
        (2, "b", "Aktau", "Alat", "", 96.0, 420.0, 40.3, math.nan),
        (3, "c", "Atasu", "Alashankou", "KAZ", 0.0, 830.0, 0.0, 0.22),
    ]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture(scope="module")
def tables():
    routes = pd.DataFrame(
        [
            (route, "KAZ", "crude oil", before, after, room, price)
            for route, before, after, room, price in ROUTES
        ],
        columns=["route", "origin", "commodity", "before_kt_month", "after_kt_month",
                 "capacity_kt_month", "shadow_price_usd_per_t"],
    )  # fmt: skip
    buyers = pd.DataFrame(
        [("ITA", 2000.0, 700.0, 560.0, 640.0), ("NLD", 1500.0, 900.0, 565.0, 630.0),
         ("KOR", 600.0, 0.0, 590.0, math.nan), ("CHN", 100.0, 180.0, 540.0, 560.0)],
        columns=["region", "before_kt_month", "after_kt_month", "before_usd_t", "after_usd_t"],
    )  # fmt: skip
    carriers = pd.DataFrame(
        [("RUS", 150.0, 60.0, -90.0), ("TUR", 3.0, 9.0, 6.0),
         ("world shipping", 80.0, 30.0, -50.0)],
        columns=["region", "before_musd_month", "after_musd_month", "change_musd_month"],
    )  # fmt: skip
    return {"routes": routes, "links": network_links(), "carriers": carriers, "buyers": buyers,
            "bottlenecks": bottleneck_rows()}  # fmt: skip


@pytest.fixture(scope="module")
def page(tables):
    return routes_section(tables, FACTS, NAMES)


def test_the_answer_gives_tonnes_revenue_and_the_dearest_room(tables):
    told = answer(tables, FACTS, NAMES)
    assert "Of 5,700 kt of crude oil that Kazakhstan has for export in a month" in told
    assert "2,100 kt leave and 3,600 kt (63\u202f%) are stranded" in told
    assert "falls from 3.3 bn USD to 1.2 bn USD a month" in told
    assert "a loss of 2.1 bn USD a month, 4.2 bn USD over 2 months" in told
    assert "between Atyrau and Russian border (Kazakhstan): one more tonne of room there is" in told


def test_nothing_stranded_no_end_and_nothing_binding_is_said_so(tables):
    facts = FACTS | {"stranded_kt_month": 0.0, "months": None, "revenue_after_musd_month": 3400.0}
    told = answer(tables | {"bottlenecks": bottleneck_rows().iloc[2:]}, facts, NAMES)
    assert "all finds a way out" in told
    assert told.endswith("a gain of 100 million USD a month.")
    same = answer(tables, facts | {"revenue_after_musd_month": 3300.0}, NAMES)
    assert "Export revenue stays at 3.3 bn USD a month." in same


def test_empty_tables_make_no_section_and_an_empty_table_no_gap(tables):
    empty = {name: rows.iloc[:0] for name, rows in tables.items()}
    assert routes_section(empty, FACTS, NAMES) == ""
    for name in tables:
        assert "<h2>" in routes_section(tables | {name: empty[name]}, FACTS, NAMES)
    assert "<svg" not in routes_section(empty | {"buyers": tables["buyers"]}, FACTS, NAMES)


def test_the_parts_come_in_their_order(page):
    heads = re.findall(r"<h[23]>(.*?)</h[23]>", page)
    assert heads == [
        "Which way it goes",
        "Routes of crude oil, before and after",
        "Loads by route, before and after",
        "Buyers: what they get and what they pay",
        "Carriers: freight, fees and rents paid on the way",
        "What binds next, and what a tonne of room is worth there",
    ]


def test_the_page_needs_no_network_and_repeats_itself(tables, page):
    assert not re.search(r"(src|href)=\"https?://", page)
    assert page == routes_section(tables, FACTS, NAMES)


def test_every_link_in_sight_has_a_title_with_its_loads_and_price(tables, page):
    links = tables["links"]
    seen = in_sight(links, lay_out(links))
    assert set(seen["link"]) == set(links["link"])
    for _, row in links.iterrows():
        assert f"<title>{escape(link_title(row, NAMES))}</title>" in page
    full = links.set_index("link", drop=False).loc["atyrau-samara-kazakh-section"]
    told = link_title(full, NAMES)
    assert "730 → 1,200 kt a month" in told
    assert "1,458 kt, 258 kt of it spare" in told
    assert "worth 120.00 USD" in told


def test_what_is_drawn_first_holds_the_routes_and_not_the_far_ends(tables):
    links = tables["links"]
    sheet = lay_out(links)
    places = sheet.place(ends(links).reshape(-1, 2)).reshape(-1, 2, 2)
    inside = ((places > sheet.box[0]) & (places < sheet.box[1])).all(axis=(1, 2))
    assert inside[(links["route"] != "").to_numpy()].all()
    assert not inside[(links["to_name"] == "Busan").to_numpy()].any()
    assert (places > 0).all()
    assert (places < np.array(sheet.size)).all()


def test_north_is_up_and_east_is_right(tables):
    sheet = lay_out(tables["links"])
    south, north, east = sheet.place(sheet.centre + np.array([[0, 0], [0, 5], [5, 0]]))
    assert north[1] < south[1]
    assert east[0] > south[0]


@pytest.mark.parametrize(
    ("changed", "price", "before", "after", "state"),
    [
        ("closed", 5.0, 9.0, 0.0, "closed"),
        ("capacity 4500 -> 1000", 5.0, 900.0, 100.0, "full"),
        ("", 0.0, 900.0, 903.0, "same"),
        ("", 0.0, 900.0, 950.0, "more"),
        ("", 0.0, 900.0, 850.0, "less"),
        ("", math.nan, math.nan, 100.0, "more"),
    ],
)
def test_the_state_of_a_link(changed, price, before, after, state):
    row = pd.Series(
        {"changed": changed, "shadow_price_usd_per_t": price, "before_kt_month": before,
         "after_kt_month": after}
    )  # fmt: skip
    assert link_state(row) == state


def test_width_grows_in_proportion():
    steps = np.diff([width(load, 300.0) for load in (100.0, 200.0, 300.0)])
    np.testing.assert_allclose(steps, steps[0])
    assert width(0.0, 300.0) < width(1.0, 300.0)


def test_links_of_one_pair_lie_side_by_side(tables):
    links = tables["links"]
    moorings = links[links["link"].str.startswith("cpc-mooring")]
    back = moorings.iloc[:1].rename(
        columns=lambda name: (
            {"from": "to", "to": "from"}.get(name.split("_")[0], "")
            + name[len(name.split("_")[0]) :]
            if name.split("_")[0] in ("from", "to")
            else name
        )
    )
    lines = drawn_lines(pd.concat([moorings, back[links.columns]]), lay_out(links), {})
    middles = np.array([line.middle for line in lines])
    apart = np.hypot(*(middles[:, None] - middles[None, :]).transpose(2, 0, 1))
    assert apart[~np.eye(4, dtype=bool)].min() > 2.5


def test_closed_links_that_carried_are_crossed_and_dashed(page):
    assert "×</text>" in page
    assert "stroke-dasharray" in page
    assert re.search(r'<g class="label" data-x="[\d.]+" data-y="[\d.]+">', page)


def test_labels_name_routes_by_load_and_avoid_each_other(tables):
    labels = route_labels(tables["routes"], NAMES)
    assert next(iter(labels.items())) == ("cpc", ("Caspian Pipeline Consortium", "4,500 → 0"))
    box, anchor = np.array([[0.0, 0.0], [400.0, 300.0]]), np.array([200.0, 150.0])
    taken = [beside(("first", "1 → 2"), anchor[None], box, [], np.zeros((0, 2)))]
    other = beside(("second", "1 → 2"), anchor[None], box, taken, np.zeros((0, 2)))
    assert (np.abs(taken[0].at - other.at) > taken[0].half).any()
    assert over("land", taken[0].at, box[:, :] * 0 + taken[0].at, taken, np.zeros((0, 2))) is None
    whole = [Label(("x" * 100,) * 40, anchor, anchor)]
    assert beside(("third",), anchor[None], box, whole, np.zeros((0, 2))) is None


def test_bars_stand_for_loads_and_strokes_for_capacities_within_reach(tables):
    rows = tables["routes"].assign(name=tables["routes"]["route"])
    axes = route_loads(rows).axes[0]
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == [*rows["before_kt_month"], *rows["after_kt_month"]]
    strokes = [path.vertices[0, 0] for path in axes.collections[0].get_paths()]
    assert strokes == [0.0, 1200.0, 420.0, 830.0]


def test_bottlenecks_tell_full_ones_from_those_with_room():
    found = bottlenecks(bottleneck_rows(), NAMES)
    assert "<td>120.00</td><td>1,200</td><td>100</td><td>144.0</td>" in found
    assert "<td>0</td><td>830</td><td>22</td><td>0.0</td>" in found


def test_a_new_link_and_links_without_any_load_are_drawn(tables):
    new = tables["links"].assign(before_kt_month=math.nan, changed="new")
    idle = tables["links"].assign(before_kt_month=0.0, after_kt_month=0.0, changed="closed")
    carrying = int((new["after_kt_month"] > 0).sum())
    for links, drawn, marks in ((new, carrying, True), (idle, len(idle), False)):
        page = routes_section(tables | {"links": links}, FACTS, NAMES)
        svg = page[page.index("<svg") : page.index("</svg>")]
        assert svg.count('<g class="link"><title>') == drawn
        assert ("◆" in svg) is marks
        assert "nan" not in re.sub("<title>.*?</title>", "", svg.lower())


def test_names_are_escaped(tables):
    links = tables["links"].assign(from_name="<b>")
    page = routes_section(tables | {"links": links}, FACTS, NAMES)
    assert "<b>" not in page.replace("<b>×</b>", "").replace("<b>◆</b>", "")


def test_a_whole_page_holds_the_section(page):
    assert document("A report", page).count("<section>") == 1
