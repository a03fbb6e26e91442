"""The figures of the build as a page: the checks, and what was changed, worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from geoecon.world.building.log import Change

WORST = 12
TITLE = "# The embedded world: figures of its build\n"
INTRO = (
    "Written by `python scripts/build_world.py --page`. The rows behind it stand in\n"
    "`src/geoecon/data/world/reconcile.csv`. Money is million USD a year.\n"
    "[How the world is made](world-build.md).\n"
)


def page(changes: Sequence[Change]) -> str:
    """The page as Markdown."""
    checks = [c for c in changes if c.what.startswith("check") and c.what != "check: GDP"]
    parts = [TITLE, INTRO, "## Checks\n", _checks(checks), _gdp(changes), _summary(changes)]
    kinds = dict.fromkeys(c.what for c in changes if not c.what.startswith("check"))
    parts += [_worst(kind, [c for c in changes if c.what == kind]) for kind in kinds]
    return "\n".join(parts)


def _checks(checks: Iterable[Change]) -> str:
    body = [
        (c.what.removeprefix("check: "), c.partner, _money(c.before), _money(c.after), _gap(c))
        for c in checks
    ]
    return _table(("check", "partner", "target", "built", "gap"), body)


def _gdp(changes: Iterable[Change]) -> str:
    gaps = [abs(c.after / c.before - 1) for c in changes if c.what == "check: GDP"]
    return f"GDP of {len(gaps)} economies: the largest gap is {max(gaps):.1e} (2 % allowed).\n"


def _summary(changes: Sequence[Change]) -> str:
    kinds = dict.fromkeys(
        c.what for c in changes if not c.what.startswith("check") and c.unit == "million USD"
    )
    groups = {kind: [c for c in changes if c.what == kind] for kind in kinds}
    body = [
        (kind, str(len(group)), *(_money(total(group)) for total in TOTALS))
        for kind, group in groups.items()
    ]
    return "\n## What was changed\n\n" + _table(
        ("what", "rows", "before", "after", "sum of changes"), body
    )


TOTALS: tuple[Callable[[Iterable[Change]], float], ...] = (
    lambda group: sum(c.before for c in group),
    lambda group: sum(c.after for c in group),
    lambda group: sum(c.size for c in group),
)


def _worst(kind: str, group: list[Change]) -> str:
    ordered = sorted(group, key=lambda c: (-c.size, c.economy, c.partner, c.sector))[:WORST]
    body = [(c.economy, c.partner, c.sector, _money(c.before), _money(c.after)) for c in ordered]
    reason = ordered[0].reason
    heading = f"\n### {kind[0].upper()}{kind[1:]}\n\n{reason[0].upper()}{reason[1:]}.\n\n"
    return heading + _table(("economy", "partner", "sector", "before", "after"), body)


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _money(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _gap(change: Change) -> str:
    return f"{100 * (change.after / change.before - 1):+.2f} %" if change.before else ""
