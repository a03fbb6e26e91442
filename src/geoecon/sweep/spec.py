"""`Sweep`: what a sweep file says, validated, with the line of whatever is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from geoecon.errors import ScenarioError, unknown_name
from geoecon.scenario.base import Name, OptionalNames
from geoecon.scenario.reader import read_mapping
from geoecon.scenario.written import Written

MEASURES = (
    "real_income_pct", "equivalent_variation_musd", "real_product_pct", "real_wage_pct",
    "terms_of_trade_pct", "trade_volume_pct", "remainder_pct", "exports_pct", "imports_pct",
    "tariff_revenue_change_musd",
)  # fmt: skip
"""The changes of `geoecon.measures.headline`."""

Design = Literal["list", "grid", "latin hypercube", "draws"]
SAMPLED = ("latin hypercube", "draws")


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("this is a list of `axis: value` lines")
    return {str(key): content for key, content in value.items()}


Mapping = Annotated[dict[str, Any], BeforeValidator(_mapping)]


class Sweep(Written):
    """Many variants of one scenario; `load_sweep` reads one from YAML."""

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Kebab-case; a file takes its own name."""
    scenario: Name
    """A shipped scenario, or the path of a file, seen from the folder of the sweep file."""
    world: str = ""
    """The path of a world written by `save_world`, used as it is; left out, the embedded one at
    the scenario's horizon."""
    design: Design
    """`list` (of `variants`), `grid`, `latin hypercube` or `draws` (over `axes`)."""
    size: Annotated[int, Field(strict=True, ge=1)] | None = None
    """How many scenarios `latin hypercube` and `draws` take."""
    seed: Annotated[int, Field(strict=True, ge=0)] | None = None
    """Where their random numbers start; the same seed gives the same scenarios."""
    axes: Mapping = Field(default_factory=dict)
    """What differs: `horizon`, `closure`, `theta`, `theta[SECTOR]`, `theta_scale`,
    `instruments[0].FIELD`. Each takes a list of values, `published`, or low, (mode,) high."""
    variants: tuple[Mapping, ...] = ()
    """For `list`: one `axis: value` mapping each."""
    measures: Annotated[tuple[Name, ...], Field(min_length=1)] = MEASURES
    """Measures to keep, of those of `geoecon.measures.headline`."""
    regions: OptionalNames = ()
    """Codes of the regions to keep; left out, all."""
    part_size: Annotated[int, Field(strict=True, ge=1)] = 10
    """Scenarios in each file of results: as much is repeated after an interruption."""

    def check(self) -> None:
        """The measures are known, and the design has what it needs."""
        _check_measures(self)
        _check_design(self)

    @property
    def folder(self) -> Path:
        """The folder that relative paths are seen from."""
        return Path(self._places.file).parent


def load_sweep(path: str | Path) -> Sweep:
    """The sweep in a YAML file. Raises ScenarioError with file, line, why and what to do."""
    file = Path(path)
    if not file.is_file():
        found = sorted(entry.name for entry in file.parent.glob("*.y*ml"))
        raise unknown_name("sweep file", str(file), found, str(file.parent))
    data, places = read_mapping(
        file.read_text(encoding="utf8"),
        file=str(file),
        what="a sweep",
        remedy="write `scenario: NAME`, `design: draws`, `size: 100` and `seed: 1`",
    )
    return Sweep.model_validate({"name": file.stem, **data}, context=places)


def _check_measures(sweep: Sweep) -> None:
    for name in sweep.measures:
        if name not in MEASURES:
            raise unknown_name("measure", name, MEASURES, sweep.where("measures"))


def _check_design(sweep: Sweep) -> None:
    """The keys of a design are there, and no others that would be ignored."""
    needed = {"list": ("variants",), "grid": ("axes",)}.get(sweep.design, ("size", "seed"))
    allowed = {*needed, *(("axes",) if sweep.design in SAMPLED else ())}
    given = {key for key in ("size", "seed", "axes", "variants") if key in sweep.model_fields_set}
    for key in needed:
        if getattr(sweep, key) in (None, {}, ()):
            raise ScenarioError(
                f"the design {sweep.design!r} needs {key}",
                where=sweep.where("design"),
                why="it has no default",
                remedy=f"add `{key}:`",
            )
    for key in sorted(given - allowed):
        raise ScenarioError(
            f"the design {sweep.design!r} takes no {key}",
            where=sweep.where(key),
            why="it would be ignored",
            remedy=f"take `{key}` out, or choose another design",
        )
