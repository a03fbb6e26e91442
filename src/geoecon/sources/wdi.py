"""World Bank, World Development Indicators: gross domestic product by economy."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from geoecon.sources.table import Opener, once, open_text, rows


@dataclass(frozen=True)
class Economy:
    """An economy or group: its name, GDP (current million USD) and member ISO3 codes."""

    code: str
    name: str
    gdp: float
    members: tuple[str, ...]


def read_economies(path: Path, opener: Opener = open_text) -> dict[str, Economy]:
    """Economies with GDP from the tidy table `economy,name,gdp_usd_million,members`.

    Raises LabelError (columns, repeats), MissingValueError, RangeError with file and line.
    Source: World Bank, World Development Indicators, NY.GDP.MKTP.CD, CC BY 4.0.
    """
    economies: dict[str, Economy] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows(path, ("economy", "name", "gdp_usd_million", "members"), opener):
        code = row.text("economy")
        once(seen, (code,), row)
        members = tuple(row.text("members").split())
        economies[code] = Economy(code, row.text("name"), row.number("gdp_usd_million"), members)
    return economies


def read_indicator(path: Path, year: str, opener: Opener = open_text) -> dict[str, float]:
    """GDP by ISO3 code in million USD from the World Bank's own csv download.

    The download has four lines of preamble, then `Country Code` and a column for each year, in
    dollars. Economies without a value in `year` are left out: a missing value is not a zero.
    """
    with opener(path) as stream:
        text = stream.read()
    table = rows(path, ("Country Code", year), lambda _: io.StringIO(_from_header(text)))
    return {
        row.text("Country Code"): row.number(year) / 1e6
        for row in table
        if (row.cells.get(year) or "").strip()
    }


def _from_header(text: str) -> str:
    """The text from the line that names the columns on."""
    lines = text.splitlines(keepends=True)
    start = next((i for i, line in enumerate(lines) if "Country Code" in line), 0)
    return "".join(lines[start:])
