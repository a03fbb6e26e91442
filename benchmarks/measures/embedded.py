"""(d) The embedded world, with its sector-specific factors and foreign owners."""

from against import against_textbook
from registry import Figures, Options, benchmark
from worlds import embedded, largest_raises_tariffs


@benchmark()
def embedded_vs_textbook(options: Options) -> Figures:
    """83 x 16, long run: the largest economy adds 25 points of tariff."""
    world = embedded()
    return {"embedded_vs_textbook": against_textbook(world, largest_raises_tariffs(world), options)}
