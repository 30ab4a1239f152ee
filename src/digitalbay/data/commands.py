"""`bay data …`: check, seal, show, stale, add, diff, export."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

import click
import pandas as pd

from digitalbay.data import (
    additions,
    diffs,
    exports,
    location,
    registered,
    releases,
    sealing,
    states,
)
from digitalbay.data.checks import inspect
from digitalbay.data.errors import DataError, Problem
from digitalbay.data.package import load, trusting
from digitalbay.data.periods import as_day

RESULTS = Path("_build/key-figures.json")
SHOWN = 100
LEFT_OUT = {
    "later": "not shown: public by {day}, but held only in a later copy",
    "unpublished": "not shown: not published by {day}",
    "unknown": "not shown: no vintage from before {day} is held, and no calendar covers it",
    "grade": "not shown: only evidence of grade C is held (--all-grades shows it)",
}
folder = click.option(
    "--package", type=click.Path(path_type=Path), help="Folder of datapackage.json."
)


class Data(click.Group):
    """The group `bay data`: what is wrong with the data is said line by line, exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command and turn a DataError into messages."""
        try:
            return super().invoke(ctx)
        except DataError as error:
            _fail(error.problems)


@click.group(cls=Data)
def data() -> None:
    """Check, query and extend the data package."""


@data.command()
@folder
def check(package: Path | None) -> None:
    """Check every file, row and cell, and say where something is wrong."""
    found, problems = inspect(location.root(package))
    if problems or found is None:
        _fail(problems)
    rows = sum(len(frame) for frame in found.files.values())
    click.echo(f"data {found.version}: {len(found.files)} files, {rows:,} rows, all right")


@data.command()
@folder
def seal(package: Path | None) -> None:
    """Accept edits made by hand: check the package, then refresh its hashes."""
    changed = sealing.write(location.root(package), date.today())
    click.echo("\n".join(f"sealed {path}" for path in changed) or "nothing had changed")


@data.command()
@click.argument("indicator")
@click.option("--area", "areas", multiple=True, help="Area; may be given several times.")
@click.option("--period", "periods", multiple=True, help="Period; may be given several times.")
@click.option("--as-of", help="What was known on this day: YYYY-MM-DD, YYYY-MM or YYYY.")
@click.option("--vintages", is_flag=True, help="Every vintage, not the newest alone.")
@click.option("--recorded", is_flag=True, help="No later copies of what was public by the day.")
@click.option("--all-grades", is_flag=True, help="Include evidence of grade C.")
@folder
def show(
    indicator: str,
    *,
    areas: tuple[str, ...],
    periods: tuple[str, ...],
    as_of: str | None,
    vintages: bool,
    recorded: bool,
    all_grades: bool,
    package: Path | None,
) -> None:
    """Show the observations of an INDICATOR, or the indicators whose name contains a word."""
    found = load(package)
    names = found.table("indicators").set_index("indicator")
    if indicator not in names.index:
        return _suggest(indicator, names)
    try:
        held = states.asked(
            found,
            indicator,
            areas=areas or None,
            periods=periods or None,
            grades=None if all_grades else ("A", "B"),
        )
        choice = "recorded" if recorded else "nearest"
        rows = states.past(held, as_of) if vintages else states.known(held, as_of, choice)
    except (KeyError, ValueError) as error:
        raise click.UsageError(str(error.args[0])) from error
    entry = names.loc[indicator]
    unit = found.table("units").set_index("unit").loc[entry["unit"], "name_en"]
    single = ", single fact" if entry["single_fact"] else ""
    name = f"{entry['name_en']} · {entry['name_zh']}"
    click.echo(f"{name} ({unit}{single})\n{entry['definition_en']}\n")
    columns = ["area", "period", "value", "qualifier", "status", "grade", "published", "source"]
    if "vintage" in rows and as_of:
        columns.append("vintage")
    click.echo(_table(rows[columns]) if len(rows) else "no observations")
    for state, number in rows.attrs["left_out"].items():
        click.echo(f"{number} {LEFT_OUT[state].format(day=as_of)}")


@data.command()
@click.option("--as-of", help="What was due by this day instead of today.")
@folder
def stale(as_of: str | None, package: Path | None) -> None:
    """List the values that are public by the calendar of releases and are not in the package.

    Those that decide an expectation are listed after them.
    """
    found = load(package)
    try:
        day = as_day(as_of) if as_of else date.today()
        lacking = releases.stale(found, day)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    names = found.table("releases").set_index("release")["name_en"]
    groups = lacking.groupby(["due", "release", "period", "indicator"], sort=False)["area"]
    for (due, release, period, indicator), areas in groups:
        where = f"{indicator}, {' '.join(areas)}"
        text = f"{names[release]} ({where}): value for {period} due {due}: not in the package"
        click.echo(text)
    click.echo(f"{len(lacking)} value(s) due" if len(lacking) else "nothing is due")
    for row in registered.awaited(found, day).itertuples():
        click.echo(
            f"expectation {row.expectation} ({row.indicator}, {row.area}): "
            f"value for {row.period} due {row.due}: not in the package"
        )


@data.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Add without asking.")
@folder
def add(files: tuple[Path, ...], yes: bool, package: Path | None) -> None:
    """Add the rows of FILES, each with the header of one of the package's tables.

    All rows are added or none. A revision is a row with a later `published`; nothing is replaced.
    """
    with additions.prepare(location.root(package), files, date.today()) as addition:
        _echo(addition.difference)
        if yes or click.confirm("Add?"):
            additions.commit(addition)
            click.echo(f"added; the data are now version {load(addition.root).version}")


@data.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    default=RESULTS,
    show_default=True,
    help="Results of the last run, to say which of them the change may touch.",
)
def diff(old: str, new: str | None, results: Path) -> None:
    """Compare two states of the data: folders, or git revisions; NEW is the present state."""
    new = new or str(location.root())
    with trusting(), diffs.at(old) as before, diffs.at(new) as after:
        difference = diffs.compare(load(before), load(after))
        _echo(difference)
        if results.is_file() and not difference.empty:
            for result in diffs.touched(diffs.read_results(results), before, after):
                click.echo(f"touches {result.kind} {result.name} ({result.notebook})")


@data.command()
@click.option("--format", "form", type=click.Choice(sorted(exports.FORMATS)), required=True)
@click.argument("path", type=click.Path(path_type=Path))
@folder
def export(form: str, path: Path, package: Path | None) -> None:
    """Write the data to PATH: a folder for csv and parquet, a file for the other formats."""
    try:
        exports.write(form, path, load(package))
    except ImportError as error:
        missing = f"{error.name} is missing: pip install 'digitalbay[export]'"
        raise click.ClickException(missing) from error
    click.echo(f"wrote {path}")


def _suggest(word: str, names: pd.DataFrame) -> None:
    low = word.lower()
    texts = names.index + " " + names["name_en"].str.lower() + " " + names["name_zh"]
    found = list(names.index[texts.str.contains(low, regex=False)])
    found = found or get_close_matches(low, list(names.index), n=5)
    if not found:
        raise click.UsageError(f"no indicator like {word}")
    click.echo(_table(names.loc[found, ["name_en", "name_zh"]].reset_index()))


def _echo(difference: diffs.Difference) -> None:
    for name in ("added", "revised", "withdrawn"):
        frame = getattr(difference, name)
        if len(frame):
            click.echo(f"{len(frame)} observation(s) {name}\n{_table(frame)}\n")
    for name, (new, changed, gone) in difference.tables.items():
        click.echo(f"{name}: {new} row(s) added, {changed} changed, {gone} removed")
    if difference.empty:
        click.echo("no difference")


def _table(frame: pd.DataFrame) -> str:
    return frame.to_string(index=False, float_format="{:.15g}".format)


def _fail(problems: Iterable[Problem]) -> NoReturn:
    problems = list(problems)
    for problem in problems[:SHOWN]:
        click.echo(str(problem), err=True)
    click.echo(f"data: {len(problems)} problem(s)", err=True)
    raise SystemExit(1)
