"""The frontier: solves of trade against sets times states, for the shipped list without routes."""

import tempfile
import time
from pathlib import Path

from geoecon.frontier import find_frontier, load_options
from geoecon.frontier.shocks import Book
from registry import Figures, Options, benchmark

QUICK = 2
"""Options in a quick measurement."""


@benchmark("frontier_solves")
def frontier_solves(options: Options) -> Figures:
    """Every set of the options for Kazakhstan that touch no route, and no power stops transit.

    `ratio` is solves over sets times states: one is as few as there can be.
    """
    asked = load_options("kazakhstan")
    book = Book.of(asked)
    trade = [one for at, one in enumerate(asked.options) if not book.routes >> at & 1]
    powers = [one for one in asked.powers if one.stops == "trade"]
    chosen = trade[:QUICK] if options.quick else trade
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        found = find_frontier(
            asked.update(options=chosen, powers=powers), Path(folder) / "out", routes=False
        )
        seconds = time.perf_counter() - began
    counts = found.record["counts"]
    states = len(found.record["states"])
    return {
        "frontier_solves": {
            "ratio": counts["trade_solves"] / (counts["sets"] * states),
            "solves": counts["trade_solves"],
            "sets": counts["sets"],
            "states": states,
            "seconds": seconds,
        }
    }
