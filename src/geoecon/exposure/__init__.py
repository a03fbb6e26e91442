"""Exposure: what a country loses when a power stops trade or transit, and what it costs that power.

`exposure` ranks everybody who could hurt one country; `exposure_matrix` says who hurts whom.
"""

from geoecon.exposure.matrix import exposure_matrix
from geoecon.exposure.record import largest, record_of
from geoecon.exposure.run import exposure

__all__ = ["exposure", "exposure_matrix", "largest", "record_of"]
