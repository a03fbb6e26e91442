"""gegravity 0.3 (Herman 2021) asked the question of `our_tables`.

Trade costs are calibrated so that its modelled trade is the data, which makes its start values
nearly exact: a favour to it. The frame with the data is made outside the timing.
"""

from __future__ import annotations

import warnings
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from baselines.our_tables import dearer_imports
from geoecon import World

COST = "ln_cost"


def installed() -> bool:
    """Whether gegravity can be imported."""
    return find_spec("gegravity") is not None


@cache
def frame(world: World) -> pd.DataFrame:
    """One row a pair: trade, output, expenditure and the cost that reproduces the trade."""
    flow, names = world.flow[:, :, 0], np.array(world.regions)
    made, spent = flow.sum(axis=1), flow.sum(axis=0)
    n = len(names)
    least = flow[flow > 0].min()  # logarithms: where there is no trade, the least there is
    cost = np.log(np.maximum(flow, least) * made.sum() / np.outer(made, spent))
    return pd.DataFrame(
        {
            "exporter": np.repeat(names, n),
            "importer": np.tile(names, n),
            "year": "2023",
            "trade": flow.ravel(),
            "Y": np.repeat(made, n),
            "E": np.tile(spent, n),
            COST: cost.ravel(),
        }
    )


def tables(world: World) -> dict[str, pd.DataFrame]:
    """The model defined, built and simulated; its tables by country and by pair."""
    data = frame(world)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of its own use of pandas
        model = _model(data, float(world.trade_elasticity[0]) + 1, world.regions[-1])
        model.build_baseline(mr_max_iter=100_000)
        model.define_experiment(_experiment(data, world))
        model.simulate(ge_max_iter=100_000)
    _check(model)
    return {"countries": model.country_results, "pairs": model.bilateral_trade_results}


def _check(model: Any) -> None:
    """Raises ArithmeticError unless every stage of gegravity converged."""
    failed = [name for name, found in model.solver_diagnostics.items() if not found.success]
    if failed:
        raise ArithmeticError(f"gegravity did not converge: {', '.join(failed)}")


def _model(data: pd.DataFrame, sigma: float, reference: str) -> Any:
    import gegravity

    coefficient = pd.DataFrame({"var": [COST], "coeff": [1.0]})
    return gegravity.OneSectorGE(
        gegravity.BaselineData(
            data.copy(), trade_var_name="trade", expend_var_name="E", output_var_name="Y"
        ),
        year="2023",
        reference_importer=reference,
        expend_var_name="E",
        output_var_name="Y",
        sigma=sigma,
        cost_variables=[COST],
        cost_coeff_values=gegravity.CostCoeffs(
            coefficient, identifier_col="var", coeff_col="coeff"
        ),
        quiet=True,
    )


def _experiment(data: pd.DataFrame, world: World) -> pd.DataFrame:
    changed = data.copy()
    power = -float(world.trade_elasticity[0])
    changed[COST] += power * np.log(dearer_imports(world)).ravel()
    return changed
