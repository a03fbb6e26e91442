"""Trade and corridors together, in seconds and in solves of the trade model alone."""

from functools import partial

from geoecon import solve
from geoecon.corridors import load_network
from geoecon.couple.scenario import Corridors, solve_corridors
from geoecon.scenario import build_shock
from geoecon.verbs import prepare
from registry import Figures, Options, benchmark
from timing import paired
from worlds import largest_raises_tariffs


@benchmark("corridors_month", "corridors_year")
def corridors_month(options: Options) -> Figures:
    """The terminal of the CPC shut for a month, and the northern corridor for a year."""
    return {
        "corridors_month": in_trade_solves("cpc-closed", options),
        "corridors_year": in_trade_solves("northern-corridor-closed", options),
    }


def in_trade_solves(name: str, options: Options) -> Figures:
    """Seconds of a shipped scenario on routes, over those of one solve of the trade model.

    That solve is of the same world at the same horizon and closure, from scratch, for the tariffs
    that all worlds here get. Reading the world, the network and the scenario is not counted.
    """
    scenario, world = prepare(name)
    closure, (shock, _) = scenario.closure_used, build_shock(scenario, world)
    alone = partial(solve, world, largest_raises_tariffs(world), closure=closure)
    together = partial(solve_corridors, world, scenario, shock, load_network())
    both = paired(alone, together, options.runs)
    figures, found = both.figures(), both.baseline_value
    return {
        **figures,
        "seconds": figures["baseline_seconds"],
        "baseline_seconds": figures["seconds"],
        "scenario": name,
        "horizon": scenario.horizon,
        "closure": closure,
        "trade_solves": found.agreement.trade_solves,
        "residual": found.agreement.residual,
        "carried": carried(found),
    }


def carried(found: Corridors) -> str:
    """What the loop moves, in a few words."""
    what = [f"{part.exports.cargo} of {part.exports.exporter}" for part in found.exports]
    if found.freight is not None:
        what.append(f"goods in {len(found.freight.freight.rows)} rows")
    return ", ".join(what)
