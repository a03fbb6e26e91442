"""The frontier of options: the highest expected real income for each largest single exposure."""

from geoecon.frontier.options import Options, list_options, load_options
from geoecon.frontier.run import Frontier, find_frontier

__all__ = ["Frontier", "Options", "find_frontier", "list_options", "load_options"]
