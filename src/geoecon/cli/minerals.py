"""`geoecon minerals`: its help and what it does. With `--json` it prints

country, year, headings: heading and the columns of `geoecon.minerals`; or, where one is named,
country, year, buyers: heading, buyer and its columns. A value that nobody knows is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from geoecon.cli.options import Json

if TYPE_CHECKING:
    import pandas as pd

SHOWN = ("name", "value_musd", "buyer", "buyer_share", "hhi", "world_share", "production_share")


def minerals(
    country: Annotated[str, typer.Argument(help="An economy, such as KAZ.")],
    heading: Annotated[
        str, typer.Option(metavar="HS", help="A heading, as 260300 or 2603: its buyers.")
    ] = "",
    year: Annotated[int, typer.Option(help="2023; earlier and later for some exporters.")] = 2023,
    json: Json = False,
) -> None:
    """Show the raw materials that a country sells, by heading, and what the figures get wrong.

    \b
    Example:  geoecon minerals KAZ
    Example:  geoecon minerals KAZ --heading 811211 --year 2024
    """
    from geoecon.cli import screen
    from geoecon.measures.minerals import minerals as table
    from geoecon.parameters.names import resolve_region

    code = resolve_region(country)
    frame = table(code, heading, year=year).reset_index()
    if json:
        head: dict[str, Any] = {"country": code, "year": year}
        screen.say_json(head | {"buyers" if heading else "headings": _records(frame)})
    elif heading:
        _say(f"{code}: who bought {heading} in {year}", frame.drop(columns="flaw"), frame)
    else:
        _say(f"{code}: raw materials sold in {year}", frame[["heading", *SHOWN]], frame)


def _say(title: str, shown: pd.DataFrame, frame: pd.DataFrame) -> None:
    from geoecon.cli import tables

    some = [str(name) for name in shown if shown[name].isna().any()]
    dashed = {name: shown[name].astype(object).where(shown[name].notna(), "–") for name in some}
    tables.say_frame(title, shown.assign(**dashed))
    told = [f"{row['heading']}: {row['flaw']}" for row in _records(frame) if row["flaw"]]
    tables.say_list("What the figures get wrong:", told)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for JSON; None where a value does not exist."""
    rows = frame.to_dict("records")
    return [{str(k): None if v != v else v for k, v in row.items()} for row in rows]
