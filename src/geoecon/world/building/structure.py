"""The ICIO brought to the economies and sectors of the world: technology and openness.

N regions, J sectors; money is million USD of the ICIO's year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geoecon.sources.icio import Icio
from geoecon.world.building.labels import Array, Labels, region_map, sector_map

MARGIN = "trade"  # the sector whose sales abroad are margins, part of the f.o.b. value of goods
SERVICES_OPENNESS = 0.5  # assumption: final services cross borders half as readily
FINAL_OPENNESS = {"agriculture": 0.6, "food": 0.7, "vehicles": 0.7}
"""Final sales abroad over those of intermediates, where not 1: assumptions that bring world trade
in these sectors near the totals of the WTO (World Trade Statistics 2023, from memory)."""


@dataclass(frozen=True)
class Structure:
    """What the ICIO says; rows of economies it lacks are zero until `borrow` fills the shares.

    flows[exporter, importer, sector]   intermediate sales between economies, diagonal domestic
    inputs[region, supplier, sector]    intermediate purchases from all economies listed
    output, primary[region, sector]     gross output; value added with net taxes
    final_exports[exporter, sector]     final sales abroad, estimated (see `openness`)
    home_sales[region, sector]          output sold at home: intermediate, and the rest of final
    final_flows                         [exporter, importer, sector] where the layout reports it
    rest_inputs                         [region, supplier, sector] bought from economies not listed
    covered[region]                     the ICIO has it, or members of it
    """

    flows: Array
    inputs: Array
    output: Array
    primary: Array
    final_exports: Array
    home_sales: Array
    final_flows: Array | None
    rest_inputs: Array | None
    covered: np.ndarray

    @property
    def value_added(self) -> Array:
        """Value added of the members that the ICIO has [region]."""
        total: Array = self.primary.sum(axis=1)
        return total

    @property
    def intermediate_exports(self) -> Array:
        """Intermediate sales to other economies [exporter, sector]."""
        total: Array = self.flows.sum(axis=1) - np.einsum("iis->is", self.flows)
        return total


def aggregate(icio: Icio, labels: Labels) -> Structure:
    """Add the ICIO's countries and industries up to the labels (LabelError where one is astray)."""
    region = region_map(labels, icio.countries)
    sector = sector_map(labels, icio.industries)
    by_sector = np.einsum("rk,ikju->irju", sector, icio.intermediate, optimize=True)
    by_sector = np.einsum("su,irju->irjs", sector, by_sector, optimize=True)
    cells = np.einsum("ei,irjs->erjs", region, by_sector, optimize=True)
    cells = np.einsum("nj,erjs->erns", region, cells, optimize=True)
    flows = cells.sum(axis=3).transpose(0, 2, 1)
    output, primary, sales = (region @ table @ sector.T for table in
                              (icio.output, icio.primary, icio.final_sales))  # fmt: skip
    finals = _map_final(icio, region, sector)
    exports = _final_exports(flows, sales, finals, labels)
    home = np.einsum("iis->is", flows) + sales - exports
    return Structure(
        flows=flows,
        inputs=cells.sum(axis=0).transpose(1, 0, 2),
        output=output,
        primary=primary,
        final_exports=exports,
        home_sales=home,
        final_flows=finals,
        rest_inputs=_map_rest(icio, region, sector),
        covered=region.sum(axis=1) > 0,
    )


def _map_final(icio: Icio, region: Array, sector: Array) -> Array | None:
    if icio.final is None:
        return None
    by_sector = np.einsum("sk,ikj->ijs", sector, icio.final)
    return np.einsum("ei,ijs,nj->ens", region, by_sector, region, optimize=True)


def _map_rest(icio: Icio, region: Array, sector: Array) -> Array | None:
    if icio.rest_purchases is None:
        return None
    return np.einsum(
        "ni,rk,iku,su->nrs", region, sector, icio.rest_purchases, sector, optimize=True
    )


def final_openness(labels: Labels) -> Array:
    """How open final sales are beside intermediate ones [sector]."""
    return np.array([
        FINAL_OPENNESS.get(key, 1.0 if key in labels.goods else SERVICES_OPENNESS)
        for key in labels.sectors
    ])  # fmt: skip


def openness(flows: Array) -> Array:
    """Share of intermediate sales that leave the economy [exporter, sector]; 0 where none."""
    total = flows.sum(axis=1)
    home = np.einsum("iis->is", flows)
    return np.where(total > 0, 1 - home / np.where(total > 0, total, 1.0), 0.0)


def _final_exports(flows: Array, sales: Array, finals: Array | None, labels: Labels) -> Array:
    """Final sales abroad [exporter, sector]: reported, or estimated.

    Final sales are as open as intermediate ones times `FINAL_OPENNESS` (assumptions); the
    margin on final goods sold abroad is to that on intermediate ones as the goods themselves.
    """
    if finals is not None:
        reported: Array = sales - np.einsum("iis->is", finals)
        return reported
    exports = sales * openness(flows) * final_openness(labels)
    abroad = flows.sum(axis=1) - np.einsum("iis->is", flows)
    trade = labels.sector(MARGIN)
    final, intermediate = ((table * labels.good).sum(axis=1) for table in (exports, abroad))
    ratio = final / np.maximum(intermediate, 1e-9)
    exports[:, trade] = np.minimum(abroad[:, trade] * ratio, 0.5 * sales[:, trade])
    return exports


def technology(structure: Structure, labels: Labels, undone: Array) -> Array:
    """Input shares of gross output [region, supplier, sector], every economy filled.

    `undone` [region, supplier, sector] are purchases from economies outside the ICIO, which its
    network file hides in value added. A sector that an economy does not have takes the world's
    technology; an economy that the ICIO lacks takes that of the one it borrows from.
    """
    inputs = structure.inputs + undone
    world = inputs.sum(axis=0) / structure.output.sum(axis=0)
    made = structure.output > 0
    share = inputs / np.where(made, structure.output, 1.0)[:, None, :]
    share = np.where(made[:, None, :], share, world[None])
    return share[lenders(labels)]


def lenders(labels: Labels) -> list[int]:
    """Whose technology each economy uses: its own position, or that of the lender."""
    return [
        labels.region(
            code if labels.technology_from[code] == "icio" else labels.technology_from[code]
        )
        for code in labels.regions
    ]


def undo_rest(structure: Structure, outside: Array, limit: float = 0.3) -> Array:
    """Intermediate purchases from economies outside the ICIO [region, supplier, sector].

    As reported, or `outside` [region, supplier] (imports from them) times the world's share of the
    supplier's sales that goes to industries, spread like the purchases from the economies listed,
    and at most `limit` of the primary inputs of any industry.
    """
    if structure.rest_inputs is not None:
        return structure.rest_inputs
    used = structure.inputs.sum(axis=2)
    share = used.sum(axis=0) / structure.output.sum(axis=0)
    spread = structure.inputs / np.maximum(used, 1e-9)[:, :, None]
    bought = (outside * share)[:, :, None] * spread
    ceiling = limit * structure.primary
    total = bought.sum(axis=1)
    return bought * np.minimum(1.0, ceiling / np.maximum(total, 1e-9))[:, None, :]
