"""`Options`: what a country could do, what each costs, and who could cut it off how likely."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    model_validator,
)

from geoecon.errors import ScenarioError, unknown_name
from geoecon.scenario.base import Citation, Frozen, Name, Number, OptionalNames
from geoecon.scenario.places import Places
from geoecon.scenario.ranges import Range, check_inside
from geoecon.scenario.reader import read_mapping
from geoecon.scenario.schema import Closure, Horizon
from geoecon.scenario.written import Written

MOST = 20
"""Options of which sets can be searched: about a million."""
NotNegative = Annotated[Number, Field(ge=0)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Raw = Annotated[dict[str, Any], BeforeValidator(lambda value: value)]


class Cost(Frozen):
    """What an option costs; give `capital_musd` with `years`, `yearly_musd`, or both."""

    capital_musd: NotNegative | None = None
    """What it costs to build, million USD; spread over `years` at the discount rate."""
    years: Annotated[int, Field(strict=True, ge=1)] | None = None
    """How long what is built lasts."""
    yearly_musd: NotNegative | None = None
    """What it costs a year besides, million USD."""
    source: Citation
    """Who says so, or `assumption: text`."""
    note: str = ""
    """Why, in a sentence."""

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.capital_musd is None and self.yearly_musd is None:
            raise ValueError("give capital_musd with years, or yearly_musd, or both")
        if (self.capital_musd is None) != (self.years is None):
            raise ValueError("capital_musd and years go together")
        return self

    def annual(self, discount: float) -> float:
        """Million USD a year: K r / (1 − (1 + r)^(−T)) and what is paid each year."""
        build, years = self.capital_musd or 0.0, self.years or 1
        rate = discount / (1 - (1 + discount) ** -years) if discount else 1 / years
        return build * rate + (self.yearly_musd or 0.0)


class Option(Frozen):
    """Something the country could do."""

    name: Key
    """Kebab-case, as used in `needs` and `excludes`."""
    title: str = Field(min_length=1)
    """In a few words."""
    cost: Cost
    """What it costs, and who says so."""
    needs: OptionalNames = ()
    """Options without which it cannot be had."""
    excludes: OptionalNames = ()
    """Options that it cannot be had with."""
    instruments: Annotated[tuple[Raw, ...], Field(min_length=1)]
    """What changes: instruments as in a scenario."""
    note: str = ""
    """Why, in a sentence."""


class PowerChance(Frozen):
    """Who could cut the country off, what would stop, and how likely that is within a year."""

    power: Name
    """An economy or a bloc."""
    stops: Literal["trade", "transit", "both"] = "trade"
    """All trade between the two, transit over the power's soil, or both."""
    chance_pct: Annotated[Number, Field(ge=0, le=100)]
    """The probability that the cut-off holds in a year, per cent."""
    range_pct: Range
    """Low and high."""
    source: Citation
    """Who says so, or `assumption: text`."""

    @model_validator(mode="after")
    def _inside(self) -> Self:
        check_inside(self.chance_pct, self.range_pct)
        return self


class Options(Written):
    """A list of options of one country; `load_options` reads one from YAML."""

    name: Key
    """A file takes its own name."""
    title: str = Field(min_length=1)
    """A heading."""
    question: str = Field(min_length=1)
    """The question in one sentence."""
    date: date
    """The day on which blocs and network are looked up."""
    focus: Name
    """The country."""
    horizon: Horizon = "long run"
    """How long the world has to adjust, to options and to cut-offs alike."""
    closure: Closure | None = None
    """What happens to trade imbalances; left out, the horizon's own."""
    powers: tuple[PowerChance, ...]
    """Who could cut it off; no two at once."""
    discount_pct: NotNegative
    """The yearly rate at which capital is spread."""
    discount_source: Citation
    """Who says so, or `assumption: text`."""
    budget_musd: NotNegative | None = None
    """Sets that cost more a year are not on the frontier; left out, none is too dear."""
    options: tuple[Option, ...]
    """At most twenty; up to twelve are enumerated, more are searched."""
    sources: tuple[Citation, ...] = ()
    """Ids of facts and of sources of the parameters."""
    limits: tuple[str, ...] = ()
    """What the list cannot say."""

    def check(self) -> None:
        """The list is short enough, its names fit, and the chances add up to no more than all."""
        _check_sizes(self)
        _check_names(self)
        _check_chances(self)

    @property
    def places(self) -> Places:
        """Where each part stands in the file."""
        return self._places

    @property
    def names(self) -> tuple[str, ...]:
        """The options in order."""
        return tuple(option.name for option in self.options)

    @property
    def costs(self) -> tuple[float, ...]:
        """What each costs a year, million USD."""
        return tuple(option.cost.annual(self.discount_pct / 100) for option in self.options)


def list_options() -> tuple[str, ...]:
    """Names of the lists that geoecon ships, sorted."""
    return tuple(sorted(_shipped()))


def load_options(name_or_path: str | Path) -> Options:
    """A shipped list by its name, or one of your own by its path.

    Raises UnknownNameError where there is none, and ScenarioError with file, line, why and remedy.
    """
    path = Path(name_or_path)
    if path.suffix in (".yaml", ".yml") or path.parent != Path():
        if not path.is_file():
            raise unknown_name("options file", str(path), list_options(), str(path.parent))
        return read_options(path.read_text(encoding="utf8"), file=str(path), name=path.stem)
    shipped = _shipped()
    if str(path) not in shipped:
        raise unknown_name("list of options", str(path), shipped, "the shipped lists")
    return read_options(shipped[str(path)], file=f"{path}.yaml", name=str(path))


def read_options(text: str, *, file: str, name: str) -> Options:
    """The list written in `text`; `file` and `name` are what errors and it are called."""
    data, places = read_mapping(
        text, file=file, what="a list of options", remedy="copy a shipped one and edit it"
    )
    return Options.model_validate({"name": name, **data}, context=places)


def _shipped() -> dict[str, str]:
    folder = files("geoecon") / "data" / "options"
    return {
        entry.name.removesuffix(".yaml"): entry.read_text(encoding="utf8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    }


def _check_sizes(options: Options) -> None:
    for field, most in (("powers", None), ("options", MOST)):
        count = len(getattr(options, field))
        if count == 0 or (most is not None and count > most):
            raise ScenarioError(
                f"{count or 'no'} {field}",
                where=options.where(field),
                why="an empty list asks nothing" if not count else "no search goes further",
                remedy=f"write one or more, and at most {most}" if most else "write one or more",
            )


def _check_names(options: Options) -> None:
    names = options.names
    for at, option in enumerate(options.options):
        if option.name in names[:at]:
            raise ScenarioError(
                f"two options are called {option.name}",
                where=options.where("options", at, "name"),
                why="`needs`, `excludes` and the report name options",
                remedy="give each a name of its own",
            )
        for field in ("needs", "excludes"):
            for name in getattr(option, field):
                if name not in names or name == option.name:
                    where = options.where("options", at, field)
                    raise unknown_name(f"option in {field}", name, names, where)


def _check_chances(options: Options) -> None:
    most = sum(entry.range_pct[1] for entry in options.powers)
    if most > 100:
        raise ScenarioError(
            f"the chances add up to {most:g} % at their high ends",
            where=options.where("powers"),
            why="one power at a time cuts the country off, or none does",
            remedy="lower them so that they add up to 100 or less",
        )
