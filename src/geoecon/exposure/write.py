"""The folder of an exposure table: `exposure.csv`, `exposure.json`, `report.html`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.errors import FolderError

if TYPE_CHECKING:
    import pandas as pd

TABLE, RECORD, REPORT = "exposure.csv", "exposure.json", "report.html"


def check_folder(folder: Path) -> None:
    """Raise FolderError unless `folder` is new, empty, or holds only such files."""
    if folder.is_file():
        raise _refused(folder, "it is a file")
    foreign = sorted(path.name for path in folder.glob("*")) if folder.exists() else []
    foreign = [name for name in foreign if name not in (TABLE, RECORD, REPORT)]
    if foreign:
        raise _refused(folder, f"it holds {', '.join(foreign[:5])}")


def write_exposure(
    folder: Path, frame: pd.DataFrame, record: Mapping[str, Any], *, report: bool = True
) -> Path:
    """Write the table, its record and, unless `report` is False, the page; returns the folder.

    Raises FolderError where the folder holds anything else.
    """
    from geoecon.report.exposure import write_exposure_report

    check_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    frame.to_csv(folder / TABLE, index=False, lineterminator="\n")
    text = json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / RECORD).write_text(text + "\n", encoding="utf8")
    if report:
        write_exposure_report(folder / REPORT, record)
    else:
        (folder / REPORT).unlink(missing_ok=True)  # one of an earlier table would belie this one
    return folder


def _refused(folder: Path, why: str) -> FolderError:
    return FolderError(
        f"will not write over {folder}",
        where=str(folder),
        why=why,
        remedy="name another folder with --out DIR, or move what is there",
    )
