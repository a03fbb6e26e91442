"""Which region of a world an economy is counted in."""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import cache
from importlib.resources import files


def region_of(code: str, regions: Collection[str]) -> str:
    """The region of a world that an economy belongs to: itself, or its group; "" if none does.

    `code` is ISO 3166-1 alpha-3; groups are those of the embedded world.
    """
    if code in regions:
        return code
    group = _groups().get(code, "")
    return group if group in regions else ""


@cache
def _groups() -> dict[str, str]:
    """Economy -> the region of the embedded world that it is counted in."""
    path = files("geoecon") / "data/world/economies.csv"
    with path.open(encoding="utf8") as handle:
        rows = list(csv.DictReader(handle))
    return {code: row["code"] for row in rows for code in row["members"].split()}
