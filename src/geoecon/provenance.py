"""Where a number comes from: one `Source` for each fact row, parameter and data set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SourceKind = Literal["dataset", "paper", "official", "press", "assumption", "estimate"]


@dataclass(frozen=True, order=True)
class Source:
    """One source; an assumption of ours is a source of kind `assumption`.

    `vintage` is the edition or period the numbers describe, `sha256` the digest of the file
    they were read from (empty where the source is a page or a paper).
    """

    id: str
    title: str
    kind: SourceKind
    url: str = ""
    licence: str = ""
    vintage: str = ""
    sha256: str = ""
    note: str = ""

    def cite(self) -> str:
        """One line for a caption or a list of sources."""
        parts = [self.title, self.vintage, self.licence, self.url]
        return ". ".join(part for part in parts if part)
