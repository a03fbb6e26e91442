"""`Solution`: the counterfactual, with the reason it was accepted and its residuals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from geoecon.errors import AccountError
from geoecon.scenario.shock import ResolvedShock
from geoecon.variables import Array, labels_of, variable
from geoecon.world.world import World

if TYPE_CHECKING:
    import xarray


@dataclass(frozen=True, eq=False)
class Solution:
    """A counterfactual equilibrium beside its baseline.

    Hats (`wage`, `price`, `unit_cost`, `factor_income`) are ratios to the baseline with world
    factor income as numeraire; levels are million USD a year. Regions in `unbounded` lost every
    supplier of the sectors named there: their loss has no number and their cells are NaN.
    Regions of different `block` do not trade with each other: compare real quantities only.

    Attributes
    ----------
    wage [region]; price, unit_cost, factor_income [region, sector]
    flow, tariff [exporter, importer, sector]; output, value_added, expenditure [region, sector]
    income, domestic_income, tariff_revenue, net_rents, deficit, consumer_price [region]
    """

    world: World
    shock: ResolvedShock
    closure: str
    reason: str
    residuals: dict[str, float]
    walras: float
    steps: int
    seconds: float
    unbounded: dict[str, tuple[str, ...]]
    block: tuple[int, ...]
    wage: Array
    price: Array
    unit_cost: Array
    factor_income: Array
    flow: Array
    output: Array
    value_added: Array
    expenditure: Array
    income: Array
    tariff_revenue: Array
    net_rents: Array
    deficit: Array
    consumer_price: Array

    @property
    def converged(self) -> bool:
        """True when every residual is below the tolerance asked for."""
        return self.reason == "converged"

    @property
    def tariff(self) -> Array:
        """Tariffs in force [exporter, importer, sector]."""
        return self.shock.tariff

    @cached_property
    def border_value(self) -> Array:
        """Trade at the exporter's border [exporter, importer, sector], million USD a year.

        What sellers receive, and what is paid before the border on top: export taxes, and rents
        of wells whose output the network limits. Before tariff and freight.
        """
        return self.flow * self.shock.border

    @cached_property
    def real_income(self) -> Array:
        """Welfare change Î_n / P̂_n: national income over the consumer price index [region]."""
        return self.income / self.world.income / self.consumer_price

    @cached_property
    def real_wage(self) -> Array:
        """ŵ_n / P̂_n [region]."""
        return self.wage / self.consumer_price

    @cached_property
    def real_product(self) -> Array:
        """Domestic factor income over the consumer price index, change [region]."""
        was = self.world.value_added.sum(axis=1)
        return self.value_added.sum(axis=1) / was / self.consumer_price

    def counterfactual_world(self) -> World:
        """The counterfactual as a baseline for the next scenario, its accounts closed.

        Raises AccountError where a region was left out for lack of a supplier, and where
        carriers earn more than at the baseline.
        """
        if self.unbounded:
            raise AccountError(
                f"no accounts exist for {', '.join(self.unbounded)}",
                why="their loss is unbounded: a sector they need has no supplier left",
                remedy="merge them with a neighbour in the baseline, or leave them a supplier",
            )
        if self.shock.has_wedge:
            raise AccountError(
                "a world in which carriers earn more than at the baseline has no accounts yet",
                why="a World knows sellers and treasuries, and no third party to a sale",
                remedy="start the next scenario from the baseline, with both sets of instruments",
            )
        eps = self.world.input_substitution
        bundle = self.unit_cost * self.shock.productivity
        relative = (self.price[:, :, None] / bundle[:, None, :]) ** (1 - eps)
        return self.world.replace(
            flow=self.flow,
            tariff=self.tariff,
            input_share=self.world.input_share * relative,
            revenue_share=self.shock.revenue_share,
            name=f"{self.world.name}, counterfactual",
            estimated=None,
        )

    def to_dataset(self) -> xarray.Dataset:
        """The solution as a labelled xarray Dataset with units; NaN marks unbounded losses."""
        import xarray

        labels = labels_of(self.world.regions, self.world.sectors)
        names = (
            *("wage", "price", "unit_cost", "flow", "tariff", "output", "value_added"),
            *("expenditure", "income", "tariff_revenue", "net_rents", "deficit"),
            *("consumer_price", "real_income", "real_wage"),
        )
        data = {
            name: (variable(name).dims, getattr(self, name), {"unit": variable(name).unit})
            for name in names
        }
        used = {dim for name in names for dim in variable(name).dims}
        coords = {dim: list(labels[dim]) for dim in sorted(used)}
        attrs = {"reason": self.reason, "closure": self.closure, "walras": self.walras}
        return xarray.Dataset(data, coords=coords, attrs=attrs)
