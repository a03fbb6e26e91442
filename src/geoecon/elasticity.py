"""The one place that turns published elasticities into the model's trade elasticity, theta.

theta is minus the elasticity of trade values, at prices the buyer pays, to trade costs; the
elasticity of substitution among origins is sigma = 1 + theta.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from geoecon.errors import ConventionError, nearest

SMALLEST_THETA = 0.2
"""Below this a `theta` is taken for 1/theta, as some data sets print it."""

CONVENTIONS: MappingProxyType[str, Callable[[float], float]] = MappingProxyType(
    {
        "theta": lambda value: value,
        "sigma": lambda value: value - 1,
        "tariff-exclusive": lambda value: -value - 1,
        "tariff-inclusive": lambda value: -value,
    }
)
"""theta as a function of the published value.

`tariff-exclusive`: the coefficient of log(1 + tariff) on trade valued before duty, -(1 + theta);
`tariff-inclusive`: on trade valued with duty, -theta. Both are negative as published.
"""


def trade_elasticity(value: float, convention: str, where: str = "") -> float:
    """theta from a published `value` in its `convention` (a key of `CONVENTIONS`).

    Raises ConventionError where the convention is unknown, the sign is not that of the convention,
    theta is not above zero, or a `theta` is so small that 1/theta must have been given.
    Source: Caliendo and Parro (2015), eq. 23; Boehm, Levchenko and Pandalai-Nayar (2023), sec. I.
    """
    if convention not in CONVENTIONS:
        raise ConventionError(
            f"unknown convention {convention!r} for an elasticity",
            where=where,
            why="theta, sigma and tariff elasticities differ by one and by sign",
            remedy=nearest(convention, CONVENTIONS),
        )
    _check_sign(value, convention, where)
    theta = CONVENTIONS[convention](value)
    _check_theta(theta, value, convention, where)
    return theta


def _check_sign(value: float, convention: str, where: str) -> None:
    sign = "negative" if convention.startswith("tariff") else "positive"
    if (value < 0) if sign == "negative" else (value > 0):
        return
    raise ConventionError(
        f"elasticity {value} cannot be in the convention {convention!r}",
        where=where,
        why=f"a {convention} elasticity is published as a {sign} number",
        remedy="check the sign and the convention of the source",
    )


def _check_theta(theta: float, value: float, convention: str, where: str) -> None:
    given = f"elasticity {value} ({convention})"
    if theta <= 0:
        raise ConventionError(
            f"{given} means theta = {theta:g}, which is not above zero",
            where=where,
            why="trade would grow with its cost; the model has no solution",
            remedy="take an estimate of a longer horizon, or set theta as an assumption",
        )
    if convention == "theta" and theta < SMALLEST_THETA:
        raise ConventionError(
            f"{given} looks like 1/theta",
            where=where,
            why=f"no published theta lies below {SMALLEST_THETA}",
            remedy=f"give theta = {1 / theta:.4g} if the source prints 1/theta",
        )
