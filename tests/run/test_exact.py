"""One observation changes: exactly the runs that read its row are stale."""

import random
import shutil
from datetime import date

import pandas as pd
import pytest

from digitalbay.data import load, location
from digitalbay.data.package import trusting
from digitalbay.run.plan import plan
from digitalbay.run.pool import run_stale
from digitalbay.run.stale import is_stale, why_stale

from .conftest import empty, write

CHANGES = 50
START = "import digitalbay as db\nfrom digitalbay.figures import Chapter\n"
# What each notebook reads, and which rows these are, told without the package's own queries.
NOTEBOOKS = {
    "one-series": (
        "db.observations('gdp_current_prices', areas='macao')",
        lambda rows: _newest(rows[rows["area"].eq("macao")], "gdp_current_prices"),
    ),
    "some-years": (
        "db.observations('population_year_end', periods=range(2015, 2020))",
        lambda rows: _newest(
            rows[rows["period"].isin([str(year) for year in range(2015, 2020)])],
            "population_year_end",
        ),
    ),
    "every-vintage": (
        "db.vintages('gdp_current_prices')",
        lambda rows: rows[rows["indicator"].eq("gdp_current_prices")],
    ),
    "as-of-2020": (
        "db.observations(['employed_persons', 'gdp_current_prices'], as_of='2020-12-31', "
        "vintages='recorded')",
        lambda rows: _newest(
            rows[rows["published"].map(_last) <= date(2020, 12, 31)],
            "employed_persons",
            "gdp_current_prices",
        ),
    ),
    "wide": (
        "db.wide('gdp_per_capita_current_prices', areas=db.CITIES)",
        lambda rows: _newest(
            rows[
                rows["area"].isin(load().table("areas").set_index("area")["members"]["gba"].split())
            ],
            "gdp_per_capita_current_prices",
        ),
    ),
    "converted": (
        "db.convert(db.observations('gdp_current_prices', areas='shenzhen', periods=2022))",
        lambda rows: pd.concat(
            [
                _newest(
                    rows[rows["area"].eq("shenzhen") & rows["period"].eq("2022")],
                    "gdp_current_prices",
                ),
                _newest(rows, "exchange_rate_per_usd"),
            ]
        ),
    ),
    "names-only": ("db.label('area', 'macao', 'zh-Hans')", lambda rows: rows.head(0)),
}


def _last(published: str) -> date:
    """Last day of a year, a month or a day: until then it may not have been published."""
    return pd.Period(published).end_time.date()


def _newest(rows: pd.DataFrame, *indicators: str) -> pd.DataFrame:
    rows = rows[rows["indicator"].isin(indicators) & rows["grade"].isin(["A", "B"])]
    known = rows.assign(known=rows["published"].map(_last))
    return (
        known.sort_values("known", kind="stable").groupby(["indicator", "area", "period"]).tail(1)
    )


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book whose notebooks read different rows, executed."""
    project = empty(tmp_path_factory.mktemp("book"))
    for name, (read, _) in NOTEBOOKS.items():
        write(project, name, START + read)
    runs = plan(project, langs=("en",))
    assert run_stale(runs, project) == []
    return project, runs


def test_one_changed_observation_makes_exactly_its_readers_stale(book, tmp_path):
    project, runs = book
    package = load()
    grades = package.table("sources").set_index("source")["grade"]
    rows = package.table("observations")
    rows = rows.assign(grade=rows["source"].map(grades))
    readers = {name: set(read(rows).index) for name, (_, read) in NOTEBOOKS.items()}
    assert all(readers[name] for name in NOTEBOOKS if name != "names-only")
    chance = random.Random(2022)
    # Half from rows that are read, half from any.
    read_rows = sorted(set().union(*readers.values()))
    changed = chance.sample(read_rows, CHANGES // 2) + chance.sample(range(len(rows)), CHANGES // 2)
    copy = tmp_path / "data"
    for row in changed:
        _change(package, rows.loc[row], copy)
        with location.using(copy), trusting():
            stale = {run.name for run in runs if why_stale(run, project)}
            assert {run.name for run in runs if is_stale(run, project)} == stale
        assert stale == {name for name, its in readers.items() if row in its}, dict(rows.loc[row])


def _change(package, row: pd.Series, copy) -> None:
    """Copy the package with another value in one row."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(package.descriptor.root, copy)
    keys = ["indicator", "area", "period", "published", "source"]
    found = 0
    for path in (copy / "observations").glob("*.csv"):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        same = (frame[keys] == [row[key] for key in keys]).all(axis=1)
        if same.any():
            frame.loc[same, "value"] = str(row["value"] + 1)
            frame.to_csv(path, index=False, lineterminator="\n")
        found += int(same.sum())
    assert found == 1
    # Sealing a change changes the descriptor, each change in its own way.
    with (copy / "datapackage.json").open("a", encoding="utf-8") as descriptor:
        descriptor.write("\n" * (row.name + 1))


def test_the_rest_is_not_executed_again(book):
    project, runs = book
    before = {run: run.output(project).stat().st_mtime_ns for run in runs}
    assert run_stale(runs, project) == []
    assert {run: run.output(project).stat().st_mtime_ns for run in runs} == before
