"""Does the built world agree with the facts? Each check is a row: target, built, difference."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geoecon.world.building.facts import Facts
from geoecon.world.building.goods_table import CIF_FOB, CONTRACT
from geoecon.world.building.labels import Array, Labels
from geoecon.world.building.log import Change

LARGEST = 15
EXPORTS = "exports f.o.b."
IMPORTS = f"imports c.i.f. (f.o.b. times {CIF_FOB})"


def all_checks(arrays: dict[str, Array], facts: Facts, labels: Labels, gdp: Array) -> list[Change]:
    """Accounts, GDP of every economy, and the official trade of the reporting economy."""
    flow, tariff = arrays["flow"], arrays["tariff"]
    output = flow.sum(axis=1)
    built = (arrays["value_added_share"] * output).sum(axis=1)
    wealth = [
        Change("check: GDP", code, "", "", target, got, "World Bank or supplement; within 2 %")
        for code, target, got in zip(labels.regions, gdp, built, strict=True)
    ]
    return [*_accounts(arrays, output, tariff, built), *wealth, *_official(flow, facts, labels)]


def _accounts(arrays: dict[str, Array], output: Array, tariff: Array, gdp: Array) -> list[Change]:
    flow = arrays["flow"]
    spending = np.einsum("ins,ins->ns", flow, 1 + tariff)
    duties = np.einsum("ins,ins->n", flow, tariff)
    gap = flow.sum(axis=(0, 2)) - flow.sum(axis=(1, 2))
    income = gdp + duties + gap
    uses = np.einsum("nrs,ns->nr", arrays["input_share"], output)
    uses = uses + arrays["final_share"] * income[:, None]
    cost = arrays["input_share"].sum(axis=1) + arrays["value_added_share"] - 1
    relative = np.abs(spending - uses) / spending.sum(axis=1, keepdims=True)
    reason = "largest relative gap over all economies and sectors; at most 1e-9"
    return [
        Change("check: sales equal uses", "", "", "", 0.0, relative.max(), reason, "ratio"),
        Change("check: cost equals output", "", "", "", 0.0, np.abs(cost).max(), reason, "ratio"),
        Change("check: deficits sum to zero", "", "", "", 0.0, abs(gap.sum()) / gdp.sum(),
               "relative to world GDP", "ratio"),
        Change("check: least final share", "", "", "", 0.0, arrays["final_share"].min(),
               "no final demand is negative", "ratio"),
    ]  # fmt: skip


def _official(flow: Array, facts: Facts, labels: Labels) -> list[Change]:
    """Totals and the fifteen largest partners each way; four oil buyers count as one."""
    own = facts.official
    k = labels.region(own.economy)
    sold = dict(zip(labels.regions, (flow[k] * labels.good).sum(axis=1), strict=True))
    bought = dict(zip(labels.regions, (flow[:, k] * labels.good).sum(axis=1), strict=True))
    sold.pop(own.economy), bought.pop(own.economy)

    def total(quantity: str) -> float:
        return facts.supplement(own.economy, quantity).value

    bought = {code: value * CIF_FOB for code, value in bought.items()}
    return [
        *_side(EXPORTS, own.economy, own.exports, sold, total("goods_exports_total_fob")),
        *_side(IMPORTS, own.economy, own.imports, bought, total("goods_imports_total_cif")),
    ]


def _side(
    side: str, economy: str, official: dict[str, float], built: dict[str, float], total: float
) -> Iterable[Change]:
    yield Change(f"check: goods {side}", economy, "all", "goods", total,
                 sum(built.values()), "official total; within 3 %")  # fmt: skip
    joined, found = _join(official), _join(built)
    for partner in sorted(joined, key=lambda p: -joined[p])[:LARGEST]:
        yield Change(f"check: goods {side}", economy, partner, "goods", joined[partner],
                     found[partner], "official partner; within 10 %")  # fmt: skip


def _join(table: dict[str, float]) -> dict[str, float]:
    """The four buyers of contract oil as one partner."""
    rest = {code: value for code, value in table.items() if code not in CONTRACT}
    return {**rest, "+".join(CONTRACT): sum(table.get(code, 0.0) for code in CONTRACT)}
