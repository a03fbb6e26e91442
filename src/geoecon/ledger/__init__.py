"""The ledger of facts: typed, sourced, cited by id, disagreeing ones side by side.

>>> from geoecon import ledger
>>> ledger.fact("OIL030").value.amounts[0].number
60.7
"""

from geoecon.ledger.compare import Disagreement, disagreements
from geoecon.ledger.observe import Observation, Series, series
from geoecon.ledger.records import Amount, Fact, Period, Span, Value
from geoecon.ledger.search import search as facts
from geoecon.ledger.store import fact, load_facts
from geoecon.ledger.tables import COLUMNS, facts_frame, facts_records, table_rows

__all__ = [
    "COLUMNS",
    "Amount",
    "Disagreement",
    "Fact",
    "Observation",
    "Period",
    "Series",
    "Span",
    "Value",
    "disagreements",
    "fact",
    "facts",
    "facts_frame",
    "facts_records",
    "load_facts",
    "series",
    "table_rows",
]
