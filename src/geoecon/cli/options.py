"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Name = Annotated[str, typer.Argument(metavar="NAME|FILE", help="A shipped scenario or a file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Horizon = Annotated[
    str | None,
    typer.Option(help="Time to adjust: 'long run', 'year' or 'month'; the scenario's by default."),
]
Closure = Annotated[
    str | None,
    typer.Option(
        help="Trade imbalances: 'own income', 'zero' or 'world share'; the scenario's by default."
    ),
]
