"""The folder of exposure over the years: the files of `write`, the page its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoecon.exposure.write import REPORT, write_exposure
from geoecon.report.exposure_years import write_years_report

if TYPE_CHECKING:
    import pandas as pd


def write_years(folder: Path, frame: pd.DataFrame, record: Mapping[str, Any]) -> Path:
    """Write `exposure.csv`, `exposure.json` and `report.html`; returns the folder.

    `frame` and `record` as `years.exposure_by_year` and `years.years_record`. Raises FolderError
    where the folder holds anything else.
    """
    write_exposure(folder, frame, record, report=False)
    write_years_report(folder / REPORT, record)
    return folder
