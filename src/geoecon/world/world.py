"""`World`: a baseline whose accounts close, frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from geoecon.errors import LabelError, unknown_name
from geoecon.provenance import Source
from geoecon.variables import Array, checked, labels_of, variable
from geoecon.world import accounts
from geoecon.world.checks import (
    check_accounts,
    check_elasticity,
    check_parameters,
    check_substitution,
)

if TYPE_CHECKING:
    import xarray

STORED = (
    "flow", "tariff", "input_share", "labour_share", "trade_elasticity",
    "revenue_share", "foreign_share", "owner_share",
)  # fmt: skip
BESIDE_ACCOUNTS = (
    "trade_elasticity", "input_substitution", "final_substitution", "name", "horizon",
    "region_names", "sector_names", "estimated", "sources",
)  # fmt: skip
DERIVED = ("split_share", "tariff_factor", "value_added", "final_share", "deficit")


@dataclass(frozen=True, eq=False)
class World:
    """A baseline of trade, production and spending between regions, in million USD a year.

    Build one with `World.from_arrays`. Arrays are read-only float64 with the dims given in
    `variables.csv`; everything else is derived from them and so cannot disagree with them.
    Construction checks labels, ranges and accounts, and raises a DataError that says where.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flow: Array
    tariff: Array
    input_share: Array
    labour_share: Array
    trade_elasticity: Array
    revenue_share: Array
    foreign_share: Array
    owner_share: Array
    input_substitution: float = 1.0
    final_substitution: float = 1.0
    name: str = "own data"
    horizon: str = "as given"
    region_names: dict[str, str] = field(default_factory=dict)
    sector_names: dict[str, str] = field(default_factory=dict)
    estimated: Any = None
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        for kind, names in (("region", self.regions), ("sector", self.sectors)):
            _check_unique(kind, names)
        check_elasticity(self)
        check_substitution(self)
        labels = labels_of(self.regions, self.sectors)
        for name in STORED:
            object.__setattr__(self, name, checked(name, getattr(self, name), labels))
        check_parameters(self)
        check_accounts(self)

    @classmethod
    def from_arrays(
        cls,
        flow: Any,
        *,
        trade_elasticity: Any,
        regions: Sequence[str] | None = None,
        sectors: Sequence[str] | None = None,
        tariff: Any = None,
        input_share: Any = None,
        **more: Any,
    ) -> World:
        """A world from labelled (xarray) or bare arrays.

        Parameters
        ----------
        flow : [exporter, importer, sector] or [exporter, importer], million USD a year
            what the seller receives, before tariff; domestic sales on the diagonal.
        trade_elasticity : [sector] or a number
            theta, positive (Armington sigma less one).
        regions, sectors : labels, needed for bare arrays; an xarray brings its own.
        tariff : as `flow`, ratio. None says that there are none.
        input_share : [region, supplier, sector], ratio of gross output. None: no inputs.
        more : any other field of `World` (labour_share, revenue_share, name, ...).

        Raises LabelError, MissingValueError, RangeError, AccountError.
        """
        regions, sectors = _labels(flow, regions, sectors)
        n, j = len(regions), len(sectors)
        fields = {
            "flow": _with_sector(flow, sectors),
            "tariff": np.zeros((n, n, j)) if tariff is None else _with_sector(tariff, sectors),
            "input_share": np.zeros((n, j, j)) if input_share is None else input_share,
            "trade_elasticity": _per_sector(trade_elasticity, j),
            "labour_share": np.ones((n, j)),
            "revenue_share": np.eye(n),
            "foreign_share": np.zeros((n, j)),
            "owner_share": np.zeros((n, n)),
        }
        return cls(regions=regions, sectors=sectors, **(fields | more))

    def replace(self, **changes: Any) -> World:
        """A copy with some fields changed, checked again.

        Changes that the accounts do not depend on share all arrays with the original.
        """
        if set(changes) - set(BESIDE_ACCOUNTS):
            return replace(self, **changes)
        for name in DERIVED:
            getattr(self, name)  # worked out once for all copies
        other = copy(self)
        other.__dict__.pop("hash", None)
        for name, value in changes.items():
            object.__setattr__(other, name, value)
        check_elasticity(other)
        check_substitution(other)
        labels = labels_of(self.regions, self.sectors)
        theta = checked("trade_elasticity", other.trade_elasticity, labels)
        object.__setattr__(other, "trade_elasticity", theta)
        return other

    def region(self, code: str) -> int:
        """Position of a region; raises UnknownNameError with the nearest codes."""
        if code not in self.regions:
            raise unknown_name("region", code, self.regions)
        return self.regions.index(code)

    def sector(self, key: str) -> int:
        """Position of a sector; raises UnknownNameError with the nearest keys."""
        if key not in self.sectors:
            raise unknown_name("sector", key, self.sectors)
        return self.sectors.index(key)

    @cached_property
    def output(self) -> Array:
        """Gross output [region, sector]."""
        return accounts.output(self.flow)

    @cached_property
    def expenditure(self) -> Array:
        """Spending with tariffs [region, sector]."""
        return accounts.expenditure(self.flow, self.tariff)

    @cached_property
    def trade_share(self) -> Array:
        """Trade shares [exporter, importer, sector]."""
        return accounts.trade_share(self.flow, self.tariff)

    @cached_property
    def split_share(self) -> tuple[Array, Array]:
        """Trade shares abroad [sector, importer, exporter] and at home [sector, region]."""
        return accounts.split_share(self.trade_share)

    @cached_property
    def tariff_factor(self) -> Array:
        """1 + tariff [sector, importer, exporter]."""
        return np.ascontiguousarray(1 + self.tariff.transpose(2, 1, 0))

    @cached_property
    def value_added_share(self) -> Array:
        """Value-added share of output [region, sector]."""
        return np.maximum(1 - self.input_share.sum(axis=1), 0.0)  # rounding below zero

    @cached_property
    def value_added(self) -> Array:
        """Factor income [region, sector]."""
        return self.value_added_share * self.output

    @cached_property
    def final_demand(self) -> Array:
        """Final spending [region, sector], never negative."""
        raw = self.expenditure - accounts.input_demand(self.input_share, self.output)
        return np.maximum(raw, 0.0)  # check_accounts has refused more than rounding below zero

    @cached_property
    def income(self) -> Array:
        """Spending power [region]."""
        total: Array = self.final_demand.sum(axis=1)
        return total

    @cached_property
    def final_share(self) -> Array:
        """Final spending as shares of income [region, sector]."""
        return self.final_demand / self.income[:, None]

    @cached_property
    def tariff_revenue(self) -> Array:
        """Duties received after pooling [region]."""
        return accounts.duties(self.flow, self.tariff) @ self.revenue_share

    @cached_property
    def net_rents(self) -> Array:
        """Specific-factor income from abroad less that paid abroad [region]."""
        rent = (1 - self.labour_share) * self.value_added
        return accounts.net_rents(rent, self.foreign_share, self.owner_share)

    @cached_property
    def deficit(self) -> Array:
        """Spending beyond income [region]; sums to zero over the world."""
        gap = self.income - self.value_added.sum(axis=1) - self.tariff_revenue - self.net_rents
        scale = np.abs(self.income).max()
        return np.where(np.abs(gap) < 1e-12 * scale, 0.0, gap)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of labels and arrays: equal worlds have equal hashes."""
        digest = hashlib.sha256()
        digest.update("\n".join((*self.regions, "", *self.sectors)).encode())
        for name in STORED:
            digest.update(np.ascontiguousarray(getattr(self, name)).tobytes())
        digest.update(repr((self.input_substitution, self.final_substitution)).encode())
        return digest.hexdigest()

    def to_dataset(self) -> xarray.Dataset:
        """Stored and derived variables as a labelled xarray Dataset with units."""
        import xarray

        labels = labels_of(self.regions, self.sectors)
        names = (
            *STORED,
            "output",
            "value_added",
            "expenditure",
            "final_demand",
            "income",
            "deficit",
        )
        data = {
            name: (variable(name).dims, getattr(self, name), {"unit": variable(name).unit})
            for name in names
        }
        used = {dim for name in names for dim in variable(name).dims}
        return xarray.Dataset(data, coords={dim: list(labels[dim]) for dim in sorted(used)})


def _check_unique(kind: str, names: tuple[str, ...]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated or not names:
        raise LabelError(
            f"{kind} labels {'repeat: ' + ', '.join(repeated) if repeated else 'are empty'}",
            why="each label names one thing",
            remedy=f"give every {kind} its own label",
        )


def _labels(
    flow: Any, regions: Sequence[str] | None, sectors: Sequence[str] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    labelled = hasattr(flow, "dims")
    if regions is None and not labelled:
        raise LabelError("regions are not named", remedy="pass regions=[...] or an xarray flow")
    if regions is None:
        regions = [str(x) for x in flow["exporter"].values]
    if sectors is None:
        has_sector = labelled and "sector" in flow.dims
        sectors = [str(x) for x in flow["sector"].values] if has_sector else ["all"]
    return tuple(regions), tuple(sectors)


def _with_sector(values: Any, sectors: tuple[str, ...]) -> Any:
    if hasattr(values, "dims"):
        return (
            values if "sector" in values.dims else values.expand_dims(sector=list(sectors), axis=2)
        )
    array = np.asarray(values, dtype=np.float64)
    return array[:, :, None] if array.ndim == 2 and len(sectors) == 1 else array


def _per_sector(values: Any, count: int) -> Any:
    return np.full(count, values, dtype=np.float64) if np.ndim(values) == 0 else values
