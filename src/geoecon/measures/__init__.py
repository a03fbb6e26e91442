"""Tidy tables of what a solution means: welfare, trade, sectors, partners."""

from geoecon.measures.trade import by_partner, by_sector
from geoecon.measures.welfare import by_group, decomposition, headline

__all__ = ["by_group", "by_partner", "by_sector", "decomposition", "headline"]
