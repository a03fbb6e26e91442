"""Draw the README's picture from a real run: a map, who gains and loses, who replaces whom.

    python scripts/make_readme_picture.py

Writes docs/images/russia-trade-stops.png and the figures between the two marks in README.md; a
test fails where those figures are no longer those of the embedded world.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

import geoecon
from geoecon.report.content import Content, gather
from geoecon.report.figures import income_ranking, partner_changes, ranked
from geoecon.report.map import RAMP, Shading, focus_map, legend_edges
from geoecon.report.svg import INK, MUTED

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
NAME = "russia-trade-stops"
START, END = "<!-- figures: scripts/make_readme_picture.py -->\n", "<!-- end of figures -->"
SHARPNESS = 144  # dots per inch
BARS, PARTNERS = 9, 6
SHOWN, MONEY = ("KAZ", "RUS", "KGZ", "CHN", "EU27"), "equivalent_variation_musd"


def main() -> None:
    """Run the scenario, draw its picture, and put its figures into the README."""
    run = geoecon.run(NAME)
    content = gather(run.scenario, run.solution, run.changes)
    target = ROOT / "docs" / "images" / f"{NAME}.png"
    target.parent.mkdir(exist_ok=True)
    picture(content).savefig(target, dpi=SHARPNESS, facecolor="white", metadata={"Software": None})
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf8")
    before, rest = text.split(START)
    dated = f"Run on {datetime.now(UTC):%d %B %Y} with geoecon {version('geoecon')}.\n"
    after = rest.split(END)[1]
    readme.write_text(before + START + figures(run) + dated + END + after, encoding="utf8")


def figures(run: geoecon.Run) -> str:
    """The README's table and the world it was computed in, without the day."""
    table = pd.concat([run.headline(), run.by_group().assign(name=lambda rows: rows.index)])
    lines = [
        "| | real income, % | in million USD a year | exports, % | imports, % |",
        "|---|---|---|---|---|",
    ]
    for code in SHOWN:
        row = table.loc[code]
        parts = [f"{row[key]:+.2f}" for key in ("real_income_pct", "exports_pct", "imports_pct")]
        lines.append(
            f"| {row['name']} | {parts[0]} | {row[MONEY]:+,.0f} | {parts[1]} | {parts[2]} |"
        )
    told = f"World `{run.world.name}` (`{run.world.hash[:12]}`), {run.world.horizon}"
    return "\n".join(lines) + f"\n\n{told}, imbalances: {run.solution.closure}.\n"


def picture(content: Content) -> Figure:
    """Title, map with its legend, and two charts beside it."""
    shading = Shading(
        change={str(code): change for code, change in content.headline["real_income_pct"].items()},
        lost=frozenset(content.solution.unbounded),
        focus=content.focus,
    )
    figure = Figure(figsize=(13, 6.2))
    figure.text(0.02, 0.945, content.scenario.title, fontsize=19, fontweight="bold", color=INK)
    figure.text(0.02, 0.9, subtitle(content), fontsize=12, color=MUTED)
    around = focus_map(shading, labels(content))
    if around is not None:
        for text in around.axes[0].texts:
            text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
        place(figure, around, (0.02, 0.13, 0.58, 0.74))
    rows = ranked(content.headline, content.shown.index, BARS)
    imports = partner_changes(content.partners, "imports", PARTNERS)
    panel(figure, "Real income", income_ranking(rows, content.shown.index), 0.83)
    panel(figure, f"Imports of {content.focus_name}, by origin", imports, 0.36)
    legend(figure, shading)
    return figure


def subtitle(content: Content) -> str:
    """What the numbers are, under which horizon and closure, in which world."""
    solution = content.solution
    world = solution.world
    return (
        f"Change of real income, per cent. World {world.name}, {world.horizon}, "
        f"imbalances: {solution.closure}. Hatched: part of a group."
    )


def labels(content: Content) -> dict[str, str]:
    """Names to print on the map: the focus, those around it and the most affected."""
    rows = ranked(content.headline, content.shown.index, BARS)
    first = [content.focus, *(code for code in rows.index if code != content.focus)]
    return {code: str(rows.loc[code, "name"]) for code in first if code in rows.index}


def panel(figure: Figure, title: str, part: Figure, top: float) -> None:
    """A chart with its title on the right, `top` down from the top."""
    figure.text(0.63, top + 0.02, title, fontsize=13, fontweight="bold", color=INK)
    place(figure, part, (0.63, 0.0, 0.35, top))


def legend(figure: Figure, shading: Shading) -> None:
    """A strip of the classes below the map."""
    axes = figure.add_axes((0.02, 0.045, 0.58, 0.05))
    axes.set(xlim=(0, len(RAMP)), ylim=(0, 2))
    axes.axis("off")
    for number, colour in enumerate(RAMP):
        axes.add_patch(Rectangle((number, 1), 1, 1, facecolor=colour))
    for number, text in enumerate(legend_edges(shading.edges), start=1):
        axes.text(number, 0.2, text, ha="center", fontsize=10, color=MUTED)


def place(figure: Figure, part: Figure, box: tuple[float, float, float, float]) -> None:
    """Put a figure into a box of another one, its proportions kept, at the top left."""
    axes = figure.add_axes(box, anchor="NW")
    axes.imshow(pixels(part))
    axes.axis("off")


def pixels(figure: Figure) -> NDArray[np.float64]:
    """A figure as an image [row, column, colour]."""
    from matplotlib.image import imread

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=2 * SHARPNESS)
    buffer.seek(0)
    image: NDArray[np.float64] = imread(buffer)
    return image


if __name__ == "__main__":
    main()
