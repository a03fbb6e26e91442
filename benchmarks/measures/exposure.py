"""Exposure: solves against cut-offs, for one country and for every pair."""

from geoecon.exposure import exposure, exposure_matrix
from geoecon.exposure.years import exposure_by_year
from geoecon.testing.toys import symmetric
from registry import Figures, Options, benchmark


@benchmark("exposure_solves", "exposure_years_solves", "exposure_matrix_solves")
def exposure_solves(options: Options) -> Figures:
    """Trade solves of Kazakhstan's exposure at two horizons and by year, and of all pairs."""
    against = ["RUS", "EAEU"] if options.quick else None
    one = exposure("KAZ", against, transit=False).attrs
    pairs = exposure_matrix(symmetric(4), "as given") if options.quick else exposure_matrix()
    years = exposure_by_year("KAZ", against, years=[2019, 2023] if options.quick else None).attrs
    return {
        "exposure_solves": _figures(one),
        "exposure_years_solves": _figures(years),
        "exposure_matrix_solves": _figures(pairs.attrs),
    }


def _figures(attrs: Figures) -> Figures:
    """`ratio` is trade solves over cut-offs: one is as few as there can be."""
    return {
        "ratio": attrs["trade_solves"] / attrs["trade_only"],
        "solves": attrs["trade_solves"],
        "cut_offs": attrs["trade_only"],
        "seconds": attrs["seconds"],
    }
