"""Hypothesis strategies: random closed worlds and random shocks (needs `hypothesis`).

Sizes and features are drawn by hypothesis, so that failures shrink to few regions, few sectors
and few features; the numbers follow from a drawn seed.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from geoecon.scenario.shock import Shock
from geoecon.testing.random_worlds import Recipe, random_shock, random_world
from geoecon.world.world import World

SEEDS = st.integers(0, 2**32 - 1)
CLOSURES = st.sampled_from(["own income", "world share", "zero"])
FEATURES: dict[str, st.SearchStrategy[Any]] = {
    "zeros": st.sampled_from([0.0, 0.3, 0.6]),
    "tariff": st.sampled_from([0.0, 0.2, 1.0]),
    "deficit": st.sampled_from([0.0, 0.05, 0.3]),
    "least_labour_share": st.sampled_from([1.0, 0.2]),
    "foreign": st.booleans(),
    "pooled": st.booleans(),
    "elasticity": st.sampled_from([(1.0, 8.0), (0.5, 2.0), (4.0, 4.0)]),
    "home": st.sampled_from([3.0, 1.0]),
    "input_substitution": st.sampled_from([1.0, 0.6, 1.5]),
    "final_substitution": st.sampled_from([1.0, 0.4, 1.5]),
}


@st.composite
def recipes(draw: st.DrawFn, /, max_regions: int = 6, max_sectors: int = 4, **fixed: Any) -> Recipe:
    """What worlds are like: two regions or more, with and without every feature of the model.

    `fixed` names fields of `Recipe` that are not drawn, such as `deficit=0.0`. In some worlds
    the last sector is traded by nobody.
    """
    sectors = draw(st.integers(1, max_sectors))
    features = {name: draw(options) for name, options in FEATURES.items() if name not in fixed}
    services = 1 if sectors > 1 and draw(st.booleans()) else 0
    drawn = features | {"sectors": sectors, "services": services} | fixed
    return Recipe(regions=draw(st.integers(2, max_regions)), **drawn)


def worlds(max_regions: int = 6, max_sectors: int = 4, **fixed: Any) -> st.SearchStrategy[World]:
    """Closed worlds of every kind, but for the fields of `Recipe` that are `fixed`."""
    return st.builds(random_world, recipes(max_regions, max_sectors, **fixed), SEEDS)


@st.composite
def shocked_worlds(
    draw: st.DrawFn,
    /,
    max_regions: int = 6,
    max_sectors: int = 4,
    size: float = 0.2,
    **fixed: Any,
) -> tuple[World, Shock]:
    """A world with a finite shock to all its trade costs, tariffs and productivities."""
    world = draw(worlds(max_regions, max_sectors, **fixed))
    return world, random_shock(world, draw(SEEDS), size)
