"""The library's pages: each scenario is solved when the documentation is built.

A page of `docs/library` names its scenario in a line of its own, which the answer replaces; the
page `reference/scenarios` asks for the tables of all. A scenario is solved once for a state of the
package (`library_store` in the configuration) and kept.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ASKED = re.compile(r"^<!-- scenario ([a-z0-9-]+) -->$", re.M)
INDEX, BESIDE = "<!-- all scenarios -->", "<!-- side by side -->"
CODES = ("KAZ", "RUS", "KGZ", "UZB", "CHN", "TUR", "DEU", "USA")
"""Economies in the table of all scenarios."""
MOST = 10
"""Economies in the picture beside those around the focus."""


def solved(name: str, store: Path) -> dict[str, Any]:
    """Title, question, page and headline numbers of a scenario, from the store or solved now."""
    path = store / f"{name}.json"
    if not path.exists():
        store.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(solve(name), allow_nan=False), encoding="utf8")
    return dict(json.loads(path.read_text(encoding="utf8")))


def solve(name: str) -> dict[str, Any]:
    """What `solved` keeps."""
    import geoecon
    from geoecon.report.prose_ranges import INCOME
    from geoecon.report.ranges import income_range
    from geoecon.report.units import signed

    scenario = geoecon.load_scenario(name)
    try:
        run = geoecon.run(scenario)
    except geoecon.GeoeconError as error:
        told = f"No answer on this installation: {error.what}."
        return {"title": scenario.title, "question": scenario.question, "page": told, "row": None}
    table = run.headline()[INCOME]
    return {
        "title": scenario.title,
        "question": scenario.question,
        "page": run.markdown() + picture(run),
        "row": {
            "focus": run.content.focus_name,
            "income": signed(run.content.shown[INCOME].iloc[0], 2),
            "range": income_range(run.content, run.content.focus),
            "others": {code: signed(table[code], 2) for code in CODES},
        },
    }


def picture(run: Any) -> str:
    """Real income by economy as inline SVG, with its heading."""
    from geoecon.report import figures
    from geoecon.report.svg import to_svg

    content = run.content
    rows = figures.ranked(content.headline, set(content.shown.index), MOST)
    label = f"Real income by economy, per cent: {content.scenario.title}"
    svg = to_svg(figures.income_ranking(rows, {content.focus}), label)
    inner = "".join(line.strip() + " " for line in svg.splitlines() if line.strip())
    return f'\n## Real income by economy, per cent\n\n<div class="picture">{inner}</div>\n'


def index_table(names: list[str], store: Path) -> str:
    """One row a scenario: its page, its question, and the answer for its focus."""
    lines = ["| scenario | question | real income, % | range over elasticities, % |",
             "| :-- | :-- | :-- | :-- |"]  # fmt: skip
    for name in names:
        found = solved(name, store)
        row = found["row"] or {"focus": "", "income": "no answer", "range": ""}
        link = f"[{name}](../library/{name}.md)"
        lines.append(
            f"| {link} | {found['question']} | {row['focus']} {row['income']} | {row['range']} |"
        )
    return "\n".join(lines)


def beside_table(names: list[str], store: Path) -> str:
    """Real income of some economies in every scenario, per cent."""
    lines = [f"| scenario | {' | '.join(CODES)} |", f"| :-- |{' --: |' * len(CODES)}"]
    for name in names:
        row = solved(name, store)["row"]
        cells = [row["others"][code] for code in CODES] if row else [""] * len(CODES)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def expand(app: Any, _name: str, source: list[str]) -> None:
    """Put what was solved where a page asks for it."""
    store = Path(app.config.library_store)
    text = ASKED.sub(lambda found: solved(found[1], store)["page"], source[0])
    if INDEX in text or BESIDE in text:
        from geoecon.scenario import list_scenarios

        names = list(list_scenarios())
        text = text.replace(INDEX, index_table(names, store))
        text = text.replace(BESIDE, beside_table(names, store))
    source[0] = text


def solve_all(app: Any) -> None:
    """Solve every scenario that is not in the store yet, on all cores."""
    from joblib import Parallel, delayed

    from geoecon.scenario import list_scenarios

    store = Path(app.config.library_store)
    left = [name for name in list_scenarios() if not (store / f"{name}.json").exists()]
    if left:
        Parallel(n_jobs=-1)(delayed(solved)(name, store) for name in left)


def setup(app: Any) -> dict[str, bool]:
    """Read pages with the answers in them; another state of the package reads all again."""
    app.add_config_value("library_store", "", "env")
    app.connect("builder-inited", solve_all)
    app.connect("source-read", expand)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
