"""One part of a sweep, solved: the same function on a core and on a cluster."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geoecon.errors import DataError, GeoeconError, SolveError
from geoecon.measures import by_group
from geoecon.scenario.build import with_elasticities
from geoecon.scenario.fields import changed
from geoecon.scenario.schema import Scenario
from geoecon.sweep.axes import THETA, Value
from geoecon.sweep.design import Variant
from geoecon.variables import Array
from geoecon.verbs import run
from geoecon.world.store import EMBEDDED, load_world
from geoecon.world.world import World

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

UNBOUNDED, NO_VALUE = "unbounded loss", "no value"
Row = tuple[int, str | None, str | None, float | None, str | None, str | None]


@dataclass(frozen=True)
class Job:
    """What every scenario of a sweep shares: small, and all that a worker is sent beside them."""

    key: str
    scenario: str
    world: str
    world_hash: str
    horizon: str
    measures: tuple[str, ...]
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Some scenarios of a sweep, by number."""

    number: int
    variants: tuple[tuple[int, Variant], ...]


def solve_part(job: Job, part: Part) -> bytes:
    """A Parquet file with the rows of a part's scenarios.

    Linear algebra is held to one thread: the cores are taken by other parts, and the bytes must
    not depend on how many there are. Raises DataError where the world here is another one.
    """
    from threadpoolctl import threadpool_limits

    _check_world(job)
    with threadpool_limits(1):
        rows = [row for number, variant in part.variants for row in _rows(job, number, variant)]
    return _written(rows, job.key)


def schema() -> pyarrow.Schema:
    """The columns of the results.

    scenario: number; region, measure, value: empty where there is none, with the `reason` in a
    word or two and the `detail` in a sentence.
    """
    import pyarrow as pa

    text = pa.string()
    return pa.schema(
        [("scenario", pa.int32()), ("region", text), ("measure", text), ("value", pa.float64()),
         ("reason", text), ("detail", text)]
    )  # fmt: skip


def elasticities(world: World, variant: Mapping[str, Value]) -> Array:
    """theta [sector] with a variant's values, then its scale."""
    theta = world.trade_elasticity.copy()
    for name, value in variant.items():
        if found := THETA.fullmatch(name):
            theta[world.sector(found[1])] = float(value)
    return theta * float(variant.get("theta_scale", 1.0))


def solve_variant(job: Job, variant: Variant) -> pd.DataFrame:
    """The headline of one variant, then that of the blocs which its scenario looks at.

    Raises whatever `geoecon.run` raises for it.
    """
    import pandas as pd

    asked = changed(_scenario(job.scenario), variant)
    base = with_elasticities(asked, _world(job.world, asked.horizon))
    if any(name.startswith("theta") for name in variant):
        base = base.replace(trade_elasticity=elasticities(base, variant))
    answer = run(asked.update(elasticities=()) if asked.elasticities else asked, base)
    blocs = {key: answer.groups[key] for key in answer.around if key in answer.groups}
    regions = answer.headline()
    return pd.concat([regions, by_group(answer.solution, blocs)]) if blocs else regions


def _rows(job: Job, number: int, variant: Variant) -> Iterator[Row]:
    try:
        table = solve_variant(job, variant)
    except GeoeconError as error:
        reason = error.reason if isinstance(error, SolveError) else type(error).__name__
        yield (number, None, None, None, reason, f"{error.what}: {error.why}".strip(": "))
        return
    kept = table.loc[list(job.regions)] if job.regions else table
    lost = kept["unbounded"].tolist()
    values = kept[list(job.measures)].to_numpy(dtype=np.float64).tolist()
    for region, sectors, row in zip(kept.index.tolist(), lost, values, strict=True):
        if sectors:
            yield (number, region, None, None, UNBOUNDED, f"no supplier left: {sectors}")
        else:
            yield from _region_rows(number, region, job.measures, row)


def _region_rows(
    number: int, region: str, measures: Sequence[str], values: Sequence[float]
) -> Iterator[Row]:
    for measure, value in zip(measures, values, strict=True):
        if np.isfinite(value):
            yield (number, region, measure, value, None, None)
        else:
            yield (number, region, measure, None, NO_VALUE, "there was nothing before")


def _written(rows: Sequence[Row], key: str) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = schema().with_metadata({"geoecon.sweep": key})
    arrays = [
        pa.array(list(column), type=field.type)
        for column, field in zip(zip(*rows, strict=True), columns, strict=True)
    ]
    target = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=columns), target)
    return target.getvalue()


@lru_cache(maxsize=4)
def _scenario(content: str) -> Scenario:
    return Scenario.model_validate(json.loads(content))


@lru_cache(maxsize=4)
def _world(path: str, horizon: str) -> World:
    return load_world(path, "as given") if path else load_world(EMBEDDED, horizon)


def _check_world(job: Job) -> None:
    if _world(job.world, job.horizon).hash != job.world_hash:
        raise DataError(
            "the world here is not the one the sweep was started with",
            where=job.world or EMBEDDED,
            why="its hash differs",
            remedy="install the same version of geoecon on every machine",
        )
