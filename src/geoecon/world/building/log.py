"""What the build changed, and the checks it made: rows of the reconcile report."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from io import StringIO


@dataclass(frozen=True)
class Change:
    """One number that the build changed, or one check of the result (what = "check: …").

    `before` and `after` are in million USD unless `unit` says otherwise; in a check they are
    the target and the built figure.
    """

    what: str
    economy: str
    partner: str
    sector: str
    before: float
    after: float
    reason: str
    unit: str = "million USD"

    @property
    def size(self) -> float:
        """Absolute change."""
        return abs(self.after - self.before)


def largest(changes: Iterable[Change], keep: int) -> list[Change]:
    """The `keep` largest changes of each kind, worst first, with one row for all that is left."""
    kinds: dict[str, list[Change]] = {}
    for change in changes:
        kinds.setdefault(change.what, []).append(change)
    return [row for what, group in kinds.items() for row in _trim(what, group, keep)]


def _trim(what: str, group: list[Change], keep: int) -> list[Change]:
    if what.startswith("check"):
        return group
    ordered = sorted(group, key=lambda c: (-c.size, c.economy, c.partner, c.sector))
    rest = ordered[keep:]
    if not rest or rest[0].unit != "million USD":
        return ordered[:keep]
    total = Change(
        what, "", "", "", sum(c.before for c in rest), sum(c.after for c in rest),
        f"{len(rest)} smaller rows together",
    )  # fmt: skip
    return [*ordered[:keep], total]


def to_csv(changes: Iterable[Change]) -> str:
    """The report as csv text, figures to three decimals (six digits for ratios)."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [f.name for f in fields(Change)]
    writer.writerow([*names[:6], "change", *names[6:]])
    for change in changes:
        cells = astuple(change)
        numbers = [_figure(v) for v in (change.before, change.after, change.after - change.before)]
        writer.writerow([*cells[:4], *numbers, *cells[6:]])
    return text.getvalue()


def _figure(value: float) -> str:
    return f"{value:.3f}" if abs(value) >= 10 else f"{value:.6g}"
