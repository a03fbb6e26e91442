"""Write the built world: the same inputs give the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np

from geoecon.world.building.assemble import Built
from geoecon.world.building.labels import Labels
from geoecon.world.building.log import largest, to_csv

EPOCH = (1980, 1, 1, 0, 0, 0)
KEEP = 150  # rows of each kind in the report


def write_world(built: Built, labels: Labels, notes: dict[str, object], path: Path) -> None:
    """Labels, arrays and metadata as a compressed npz at `path`, without time stamps.

    Keys: `regions`, `sectors`, every array of `built`, and `metadata`, a JSON text with the names
    of regions and sectors and `notes`.
    """
    metadata = {"region_names": labels.names, "sector_names": labels.sector_names, **notes}
    arrays = {
        "regions": np.array(labels.regions),
        "sectors": np.array(labels.sectors),
        "metadata": np.array(json.dumps(metadata, ensure_ascii=False, sort_keys=True)),
        **built.arrays,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            entry = zipfile.ZipInfo(f"{name}.npy", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _bytes(arrays[name]))


def _bytes(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asarray(array, order="C"), allow_pickle=False)
    return stream.getvalue()


def write_report(built: Built, path: Path) -> None:
    """The reconcile report as csv: the largest rows of each kind, and every check."""
    path.write_text(to_csv(largest(built.changes, KEEP)), encoding="utf-8")
