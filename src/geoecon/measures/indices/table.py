"""All closed forms for one region in one table, each with its formula and its source."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geoecon.measures.indices.concentration import (
    exports_by_partner,
    herfindahl,
    hirschman,
    imports_by_partner,
)
from geoecon.measures.indices.dependence import dependence
from geoecon.measures.indices.friends import friends_and_enemies, mean_elasticity
from geoecon.measures.indices.nested_ces import loss_without
from geoecon.variables import Array
from geoecon.world.world import World

COLUMNS = ("index", "value", "unit", "about", "formula", "source")
HIRSCHMAN = "Hirschman (1945), chapter VI"
COMMISSION = "European Commission (2021), SWD(2021) 352"
CLAYTON = "after Clayton, Maggiori and Schreger (2023, 2024)"
KLEINMAN = "Kleinman, Liu and Redding (2024)"

Row = tuple[str, float, str, str, str, str]


def indices(world: World, region: str) -> pd.DataFrame:
    """Closed-form indices of dependence of `region`, one row each.

    Columns: index, value, unit, about (whom or what the value is about), formula, source. None
    of them solves a model; `geoecon.measures.indices` explains where they mislead. A value that
    does not exist, such as a concentration of exports that are zero, is NaN.

    Raises UnknownNameError for a region that the world lacks.
    """
    exports, imports = exports_by_partner(world, region), imports_by_partner(world, region)
    rows = [
        *_concentration(world, "exports", exports),
        *_concentration(world, "imports", imports),
        *_imports(world, region),
        *_suppliers(world, region, imports),
        *_partners_growth(world, region),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _concentration(world: World, what: str, trade: Array) -> Iterator[Row]:
    """Concentration of `trade` [partner, sector] by partner and by sector."""
    by_partner, by_sector = trade.sum(axis=1), trade.sum(axis=0)
    one = float(hirschman(by_partner))
    yield f"Hirschman index of {what}", one, "0-100", "partners", "100 √Σ_i s_i²", HIRSCHMAN
    one = float(herfindahl(by_partner))
    yield f"HHI of {what} by partner", one, "0-1", "partners", "Σ_i s_i²", HIRSCHMAN
    one = float(herfindahl(by_sector))
    yield f"HHI of {what} by sector", one, "0-1", "sectors", "Σ_s s_s²", HIRSCHMAN
    total = by_partner.sum()
    largest = 100 * by_partner.max() / total if total > 0 else np.nan
    who = world.regions[int(by_partner.argmax())] if total > 0 else ""
    yield f"largest partner in {what}", float(largest), "%", who, "max_i s_i", "trade shares"


def _imports(world: World, region: str) -> Iterator[Row]:
    """Import dependence, and sectors that the Commission's method flags."""
    me = world.region(region)
    bought = world.flow[:, me].sum()
    abroad = 100 * (bought - world.flow[me, me].sum()) / bought
    formula = "imports / (imports + home sales), before tariff"
    yield "import dependence", float(abroad), "%", "all sectors", formula, "trade shares"
    table = dependence(world, [region])
    flagged = table.loc[table["dependent"], "sector"]
    formula = "HHI > 0.4, outside share > 0.5 and imports / exports > 1"
    about = ", ".join(flagged) or "none"
    yield "dependent sectors", float(len(flagged)), "sectors", about, formula, COMMISSION


def _suppliers(world: World, region: str, imports: Array) -> Iterator[Row]:
    """The nested-CES loss without the supplier whose loss is largest."""
    losses = {
        code: 100 * loss_without(world, region, [code])
        for code, bought in zip(world.regions, imports.sum(axis=1), strict=True)
        if bought > 0
    }
    worst = max(losses, key=lambda code: losses[code], default="")
    formula = "1 − 1/P̂, P̂ = (Σ_J Ω_J (1−ω_J)^((1−ρ)/(1−σ_J)))^(1/(1−ρ)), other prices given"
    value = losses.get(worst, np.nan)
    yield "loss without one supplier", value, "% of real final spending", worst, formula, CLAYTON


def _partners_growth(world: World, region: str) -> Iterator[Row]:
    """Best friend and worst enemy of the first-order matrix."""
    me = world.region(region)
    row = friends_and_enemies(world).to_numpy()[me]
    others = [i for i in range(len(row)) if i != me]
    formula = f"U = (I − S) W + S, θ = {mean_elasticity(world):.2f}, all sectors in one"
    if not others:
        return
    first, last = max(others, key=lambda i: row[i]), min(others, key=lambda i: row[i])
    for name, i in (("best friend", first), ("worst enemy", last)):
        unit = "% of welfare for 1 % more productivity there"
        yield name, float(row[i]), unit, world.regions[i], formula, KLEINMAN
