"""The steps that reconcile goods trade by pair; each returns new tables and the rows it changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geoecon.world.building.absent import estimate
from geoecon.world.building.goods_table import CIF_FOB, CONTRACT, TAIWAN, Evidence, Goods
from geoecon.world.building.labels import Array, Labels
from geoecon.world.building.log import Change

OTHER_ASIA_AT = "XAF"  # the group at which the raw-material edition books part of "other Asia"
NOT_OIL = 0.02  # assumption: at least this part of BACI's total is no crude
LACKS_CRUDE = 0.5  # of the crude: a total below it does not contain the crude
SMALL = 50.0  # million USD: excesses below this are rounding between editions
PAIR = {"goods_imports_fob": 1.0, "goods_imports_cif": CIF_FOB}
Stepped = tuple[Goods, list[Change]]


def drop_own(goods: Goods, evidence: Evidence) -> Stepped:
    """Trade inside a group is domestic here."""
    after = goods.total * (1 - np.eye(len(goods.total)))
    reason = "members of one group trade at home"
    return _changed(goods, after, evidence.labels, "trade inside a group", reason)


def fill_absent(goods: Goods, evidence: Evidence) -> Stepped:
    """Pairs that nobody reported get an estimate beside their raw materials."""
    other = np.maximum(goods.total - goods.raw_total, 0.0)
    guess = estimate(other, goods.missing, evidence.structure, evidence.labels)
    after = goods.total + np.where(goods.missing, guess + goods.raw_total, 0.0)
    reason = (
        "neither side reported to BACI 202501: estimated from the ICIO or by gravity, with the "
        "raw materials of the other edition"
    )
    return _changed(goods, after, evidence.labels, "absent pair estimated", reason)


def move_to_taiwan(goods: Goods, evidence: Evidence) -> Stepped:
    """Raw materials beyond the pair's total at one group belong to 'other Asia'."""
    labels = evidence.labels
    group, taiwan = labels.region(OTHER_ASIA_AT), labels.region(TAIWAN)
    summed = goods.raw_total[:, group]
    excess = summed - goods.total[:, group]
    excess = np.where(excess > SMALL, excess, 0.0)
    part = excess / np.where(summed > 0, summed, 1.0)
    raw = {name: _move(table, part, group, taiwan) for name, table in goods.raw.items()}
    total = goods.total.copy()
    total[:, taiwan] += excess
    reason = (
        "raw materials exceed the 202501 total: the other edition books part of 'other Asia' here"
    )
    changes = [
        Change("raw materials moved to Taiwan", labels.regions[i], OTHER_ASIA_AT, "raw materials",
               summed[i], summed[i] - excess[i], reason)
        for i in np.flatnonzero(excess)
    ]  # fmt: skip
    return replace(goods, total=total, raw=raw), changes


def _move(table: Array, part: Array, source: int, target: int) -> Array:
    moved = table.copy()
    moved[:, target] += table[:, source] * part
    moved[:, source] -= table[:, source] * part
    return moved


def add_missing_crude(goods: Goods, evidence: Evidence) -> Stepped:
    """Totals never lie below the raw materials; where they are less than half of the crude, they
    lack it altogether (Korea, Poland, Viet Nam) and it is added."""
    crude, summed = goods.raw["crude_oil"], goods.raw_total
    lacking = (goods.total < LACKS_CRUDE * crude) & (summed - goods.total > SMALL)
    added = np.maximum(goods.total, summed - crude) + crude
    after = np.where(lacking, added, np.maximum(goods.total, summed))
    reason = "raw materials of the other BACI edition exceed the 202501 total"
    return _changed(goods, after, evidence.labels, "total raised to the raw materials", reason)


def supplement_pairs(goods: Goods, evidence: Evidence) -> Stepped:
    """Single pairs from supplements.csv; imports c.i.f. lose freight on the way."""
    labels, after, changes = evidence.labels, goods.total.copy(), []
    for row in evidence.facts.supplements:
        if row.quantity not in PAIR or not row.partner:
            continue
        i, n = labels.region(row.partner), labels.region(row.economy)
        value = row.value / PAIR[row.quantity]
        changes.append(
            Change("supplement", row.partner, row.economy, "goods", after[i, n], value, row.note)
        )
        after[i, n] = value
    return replace(goods, total=after), changes


def supplement_deficits(goods: Goods, evidence: Evidence) -> Stepped:
    """Imports scaled to the goods deficit of supplements.csv (an entrepôt's re-exports)."""
    labels, factor, changes = evidence.labels, np.ones(len(goods.total)), []
    for row in evidence.facts.supplements:
        if row.quantity != "goods_deficit":
            continue
        n = labels.region(row.economy)
        before, after = goods.total[:, n].sum(), goods.total[n].sum() + row.value
        factor[n] = after / before
        changes.append(
            Change("supplement", "all partners", row.economy, "goods", before, after, row.note)
        )
    raw = {name: table * factor for name, table in goods.raw.items()}
    return replace(goods, total=goods.total * factor, raw=raw), changes


def estimate_taiwan(goods: Goods, evidence: Evidence) -> Stepped:
    """Taiwan's trade by partner from the ICIO, scaled to its customs totals."""
    facts, labels, structure = evidence.facts, evidence.labels, evidence.structure
    t = labels.region(TAIWAN)
    prior = (structure.flows * labels.good).sum(axis=2) * (1 - np.eye(len(goods.total)))
    exports = facts.supplement(TAIWAN, "goods_exports_fob").value
    imports = facts.supplement(TAIWAN, "goods_imports_cif").value / CIF_FOB
    scaled = prior[:, t] * imports / prior[:, t].sum()
    wanted = np.maximum(scaled, goods.raw_total[:, t])
    total = goods.total.copy()
    total[t] = prior[t] * exports / prior[t].sum()
    total[:, t] = wanted * imports / wanted.sum()
    reason = "absent from BACI: ICIO partners scaled to customs totals"
    return replace(goods, total=total), [
        Change("Taiwan estimated", TAIWAN, "all partners", "goods", 0.0, exports, reason),
        Change("Taiwan estimated", "all partners", TAIWAN, "goods", 0.0, imports, reason),
    ]


def take_official(goods: Goods, evidence: Evidence) -> Stepped:
    """Official rows of the reporting economy win; its imports lose freight on the way to f.o.b."""
    own, labels = evidence.facts.official, evidence.labels
    k, after = labels.region(own.economy), goods.total.copy()
    for partner, value in own.exports.items():
        after[k, labels.region(partner)] = value
        after[labels.region(partner), k] = own.imports[partner] / CIF_FOB
    reason = f"official exports f.o.b., and imports c.i.f. divided by {CIF_FOB}, win over BACI"
    return _changed(goods, after, labels, "official trade", reason)


def spread_contract_oil(goods: Goods, evidence: Evidence) -> Stepped:
    """Crude booked by contract is spread over the buyers joined by one pipeline, by tonnes.

    Other goods keep BACI's values (its total less crude at the exporter's mean price); the
    official total of the four together stays.
    """
    facts, labels = evidence.facts, evidence.labels
    own = facts.official.economy
    k, spots = labels.region(own), [labels.region(code) for code in CONTRACT]
    landed = {n: v for (i, n, c), v in facts.tonnes.items() if (i, c) == (own, "crude_oil")}
    tonnes = np.array([landed.get(code, 0.0) for code in CONTRACT])
    if not tonnes.any():
        return goods, []
    price = goods.raw["crude_oil"][k].sum() / sum(landed.values())
    booked = goods.total[k, spots]
    baci = np.array([facts.pairs.get((own, code), 0.0) for code in CONTRACT])
    other = np.maximum(np.minimum(baci - price * tonnes, booked), NOT_OIL * baci)
    crude = (booked.sum() - other.sum()) * tonnes / tonnes.sum()
    oil, after = goods.raw["crude_oil"].copy(), goods.total.copy()
    oil[k, spots], after[k, spots] = crude, crude + other
    reason = "official total of the four spread by the tonnes of crude that BACI lands at each"
    stepped, changes = _changed(goods, after, labels, "oil booked by contract", reason)
    return replace(stepped, raw={**goods.raw, "crude_oil": oil}), changes


def fit_raw(goods: Goods, evidence: Evidence) -> Stepped:
    """Raw materials may not exceed the pair's total: they shrink together."""
    labels, summed = evidence.labels, goods.raw_total
    over = summed > goods.total * (1 + 1e-12)
    factor = np.where(over, goods.total / np.where(summed > 0, summed, 1.0), 1.0)
    changes = [
        Change("raw materials cut to the total", labels.regions[i], labels.regions[n],
               "raw materials", summed[i, n], goods.total[i, n], "the pair's total is smaller")
        for i, n in np.argwhere(over)
    ]  # fmt: skip
    return replace(goods, raw={name: t * factor for name, t in goods.raw.items()}), changes


def _changed(goods: Goods, after: Array, labels: Labels, what: str, reason: str) -> Stepped:
    """New totals, and a row for every pair that moved."""
    moved = np.abs(after - goods.total) > 1e-9
    changes = [
        Change(what, labels.regions[i], labels.regions[n], "goods",
               goods.total[i, n], after[i, n], reason)
        for i, n in np.argwhere(moved)
    ]  # fmt: skip
    return replace(goods, total=after), changes
