"""CEPII, BACI: bilateral goods trade, f.o.b., exporter and importer reports reconciled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from geoecon.sources.table import Opener, once, open_text, rows

Pairs = dict[tuple[str, str], float]
Products = dict[tuple[str, str, str], float]


def read_pairs(path: Path, economies: Collection[str], opener: Opener = open_text) -> Pairs:
    """Goods exports by (exporter, importer) in million USD, column `value_usd_million`.

    Trade inside a group stands at (group, group). Raises LabelError, MissingValueError or
    RangeError with file and line.
    """
    pairs: Pairs = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows(path, ("exporter", "importer", "value_usd_million"), opener):
        key = (row.label("exporter", economies), row.label("importer", economies))
        once(seen, key, row)
        pairs[key] = row.number("value_usd_million")
    return pairs


def read_raw_materials(
    path: Path, economies: Collection[str], opener: Opener = open_text
) -> tuple[Products, Products]:
    """Values (million USD) and quantities (thousand tonnes) by (exporter, importer, commodity).

    The table is `exporter,importer,commodity,value_usd_million,quantity_kt`; a row without a
    quantity has no entry in the second table.
    """
    values: Products = {}
    quantities: Products = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows(path, ("exporter", "importer", "commodity", "value_usd_million"), opener):
        exporter, importer = row.label("exporter", economies), row.label("importer", economies)
        key = (exporter, importer, row.text("commodity"))
        once(seen, key, row)
        values[key] = row.number("value_usd_million")
        if (row.cells.get("quantity_kt") or "").strip():
            quantities[key] = row.number("quantity_kt")
    return values, quantities


def read_headings(
    path: Path, year: int, economies: Collection[str], opener: Opener = open_text
) -> Products:
    """Values in million USD by (exporter, importer, hs6) of one year of a tidy heading table."""
    values: Products = {}
    columns = ("year", "exporter", "importer", "hs6", "value_usd_million")
    for row in rows(path, columns, opener):
        if row.text("year") == str(year):
            exporter, importer = row.label("exporter", economies), row.label("importer", economies)
            values[exporter, importer, row.text("hs6")] = row.number("value_usd_million")
    return values


def read_official(
    path: Path, year: int, economy_of: Mapping[str, str], opener: Opener = open_text
) -> Products:
    """Values by (exporter, importer, hs6) from CEPII's own csv, columns `t,i,j,k,v,q`.

    `economy_of` maps the publisher's numeric country codes to economies; members of one group
    are added together. `v` is in thousand USD, the result in million USD.
    """
    values: Products = {}
    for row in rows(path, ("t", "i", "j", "k", "v"), opener):
        if row.text("t") != str(year):
            continue
        exporter = economy_of[row.label("i", economy_of)]
        importer = economy_of[row.label("j", economy_of)]
        key = (exporter, importer, row.text("k").zfill(6))
        values[key] = values.get(key, 0.0) + row.number("v") / 1e3
    return values
