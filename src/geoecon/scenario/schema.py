"""`Scenario`: a question, the instruments that put it to the model, and where they come from."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from geoecon.parameters import horizon as horizon_preset
from geoecon.scenario.base import Citation, Frozen, Name, Number, OptionalNames
from geoecon.scenario.corridor_instruments import CORRIDORS, CorridorInstrument, Temporary
from geoecon.scenario.instruments import Instrument, Sanction
from geoecon.scenario.places import Path
from geoecon.scenario.programmes import Programme, Project, ready_projects
from geoecon.scenario.written import Written

Horizon = Literal["long run", "year", "month"]
Closure = Literal["own income", "zero", "world share"]


class Assumption(Frozen):
    """Something taken as given, and who says so."""

    text: str = Field(min_length=1)
    """What is assumed."""
    source: Citation | None = None
    """Who says so; none where it is the author's own."""


class Elasticity(Frozen):
    """A trade elasticity in place of the world's; never without its convention."""

    sector: Name
    """A sector key, `goods`, `services` or `all`."""
    value: Annotated[Number, Field(gt=0)]
    """The number as published."""
    convention: str
    """What the number is (theta, sigma, ...): a convention of `geoecon.parameters`."""
    source: Citation
    """Where the number comes from."""


def _some(instruments: tuple[Instrument, ...]) -> tuple[Instrument, ...]:
    if not instruments:
        raise ValueError("a scenario without instruments changes nothing")
    return instruments


def _worded(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Scenario(Written):
    """A dated, sourced what-if; `geoecon.load_scenario` reads one from YAML.

    The same fields in Python (`Scenario.model_validate({...})`) give the same object with the
    same hash. Raises ScenarioError, which names every problem with its place, and ConventionError
    for an elasticity without its convention.
    """

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Kebab-case; a file takes its own name."""
    title: str = Field(min_length=1)
    """A heading."""
    question: str = Field(min_length=1)
    """The question in one sentence, as an analyst would ask it."""
    date: date
    """The day on which the blocs are looked up, YYYY-MM-DD."""
    focus: Name
    """The country in the middle of the answer."""
    around: OptionalNames = ()
    """Countries and blocs shown beside it."""
    horizon: Horizon = "long run"
    """How long the world has to adjust."""
    closure: Closure | None = None
    """What happens to trade imbalances; left out, the horizon's own: `own income`, and for a
    month `world share`."""
    instruments: Annotated[tuple[Instrument, ...], AfterValidator(_some)]
    """What changes."""
    elasticities: tuple[Elasticity, ...] = ()
    """Trade elasticities in place of the world's."""
    contained_in_baseline: bool = Field(default=False, strict=True)
    """The instruments lift what the baseline already contains: the lifted world is then the
    starting point, and the answer is what imposing the measures again does. Sanctions with
    `evasion` are then imposed on the lifted world in place of the measures."""
    sources: tuple[Citation, ...] = ()
    """Ids of facts and of sources of the parameters."""
    assumptions: tuple[Annotated[Assumption, BeforeValidator(_worded)], ...] = ()
    """What is taken as given."""
    limits: tuple[str, ...] = ()
    """What this cannot say."""

    @property
    def closure_used(self) -> str:
        """The closure asked for, or the horizon's own."""
        return self.closure or horizon_preset(self.horizon).closure

    @property
    def corridors(self) -> tuple[tuple[int, CorridorInstrument | Programme], ...]:
        """The instruments that change the network, each with its position."""
        kinds, found = (*CORRIDORS, Programme), enumerate(self.instruments)
        return tuple((at, entry) for at, entry in found if isinstance(entry, kinds))

    @property
    def projects(self) -> tuple[tuple[int, Project], ...]:
        """What its programmes build, each project with the position of its programme.

        Raises UnknownNameError with the line.
        """
        return tuple(
            (at, project)
            for at, entry in self.corridors
            if isinstance(entry, Programme)
            for project in ready_projects(entry, self.date, self.where("instruments", at))
        )

    @property
    def has_corridors(self) -> bool:
        """Whether the scenario touches the network."""
        return bool(self.corridors)

    @property
    def imposed(self) -> frozenset[int]:
        """Positions of the sanctions with evasion that stand in place of the measures lifted.

        Empty unless the measures are `contained_in_baseline`.
        """
        entries = enumerate(self.instruments) if self.contained_in_baseline else ()
        return frozenset(
            at for at, entry in entries if isinstance(entry, Sanction) and entry.evasion
        )

    @property
    def months(self) -> float | None:
        """How long all of it is in force at once; None for good."""
        lasting = [entry.months for _, entry in self.corridors if isinstance(entry, Temporary)]
        return min((months for months in lasting if months is not None), default=None)

    @property
    def hash(self) -> str:
        """SHA-256 of the content: the same for equal scenarios, however they were written."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.hash == other.hash

    def __hash__(self) -> int:
        return int(self.hash[:15], 16)


__all__ = ["Assumption", "Closure", "Elasticity", "Horizon", "Path", "Scenario"]
