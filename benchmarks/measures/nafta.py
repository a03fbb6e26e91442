"""(a) NAFTA, 31 economies x 40 sectors."""

from against import against_textbook, beside
from registry import Figures, Options, benchmark
from worlds import largest_raises_tariffs, nafta, nafta_tariffs_2005, two_largest_embargo


@benchmark("nafta_vs_textbook", "nafta_other_shocks")
def nafta_vs_textbook(options: Options) -> Figures:
    """31 x 40: the largest economy adds 25 points of tariff; other shocks beside."""
    world = nafta()
    others = {"tariffs_of_2005": nafta_tariffs_2005, "two_largest_embargo": two_largest_embargo}
    return {
        "nafta_vs_textbook": against_textbook(world, largest_raises_tariffs(world), options),
        "nafta_other_shocks": beside(world, others, options),
    }
