"""Which closed links cut a pair off."""

from __future__ import annotations

import numpy as np

from geoecon.corridors.graph import Graph, Links


def cut(full: Graph, now: Graph, origin: int, destination: int) -> Links:
    """The fewest links, closed `now` and open in `full`, that every path of `full` has to use.

    Opening all of them need not open a path again; opening none of them never does. Empty if a
    path is open now, or if there is none in `full` either.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    closed = full.open & ~now.open
    endless = int(closed.sum()) + 1
    width = np.where(full.open, np.where(closed, 1, endless), 0)
    place, slot = np.unique(full.tail * full.nodes + full.head, return_inverse=True)
    total = np.minimum(np.bincount(slot, width), endless).astype(np.int32)
    ends = (place // full.nodes, place % full.nodes)
    network = csr_array((total, ends), shape=(full.nodes, full.nodes))
    network.eliminate_zeros()
    flow = maximum_flow(network, origin, destination)
    if not 0 < flow.flow_value < endless:
        return np.empty(0, dtype=np.int64)
    left = (network - flow.flow).tocsr()
    left.eliminate_zeros()
    here = breadth_first_order(left, origin, return_predecessors=False)
    side = np.isin(np.arange(full.nodes), here)
    return np.flatnonzero(closed & side[full.tail] & ~side[full.head])
