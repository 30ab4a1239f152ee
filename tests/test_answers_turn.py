"""Each answer is chosen by its data: upside down, they make it say something else."""

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

SERIES = ["indicator", "area"]
DATES = {"documents": "issued", "events": "date"}
# What shows: of an answer, the facts count and not the figures.
SHOWS = ["draw", "figure", "table", "explorer", "publish"]
SHOWS += "lines columns timeline bars dots intervals heatmap scatter map".split()  # noqa: SIM905
NUMBERS = (int, float, np.number, Number, Period, Portion)
MONTHS = "January|February|March|April|May|June|July|August|October|[SND][a-z]+ember"
DIGITS = re.compile(rf"[\d.,%+-]+|\b(?:{MONTHS})\b")


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


@cache
def turned():
    return upside_down(packages.load())


@cache
def run_upside_down(notebook):
    """What a notebook's cells record from the package turned upside down, and what they read.

    Facts by name, and the newest period that was read of each indicator and area.
    """
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    package, found, record = turned(), {}, Chapter.facts
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


@pytest.mark.parametrize(("entry", "notebook"), WRITTEN, ids=lambda value: value)
def test_an_answer_says_something_else_of_other_data(entry, notebook):
    first, _ = parts(entry, notebook)
    answer = re.search(r"^:::\{answer\}\n(.+?)\n:::$", first, flags=re.M | re.S)[1]
    now, then, write = facts_as_committed(notebook), run_upside_down(notebook)[0], Words("en").write
    chosen = {
        name: (now[name], write(then[name]))
        for name in re.findall(r"\{key\}`([\w-]+)`", answer)
        if then[name] is not None and not isinstance(then[name], NUMBERS)
    }
    assert any(words(one) != words(other) for one, other in chosen.values()), chosen


@pytest.mark.parametrize("notebook", sorted({notebook for _, notebook in WRITTEN}))
def test_a_chapter_reads_the_newest_of_each_series_on_the_calendar(notebook):
    _, read = run_upside_down(notebook)
    held = newest(db.observations(None))
    followed = read[read.index.isin(calendar(packages.load()).series)]
    older = followed[followed.map(last_day) < held[followed.index].map(last_day)]
    assert older.empty, older
