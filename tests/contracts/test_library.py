"""Every shipped scenario is complete, sourced, and what the documentation says it is."""

from pathlib import Path

import pytest

from geoecon.corridors import load_network
from geoecon.corridors.changes import changed_network, check_corridors
from geoecon.errors import ScenarioError
from geoecon.scenario import check_scenario, explain, list_scenarios, load_scenario
from geoecon.scenario.describe import schema_page
from geoecon.scenario.restored import TABLES, read_rows
from geoecon.world.store import load_world
from geoecon.world.world import World

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "scenario-schema.md"
PROMISED = {
    "aktau-baku-tenfold",
    "belt-and-road-corridors",
    "bet-on-china",
    "bet-on-europe",
    "bet-on-russia",
    "brest-malaszewicze-closed",
    "central-asia-lowers-barriers",
    "china-central-asia-boom",
    "cpc-closed",
    "cpc-court-stop",
    "cpc-two-moorings-out",
    "critical-raw-materials-eu",
    "crude-avoids-russia",
    "eaeu-barriers-removed",
    "eaeu-barriers-return",
    "eaeu-ends",
    "eaeu-unlawful-barriers-removed",
    "enforcement-tightened",
    "eu-kazakhstan-free-trade",
    "eu-kazakhstan-partnership",
    "eu-sanctions-russia",
    "eu-sanctions-russia-tightened",
    "european-investment",
    "european-plants-relocate",
    "global-gateway-corridors",
    "green-digital-links-eu",
    "kazakhstan-economic-path",
    "kazakhstan-union-state-depth",
    "leaky-sanctions",
    "middle-corridor-10mt",
    "multi-vector-portfolio",
    "northern-corridor-closed",
    "novorossiysk-stops-caspian-answers",
    "russia-trade-stops",
    "russian-oil-price-cap",
    "union-state-russia-belarus",
    "uranium-partnership-france",
}
ROUTES = [name for name in list_scenarios() if load_scenario(name).has_corridors]


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


def test_the_promised_scenarios_are_shipped():
    assert set(list_scenarios()) >= PROMISED


@pytest.mark.parametrize("name", list_scenarios())
def test_a_shipped_scenario_is_complete(name):
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.question.endswith("?")
    assert scenario.around
    assert scenario.sources
    assert scenario.assumptions
    assert scenario.limits
    assert scenario == load_scenario(name)


@pytest.mark.parametrize("name", list_scenarios())
def test_a_shipped_scenario_fits_the_embedded_world(name, world):
    scenario = load_scenario(name)
    if any(entry.kind == "restore" for entry in scenario.instruments):
        _needs_the_estimate()
    changes = (*check_scenario(scenario, world), *check_corridors(scenario))
    assert changes
    assert all(change.old != change.new for change in changes)
    assert all(name in change.where for change in changes)


@pytest.mark.parametrize("name", ROUTES)
def test_a_scenario_on_routes_names_links_there_are(name, world):
    scenario = load_scenario(name)
    network = load_network()
    on_routes = {at for at, _ in scenario.corridors}
    changed, log = changed_network(network, scenario)
    added = {change.link for change in log if change.what == "link added"}
    links = set(network.on(scenario.date).link_index) | added
    assert {change.instrument for change in log} == on_routes
    assert {change.link for change in log} <= links
    assert set(changed.link_index) <= links
    beside = len(on_routes) < len(scenario.instruments)
    assert bool(check_scenario(scenario, world)) == beside


@pytest.mark.parametrize("name", list_scenarios())
def test_every_source_of_a_shipped_scenario_is_known(name, world):
    scenario = load_scenario(name)
    found = explain(scenario, world)
    stated = {reference.source.title for reference in found}
    assert {entry.text for entry in scenario.assumptions if not entry.source} <= stated
    assert len(found) > len(scenario.sources)


@pytest.mark.parametrize("name", list_scenarios())
def test_a_shipped_barrier_is_a_range(name):
    found = [entry for entry in load_scenario(name).instruments if entry.kind == "barrier"]
    assert all(entry.range_pct for entry in found)


def test_names_and_hashes_are_unique():
    hashes = {load_scenario(name).hash for name in list_scenarios()}
    assert len(hashes) == len(list_scenarios())


def test_the_reference_page_is_made_from_the_schema():
    assert PAGE.read_text(encoding="utf8") == schema_page()


def _needs_the_estimate() -> None:
    try:
        read_rows(TABLES["gravity"])
    except ScenarioError as error:
        pytest.skip(str(error))
