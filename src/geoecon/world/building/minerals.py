"""Raw materials by heading and pair -> the tables of the package, and what they leave out."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from geoecon.errors import LabelError
from geoecon.sources.geopolrisk import Sale
from geoecon.world.building.labels import Labels

SMALLEST = 0.1
"""Million USD below which a sale is left out, but for economies of which every year is kept."""
OTHER_ASIA = "S19"
"""What BACI calls the place where it books Taiwan."""

Key = tuple[int, str, str, str]
Amounts = dict[Key, tuple[float, float | None]]
Totals = dict[tuple[str, int], tuple[float, float | None]]


def by_economy(
    sales: Iterable[Sale], labels: Labels, year: int, every_year: Collection[str]
) -> Amounts:
    """Value and mass by (year, exporter, importer, heading) among the economies of the world.

    One year of everybody, all years of those in `every_year`. A mass is None where one of the
    sales added up has none. Sales of places outside the world stand in the totals alone.
    """
    home = {member: code for code, members in labels.members.items() for member in members}
    home[OTHER_ASIA] = "TWN"
    found: Amounts = {}
    for sale in sales:
        pair = home.get(sale.exporter), home.get(sale.importer)
        if pair[0] is None or pair[1] is None:
            continue
        if sale.year == year or pair[0] in every_year:
            key = (sale.year, pair[0], pair[1], sale.heading)
            found[key] = _added(found.get(key), sale)
    return {
        key: amount
        for key, amount in sorted(found.items())
        if amount[0] >= SMALLEST or key[1] in every_year
    }


def totals(sales: Iterable[Sale]) -> Totals:
    """World trade by (heading, year), between all countries of the publisher."""
    found: Totals = {}
    for sale in sales:
        key = (sale.heading, sale.year)
        found[key] = _added(found.get(key), sale)
    return dict(sorted(found.items()))


def _added(before: tuple[float, float | None] | None, sale: Sale) -> tuple[float, float | None]:
    if before is None:
        return sale.value, sale.mass
    mass = None if before[1] is None or sale.mass is None else before[1] + sale.mass
    return before[0] + sale.value, mass


def production_shares(
    production: Mapping[tuple[str, str, int], float], labels: Labels
) -> dict[tuple[str, str, int], float]:
    """Each economy's share of world production by (economy, material, year), ratios.

    Raises LabelError where a material is produced nowhere in a year that the table covers.
    """
    home = {member: code for code, members in labels.members.items() for member in members}
    world: dict[tuple[str, int], float] = {}
    own: dict[tuple[str, str, int], float] = {}
    for (material, country, year), tonnes in production.items():
        world[material, year] = world.get((material, year), 0.0) + tonnes
        if country in home:
            key = (home[country], material, year)
            own[key] = own.get(key, 0.0) + tonnes
    idle = sorted(name for name, tonnes in world.items() if tonnes <= 0)
    if idle:
        raise LabelError(f"no production of {idle[0][0]} in {idle[0][1]}")
    return {
        key: tonnes / world[key[1], key[2]] for key, tonnes in sorted(own.items()) if tonnes > 0
    }


def write_zipped(path: Path, columns: str, lines: Iterable[str]) -> None:
    """A gzipped csv without a time stamp: the same rows give the same bytes."""
    text = "\n".join([columns, *lines]) + "\n"
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def number(value: float | None) -> str:
    """Five significant digits, plainly; empty for None."""
    return "" if value is None else f"{float(f'{value:.5g}'):.10f}".rstrip("0").rstrip(".")
