"""What a file says, with the line of whatever is wrong in it."""

from __future__ import annotations

from typing import Any, Self

from pydantic import (
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from geoecon.scenario.base import Frozen
from geoecon.scenario.places import NOWHERE, Places
from geoecon.scenario.problems import translated


class Written(Frozen):
    """A record that may come from a file: validate it with the file's `Places` as context.

    Raises ScenarioError, which names every problem with its place.
    """

    _places: Places = PrivateAttr(default=NOWHERE)

    @model_validator(mode="wrap")
    @classmethod
    def _explained(
        cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        places = info.context if isinstance(info.context, Places) else NOWHERE
        try:
            found = handler(data)
        except ValidationError as error:
            raise translated(error, data, places, cls) from None
        if places is not NOWHERE:
            found._places = places
        found.check()
        return found

    def check(self) -> None:
        """What needs the whole record and its places; raises GeoeconError."""

    def where(self, *path: str | int) -> str:
        """The file and line of a part, `("instruments", 0, "sectors")`; its path without a file."""
        return self._places.where(path)

    def update(self, **changes: Any) -> Self:
        """A copy with some fields changed, validated again."""
        return type(self).model_validate({**self.model_dump(), **changes}, context=self._places)
