"""What `geoecon define` does. With `--json` it prints text and definitions: term, also, meaning."""

from __future__ import annotations

from dataclasses import asdict

from geoecon.cli import screen
from geoecon.definitions import define, definitions


def define_command(text: str, *, as_json: bool) -> None:
    """The definitions of one word, or of all."""
    found = define(text) if text else tuple(definitions().values())
    if as_json:
        screen.say_json({"text": text, "definitions": [asdict(one) for one in found]})
        return
    rows = [(one.term, "; ".join(one.also), one.meaning) for one in found]
    screen.say_table(("term", "also called", "meaning"), rows)
