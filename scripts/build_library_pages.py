"""Write the page of every scenario of the library that has none yet, or another title.

    python scripts/build_library_pages.py

A page holds no number: it names its scenario, which is solved when the documentation is built.
"""

from __future__ import annotations

from pathlib import Path

from geoecon.scenario import Scenario, list_scenarios, load_scenario

PAGES = Path(__file__).parents[1] / "docs" / "library"


def page(scenario: Scenario) -> str:
    """The text of a scenario's page."""
    return (
        f"# {scenario.title}\n\n"
        f"Solved when this page was built, and printed by `geoecon run {scenario.name}`. "
        "All scenarios: [the library](../reference/scenarios.md).\n\n"
        f"<!-- scenario {scenario.name} -->\n"
    )


def main() -> None:
    """Write what is missing or differs, remove pages of scenarios that are gone, and say so."""
    PAGES.mkdir(exist_ok=True)
    texts = {f"{name}.md": page(load_scenario(name)) for name in list_scenarios()}
    for path in PAGES.glob("*.md"):
        if path.name not in texts:
            path.unlink()
            print("removed", path.name)
    for name, text in texts.items():
        path = PAGES / name
        if not path.exists() or path.read_text(encoding="utf8") != text:
            path.write_text(text, encoding="utf8")
            print("wrote", name)


if __name__ == "__main__":
    main()
