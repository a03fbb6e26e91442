"""The errors of geoecon, one tree: catch the root to catch them all.

GeoeconError
├── DataError                 a table or array cannot be used
│   ├── LabelError            labels unknown, missing, repeated or in another order
│   ├── MissingValueError     NaN where a number is needed
│   ├── RangeError            a value outside its range (negative flow, tariff below -100 %)
│   └── AccountError          accounts that do not close
├── ScenarioError             a scenario cannot be understood
│   ├── UnknownNameError      no such country, sector, bloc, scenario or fact
│   ├── ConflictError         two instruments contradict each other
│   └── ConventionError       an elasticity without, or in the wrong, convention
├── SolveError                the model gave no answer; `.reason` says why
│   ├── NoEquilibriumError    none exists under this closure (which region, and why)
│   ├── NotConvergedError     the steps ran out or the numbers left the real line
│   └── RouteError            no path, no room, or a route choice without an answer
├── FactError                 a fact that cannot be parsed or cited
└── FolderError               a run folder that cannot be read, or written without loss

Each message says what is wrong, where, why it is refused and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class GeoeconError(Exception):
    """Root of every error that geoecon raises on purpose."""

    def __init__(self, what: str, *, where: str = "", why: str = "", remedy: str = "") -> None:
        self.what, self.where, self.why, self.remedy = what, where, why, remedy
        super().__init__(self.text())

    def text(self) -> str:
        """The message in full, one line each for where, why and what to do."""
        labelled = (("where", self.where), ("why", self.why), ("what to do", self.remedy))
        return "\n".join([self.what, *(f"  {name}: {value}" for name, value in labelled if value)])


class DataError(GeoeconError):
    """A table or array cannot be used."""


class LabelError(DataError):
    """Labels are unknown, missing, repeated or in another order."""


class MissingValueError(DataError):
    """NaN where a number is needed."""


class RangeError(DataError):
    """A value lies outside its range."""


class AccountError(DataError):
    """Accounts do not close."""


class ScenarioError(GeoeconError):
    """A scenario cannot be understood."""


class UnknownNameError(ScenarioError):
    """No such country, sector, bloc, scenario or fact."""


class ConflictError(ScenarioError):
    """Two instruments contradict each other."""


class ConventionError(ScenarioError):
    """An elasticity without its convention, or in the wrong one."""


class SolveError(GeoeconError):
    """The model gave no answer."""

    def __init__(
        self, what: str, *, reason: str, where: str = "", why: str = "", remedy: str = ""
    ) -> None:
        self.reason = reason
        super().__init__(what, where=where, why=why, remedy=remedy)


class NoEquilibriumError(SolveError):
    """No equilibrium exists under the chosen closure."""


class NotConvergedError(SolveError):
    """The solver stopped before the residual was small enough."""


class RouteError(SolveError):
    """Cargo without a path or without room, or a sensitivity at which route costs do not exist."""


class FactError(GeoeconError):
    """A fact that cannot be parsed or cited."""


class FolderError(GeoeconError):
    """A run folder that cannot be read, or written without loss."""


def nearest(name: str, known: Iterable[str], count: int = 3) -> str:
    """A phrase naming the known labels closest to `name`, for error messages."""
    options = sorted(set(known))
    lower = {option.lower(): option for option in options}
    close = [lower[match] for match in get_close_matches(name.lower(), lower, count, cutoff=0.4)]
    if close:
        return "did you mean " + " or ".join(close) + "?"
    shown = ", ".join(options[:12]) + (", …" if len(options) > 12 else "")
    return f"known names: {shown}" if options else "there are none"


def unknown_name(kind: str, name: str, known: Iterable[str], where: str = "") -> UnknownNameError:
    """The error for a name that nobody knows, with the nearest ones that somebody does."""
    return UnknownNameError(
        f"unknown {kind} {name!r}",
        where=where,
        why="no such name here",
        remedy=nearest(name, known),
    )
