"""Country outlines for the report's maps -> `src/geoecon/data/map/outlines.json`.

    pip download --no-deps geopandas==0.14.4
    pip install pyshp
    python scripts/build_map.py geopandas-0.14.4-py3-none-any.whl

The wheel carries Natural Earth's 1:110m countries (public domain). Written are, by ISO 3166-1
alpha-3 code, the outer rings as whole hundredths of a degree, longitude and latitude in turn, and
one point for each economy of the embedded world, which becomes a dot where the outline is too
small to see. Antarctica is left out: no economy is there and it would take a tenth of the map.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

import shapefile

DATA = Path(__file__).parents[1] / "src" / "geoecon" / "data"
STEM = "geopandas/datasets/naturalearth_lowres/naturalearth_lowres"
SHA256 = "3bb6473cb59d51e1a7fe2dbc24a1a063fb0ebdeddf3ce08ddbf8c7ddc99689aa"
CODES = {"Kosovo": "XKX"}  # no ISO code; the user-assigned one that the World Bank and the EU use
LEFT_OUT = {"ATA"}


def main(wheel: str) -> None:
    """Check the wheel, read it and write the outlines."""
    if hashlib.sha256(Path(wheel).read_bytes()).hexdigest() != SHA256:
        sys.exit(f"{wheel} is not the wheel of geopandas 0.14.4: its digest differs")
    found = {"outlines": outlines(wheel), "points": points(DATA / "world" / "economies.csv")}
    target = DATA / "map" / "outlines.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{target}: {len(found['outlines'])} outlines, {len(found['points'])} points")


def outlines(wheel: str) -> dict[str, list[list[int]]]:
    """Rings by country code."""
    with zipfile.ZipFile(wheel) as archive:
        parts = {end: io.BytesIO(archive.read(f"{STEM}.{end}")) for end in ("shp", "shx", "dbf")}
    found = {}
    for item in shapefile.Reader(**parts, encoding="iso-8859-1").iterShapeRecords():
        code = CODES.get(item.record["name"], item.record["iso_a3"])
        if code not in LEFT_OUT:
            found[code] = rings(item.shape)
    return found


def rings(shape: shapefile.Shape) -> list[list[int]]:
    """The rings of a shape, coordinates in hundredths of a degree."""
    ends = [*shape.parts[1:], len(shape.points)]
    return [
        [round(100 * number) for point in shape.points[start:end] for number in point]
        for start, end in zip(shape.parts, ends, strict=True)
    ]


def points(economies: Path) -> dict[str, list[int]]:
    """Longitude and latitude of each economy that is no group, hundredths of a degree."""
    with economies.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["members"] == row["code"]]
    return {
        row["code"]: [round(100 * float(row[name])) for name in ("longitude", "latitude")]
        for row in rows
    }


if __name__ == "__main__":
    main(sys.argv[1]) if len(sys.argv) == 2 else sys.exit(__doc__)
