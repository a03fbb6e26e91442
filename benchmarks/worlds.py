"""The worlds that are measured, and the shock that all of them get."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np

import geoecon
from geoecon import Shock, World
from geoecon.sources.icio import read_icio
from geoecon.testing.random_worlds import Recipe, random_world

ROOT = Path(__file__).parents[1]
WHEEL = "sanction-simulator==0.1.4"
ADDED = 0.25  # points of tariff that the largest economy puts on everything


def largest_raises_tariffs(world: World, added: float = ADDED) -> Shock:
    """The largest economy puts `added` on top of its tariffs against everybody."""
    largest = int(np.argmax(world.income))
    tariff = world.tariff.copy()
    tariff[:, largest] += added
    tariff[largest, largest] = 0.0
    return Shock(tariff=tariff)


def two_largest_embargo(world: World) -> Shock:
    """The two largest economies stop trading with each other."""
    one, other = np.argsort(-world.income)[:2]
    cost = np.ones(world.flow.shape)
    cost[[one, other], [other, one]] = np.inf
    return Shock(trade_cost=cost)


@cache
def nafta() -> World:
    """31 economies x 40 sectors: the data of Caliendo and Parro (2015), else a drawn world."""
    data = _nafta_module()
    if not data.folder().is_dir():
        drawn = Recipe(regions=31, sectors=40, services=20, deficit=0.04, elasticity=(2.0, 12.0))
        return random_world(drawn, 1).replace(name="drawn 31 x 40")
    found = data.read(data.folder())
    closed = geoecon.close_accounts(
        found.flow,
        trade_elasticity=found.trade_elasticity,
        regions=data.REGIONS,
        sectors=found.sectors,
        tariff=found.tariff,
        input_share=found.input_share,
        name="Caliendo and Parro (2015)",
    )
    return closed.world


def nafta_tariffs_2005(world: World) -> Shock:
    """NAFTA's own tariff cuts of 1993 to 2005; where the data are absent, 10 points off."""
    data = _nafta_module()
    if data.folder().is_dir():
        return Shock(tariff=data.read(data.folder()).tariff_2005)
    return Shock(tariff=np.maximum(world.tariff - 0.1, 0.0))


@cache
def _nafta_module() -> ModuleType:
    path = ROOT / "tests/replication/caliendo_parro_2015/nafta.py"
    spec = importlib.util.spec_from_file_location("nafta_data", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def icio() -> World:
    """80 economies x 50 industries, OECD ICIO 2022 as packed in a wheel of the registry.

    The wheel holds all sales to industries, but final sales by producer only, those to the rest
    of the world among them. They go to buyers here as the same producer's sales to industries do
    (all at home where there are none), so accounts close by construction; inputs bought from
    the rest of the world count as value added. Trade elasticities are drawn from 3 to 10.
    """
    table = read_icio(_wheel())
    bought = table.intermediate.sum(axis=3).transpose(0, 2, 1)
    flow = bought + table.final_sales[:, None, :] * _destinations(bought)
    inputs = table.intermediate.sum(axis=0).transpose(1, 0, 2)
    made = flow.sum(axis=1)
    share = inputs / np.where(made > 0, made, 1.0)[:, None, :]
    count = len(table.industries)
    return World.from_arrays(
        flow,
        trade_elasticity=np.random.default_rng(0).uniform(3, 10, count),
        regions=table.countries,
        sectors=table.industries,
        input_share=share * (made > 0)[:, None, :],
        name="OECD ICIO 2022 from the wheel",
    )


def _destinations(bought: np.ndarray) -> np.ndarray:
    """Shares of destinations in sales [exporter, importer, sector]; home where nothing is sold."""
    total = bought.sum(axis=1, keepdims=True)
    home = np.eye(len(bought))[:, :, None]
    return np.where(total > 0, bought / np.where(total > 0, total, 1.0), home)


def _wheel() -> Path:
    """The wheel: $GEOECON_ICIO_WHEEL, or downloaded once into the user's cache."""
    given = os.environ.get("GEOECON_ICIO_WHEEL")
    if given:
        return Path(given)
    cache_home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cache_home / "geoecon-benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    if not list(folder.glob("sanction_simulator-*.whl")):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", WHEEL]
        subprocess.run([*command, "--dest", str(folder)], check=True)
    return next(folder.glob("sanction_simulator-*.whl"))


@cache
def embedded() -> World:
    """The world of 2023 that comes with the package, in the long run."""
    return geoecon.load_world()


@cache
def one_sector(economies: int, trade_elasticity: float = 4.0) -> World:
    """One sector without inputs: 82 economies of the embedded world, then drawn small ones.

    All trade of an economy is added up; Taiwan is left out. Each further economy repeats a random
    one of the 82 at 0.1 to 5 % of its size, its trade with each partner times a log-normal factor
    (sd 0.5).
    """
    base = embedded()
    kept = [i for i, code in enumerate(base.regions) if code != "TWN"][:economies]
    flow = base.flow.sum(axis=2)[np.ix_(kept, kept)]
    names = [base.regions[i] for i in kept]
    rng, extra = np.random.default_rng(0), economies - len(kept)
    like = np.concatenate([np.arange(len(kept)), rng.integers(0, len(kept), extra)])
    size = np.concatenate([np.ones(len(kept)), np.exp(rng.uniform(-7, -3, extra))])
    noise = np.exp(rng.normal(0, 0.5, (economies, economies)))
    noise[: len(kept), : len(kept)] = 1.0
    np.fill_diagonal(noise, 1.0)
    wide = flow[np.ix_(like, like)] * noise * np.outer(size, size)
    np.fill_diagonal(wide, np.diagonal(flow)[like] * size)
    names += [f"N{number:03d}" for number in range(extra)]
    return World.from_arrays(
        wide, trade_elasticity=trade_elasticity, regions=names, sectors=["all"],
        name=f"one sector, {economies} economies",
    )  # fmt: skip
