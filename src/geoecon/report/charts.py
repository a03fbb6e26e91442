"""The pictures of the report with their captions: maps, ranking, split, partners, sectors."""

from __future__ import annotations

import pandas as pd

from geoecon.report import figures
from geoecon.report.content import Content
from geoecon.report.html import element, figure, paragraph, section, table, text
from geoecon.report.map import (
    HATCH,
    RAMP,
    UNBOUNDED,
    Shading,
    focus_map,
    legend_edges,
    outlines,
    world_map,
)
from geoecon.report.prose import sector_name
from geoecon.report.svg import to_svg
from geoecon.report.units import signed

BOUNDARIES = (
    "Country outlines: Natural Earth, public domain. Boundaries and names are those of the data "
    "set and imply no opinion on the status of any territory."
)


def maps(content: Content) -> str:
    """The focus with those around it, and the world, under one legend."""
    change = {str(code): float(x) for code, x in content.headline["real_income_pct"].items()}
    if not set(change) & {*outlines().points, *outlines().rings}:
        return ""
    shading = Shading(change, frozenset(content.solution.unbounded), content.focus)
    labels = {
        code: str(content.headline.loc[code, "name"])
        for code in map_labels(content, shading.edges[4])
    }
    near = focus_map(shading, labels)
    title = f"Change of real income around {content.focus_name}, per cent"
    pictures = [
        figure(title, to_svg(near, title), caption(content), class_="wide scrolled")
        if near
        else "",
        figure(
            "Change of real income in the world, per cent",
            to_svg(world_map(shading), "World map of the change of real income, per cent"),
            BOUNDARIES,
            class_="wide",
        ),
    ]
    return section("Who gains, who loses", legend(shading), *pictures)


def map_labels(content: Content, neutral: float, most: int = 9) -> list[str]:
    """Regions named on the map: the focus, those around it, and the changes beyond `neutral`."""
    codes = [code for code in content.shown.index if code in content.headline.index]
    sizes = content.headline["real_income_pct"].abs().sort_values(ascending=False, kind="stable")
    large = [str(code) for code in sizes.index if sizes[code] > neutral]
    lost = list(content.solution.unbounded)
    return list(dict.fromkeys([*codes, *lost, *large]))[: max(most, len(codes))]


def legend(shading: Shading) -> str:
    """The classes with their edges, and what hatching, dots and the darkest colour mean."""
    swatches = "".join(element("i", style=f"background:{colour}") for colour in RAMP)
    edges = "".join(element("b", text(edge)) for edge in legend_edges(shading.edges))
    scale = element("div", swatches, class_="swatches") + element("div", edges, class_="edges")
    hatch = f"background:repeating-linear-gradient(135deg,#fff 0 3px,{HATCH} 3px 4px)"
    keys = element("span", element("i", style=hatch), text("part of a group, or no data"))
    if shading.lost:
        lost = element("i", style=f"background:{UNBOUNDED}")
        keys += element("span", lost, text("loss without bound: no number"))
    unit = paragraph("Change of real income, per cent; outer classes are open", class_="unit")
    return element("div", unit, scale, element("div", keys, class_="keys"), class_="legend")


def economies(content: Content) -> str:
    """The ranking, and the losses that have no place in it, by name."""
    shown = set(content.shown.index)
    rows = figures.ranked(content.headline, shown)
    title = "Real income by economy"
    note = f"{len(rows)} of {len(content.headline)} economies: those named above and the largest "
    ranking = figure(
        title,
        to_svg(figures.income_ranking(rows, {content.focus}), title),
        note + f"changes; the table below has all. {caption(content)}",
    )
    return element(
        "div", ranking, element("div", waterfall(content), apart(content)), class_="pair"
    )


def waterfall(content: Content) -> str:
    """Where the change of the focus comes from; "" where it has no number."""
    row = content.shown.iloc[0]
    if pd.isna(row["real_income_pct"]):
        return ""
    title = f"Where {content.focus_name}’s change comes from"
    if pd.isna(row["terms_of_trade_pct"] + row["trade_volume_pct"]):
        why = "No split: it needs prices of goods that nobody makes any more, which do not exist."
        return element("div", element("h3", text(title)), paragraph(why))
    words = (
        "Terms of trade: prices of what is sold against prices of what is bought. Volume of trade: "
        "taxed imports gained or lost. The rest: trade costs, productivity and transfers "
        "themselves. Split as in Caliendo and Parro (2015), with weights averaged over before and "
        "after."
    )
    return figure(title, to_svg(figures.decomposition(row), title), words)


def apart(content: Content) -> str:
    """Losses without bound, by name."""
    words = "These lose every supplier of goods they need. The model sets no bound to such a loss."
    names = content.headline["name"]
    rows = [
        [str(names[code]), ", ".join(sector_name(content, key) for key in keys)]
        for code, keys in content.solution.unbounded.items()
    ]
    if not rows:
        return ""
    found = table(("Economy", "Without any supplier of"), rows)
    return element("div", element("h3", "Losses without a number"), paragraph(words), found)


def inside(content: Content) -> str:
    """Sectors and partners of the focus; "" where its loss has no number."""
    if content.focus in content.solution.unbounded:
        return ""
    name = content.focus_name
    foot = f"Ring: before. Dot: after. At world factor prices of the baseline. {caption(content)}"
    partners = [
        figure(title, to_svg(figures.partner_changes(content.partners, side), title), foot)
        for side, title in (
            ("exports", f"Where {name}’s exports go"),
            ("imports", f"Where {name}’s imports come from"),
        )
    ]
    title = "Output by sector"
    sectors = to_svg(figures.sector_changes(content.sectors), title)
    dearer = "Prices by sector"
    prices = to_svg(figures.price_changes(content.sectors), dearer)
    foot = f"What buyers in {name} pay, against the consumer price index. {caption(content)}"
    pair = figure(title, sectors, caption(content)) + figure(dearer, prices, foot)
    return section(
        f"Inside {name}",
        element("div", *partners, class_="pair"),
        element("div", pair, class_="pair"),
        sector_table(content),
    )


def sector_table(content: Content) -> str:
    """Output, exports and imports of the focus by sector, before and after."""
    heads = ("Sector", "Output, bn USD", "after", "%", "Exports, bn USD", "after",
             "Imports, bn USD", "after", "Price, %")  # fmt: skip
    columns = [
        f"{quantity}_{when}_musd"
        for quantity in ("output", "exports", "imports")
        for when in ("before", "after")
    ]
    rows = []
    for _, row in content.sectors.iterrows():
        values = [f"{row[column] / 1000:,.2f}" for column in columns]
        values.insert(2, signed(row["output_pct"], 1))
        rows.append([str(row["name"]), *values, signed(row["price_pct"], 1)])
    summary = element("summary", "Sectors in numbers")
    return element("details", summary, table(heads, rows, class_="numbers"))


def caption(content: Content) -> str:
    """Whose numbers these are."""
    world = content.solution.world
    return f"Source: geoecon, world {world.name}, {world.horizon}; data as listed under Sources."
