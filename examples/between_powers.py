# %% [markdown]
# # Kazakhstan between three powers
#
# What would each of Russia, China and the European Union cost Kazakhstan by ending all trade
# with it, and what would that cost them? Three shipped scenarios, solved over two horizons.
#
# The file is a notebook in percent format: editors and Jupytext open it as cells, Python runs it
# as a script.

# %%
import pandas as pd

import geoecon

FOCUS = "KAZ"
MEASURES = ["real_income_pct", "equivalent_variation_musd"]
POWERS = {"Russia": "russia-trade-stops", "China": "china-trade-stops", "EU27": "eu-trade-stops"}

# %% [markdown]
# One run gives every table. `watched` takes a power's row from the economies or the blocs.


# %%
def watched(run: geoecon.Run, power: str) -> pd.DataFrame:
    """The row of a power: an economy by its name, or a bloc."""
    blocs, economies = run.by_group(), run.headline().set_index("name")
    rows = blocs if power in blocs.index else economies
    return rows.loc[[power], MEASURES]


def both_sides(power: str, horizon: str) -> dict[str, object]:
    """What the cut-off costs the focus and the power, in per cent and in money."""
    run = geoecon.run(POWERS[power], horizon=horizon)
    here, there = run.headline().loc[FOCUS], watched(run, power)
    return {
        "cut off by": power,
        "horizon": horizon,
        "Kazakhstan, %": here["real_income_pct"],
        "the power, %": there["real_income_pct"].item(),
        "Kazakhstan, million USD": here["equivalent_variation_musd"],
        "the power, million USD": there["equivalent_variation_musd"].item(),
    }


# %% [markdown]
# ## The table
#
# Per cent of real income. The year is harder than the long run: fewer suppliers can be replaced.

# %%
rows = [both_sides(power, horizon) for horizon in ("long run", "year") for power in POWERS]
table = pd.DataFrame(rows).set_index(["horizon", "cut off by"])
print(table.round(2).to_string())

# %% [markdown]
# ## Where each number comes from

# %%
sources = geoecon.explain(POWERS["Russia"])
print(sources[["id", "kind", "title"]].head(6).to_string(index=False))
