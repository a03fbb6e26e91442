"""(b) The full ICIO, 80 economies x 50 industries, and its share of the memory roofline."""

from statistics import median

import geoecon
from against import against_textbook
from geoecon import Shock, World
from geoecon.equilibrium.problem import build_problem
from geoecon.equilibrium.state import baseline, evaluate, unknowns
from machine import read_bandwidth
from registry import Figures, Options, benchmark
from timing import timed
from worlds import icio, largest_raises_tariffs, nafta, two_largest_embargo


@benchmark("icio_vs_textbook", "icio_evaluations", "icio_roofline_share", "icio_roofline")
def icio_vs_textbook(options: Options) -> Figures:
    """80 x 50: the largest economy adds 25 points of tariff; and the roofline of an evaluation."""
    world = nafta() if options.quick else icio()
    shock = largest_raises_tariffs(world)
    headline = against_textbook(world, shock, options)
    roof = roofline(world, shock, options)
    if not options.quick:
        headline["evaluations_of_embargo"] = geoecon.solve(world, two_largest_embargo(world)).steps
    return {
        "icio_vs_textbook": headline,
        "icio_evaluations": headline["evaluations"],
        "icio_roofline_share": roof["share"],
        "icio_roofline": roof,
    }


def roofline(world: World, shock: Shock, options: Options) -> Figures:
    """Time of an evaluation against the time that only reading its matrices would take.

    The bytes are those of an evaluation that reads each matrix once for all that is done with
    it: A, B and, before and after trade, the input shares. `share` is of one evaluation of all
    equations; `share_of_solve` spreads the whole call, its set-up and results too, over them.
    """
    n, j = world.output.shape
    touched = 8 * (2 * n * n * j + 2 * n * j * j)
    speed = read_bandwidth(8 * (2 * n * n * j + n * j * j))
    problem, _ = build_problem(world, shock.resolved(world))
    start = unknowns(problem, baseline(problem))
    repeats = 3 if options.quick else 50
    one = median(timed(lambda: evaluate(problem, "own income", start))[0] for _ in range(repeats))
    solves = [timed(lambda: geoecon.solve(world, shock)) for _ in range(options.runs)]
    whole = median(seconds / solution.steps for seconds, solution in solves)
    least = touched / speed
    return {
        "bytes_per_evaluation": touched,
        "bytes_per_second": speed,
        "bytes_per_second_from_memory": read_bandwidth(2**27, 5),
        "least_seconds": least,
        "evaluation_seconds": one,
        "solve_seconds_per_evaluation": whole,
        "share": least / one,
        "share_of_solve": least / whole,
    }
