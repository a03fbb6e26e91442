"""Facts to a closed world: labels, trade, technology, levels and balance, each a pure step."""
