"""Each answer is chosen by its data: of other data it says something else."""

import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from test_sections import NOTEBOOKS, WRITTEN, parts

import digitalbay as db
from digitalbay.data import package as packages
from digitalbay.data import recorder
from digitalbay.data.periods import last_day
from digitalbay.data.releases import calendar
from digitalbay.figures import Chapter
from digitalbay.figures.language import Words
from digitalbay.figures.mime import RECORD
from digitalbay.statements import Number, Period, Portion

EARLY = "2004"
# Sections whose answers are not chosen by computation yet.
WAITING = ["3.1", "3.2", "3.3", "4.1", "4.2", "4.3", "4.4"]
SERIES = ["indicator", "area"]
DATES = {"documents": "issued", "events": "date"}
# What shows: of an answer, the facts count and not the figures.
SHOWS = ["draw", "figure", "table", "explorer", "publish"]
SHOWS += "lines columns timeline bars dots intervals heatmap scatter map".split()  # noqa: SIM905
NUMBERS = (int, float, np.number, Number, Period, Portion)
MONTHS = "January|February|March|April|May|June|July|August|October|[SND][a-z]+ember"
COUNTS = "none|neither|both|all|the only|one|two|three|four|five|six|seven|eight|nine|ten|of the"
DIGITS = re.compile(rf"[\d.,%+-]+|\b(?:{MONTHS}|{COUNTS})\b")


def reversed_order(values: pd.Series) -> pd.Series:
    """The same values, the highest where the lowest was."""
    ordered = values.sort_values(kind="stable")
    return pd.Series(ordered.to_numpy()[::-1], index=ordered.index).reindex(values.index)


def upside_down(package):
    """The package with the values of each indicator, and the days of documents, in reverse."""
    files = dict(package.files)
    for resource in package.descriptor.resources:
        rows = files[resource.name]
        if resource.table == "observations":
            turned = rows.groupby("indicator")["value"].transform(reversed_order)
            files[resource.name] = rows.assign(value=turned)
        elif resource.table in DATES:
            column = DATES[resource.table]
            dated = rows.loc[rows[column] != "", column]
            turned = reversed_order(dated).reindex(rows.index, fill_value="")
            files[resource.name] = rows.assign(**{column: turned})
    return replace(package, files=files, _made={})


def cut_short(package):
    """The package without what is later than `EARLY`: of documents and events, the date goes."""
    files = dict(package.files)
    for resource in package.descriptor.resources:
        rows = files[resource.name]
        if resource.table == "observations":
            files[resource.name] = rows[rows["period"].str[:4] <= EARLY]
        elif resource.table in DATES:
            column = DATES[resource.table]
            kept = rows[column].where(rows[column].str[:4] <= EARLY, "")
            files[resource.name] = rows.assign(**{column: kept})
    return replace(package, files=files, _made={})


@cache
def changed(change):
    return change(packages.load())


@cache
def run(notebook, change):
    """What a notebook's cells record from a changed package, and what they read of it.

    Facts by name, and the newest period that was read of each indicator and area.
    """
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    package, found, record = changed(change), {}, Chapter.facts
    recorder.clear()

    def keep(chapter, **values):
        found.update({name.replace("_", "-"): value for name, value in values.items()})
        record(chapter, **values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packages, "_load", lambda *_: package)
        patch.setattr(Chapter, "facts", keep)
        for name in SHOWS:
            patch.setattr(Chapter, name, lambda *_, **__: None)
        names = {"__name__": "__main__"}
        for cell in cells:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), f"{notebook} {cell['id']}", "exec"), names)
        frames = [frame for frame in recorder.frames() if {*SERIES, "period"} <= {*frame.columns}]
    recorder.clear()
    return found, newest(pd.concat([frame[[*SERIES, "period"]] for frame in frames]))


def newest(rows):
    """The period that ends last, of each indicator and area."""
    rows = rows[rows["period"].fillna("") != ""]
    ended = rows.assign(end=rows["period"].map(last_day)).sort_values("end", kind="stable")
    return ended.groupby(SERIES)["period"].last()


@cache
def facts_as_committed(notebook):
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    records = [output.get("data", {}).get(RECORD, {}) for output in outputs]
    return {
        name: fact["text"] for record in records for name, fact in record.get("facts", {}).items()
    }


def words(text):
    """A text without its numbers and dates."""
    return " ".join(DIGITS.sub(" ", text).split())


def turns(answer, notebook, change):
    """Whether an answer's words change; numbers, dates and what is not known do not count."""
    now, (then, _read), write = (
        facts_as_committed(notebook),
        run(notebook, change),
        Words("en").write,
    )
    chosen = {
        name: (now[name], write(then[name]))
        for name in re.findall(r"\{key\}`([\w-]+)`", answer)
        if then.get(name) is not None and not isinstance(then[name], NUMBERS)
    }
    return any(words(one) != words(other) for one, other in chosen.values())


@pytest.mark.parametrize(("entry", "notebook"), WRITTEN, ids=lambda value: value)
def test_an_answer_says_something_else_of_other_data(entry, notebook):
    if entry in WAITING:
        pytest.xfail("its words are the same whatever the data")
    first, _ = parts(entry, notebook)
    answer = re.search(r"^:::\{answer\}\n(.+?)\n:::$", first, flags=re.M | re.S)[1]
    assert any(turns(answer, notebook, change) for change in (upside_down, cut_short)), answer


@pytest.mark.parametrize(
    ("notebook", "name"),
    [("01-1-policy-background", "bay-plan-word"), ("01-2-foundations", "lead-word")],
)
def test_of_nothing_no_words_are_chosen(notebook, name):
    assert run(notebook, cut_short)[0][name] is None


@pytest.mark.parametrize("notebook", sorted({notebook for _, notebook in WRITTEN}))
def test_a_chapter_reads_the_newest_of_each_series_on_the_calendar(notebook):
    _, read = run(notebook, upside_down)
    held = newest(db.observations(None))
    followed = read[read.index.isin(calendar(packages.load()).series)]
    older = followed[followed.map(last_day) < held[followed.index].map(last_day)]
    assert older.empty, older
