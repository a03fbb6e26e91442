"""Goods trade by pair, f.o.b.: from the tables to one figure a pair, in a stated order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geoecon.sources.baci import Pairs
from geoecon.world.building import corrections
from geoecon.world.building.absent import absent_pairs
from geoecon.world.building.facts import Facts
from geoecon.world.building.goods_table import COMMODITIES, Evidence, Goods
from geoecon.world.building.labels import Array, Labels
from geoecon.world.building.log import Change
from geoecon.world.building.structure import Structure

Step = Callable[[Goods, Evidence], tuple[Goods, list[Change]]]
STEPS: tuple[Step, ...] = (
    corrections.drop_own,
    corrections.fill_absent,
    corrections.move_to_taiwan,
    corrections.add_missing_crude,
    corrections.supplement_pairs,
    corrections.supplement_deficits,
    corrections.estimate_taiwan,
    corrections.take_official,
    corrections.spread_contract_oil,
    corrections.fit_raw,
)
"""The order matters: official rows come late and win; raw materials give way last."""


def reconcile(facts: Facts, labels: Labels, structure: Structure) -> tuple[Goods, list[Change]]:
    """Goods by pair from all sources, and every change made on the way."""
    goods = first(facts, labels)
    evidence = Evidence(facts, labels, structure)
    changes: list[Change] = []
    for step in STEPS:
        goods, made = step(goods, evidence)
        changes += made
    return goods, changes


def first(facts: Facts, labels: Labels) -> Goods:
    """The tables as they are: BACI totals, and raw materials of the other BACI edition."""
    total = _matrix(facts.pairs, labels)
    raw = {name: _raw(facts, labels, name) for name in COMMODITIES}
    missing = absent_pairs(total * (1 - np.eye(len(total))), labels)
    return Goods(total, raw, missing, missing & (sum(raw.values(), 0 * total) == 0))


def _matrix(pairs: Pairs, labels: Labels) -> Array:
    table = np.zeros((len(labels.regions),) * 2)
    for (exporter, importer), value in pairs.items():
        table[labels.region(exporter), labels.region(importer)] = value
    return table


def _raw(facts: Facts, labels: Labels, commodity: str) -> Array:
    chosen = {(i, n): v for (i, n, k), v in facts.raw.items() if k == commodity and i != n}
    return _matrix(chosen, labels)
