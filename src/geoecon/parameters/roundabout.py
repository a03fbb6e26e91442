"""Recorded trade of middlemen with those who impose a sanction and with its target."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geoecon.errors import unknown_name
from geoecon.parameters.tables import read_table


@dataclass(frozen=True)
class Roundabout:
    """What a middleman bought of the senders and sold to the target in a year, million USD.

    All goods, as the middleman books them: imports c.i.f., exports f.o.b. `others` are trade to
    compare with: imports from all who neither imposed the sanction nor bear it, exports to
    neighbours who buy no crude.
    """

    middleman: str
    senders: str
    target: str
    year: int
    imports_musd: float
    exports_musd: float
    others_imports_musd: float
    others_exports_musd: float
    source: str


def roundabout(middleman: str) -> tuple[Roundabout, ...]:
    """Recorded trade of one middleman, by year. Raises UnknownNameError where none is on record."""
    rows = read_table("roundabout")
    found = [row for row in rows if row["middleman"] == middleman]
    if not found:
        raise unknown_name("middleman", middleman, {row["middleman"] for row in rows})
    return tuple(
        Roundabout(
            row["middleman"],
            row["senders"],
            row["target"],
            int(row["year"]),
            float(row["imports_musd"]),
            float(row["exports_musd"]),
            float(row["others_imports_musd"]),
            float(row["others_exports_musd"]),
            row["source"],
        )
        for row in found
    )


def observed_leak(before: Roundabout, after: Roundabout, lost_musd: float) -> float:
    """The share of lost direct trade that may have gone through a middleman.

    What goes round adds to its imports from the senders and to its exports to the target, so the
    smaller of the two rises is the most that both books allow.
    """
    bought = after.imports_musd - before.imports_musd
    sold = after.exports_musd - before.exports_musd
    return max(min(bought, sold), 0.0) / lost_musd


def leak_beyond_growth(before: Roundabout, after: Roundabout, lost_musd: float) -> float:
    """The same share, of what rose beyond the growth of trade with others.

    A difference in differences on two sums: the least that the books show, because others may
    have served the roundabout too.
    """
    return observed_leak(grown(before, after), after, lost_musd)


def grown(before: Roundabout, after: Roundabout) -> Roundabout:
    """Trade of `after` if it had grown from `before` as that with others did."""
    bought = after.others_imports_musd / before.others_imports_musd
    sold = after.others_exports_musd / before.others_exports_musd
    return replace(
        after,
        imports_musd=before.imports_musd * bought,
        exports_musd=before.exports_musd * sold,
    )
