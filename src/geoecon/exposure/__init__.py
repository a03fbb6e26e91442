"""Exposure: what a country loses when a power stops trade or transit, and what it costs that power.

`exposure` ranks everybody who could hurt one country, `exposure_by_year` with its partners of each
year on record; `exposure_matrix` says who hurts whom.
"""

from geoecon.exposure.matrix import exposure_matrix
from geoecon.exposure.record import largest, record_of
from geoecon.exposure.run import exposure
from geoecon.exposure.years import exposure_by_year, trade_by_year

__all__ = [
    "exposure",
    "exposure_by_year",
    "exposure_matrix",
    "largest",
    "record_of",
    "trade_by_year",
]
