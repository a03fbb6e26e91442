"""What goes round a sanction: through whom, at what premium, and what is lost all the same.

What is sent round is sold by the senders and stands in the model as their trade with the target.
Recorded trade shows it as the senders' exports to the middleman and the middleman's exports to the
target; the columns here are in those terms.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from geoecon.equilibrium.solution import Solution
from geoecon.measures.welfare import change_pct
from geoecon.scenario.transhipment import Transhipment
from geoecon.variables import Array


def leakage(solution: Solution, found: Transhipment) -> pd.DataFrame:
    """What each middleman of a sanction passes on, million USD a year, one row a middleman.

    `imports_musd` is what it buys of the senders beyond its own needs, `exports_musd` what the
    target pays it, `margin_musd` what it keeps, `stopped_musd` what it seizes of what was sent,
    `arrives_pct_of_loss` what arrives at the senders' prices in per cent of the direct trade lost,
    and `premium_pct` what the target pays for what arrives beyond the senders' price (infinite
    where all is stopped).
    """
    sent = _sent(solution, found)
    arrives = 1 - found.caught
    lost = _direct(solution, found)
    with np.errstate(divide="ignore"):
        premium = 100 * ((1 + found.premium) / arrives - 1)
    columns = {
        "imports_musd": sent,
        "exports_musd": (1 + found.premium) * sent,
        "margin_musd": found.premium * sent,
        "stopped_musd": found.caught * sent,
        "arrives_pct_of_loss": 100 * arrives * sent / (lost[0] - lost[1]),
        "premium_pct": premium,
        "real_income_pct": 100 * (solution.real_income[list(found.middlemen)] - 1),
    }
    names = [solution.world.regions[at] for at in found.middlemen]
    return pd.DataFrame(columns, index=pd.Index(names, name="middleman"))


def leakage_totals(solution: Solution, found: Transhipment) -> pd.Series:
    """One sanction in sum, million USD a year at the senders' prices.

    Direct trade before and after, what is sent round and what of it arrives, also in per cent of
    the direct trade lost; the senders' exports to the target lost on both ways together;
    `premium_pct`, the mean over what arrives; and `target_price_pct`, the change of the target's
    price index in the sectors concerned over its consumer prices, by what it bought before.
    """
    before, after = _direct(solution, found)
    sent = _sent(solution, found)
    arrives = float((sent * (1 - found.caught)).sum())
    paid = (1 + found.premium) * float(sent.sum())
    return pd.Series(
        {
            "direct_before_musd": before,
            "direct_after_musd": after,
            "direct_lost_musd": before - after,
            "sent_round_musd": float(sent.sum()),
            "arrives_musd": arrives,
            "leakage_pct": 100 * arrives / (before - after),
            "exports_lost_musd": before - after - float(sent.sum()),
            "premium_pct": 100 * (paid / arrives - 1) if arrives > 0 else np.inf,
            "target_price_pct": _target_price(solution, found),
        }
    )


def policing(leaky: Solution, tight: Solution, middlemen: tuple[str, ...]) -> pd.DataFrame:
    """What it costs middlemen to stop what goes round: real income in two solutions.

    Both start from the same baseline; `leaky` is the one where more goes round. Per cent of
    baseline income, the difference in points and in million USD a year at baseline prices.
    """
    at = [leaky.world.region(code) for code in middlemen]
    with_leak, without = leaky.real_income[at], tight.real_income[at]
    columns = {
        "with_leak_pct": change_pct(np.ones(len(at)), with_leak),
        "policed_pct": change_pct(np.ones(len(at)), without),
        "cost_points": 100 * (with_leak - without),
        "cost_musd": (with_leak - without) * leaky.world.income[at],
    }
    return pd.DataFrame(columns, index=pd.Index(middlemen, name="middleman"))


def _direct(solution: Solution, found: Transhipment) -> tuple[float, float]:
    """Trade on the direct way in the cells of the sanction, before and after."""
    before = solution.world.flow[found.cells].sum()
    after = (solution.flow * (1 - found.round_share))[found.cells].sum()
    return float(before), float(after)


def _sent(solution: Solution, found: Transhipment) -> Array:
    """What is sent round through each middleman, at the senders' prices [middleman]."""
    flow = np.where(found.cells, solution.flow * found.round_share, 0.0)
    total: Array = found.via @ flow.sum(axis=(0, 1))
    return total


def _target_price(solution: Solution, found: Transhipment) -> float:
    """Change of the price index where the sanction falls, weighted by baseline spending."""
    bought = np.where(found.cells.any(axis=0), solution.world.expenditure, 0.0)
    relative = solution.price / solution.consumer_price[:, None]
    return float(100 * ((relative * bought).sum() / bought.sum() - 1))
