"""Tables for the console."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

import pandas as pd

from geoecon.report.figures import most_changed_partners, most_changed_sectors
from geoecon.report.units import MISSING, percent, signed

if TYPE_CHECKING:
    from rich.table import Table

BN = 1000.0
UNITS = (
    ("terms of trade", "% of income"), ("exports", "%"), ("imports", "%"),
    ("tariff revenue", "bn USD"),
)  # fmt: skip


def console_table(
    headline: pd.DataFrame,
    focus: str,
    around: Sequence[str],
    ranges: Mapping[str, Sequence[str]] | None = None,
) -> Table:
    """Real income, terms of trade, exports, imports and revenue of the focus and those around.

    `headline` has a row for each (index: code or bloc) and a column `name`, as `Content.shown`;
    `ranges` columns of text to stand beside real income, one cell for each row printed. A loss
    without bound is named below the table. KeyError for a row that is not there.
    """
    from rich.table import Table

    table = Table(header_style="bold", caption_justify="left")
    table.add_column("")
    told = ranges or {}
    for head, unit in (("real income", "%"), *((head, "%") for head in told), *UNITS):
        table.add_column(f"{head}\n{unit}", justify="right")
    rows = headline.loc[[focus, *(name for name in around if name != focus)]]
    for at, (code, row) in enumerate(rows.iterrows()):
        name, income, *rest = _row(row)
        cells = [column[at] for column in told.values()]
        table.add_row(name, income, *cells, *rest, style="bold" if code == focus else "")
    lost = rows[rows["unbounded"] != ""]
    if len(lost):
        names = [f"{name} ({text})" for name, text in lost[["name", "unbounded"]].to_numpy()]
        table.caption = "no number, all suppliers lost: " + "; ".join(names)
    return table


def affected_table(sectors: pd.DataFrame, partners: pd.DataFrame, most: int = 5) -> Table:
    """The sectors and partners of the focus that change most, side by side, bn USD a year.

    `sectors` and `partners` as `measures.by_sector` and `by_partner` for the focus, with a column
    `name`, as in `Content`.
    """
    from rich.table import Table

    table = Table(header_style="bold")
    for head in ("output", "exports to", "imports from"):
        table.add_column(f"{head}\nmost affected")
        table.add_column("bn USD", justify="right")
        table.add_column("%", justify="right")
    blocks = [_cells(most_changed_sectors(sectors, most), "output")]
    for side in ("exports", "imports"):
        blocks.append(_cells(most_changed_partners(partners, side, most), side))
    for cells in zip_longest(*blocks, fillvalue=("", "", "")):
        table.add_row(*(text for cell in cells for text in cell))
    return table


def _row(row: pd.Series[float]) -> Iterable[str]:
    yield str(row["name"])
    if row["unbounded"]:
        yield "no number"
        yield from (MISSING,) * 4
        return
    for column in ("real_income_pct", "terms_of_trade_pct", "exports_pct", "imports_pct"):
        yield signed(row[column], 2)
    yield signed(row["tariff_revenue_change_musd"] / BN, 2)


def _cells(rows: pd.DataFrame, quantity: str) -> list[tuple[str, str, str]]:
    """Name, change in bn USD, and change in per cent of each row."""
    cells = []
    for _, row in rows.iterrows():
        before, after = row[f"{quantity}_before_musd"], row[f"{quantity}_after_musd"]
        share = 100 * (after / before - 1) if before > 0 else float("nan")
        change = signed((after - before) / BN, 2)
        cells.append((str(row["name"]), change, percent(share).replace("\u202f%", "")))
    return cells
