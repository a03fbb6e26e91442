"""Networks in files: each mistake is named with its file and line, and round trips are exact."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from geoecon.corridors import (
    Network,
    from_geojson,
    load_network,
    read_geojson,
    read_gmns,
    read_network,
    to_geojson,
    write_geojson,
    write_gmns,
)
from geoecon.corridors.checks import check_network
from geoecon.corridors.reading import DATA
from geoecon.errors import DataError, UnknownNameError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "network"))


def edit(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("links", "cpc-tengiz-atyrau,tengiz", "cpc-tengiz-atyrau,tengis", "unknown node 'tengis'"),
        ("links", "KAZ,crude,962,", "KAZ,crude,-962,", "length_km is -962"),
        ("links", "KAZ,crude,962,", "KAZ,crude,,", "length_km missing though a source"),
        ("links", "KAZ,crude,962,OIL019", "KAZ,crude,962,", "length_km without a source"),
        ("links", ",1666.7,OIL017,", ",1666.7,,", "capacity_kt_month without a source"),
        ("links", ",1666.7,OIL017,", ",many,OIL017,", "cannot read 'many'"),
        ("links", ",no,mooring,RUS,crude", ",no,buoy,RUS,crude", "unknown service 'buoy'"),
        ("links", "feeder,aktau-port,alat,yes,sea-caspian,,container",
         "feeder,aktau-port,alat,yes,sea-caspian,,crude", "crude on a link of 'sea-caspian'"),
        ("links", "atasu-alashankou,atasu,alashankou,no,pipeline-crude,KAZ,crude",
         "atasu-alashankou,atasu,alashankou,no,pipeline-crude,KAZ,crude gas", "one freight for"),
        ("links", "cpc-mooring-2,", "cpc-mooring-1,", "'cpc-mooring-1' is used twice"),
        ("services", "sea,sea,", "sea,airship,", "unknown mode 'airship'"),
        ("nodes", "tengiz,Tengiz,field,KAZ,53.4,46.15", "tengiz,Tengiz,field,KAZ,53.4,", "missing"),
        ("nodes", "tengiz,Tengiz,field,KAZ,53.4", "tengiz,Tengiz,field,KAZ,534", "off the map"),
        ("nodes", "tengiz,Tengiz,field", "tengiz,Tengiz,oilfield", "unknown kind 'oilfield'"),
        ("nodes", "kashagan,", "lonely,Lonely,hub,KAZ,60,50,,coordinates,\nkashagan,",
         "no link reaches lonely"),
        ("users", "kropotkin,cpc-terminal", "kropotkyn,cpc-terminal", "unknown node 'kropotkyn'"),
    ],
)  # fmt: skip
def test_each_mistake_is_refused(
    folder: Path, table: str, old: str, new: str, message: str
) -> None:
    edit(folder, table, old, new)
    with pytest.raises(DataError, match=message):
        read_network(folder, "wrong")


def test_a_mistake_names_its_file_and_line(folder: Path) -> None:
    edit(folder, "links", "KAZ,crude,962,", "KAZ,crude,-962,")
    lines = (folder / "links.csv").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("atasu-alash"))
    with pytest.raises(DataError, match=f"links.csv, line {line}"):
        read_network(folder, "wrong")


def test_a_table_that_lost_a_cell_is_refused(folder: Path) -> None:
    edit(folder, "users", "kropotkin,cpc-terminal,", "kropotkin,")
    with pytest.raises(DataError, match=r"users.csv, line 2"):
        read_network(folder, "wrong")


def test_a_container_does_not_fit_a_pipeline() -> None:
    network = load_network()
    wrong = replace(network.link("atasu-alashankou"), mode="road")
    with pytest.raises(DataError, match="crude on road"):
        check_network(replace(network, links=(*network.links[1:], wrong)[-2:]))


def test_there_is_one_embedded_network() -> None:
    with pytest.raises(UnknownNameError, match="eurasia"):
        load_network("atlantis")


def test_gmns_gives_back_what_was_written(tmp_path: Path) -> None:
    network = load_network()
    assert read_gmns(write_gmns(network, tmp_path / "gmns")) == network


def test_gmns_has_the_columns_of_the_specification(tmp_path: Path) -> None:
    write_gmns(load_network(), tmp_path)
    nodes = (tmp_path / "node.csv").read_text(encoding="utf-8").splitlines()
    links = (tmp_path / "link.csv").read_text(encoding="utf-8").splitlines()
    assert {"node_id", "x_coord", "y_coord"} <= set(nodes[0].split(","))
    assert {"link_id", "from_node_id", "to_node_id", "directed", "length", "geometry"} <= set(
        links[0].split(",")
    )


def test_gmns_without_direction_is_refused(tmp_path: Path) -> None:
    write_gmns(load_network(), tmp_path)
    path = tmp_path / "link.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",true,", ",false,", 1))
    with pytest.raises(DataError, match=r"link.csv, line 2"):
        read_gmns(tmp_path)


def test_geojson_gives_back_what_was_written(tmp_path: Path) -> None:
    network = load_network()
    assert from_geojson(to_geojson(network)) == network
    assert read_geojson(write_geojson(network, tmp_path / "network.geojson")) == network


def test_geojson_cuts_lines_at_the_date_line() -> None:
    features = to_geojson(load_network())["features"]
    cut = [one for one in features if one["geometry"]["type"] == "MultiLineString"]
    assert cut
    for feature in cut:
        (_, meridian), (start, _) = feature["geometry"]["coordinates"]
        assert abs(meridian[0]) == 180 == abs(start[0])
        assert meridian[1] == start[1]


def test_something_else_is_no_network(tmp_path: Path) -> None:
    path = tmp_path / "wrong.geojson"
    path.write_text('{"type": "Feature"}')
    with pytest.raises(DataError, match="feature collection"):
        read_geojson(path)


def test_a_network_compares_by_value() -> None:
    network = load_network()
    assert replace(network, links=network.links[1:]) != network
    assert isinstance(network, Network)
