"""Bureau of National Statistics of Kazakhstan: goods trade by partner."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from geoecon.sources.table import Opener, once, open_text, rows

ECONOMY = "KAZ"


@dataclass(frozen=True)
class PartnerTrade:
    """Goods exports f.o.b. and imports c.i.f. of one economy by partner, million USD a year."""

    economy: str
    exports: dict[str, float]
    imports: dict[str, float]


def read_partners(
    path: Path, year: int, partners: Collection[str], opener: Opener = open_text
) -> PartnerTrade:
    """Official trade of `year` from `year,partner,export_usd_million,import_usd_million`.

    Raises LabelError, MissingValueError or RangeError with file and line.
    Source: Bureau of National Statistics, stat.gov.kz, open data with attribution.
    """
    exports: dict[str, float] = {}
    imports: dict[str, float] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows(path, ("year", "partner", "export_usd_million", "import_usd_million"), opener):
        if row.text("year") != str(year):
            continue
        partner = row.label("partner", partners)
        once(seen, (partner,), row)
        exports[partner] = row.number("export_usd_million")
        imports[partner] = row.number("import_usd_million")
    return PartnerTrade(ECONOMY, exports, imports)
