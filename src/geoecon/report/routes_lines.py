"""The links of a route map as lines: their course, what became of them, and how wide they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from geoecon.report.routes_sheet import Sheet, ends
from geoecon.report.svg import INK
from geoecon.variables import Array

COLOURS = {
    "full": INK,
    "more": "#2a6ca8",
    "same": "#7d8593",
    "less": "#c8642d",
    "closed": "#a3271a",
}
BAND = "#efb583"
"""The band of the load before: light enough to tell from every line in grey print."""
THINNEST, WIDEST, LANE = 1.2, 12.0, 3.0
"""Points: the line of a load next to nothing, of the largest, and between links side by side."""
BOW = 0.12
"""How far the arc of a sailing stands off its chord, as a share of it."""


@dataclass(frozen=True, eq=False)
class Line:
    """One link as drawn: its course [vertex, (x, y)] in points, and what is known of it."""

    course: Array
    state: str
    before: float
    after: float
    sailing: bool
    title: str
    mark: str
    route: str

    @property
    def load(self) -> float:
        """The larger of the two loads that is a number, or 0."""
        return max((load for load in (self.before, self.after) if load > 0), default=0.0)

    @property
    def middle(self) -> Array:
        """Half way along its course."""
        return self.course[len(self.course) // 2]


def link_state(row: pd.Series[float]) -> str:
    """closed, full (its room is used up and has a price), more, same or less, against before."""
    if str(row["changed"]).startswith("closed"):
        return "closed"
    if row["shadow_price_usd_per_t"] > 0:
        return "full"
    before, after = row["before_kt_month"], row["after_kt_month"]
    if abs(after - before) <= max(0.5, 0.005 * before):
        return "same"
    return "less" if after < before else "more"


def width(load: float, largest: float) -> float:
    """Width of a line, points, proportional to its load above the thinnest."""
    return THINNEST + (WIDEST - THINNEST) * load / largest if load > 0 else THINNEST


def drawn_lines(links: pd.DataFrame, sheet: Sheet, titles: Mapping[str, str]) -> list[Line]:
    """The links as lines, those of the same pair of places side by side, the smallest first."""
    chords = sheet.place(ends(links).reshape(-1, 2)).reshape(-1, 2, 2)
    pairs = [frozenset(names) for names in links[["from_name", "to_name"]].to_numpy().tolist()]
    lines = []
    for number, (_, row) in enumerate(links.iterrows()):
        lane = pairs[:number].count(pairs[number]) - (pairs.count(pairs[number]) - 1) / 2
        lines.append(
            Line(
                course=_course(chords[number], row["mode"] == "sea", lane * LANE),
                state=link_state(row),
                before=row["before_kt_month"],
                after=row["after_kt_month"],
                sailing=row["mode"] == "sea",
                title=titles.get(row["link"], ""),
                mark=_mark(row),
                route=row["route"],
            )
        )
    return sorted(lines, key=lambda line: line.load)


def along(course: Array, spacing: float = 4.0) -> Array:
    """Points along a course, some `spacing` points apart."""
    parts = [
        np.linspace(start, end, max(int(np.hypot(*(end - start)) / spacing), 2))
        for start, end in pairwise(course)
    ]
    return np.concatenate(parts)


def _course(chord: Array, arc: bool, aside: float) -> Array:
    """From start to end, `aside` points off the chord; an arc for a sailing."""
    start, end = chord
    along = end - start
    length = float(np.hypot(*along)) or 1.0
    # The side must not depend on the direction, or there and back would fall into one lane.
    normal = np.array([-along[1], along[0]]) / length * (1 if tuple(start) <= tuple(end) else -1)
    step = np.linspace(0.0, 1.0, 17 if arc else 3)[:, None]
    bow = BOW * length * 4 * step * (1 - step) if arc else 0 * step
    return start + step * along + normal * (bow + aside)


def _mark(row: pd.Series[float]) -> str:
    """A cross where the scenario stops what flowed, a lozenge where it changes something else."""
    if not row["changed"]:
        return ""
    if link_state(row) != "closed":
        return "◆"
    return "×" if row["before_kt_month"] > 0 else ""
