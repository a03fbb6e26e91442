"""Assertions on worlds and solutions; each fails with the account, the place and the gap."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose

from geoecon.equilibrium.solution import Solution
from geoecon.variables import Array
from geoecon.world.world import STORED, World

SOLVED = (
    "wage", "price", "unit_cost", "factor_income", "flow", "output", "value_added",
    "expenditure", "income", "tariff_revenue", "net_rents", "deficit", "consumer_price",
)  # fmt: skip


def assert_accounts_close(world: World, tolerance: float = 1e-9) -> None:
    """Sales = output, cost = output, spending = income, and the world lends nothing abroad.

    Gaps are relative to a region's income. Raises AssertionError.
    """
    w, size = world, world.income
    cost = w.value_added + w.input_share.sum(axis=1) * w.output
    uses = np.einsum("nrs,ns->nr", w.input_share, w.output) + w.final_share * size[:, None]
    earned = w.value_added.sum(axis=1) + w.tariff_revenue + w.net_rents + w.deficit
    duties = np.einsum("ins,ins->n", w.flow, w.tariff)
    abroad = w.flow.sum(axis=(0, 2)) - w.flow.sum(axis=(1, 2))
    books = {
        "sales = output": (w.flow.sum(axis=1) - w.output) / size[:, None],
        "cost = output": (cost - w.output) / size[:, None],
        "spending = uses": (w.expenditure - uses) / size[:, None],
        "spending = income": (size - earned) / size,
        "imports = exports + transfers": (
            abroad - (w.deficit + w.net_rents + w.tariff_revenue - duties)
        )
        / size,
        "deficits sum to zero": w.deficit.sum() / size.sum(),
        "rents sum to zero": w.net_rents.sum() / size.sum(),
        "duties are paid out": (w.tariff_revenue.sum() - duties.sum()) / size.sum(),
    }
    for name, gap in books.items():
        assert_allclose(gap, 0, atol=tolerance, err_msg=name)


def assert_equilibrium(solution: Solution, tolerance: float = 1e-8) -> None:
    """Every equation of the model holds at the solution, recomputed from its prices.

    Caliendo and Parro (2015), equations 10-14, with CES nests and specific factors. Gaps are
    relative (prices) or relative to the largest income (money). Raises AssertionError naming
    the equation, or the regions whose loss is unbounded.
    """
    s, w = solution, solution.world
    assert not s.unbounded, f"no equilibrium to check for {', '.join(s.unbounded)}"
    size = w.income.max()
    made, used = s.output > 0, w.expenditure > 0
    cost = np.where(made, _unit_cost(s), 1.0)  # nobody sees the cost of what is not made
    share, price = _trade(s, cost)
    flow = share * s.expenditure / (1 + s.tariff)
    labour = (w.labour_share * s.value_added).sum(axis=1)
    paid = s.wage * (w.labour_share * w.value_added).sum(axis=1)
    assert_allclose(s.unit_cost[made], cost[made], rtol=tolerance, err_msg="unit cost")
    assert_allclose(s.price[used], price[used], rtol=tolerance, err_msg="price index")
    for name, found, expected in (
        ("trade shares", s.flow, flow),
        ("goods markets", s.output, s.flow.sum(axis=1)),
        ("labour markets", labour, paid),
        ("specific factors", s.value_added, s.factor_income * w.value_added),
    ):
        assert_allclose(found / size, expected / size, atol=tolerance, err_msg=name)
    assert_accounts_close(s.counterfactual_world(), tolerance)


def assert_same_solution(one: Solution, other: Solution, tolerance: float = 1e-8) -> None:
    """Both counterfactuals are equal in every price and flow; raises AssertionError."""
    for name in SOLVED:
        size = np.abs(getattr(one, name)).max() or 1.0
        found, expected = getattr(one, name) / size, getattr(other, name) / size
        assert_allclose(found, expected, rtol=tolerance, atol=tolerance, err_msg=name)


def assert_same_world(one: World, other: World, tolerance: float = 1e-8) -> None:
    """Both worlds have equal labels and, relative to the largest cell, equal arrays."""
    assert (one.regions, one.sectors) == (other.regions, other.sectors), "labels differ"
    for name in STORED:
        size = np.abs(getattr(one, name)).max() or 1.0
        found, expected = getattr(one, name) / size, getattr(other, name) / size
        assert_allclose(found, expected, atol=tolerance, err_msg=name)


def _unit_cost(s: Solution) -> Array:
    """Unit costs from wages, factor incomes and prices [region, sector]."""
    w, power = s.world, 1 - s.world.input_substitution
    beta = np.where(w.value_added > 0, w.labour_share, 1.0)
    factors = s.wage[:, None] ** beta * s.factor_income ** (1 - beta)
    if power == 0:
        inputs = np.prod(s.price[:, :, None] ** w.input_share, axis=1)
        cost = factors**w.value_added_share * inputs
    else:
        inputs = np.einsum("nr,nrs->ns", s.price**power, w.input_share)
        cost = (w.value_added_share * factors**power + inputs) ** (1 / power)
    return cost / s.shock.productivity


def _trade(s: Solution, cost: Array) -> tuple[Array, Array]:
    """Trade shares [exporter, importer, sector] and price indices [region, sector]."""
    w, theta = s.world, s.world.trade_elasticity
    spent = np.where(w.expenditure > 0, w.expenditure, 1.0)
    added = s.shock.added_flow * (1 + w.tariff) / spent
    faced = cost[:, None] * s.shock.trade_cost * (1 + s.tariff) / (1 + w.tariff)
    offers = (w.trade_share + added) * faced**-theta
    return offers / offers.sum(axis=0), offers.sum(axis=0) ** (-1 / theta)
