"""The answer in one paragraph; every number in it is computed."""

from __future__ import annotations

import pandas as pd

from geoecon.parameters import memberships
from geoecon.report.content import Content
from geoecon.report.prose_beside import (
    cost_sentence,
    leaks_sentence,
    routes_sentence,
    sources_sentence,
)
from geoecon.report.prose_ranges import (
    INCOME,
    Bracket,
    brackets,
    draws_sentence,
    elasticities_sentence,
    instruments_sentence,
    no_bracket,
)
from geoecon.report.units import NARROW, change_words, listed, money, percent, visible

WORTH = "equivalent_variation_musd"


def answer(content: Content) -> str:
    """The answer to the scenario's question, from its tables."""
    bracket = brackets(content)
    sentences = (
        reading(content),
        focus_sentence(content, bracket),
        trade_sentence(content.shown.iloc[0], bracket),
        elasticities_sentence(content),
        instruments_sentence(content),
        draws_sentence(content),
        around_sentence(spelled(content.shown.iloc[1:]), bracket),
        extremes_sentence(content.headline.drop(index=content.shown.index, errors="ignore")),
        unbounded_sentence(content),
        leaks_sentence(content),
        routes_sentence(content),
        cost_sentence(content),
        sources_sentence(content),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def reading(content: Content) -> str:
    """How to read the numbers where the baseline already contains the measures."""
    if not content.scenario.contained_in_baseline:
        return ""
    return (
        "The measures are already in force in the data, so the comparison starts from a computed "
        "world in which they are lifted and imposes them again."
    )


def focus_sentence(content: Content, bracket: Bracket) -> str:
    """What happens to the real income of the country in focus."""
    row, lost = content.shown.iloc[0], content.solution.unbounded.get(content.focus, ())
    if lost:
        goods = listed([sector_name(content, key) for key in lost])
        return (
            f"{row['name']} loses every supplier of goods it cannot do without ({goods}): "
            "the loss has no bound in the model, so no number is given."
        )
    worth, change = row["equivalent_variation_musd"], row["real_income_pct"]
    size = f", {'a gain' if worth > 0 else 'a loss'} worth {money(worth)} a year"
    spread, worths = bracket(content.focus, INCOME), bracket(content.focus, WORTH)
    months = content.scenario.months
    if months:
        size = size.replace(" worth", " at a rate of")
        spread = f"{spread} while it lasts"
        worths += f", {money(worth * months / 12)} in {months_words(months)}"
    told = f"{size}{worths}" if worth else ""
    return f"Real income in {row['name']} {change_words(change)}{spread}{told}."


def months_words(months: float) -> str:
    """`1 month`, `2.5 months`."""
    return f"{months:.3g} month{'' if months == 1 else 's'}"


def trade_sentence(row: pd.Series[float], bracket: Bracket = no_bracket) -> str:
    """What happens to its trade, and how much the prices that it trades at account for."""
    if pd.isna(row["real_income_pct"]) or pd.isna(row["exports_pct"] + row["imports_pct"]):
        return ""
    terms = row["terms_of_trade_pct"]
    told = f"; the prices it sells and buys at alone account for {percent(terms)} of income"
    changes = [
        f"{change_words(row[name])}{bracket(str(row.name), name)}"
        for name in ("exports_pct", "imports_pct")
    ]
    return (
        f"The value of its exports {changes[0]}, that of its imports {changes[1]}"
        f"{told if visible(terms) else ''}."
    )


def around_sentence(rows: pd.DataFrame, bracket: Bracket = no_bracket) -> str:
    """Real income of those around the focus, one after the other."""
    if rows.empty:
        return ""
    change = rows["real_income_pct"]
    large = rows[change.map(visible)]
    told = [
        f"{row['name']} {percent(row[INCOME])}{bracket(str(code), INCOME)}"
        for code, row in large.iterrows()
    ]
    hardly = rows[~change.map(visible) & change.notna()]["name"].tolist()
    none = f"hardly any change (below 0.005{NARROW}%) for {listed(hardly)}" if hardly else ""
    lost = rows[change.isna()]["name"].tolist()
    without = f"no number for {listed(lost)}" if lost else ""
    parts = [part for part in (listed(told), none, without) if part]
    return f"Real income of those around it: {'; '.join(parts)}." if parts else ""


def spelled(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with blocs by their full names."""
    blocs = {row.bloc: row.bloc_name for row in memberships()}
    return rows.assign(name=rows["name"].map(lambda name: blocs.get(name, name)))


def extremes_sentence(others: pd.DataFrame) -> str:
    """The largest loss and the largest gain elsewhere, where they are large enough to print."""
    ranked = others.dropna(subset="real_income_pct").sort_values("real_income_pct")
    if ranked.empty:
        return ""
    ends = (("loss", ranked.iloc[0], -1), ("gain", ranked.iloc[-1], 1))
    told = [
        f"the largest {word} is {percent(row['real_income_pct'])} ({row['name']})"
        for word, row, sign in ends
        if sign * row["real_income_pct"] > 0 and visible(row["real_income_pct"])
    ]
    return f"Elsewhere {listed(told)}." if told else "Elsewhere real income hardly changes."


def unbounded_sentence(content: Content) -> str:
    """Who else has a loss without a number, by name."""
    lost = [code for code in content.solution.unbounded if code != content.focus]
    if not lost:
        return ""
    names = content.headline.loc[lost, "name"].tolist()
    keys = dict.fromkeys(key for code in lost for key in content.solution.unbounded[code])
    goods = [sector_name(content, key) for key in keys]
    return (
        f"No number can be given for {listed(names)}, left without any supplier of {listed(goods)}."
    )


def sector_name(content: Content, key: str) -> str:
    """What a sector is called in a sentence."""
    return content.solution.world.sector_names.get(key, key).lower()
