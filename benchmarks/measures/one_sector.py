"""(c) One sector: 82 economies of the embedded world, and 194."""

from against import against_textbook, beside
from baselines import gegravity_model, our_tables
from registry import Figures, Options, benchmark
from timing import paired
from worlds import largest_raises_tariffs, one_sector, two_largest_embargo


@benchmark("one_sector_194_vs_textbook", "one_sector_other_shocks")
def one_sector_194_vs_textbook(options: Options) -> Figures:
    """One sector, 194 economies: the largest adds 25 points of tariff; other shocks beside."""
    world = one_sector(194)
    others = {"two_largest_embargo": two_largest_embargo}
    return {
        "one_sector_194_vs_textbook": against_textbook(
            world, largest_raises_tariffs(world), options
        ),
        "one_sector_other_shocks": beside(world, others, options),
    }


@benchmark()
def one_sector_82_vs_gegravity(options: Options) -> Figures:
    """One sector, 82 economies, from data to tables, against gegravity 0.3 if it is installed.

    Costs of the largest economy's imports rise by a quarter. gegravity keeps baseline shares in
    its equations, so the two agree in kind and not in digits; the work compared is the analyst's.
    """
    if not gegravity_model.installed():
        return {"one_sector_82_vs_gegravity": {"skipped": "gegravity is not installed"}}
    world = one_sector(12 if options.quick else 82)
    both = paired(
        lambda: our_tables.tables(world),
        lambda: gegravity_model.tables(world),
        options.runs,
    )
    return {"one_sector_82_vs_gegravity": both.figures()}
