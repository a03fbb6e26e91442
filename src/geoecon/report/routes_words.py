"""Routes in words: the answer, what a pointer on a link shows, and how numbers are written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from geoecon.report.units import MISSING, NARROW, money

Names = Mapping[str, str]


def answer(tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Any], names: Names) -> str:
    """What leaves and what is stranded, what that costs, and where room is dearest."""
    parts = (_tonnes(facts, names), _revenue(facts), _dearest(tables["bottlenecks"], names))
    return " ".join(part for part in parts if part)


def _tonnes(facts: Mapping[str, Any], names: Names) -> str:
    if not facts["exporter"]:
        return f"{kt(facts['exported_kt_month'])} of {facts['commodity']} move in a month."
    what, who = facts["commodity"], names.get(facts["exporter"], facts["exporter"])
    produced, stranded = facts["produced_kt_month"], facts["stranded_kt_month"]
    told = f"Of {kt(produced)} of {what} that {who} has for export in a month, "
    if round(stranded) <= 0:
        return f"{told}all finds a way out."
    share = f"{100 * stranded / produced:.0f}{NARROW}%"
    gone = kt(facts["exported_kt_month"])
    return f"{told}{gone} leave and {kt(stranded)} ({share}) are stranded."


def _revenue(facts: Mapping[str, Any]) -> str:
    before, after = facts["revenue_before_musd_month"], facts["revenue_after_musd_month"]
    if before is None or after is None:
        return ""
    change = after - before
    if abs(change) < max(0.05, 5e-4 * before):
        return f"Export revenue stays at {money(before)} a month."
    word = "loss" if change < 0 else "gain"
    months = facts["months"]
    whole = f", {money(change * months)} over {_months(months)}" if months else ""
    verb = "falls" if change < 0 else "rises"
    return (
        f"Export revenue {verb} from {money(before)} to {money(after)} a month: "
        f"a {word} of {money(change)} a month{whole}."
    )


def _dearest(rows: pd.DataFrame, names: Names) -> str:
    binding = rows[rows["shadow_price_usd_per_t"] > 0]
    if binding.empty:
        return ""
    row = binding.sort_values("shadow_price_usd_per_t", ascending=False, kind="stable").iloc[0]
    where = names.get(row["territory"], row["territory"])
    place = f" ({where})" if where else ""
    return (
        f"Room is dearest between {row['from_name']} and {row['to_name']}{place}: one more tonne "
        f"of room there is worth {row['shadow_price_usd_per_t']:,.0f} USD."
    )


def link_title(row: pd.Series[Any], names: Names) -> str:
    """What a pointer on a link shows: ends, loads, spare room, price, and what was changed."""
    where = names.get(row["territory"], row["territory"])
    kind = ", ".join(word for word in (row["mode"], where) if word)
    room = row["room_kt_month"]
    spare = max(room - row["after_kt_month"], 0.0)
    left = "not limited" if math.isnan(room) else f"{kt(room)}, {kt(spare)} of it spare"
    return "\n".join(
        line
        for line in (
            f"{stretch(row)} ({kind})",
            f"{number(row['before_kt_month'])} → {kt(row['after_kt_month'])} a month",
            f"room a month: {left}",
            f"a tonne of room is worth {row['shadow_price_usd_per_t']:,.2f} USD"
            if row["shadow_price_usd_per_t"] > 0
            else "",
            f"changed: {row['changed']}" if row["changed"] else "",
        )
        if line
    )


def method(facts: Mapping[str, Any]) -> str:
    """How well routes and trade agree, for a caption."""
    return (
        f"Source: geoecon, routes and trade solved together (residual {facts['residual']:.0e}, "
        f"{facts['trade_solves']} solves of the trade model)."
    )


def number(value: float, places: int = 0, none: str = MISSING) -> str:
    """A number with its thousands apart; `none` where there is none."""
    return none if math.isnan(value) else f"{value:,.{places}f}"


def kt(value: float) -> str:
    """Thousand tonnes with their unit."""
    return f"{number(value)} kt"


def stretch(row: pd.Series[Any]) -> str:
    """From where to where a link leads."""
    return f"{row['from_name']} → {row['to_name']}"


def _months(months: float) -> str:
    return f"{months:g} month{'' if months == 1 else 's'}"
