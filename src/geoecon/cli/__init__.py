"""The command line: the verbs of `geoecon`, printed."""

from __future__ import annotations

import os


def main() -> None:
    """Entry point of the `geoecon` command."""
    # The matrices are small: threads of the linear algebra would wait longer than they work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from geoecon.cli.app import app

    app()
