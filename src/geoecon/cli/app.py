"""The commands and their help, each a thin caller of a verb."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from geoecon.cli import frontier, measures, minerals
from geoecon.cli.options import Closure, Horizon, Json, Name
from geoecon.cli.screen import complain, exit_code
from geoecon.errors import GeoeconError


class _Group(TyperGroup):
    """Prints an error of geoecon as what, where, why and what to do, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except GeoeconError as error:
            if ctx.params.get("debug"):
                raise
            complain(error)
            raise typer.Exit(exit_code(error)) from None


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"geoecon {version('geoecon')}")
        raise typer.Exit


@app.callback()
def geoecon(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What a cut-off, a union, a sanction or an agreement costs each country, and who says so.

    \b
    Start with:  geoecon run russia-trade-stops
    """


@app.command("run")
def run(
    scenario: Name,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to write; default runs/NAME."),
    ] = None,
    horizon: Horizon = None,
    closure: Closure = None,
    draws: Annotated[
        int | None, typer.Option(min=1, help="Random draws over all published ranges; resumes.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Where the random numbers start.")] = 1,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes for the draws; default, the cores.")
    ] = None,
    json: Json = False,
    no_report: Annotated[
        bool, typer.Option("--no-report", help="Leave out report.html; quicker.")
    ] = False,
) -> None:
    """Answer a scenario's question in a paragraph, print its tables, write its report.

    \b
    Example:  geoecon run russia-trade-stops --out kazakhstan-alone
    Example:  geoecon run eaeu-ends --draws 200 --seed 1
    Your own: geoecon show eaeu-ends --yaml > mine.yaml, edit it, geoecon run mine.yaml

    Ranges beside the numbers come from the lowest and the highest published elasticities. The
    folder holds report.html, run.json and each table as CSV and Parquet. Running again replaces
    it; a folder with anything else in it is refused. --json prints run.json. Draws are kept in a
    folder beside it, and go on where they were interrupted.
    """
    from geoecon.cli.commands import run_command

    run_command(
        scenario,
        out=out,
        horizon=horizon,
        closure=closure,
        draws=draws,
        seed=seed,
        workers=workers,
        as_json=json,
        report=not no_report,
    )


@app.command("sweep")
def sweep(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sweep, in YAML.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to write; default sweeps/NAME."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes on this machine; default, its cores.")
    ] = None,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A dask scheduler, such as tcp://host:8786.")
    ] = "",
    json: Json = False,
) -> None:
    """Solve many variants of a scenario; say how wide the answer is and what drives it.

    \b
    Example:  geoecon sweep examples/sweep-elasticities.yaml --workers 2

    The folder holds the results as Parquet, intervals and drivers as CSV, and sweep.json. After
    an interruption the same command goes on where it stopped.
    """
    from geoecon.cli.sweeping import sweep_command

    sweep_command(file, out=out, workers=workers, scheduler=scheduler, as_json=json)


@app.command("list")
def list_(json: Json = False) -> None:
    """List the scenarios that come with geoecon.

    \b
    Example:  geoecon list
    """
    from geoecon.cli.commands import list_command

    list_command(as_json=json)


@app.command("show")
def show(
    scenario: Name,
    json: Json = False,
    yaml: Annotated[
        bool, typer.Option("--yaml", help="Print the scenario's file as it is.")
    ] = False,
) -> None:
    """Show what a scenario asks, changes and assumes.

    \b
    Example:  geoecon show eaeu-ends
    """
    from geoecon.cli.commands import show_command

    show_command(scenario, as_json=json, as_yaml=yaml)


@app.command("compare")
def compare(
    runs: Annotated[
        list[str],
        typer.Argument(metavar="A B ...", help="Scenarios, files or folders that run has written."),
    ],
    measure: Annotated[
        list[str] | None,
        typer.Option(help="A headline measure to show, such as real_wage_pct; may be repeated."),
    ] = None,
    json: Json = False,
) -> None:
    """Put the headline results of several runs side by side.

    \b
    Example:  geoecon compare russia-trade-stops eaeu-ends
    Example:  geoecon compare runs/eaeu-ends runs/mine --measure real_wage_pct
    """
    from geoecon.cli.commands import compare_command

    compare_command(runs, measures=measure or [], as_json=json)


@app.command("check")
def check(scenario: Name, json: Json = False) -> None:
    """Check a scenario file and say what it would change.

    \b
    Example:  geoecon check mine.yaml

    Names the line and the nearest names for a country, sector, bloc or key that nobody knows.
    """
    from geoecon.cli.commands import check_command

    check_command(scenario, as_json=json)


@app.command("world")
def world(json: Json = False) -> None:
    """Say what is in the embedded world, and from where.

    \b
    Example:  geoecon world

    Economies, sectors, sources, and what bringing them together changed.
    """
    from geoecon.cli.commands import world_command

    world_command(as_json=json)


@app.command("facts")
def facts(
    text: Annotated[list[str], typer.Argument(help="Words that a fact must hold, or its id.")],
    json: Json = False,
) -> None:
    """Find sourced facts; those that disagree stand side by side.

    \b
    Example:  geoecon facts "CPC throughput"
    """
    from geoecon.cli.commands import facts_command

    facts_command(" ".join(text), as_json=json)


@app.command("explain")
def explain(scenario: Name, json: Json = False) -> None:
    """List every source and assumption behind a scenario.

    \b
    Example:  geoecon explain russia-trade-stops
    """
    from geoecon.cli.commands import explain_command

    explain_command(scenario, as_json=json)


@app.command("bloc")
def bloc(
    name: Annotated[str, typer.Argument(help="A bloc, such as EAEU; all where left out.")] = "",
    on: Annotated[
        str, typer.Option(metavar="DAY", help="The day, as 2023-05-24; default, that of the world.")
    ] = "",
    json: Json = False,
) -> None:
    """Say who belongs to a bloc on a day, as what and since when, and how deep it goes.

    \b
    Example:  geoecon bloc EAEU --on 2023-05-24
    """
    from geoecon.cli.blocs import bloc_command

    bloc_command(name, on=on, as_json=json)


@app.command("standing")
def standing(
    country: Annotated[str, typer.Argument(help="An economy, such as KAZ.")],
    power: Annotated[
        list[str] | None, typer.Option(help="A power or bloc to compare with; may be repeated.")
    ] = None,
    since: Annotated[str, typer.Option(metavar="DAY", help="First day, as 2022-01-01.")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="Last day.")] = "",
    topics: Annotated[bool, typer.Option("--topics", help="Votes by topic alone.")] = False,
    json: Json = False,
) -> None:
    """Show how a country stands to each power: votes alike, trade beside them, events.

    \b
    Example:  geoecon standing KAZ --since 2022-01-01
    Example:  geoecon standing KAZ --power RUS --power BLR
    Example:  geoecon standing KAZ --topics
    """
    from geoecon.cli.standing import standing_command

    standing_command(
        country, powers=power or [], since=since, until=until, topics=topics, as_json=json
    )


@app.command("define")
def define(
    term: Annotated[
        list[str] | None, typer.Argument(help="A heading or a column; all where left out.")
    ] = None,
    json: Json = False,
) -> None:
    """Say what a heading of a table, a column or a variable means.

    \b
    Example:  geoecon define leverage
    """
    from geoecon.cli.defining import define_command

    define_command(" ".join(term or ()), as_json=json)


app.command("indices")(measures.indices)
app.command("levers")(measures.levers)
app.command("frontier")(frontier.frontier)
app.command("minerals")(minerals.minerals)


class _Spread(TyperCommand):
    """`--against A B C` means what `--against A --against B --against C` does."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        spread, inside = list[str](), False
        for word in args:
            if word.startswith("-"):
                inside = word == "--against"
                spread += [] if inside else [word]
            else:
                spread += ["--against", word] if inside else [word]
        return super().parse_args(ctx, spread)


@app.command("exposure", cls=_Spread)
def exposure(
    countries: Annotated[
        list[str] | None, typer.Argument(metavar="COUNTRY ...", help="Codes or names.")
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            metavar="POWER ...",
            help="Economies or blocs, after the countries; every economy and eight blocs if "
            "left out. With --all, blocs that act together.",
        ),
    ] = None,
    horizon: Annotated[
        list[str] | None,
        typer.Option(
            help="'long run', 'year' or 'month'; may be repeated. Default: the first "
            "and the last; with --all the long run."
        ),
    ] = None,
    transit: Annotated[
        bool, typer.Option("--transit/--no-transit", help="Solve bans on transit too; minutes.")
    ] = True,
    years: Annotated[
        bool,
        typer.Option("--years", help="Trade alone, with the partners of each year on record."),
    ] = False,
    everybody: Annotated[
        bool, typer.Option("--all", help="Who hurts whom: every pair of economies, trade alone.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder to write; default exposure/COUNTRY."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes on this machine; default, its cores.")
    ] = None,
    json: Json = False,
) -> None:
    """Rank what each power could take away by stopping trade or transit, and its own loss.

    \b
    Example:  geoecon exposure KAZ
    Example:  geoecon exposure KAZ UZB --against RUS CHN EU27 --horizon month --no-transit
    Example:  geoecon exposure KAZ --years

    The folder holds exposure.csv, exposure.json (with what every column means) and report.html.
    """  # fmt: skip
    from geoecon.cli.exposing import exposure_command

    exposure_command(
        countries or [],
        against=against or [],
        horizons=horizon or [],
        transit=transit,
        everybody=everybody,
        years=years,
        out=out,
        workers=workers,
        as_json=json,
    )
