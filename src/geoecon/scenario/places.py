"""Where each part of a scenario stands in its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Places:
    """A file and the lines of its parts, by path (`("instruments", 0, "sectors")`)."""

    file: str = ""
    lines: Mapping[Path, int] = field(default_factory=dict)

    def where(self, path: Path) -> str:
        """`russia.yaml, line 12 (instruments[0].sectors)`, or the path alone without a file."""
        words = dotted(path)
        if not self.file:
            return words
        line = self.line(path)
        return f"{self.file}, line {line}" + (f" ({words})" if words else "")

    def line(self, path: Path) -> int:
        """The line of a part, or of the nearest thing around it that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def below(self, part: str | int) -> Places:
        """The places inside one part, by their paths from there."""
        inside = {path[1:]: line for path, line in self.lines.items() if path[:1] == (part,)}
        return Places(self.file, inside)


NOWHERE = Places()


def dotted(path: Path) -> str:
    """`instruments[0].sectors` for ("instruments", 0, "sectors")."""
    words = ""
    for part in path:
        words += f"[{part}]" if isinstance(part, int) else f".{part}" if words else part
    return words
