"""Worlds on disk: the embedded one, and your own as npz files."""

from __future__ import annotations

import csv
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np

from geoecon.errors import DataError, LabelError
from geoecon.parameters import horizon as horizon_preset
from geoecon.parameters import sources as known_sources
from geoecon.world.world import STORED, World

EMBEDDED = "eurasia-2023"
OPTIONAL = ("estimated",)
SCALARS = ("input_substitution", "final_substitution")


def load_world(name: str | Path = EMBEDDED, horizon: str = "long run") -> World:
    """The embedded world, or one that `save_world` wrote, at a horizon.

    `horizon` is `long run`, `year`, `month` or `as given`; the first three replace elasticities,
    labour shares and substitution by the presets of `geoecon.parameters` and need their sectors.

    Raises DataError for a file that is no world, UnknownNameError for a horizon.
    """
    world = _embedded() if str(name) == EMBEDDED else _read(Path(name))
    return world if horizon == "as given" else at_horizon(world, horizon)


def at_horizon(world: World, horizon: str) -> World:
    """`world` with the elasticities, labour shares and substitution of a preset.

    Raises UnknownNameError for an unknown preset, LabelError for sectors it does not cover.
    """
    preset = horizon_preset(horizon, world.sectors)
    labour = np.broadcast_to(preset.labour_share, world.labour_share.shape)
    return world.replace(
        trade_elasticity=preset.trade_elasticity,
        labour_share=labour,
        input_substitution=preset.input_substitution,
        final_substitution=preset.final_substitution,
        horizon=horizon,
    )


def save_world(world: World, path: Path) -> Path:
    """Write a world as npz; `load_world(path, "as given")` reads back an equal one."""
    given = [name for name in OPTIONAL if getattr(world, name) is not None]
    arrays = {name: getattr(world, name) for name in (*STORED, *SCALARS, *given)}
    labels = {"regions": np.array(world.regions), "sectors": np.array(world.sectors)}
    with path.open("wb") as handle:
        np.savez_compressed(handle, allow_pickle=False, **labels, **arrays)
    return path


def _embedded() -> World:
    folder = files("geoecon") / "data" / "world"
    with as_file(folder / f"{EMBEDDED}.npz") as path:
        world = _read(path)
    return world.replace(
        name=EMBEDDED,
        region_names=_names(folder, "economies.csv", "code"),
        sector_names=_names(folder, "sectors.csv", "key"),
        sources=tuple(sorted(known_sources("world").values())),
    )


def _names(folder: Traversable, table: str, key: str) -> dict[str, str]:
    with (folder / table).open(encoding="utf8") as handle:
        return {row[key]: row["name"] for row in csv.DictReader(handle)}


def _read(path: Path) -> World:
    try:
        with np.load(path, allow_pickle=False) as stored:
            values = {name: stored[name] for name in stored.files}
    except (OSError, ValueError) as error:
        raise DataError(
            f"no world can be read from {path}",
            why=str(error),
            remedy=f"give {EMBEDDED!r} or a file written by geoecon.save_world",
        ) from error
    lacking = [name for name in ("regions", "sectors", *STORED) if name not in values]
    if lacking:
        raise LabelError(f"{path} lacks {', '.join(lacking)}", why="it is no stored world")
    fields: dict[str, Any] = {name: values[name] for name in (*STORED, *OPTIONAL) if name in values}
    fields |= {name: float(values[name]) for name in SCALARS if name in values}
    return World(
        regions=tuple(str(code) for code in values["regions"]),
        sectors=tuple(str(key) for key in values["sectors"]),
        name=path.stem,
        **fields,
    )
