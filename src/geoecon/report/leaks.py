"""What goes round sanctions with evasion, by middleman, as a table."""

from __future__ import annotations

from geoecon.report.content import Content
from geoecon.report.html import section, table
from geoecon.report.units import signed

HEADS = (
    "middleman", "buys, million USD a year", "sells on, million USD a year",
    "% of what is lost", "premium, %", "real income, %",
)  # fmt: skip
LEAD = (
    "What the senders no longer sell directly and third countries pass on, in the terms of "
    "recorded trade: what a middleman buys of the senders for the target, and what the target "
    "pays it."
)
Rows = list[list[str]]


def leak_rows(content: Content) -> tuple[tuple[str, ...], Rows]:
    """Heads and rows, one a sanction and middleman; no rows where no sanction leaks."""
    names = content.names
    return HEADS, [
        [
            names.get(row["middleman"], row["middleman"]),
            f"{row['imports_musd']:,.0f}",
            f"{row['exports_musd']:,.0f}",
            f"{row['arrives_pct_of_loss']:.1f}",
            signed(row["premium_pct"], 0).lstrip("+"),
            signed(row["real_income_pct"], 2),
        ]
        for row in content.leaks.to_dict("records")
    ]


def leaks_section(content: Content) -> str:
    """HTML of the section; "" where no sanction leaks."""
    heads, rows = leak_rows(content)
    return section("Round the sanctions", table(heads, rows, class_="numbers"), lead=LEAD)
