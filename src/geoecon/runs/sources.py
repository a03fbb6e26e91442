"""Sources and what they are used for, as rows of text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geoecon.provenance import Source
    from geoecon.scenario import Reference

SOURCE = ("id", "kind", "title", "vintage", "licence", "url")
"""The keys of `source_row`, in order."""
REFERENCE = (*SOURCE, "used_for", "fact")
"""The keys of `reference_rows`, in order."""


def source_row(source: Source) -> dict[str, str]:
    """One source under `SOURCE`."""
    return {key: str(getattr(source, key)) for key in SOURCE}


def reference_rows(references: Iterable[Reference]) -> list[dict[str, str]]:
    """References under `REFERENCE`, their uses joined by `; `."""
    return [
        source_row(one.source) | {"used_for": "; ".join(one.used_for), "fact": one.fact}
        for one in references
    ]
