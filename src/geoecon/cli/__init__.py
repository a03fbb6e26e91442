"""The command line: the verbs of `geoecon`, printed."""

from __future__ import annotations


def main() -> None:
    """Entry point of the `geoecon` command."""
    from geoecon.cli.app import app

    app()
