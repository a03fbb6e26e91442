"""The commands on a country's dependence and its levers, and their help."""

from __future__ import annotations

from typing import Annotated

import typer

from geoecon.cli.options import Horizon, Json


def indices(
    region: Annotated[str, typer.Argument(help="An economy, such as KAZ.")],
    horizon: Horizon = None,
    json: Json = False,
) -> None:
    """Show closed-form indices of a country's dependence, each with its formula and source.

    \b
    Example:  geoecon indices KAZ

    Concentration, the European Commission's indicators by sector, the loss without one supplier,
    whose growth it gains from, by a first-order formula and by the whole model, and the share of
    its trade that passes one strait, territory, node or link.
    """
    from geoecon.cli.measuring import indices_command

    indices_command(region, horizon=horizon, as_json=json)


def levers(
    region: Annotated[str, typer.Argument(help="An economy, such as KAZ.")],
    after: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="A scenario; the baseline where left out."),
    ] = None,
    horizon: Horizon = None,
    outcome: Annotated[
        str,
        typer.Option(
            help="'real income', 'loss' (in a scenario), 'exports', 'tariff revenue'; of exports "
            "on the network 'stranded' and 'export revenue'."
        ),
    ] = "real income",
    lever: Annotated[
        list[str] | None,
        typer.Option(
            help="'tariff', 'trade cost', 'wedge', 'productivity', 'transfer', 'link cost', "
            "'link time' or 'link capacity'; may be repeated."
        ),
    ] = None,
    largest: Annotated[int, typer.Option(min=1, help="How many to show.")] = 20,
    links: Annotated[
        bool, typer.Option("--links", help="Links of the network too; routes answer to trade.")
    ] = False,
    json: Json = False,
) -> None:
    """Show which tariffs, costs, links and capacities matter most to a country.

    \b
    Example:  geoecon levers KAZ --lever tariff --after russia-trade-stops
              geoecon levers KAZ --links --outcome "export revenue"

    What a point, a per cent, a day or 100 kt a month of each would change, all from one linear
    system. Where a link is just full the answer holds one way alone, and says so.
    """
    from geoecon.cli.measuring import levers_command

    levers_command(
        region,
        scenario=after,
        horizon=horizon,
        outcome=outcome,
        levers=lever or [],
        largest=largest,
        links=links,
        as_json=json,
    )
