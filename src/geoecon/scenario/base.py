"""What every part of a scenario shares: frozen models, exact numbers, names and sources."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""A finite number; text, true and NaN are refused."""


def listed(value: Any) -> Any:
    """A single name as a list of one."""
    return [value] if isinstance(value, str) else value


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError("an empty list selects nothing: name something, or write all")
    return names


Name = Annotated[str, Field(min_length=1)]
"""The name or code of a country, bloc or sector."""

Names = Annotated[tuple[Name, ...], BeforeValidator(listed), AfterValidator(_some)]
"""One name or several: countries, blocs or sectors; `all` is everyone."""

OptionalNames = Annotated[tuple[Name, ...], BeforeValidator(listed)]
"""As Names, and may be empty."""

ASSUMPTION = "assumption:"


def _citation(text: str) -> str:
    if text.startswith(ASSUMPTION) and not text.removeprefix(ASSUMPTION).strip():
        raise ValueError("an assumption says what is assumed: write `assumption: text`")
    return text


Citation = Annotated[str, Field(min_length=1), AfterValidator(_citation)]
"""The id of a fact (`BLK031`), the id of a source of the parameters, or `assumption: text`."""


class Frozen(BaseModel):
    """A validated record: no unknown key, no NaN, no change after it is made."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False
    )
