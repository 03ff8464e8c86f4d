"""The command line. Each command imports what it needs only when it runs, so that help appears at once."""

import click

from trustsim import __version__
from trustsim.commands import Commands, leave

SETS = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one key, e.g. advisors.rate=0.3; can be repeated.",
)
NETWORK = click.option(
    "--network", metavar="NAME|FILE", help="Run on this network instead: lawyers, consultants, or your own .toml file."
)


@click.group("trustsim", cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trustsim")
def main():
    """What does trust do? Replay claims about trust in business from configs, with one verdict per claim."""


@main.command("list")
def list_():
    """List the experiments and scenarios that ship with trustsim."""
    from trustsim.runs.terminal import show_list

    show_list()


@main.command()
@click.argument("config", metavar="NAME|FILE")
@SETS
@NETWORK
def show(config, overrides, network):
    """Show what a config asks, which claims it replays and which parameters differ from the defaults."""
    from trustsim.runs.terminal import show_study

    show_study(config, overrides, network)


@main.command()
@click.argument("name")
def new(name):
    """Create NAME.toml, a commented config to start from."""
    from shlex import quote

    from trustsim.scenario import create

    path = create(name)
    typed = f"./{path}" if str(path).startswith("-") else str(path)
    click.echo(f"Created {path}. Next: trustsim run {quote(typed)}")


@main.command()
@click.argument("configs", metavar="NAME|FILE...", nargs=-1, required=True)
@SETS
@NETWORK
def validate(configs, overrides, network):
    """Check configs without running them: keys, ranges, files, experiment and graph."""
    from trustsim.runs.terminal import check

    for config in configs:
        notes = check(config, overrides, network)
        click.echo("\n".join([f"{config}: fine", *(f"  {note}" for note in notes)]))


@main.command()
@click.argument("config", metavar="NAME|FILE")
@SETS
@NETWORK
@click.option("--replicates", type=click.IntRange(1), help="Runs of each arm; default: from the config.")
@click.option("--jobs", type=click.IntRange(1), help="Runs at a time; default: one per core.")
@click.option("--out", type=click.Path(file_okay=False), help="Folder for the results; default: results/NAME-HASH.")
@click.option(
    "--as-configured",
    is_flag=True,
    help="Leave out the other lenses, ablations and variations. Faster, but no verdict can be 'depends'.",
)
@click.option("--json", "as_json", is_flag=True, help="Print only one JSON document.")
def run(config, overrides, network, replicates, jobs, out, as_configured, as_json):
    """Replay a config: run every arm with the same seeds, then give the verdicts."""
    from trustsim.runs.terminal import show_run

    overrides += (f"replicates={replicates}",) if replicates else ()
    leave(show_run(config, overrides, network, out, jobs, not as_configured, as_json))


@main.command()
@click.option("--only", metavar="NUMBERS", help="Only these claims, e.g. 31-33,84.")
@click.option("--quick", is_flag=True, help="Four twin worlds, only as configured: a first look, not a result.")
@click.option("--jobs", type=click.IntRange(1), help="Runs at a time; default: one per core.")
@click.option("--out", type=click.Path(file_okay=False), help="Folder for everything; default: results/claims.")
@click.option("--json", "as_json", is_flag=True, help="Print only one JSON document.")
def claims(only, quick, jobs, out, as_json):
    """Replay every experiment: one verdict per claim, in one table and one folder. Can be interrupted and resumed."""
    from trustsim.runs.terminal import show_claims

    leave(show_claims(only, quick, jobs, out, as_json))


@main.command()
@click.argument("config", metavar="NAME|FILE")
@click.option(
    "--vary",
    multiple=True,
    metavar="KEY=VALUES",
    help="What to vary, e.g. advisors.rate=0.1:0.5:5 or lens=pillars,abi; can be repeated. Any key that --set takes "
    "for an arm, and network.",
)
@click.option(
    "--design",
    metavar="NAME|CSV",
    default="grid",
    show_default=True,
    help="Which points: grid, lhs, sobol, morris, or a CSV file with one column per key and one row per point.",
)
@click.option("--size", type=int, help="Points of lhs (64), base points of sobol (64) or trajectories of morris (10).")
@click.option("--seeds", type=int, help="Runs of each arm at each point; default: replicates of the config.")
@click.option("--until", type=float, metavar="WIDTH", help="More seeds until half a 95 % interval is this narrow.")
@click.option("--at-most", type=int, metavar="N", help="Seeds at a point with --until; default: ten times --seeds.")
@click.option("--outcome", metavar="NAME", help="The outcome of --until and of the figure; default: the first.")
@click.option("--shard", metavar="K/N", help="Only the K-th of N parts of the points; see trustsim merge.")
@click.option("--executor", metavar="dask=ADDRESS", help="Run on this Dask cluster.")
@click.option("--jobs", type=click.IntRange(1), help="Runs at a time; default: one per core.")
@click.option("--out", type=click.Path(file_okay=False), help="Folder for the results; default: results/NAME-HASH.")
@click.option("--json", "as_json", is_flag=True, help="Print only one JSON document.")
@SETS
@NETWORK
def sweep(config, vary, design, **options):
    """Run a config at many points, and say what its outcomes depend on. Can be interrupted and resumed."""
    from trustsim.sweeps.terminal import show_sweep

    leave(show_sweep(config, vary, design, options))


@main.command()
@click.argument("out", metavar="OUT", type=click.Path(file_okay=False))
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print only one JSON document.")
def merge(out, folders, as_json):
    """Merge the shards of a sweep into one folder. Nothing is run."""
    from trustsim.sweeps.terminal import show_merge

    leave(show_merge(out, folders, as_json))


@main.command()
@click.argument("config", metavar="NAME|FILE")
@click.option("--to", required=True, metavar="CSV", help="The targets: weekly series (tick, measures) or moments.")
@click.option("--fit", multiple=True, metavar="KEY=LOW:HIGH", help="A parameter to fit, over a range; can be repeated.")
@click.option("--arm", metavar="NAME", help="The arm of targets that name none; default: the reference arm.")
@click.option("--seeds", type=int, default=8, show_default=True, help="Runs of each arm at each trial.")
@click.option("--trials", type=int, help="Places to try; default: 48 for one parameter, 96 for two or three, 192.")
@click.option("--hold-out", type=float, metavar="SHARE", help="Share of the weeks that is only checked; default: 1/3.")
@click.option("--jobs", type=click.IntRange(1), help="Runs at a time; default: one per core.")
@click.option("--out", type=click.Path(file_okay=False), help="Folder for the results; default: results/NAME-HASH.")
@click.option("--json", "as_json", is_flag=True, help="Print only one JSON document.")
@SETS
@NETWORK
def calibrate(config, to, fit, **options):
    """Fit parameters to data, and say which of them the data pin down. Can be interrupted and resumed."""
    from trustsim.calibration.terminal import show_calibration

    leave(show_calibration(config, to, fit, options))


@main.command()
@click.argument("config", metavar="NAME|FILE")
@click.option("--arm", metavar="NAME", help="The arm; default: the reference arm.")
@click.option("--seed", type=click.IntRange(0), help="The seed of the run; default: the first of the config.")
@click.option("--customer", required=True, metavar="ROW|NAME", help="The customer: a row from 0, or a node's name.")
@click.option("--advisor", metavar="ROW|NAME", help="The advisor; default: the one they leapt to most often.")
@click.option("--week", type=int, help="This week in full, from 0; default: the whole run in short.")
@SETS
@NETWORK
@click.option("--figure", metavar="FILE", help="Draw the waterfall into this file: .png, .svg or .pdf.")
@click.option("--json", "as_json", is_flag=True, help="Print only one JSON document.")
def explain(config, overrides, network, figure, as_json, **who):
    """Explain why trust moved between one customer and one advisor, and why a leap was taken or refused."""
    from trustsim.reasons.showing import show_reasons

    leave(show_reasons((config, overrides, network), who, figure, as_json))


@main.command()
@click.argument("config", metavar="[NAME|FILE]", default="baseline")
@SETS
@NETWORK
@click.option("--lens", "lenses", multiple=True, help="Only this lens; can be repeated. Default: all that ship.")
@click.option("--seeds", type=click.IntRange(1, 10_000), default=10, show_default=True, help="Runs for each lens.")
@click.option("--json", "as_json", is_flag=True, help="Print only one JSON document.")
def verify(config, overrides, network, lenses, seeds, as_json):
    """Compare a world with patterns from the literature: expected, got, source. Misses are shown as misses."""
    from trustsim.runs.terminal import show_verify

    leave(show_verify(config, overrides, network, lenses, seeds, as_json))


@main.command()
@click.argument("folder", type=click.Path(file_okay=False))
@click.option("--lang", default="en", show_default=True, help="Language of the page: en or nl.")
@click.option("--out", type=click.Path(dir_okay=False), help="File to write; default: report.html in the folder.")
def report(folder, lang, out):
    """Write the results in a folder as one web page: verdicts, figures, tables, assumptions, how to repeat it."""
    from trustsim.pages.report import write_report

    click.echo(f"Created {write_report(folder, lang, out)}")


@main.command()
@click.argument("folder", metavar="FOLDER")
@click.option("-m", "measures", multiple=True, metavar="MEASURE", help="What to draw; can be repeated.")
@click.option("--by", metavar="GROUP", help="A panel per group: firm, or an attribute of advisors.")
@click.option(
    "--arm", metavar="NAME", help="Only this arm; default: all, or for the points of a sweep the reference arm."
)
@click.option("--out", metavar="FILE", help="A path ending in .svg or .png; default: both, in FOLDER/figures.")
def plot(folder, measures, by, arm, out):
    """Draw any measure of a folder of results over the weeks, one line per arm."""
    from trustsim.folders.terminal import show_files

    show_files("plot", folder, measures, by, out, arm)


@main.command()
@click.argument("folder", metavar="FOLDER")
@click.option("--to", type=click.Choice(["csv", "xlsx"]), default="csv", show_default=True, help="Kind of the tables.")
@click.option("--out", metavar="PATH", help="Folder of the CSV files, or path of the workbook; default: FOLDER/export.")
def export(folder, to, out):
    """Write the series, outcomes and verdicts of a folder of results as tables for a spreadsheet."""
    from trustsim.folders.terminal import show_files

    show_files("export", folder, to, out)


@main.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print only one JSON document.")
def diff(a, b, as_json):
    """Compare two folders of results: settings, runs, outcomes, verdicts. Exit status 0 if they agree, 1 if not."""
    from trustsim.folders.showing import show_diff

    leave(show_diff(a, b, as_json))


@main.command()
@click.argument("folder", metavar="FOLDER")
@click.option("--seeds", type=int, help="Only the first so many seeds; default: all.")
@click.option("--trust-code", is_flag=True, help="Run the Python files of their own that the study names.")
@click.option("--jobs", type=click.IntRange(1), help="Runs at a time; default: one per core.")
@click.option("--out", type=click.Path(file_okay=False), help="Folder for the new runs; default: FOLDER/check.")
@click.option("--json", "as_json", is_flag=True, help="Print only one JSON document.")
def check(folder, seeds, trust_code, jobs, out, as_json):
    """Run a folder of results again and say what differs, and why. Exit status 0 if nothing does, 1 otherwise."""
    from trustsim.folders.showing import show_check

    leave(show_check(folder, as_json, trust_code, (out, jobs, seeds)))


@main.command()
@click.argument("folder", metavar="FOLDER")
@click.option("--out", metavar="FILE", help="A path ending in .zip; default: FOLDER.zip beside the folder.")
@click.option("--author", "authors", multiple=True, help='"Name", "Name <ORCID>" or "Name <mail>"; can be repeated.')
@click.option("--licence", metavar="SPDX", help="Licence of the results, such as CC-BY-4.0.")
def archive(folder, out, authors, licence):
    """Write a finished folder of results as one RO-Crate to deposit, with a filled STRESS and ODD appendix."""
    from trustsim.folders.terminal import show_files

    show_files("archive", folder, out, authors, licence)


@main.command()
@click.argument("name", metavar="NUMBER|NAME")
@click.option("--lang", default="en", show_default=True, help="Language of the page: en or nl.")
@click.option("--from", "folder", metavar="FOLDER", help="Verdicts of your own: a folder of trustsim claims.")
@click.option("--out", type=click.Path(dir_okay=False), help="File to write; default: article-NUMBER.html.")
def article(name, lang, folder, out):
    """Write a source article (000 to 004) as a web page: its argument, and the verdict on each claim."""
    from trustsim.pages.articles import write_article

    click.echo(f"Created {write_article(name, lang, folder, out)}")


@main.command()
@click.argument("config", metavar="[NAME|FILE]", required=False)
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="Port to listen on.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; any other address lets other machines connect.",
)
@click.option("--open/--no-open", "open_browser", default=True, help="Open the browser.")
@click.option("--lang", type=click.Choice(["en", "nl"]), default="en", show_default=True, help="Language of the page.")
def live(config, port, host, open_browser, lang):
    """Watch trust change, week by week, in the browser."""
    from trustsim.live.serve import serve

    serve(config, port=port, host=host, open_browser=open_browser, lang=lang)


@main.command()
def schema():
    """Print the JSON Schema of configs, for editors."""
    import json

    from trustsim.scenario import json_schema

    click.echo(json.dumps(json_schema(), indent=1))


if __name__ == "__main__":
    main()
