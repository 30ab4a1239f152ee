"""Each answer is chosen by its data: of other data it says something else."""

import json
import re
import shutil
from functools import cache

import numpy as np
import pandas as pd
import pytest
from test_sections import NOTEBOOKS, WRITTEN, parts

import digitalbay as db
from digitalbay.data import location, recorder
from digitalbay.data import package as packages
from digitalbay.data.periods import last_day
from digitalbay.data.releases import calendar
from digitalbay.figures import Chapter
from digitalbay.figures.language import Words
from digitalbay.figures.mime import RECORD
from digitalbay.statements import Number, Period, Portion

EARLY = "2004"
SERIES = ["indicator", "area"]
CHANGED = {
    "observations/*.csv": "value",
    "policies/documents.csv": "issued",
    "policies/events.csv": "date",
}
# What shows: of an answer, the facts count and not the figures.
SHOWS = ["draw", "figure", "table", "explorer", "publish"]
SHOWS += "lines columns timeline bars dots intervals heatmap scatter map".split()  # noqa: SIM905
NUMBERS = (int, float, np.number, Number, Period, Portion)
MONTHS = "January|February|March|April|May|June|July|August|October|[SND][a-z]+ember"
COUNTS = "none|neither|both|all|the only|one|two|three|four|five|six|seven|eight|nine|ten|of the"
DIGITS = re.compile(rf"[\d.,%+-]+|\b(?:{MONTHS}|{COUNTS})\b")


def reversed_order(values, key=None):
    """The same values, the highest where the lowest was."""
    ordered = values.sort_values(kind="stable", key=key)
    return pd.Series(ordered.to_numpy()[::-1], index=ordered.index).reindex(values.index)


def upside_down(rows, column):
    """Rows with the values of each indicator, or the days of documents, in reverse."""
    if column == "value":
        values = rows.groupby("indicator")[column].transform(reversed_order, key=pd.to_numeric)
        return rows.assign(value=values)
    days = rows.loc[rows[column] != "", column]
    return rows.assign(**{column: reversed_order(days).reindex(rows.index, fill_value="")})


def cut_short(rows, column):
    """Rows not later than `EARLY`; documents and events stay, but without a date."""
    if column == "value":
        return rows[rows["period"].str[:4] <= EARLY]
    return rows.assign(**{column: rows[column].where(rows[column].str[:4] <= EARLY, "")})


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs the cells of a notebook on a changed package, each once; see `executed`."""

    @cache
    def changed(change):
        folder = tmp_path_factory.mktemp(change.__name__) / "data"
        shutil.copytree(location.root(), folder)
        for pattern, column in CHANGED.items():
            for path in folder.glob(pattern):
                rows = pd.read_csv(path, dtype="str", keep_default_na=False)
                change(rows, column).to_csv(path, index=False, lineterminator="\n")
        return folder

    return cache(lambda notebook, change: executed(notebook, changed(change)))


def executed(notebook, folder):
    """What a notebook's cells record from a package, and what they read of it.

    Facts by name, and the newest period that was read of each indicator and area.
    """
    cells = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    found, record = {}, Chapter.facts
    recorder.clear()

    def keep(chapter, **values):
        found.update({name.replace("_", "-"): value for name, value in values.items()})
        record(chapter, **values)

    with pytest.MonkeyPatch.context() as patch, location.using(folder), packages.trusting():
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


def turns(answer, notebook, then):
    """Whether an answer's words change; numbers, dates and what is not known do not count."""
    now, write = facts_as_committed(notebook), Words("en").write
    chosen = {
        name: (now[name], write(then[name]))
        for name in re.findall(r"\{key\}`([\w-]+)`", answer)
        if then.get(name) is not None and not isinstance(then[name], NUMBERS)
    }
    return any(words(one) != words(other) for one, other in chosen.values())


@pytest.mark.parametrize(("entry", "notebook"), WRITTEN, ids=lambda value: value)
def test_an_answer_says_something_else_of_other_data(entry, notebook, run):
    first, _ = parts(entry, notebook)
    answer = re.search(r"^:::\{answer\}\n(.+?)\n:::$", first, flags=re.M | re.S)[1]
    changes = (upside_down, cut_short)
    assert any(turns(answer, notebook, run(notebook, change)[0]) for change in changes), answer


@pytest.mark.parametrize(
    ("notebook", "name"),
    [("01-1-policy-background", "bay-plan-word"), ("01-2-foundations", "lead-word")],
)
def test_of_nothing_no_words_are_chosen(notebook, name, run):
    assert run(notebook, cut_short)[0][name] is None


@pytest.mark.parametrize("notebook", sorted({notebook for _, notebook in WRITTEN}))
def test_a_chapter_reads_the_newest_of_each_series_on_the_calendar(notebook, run):
    _, read = run(notebook, upside_down)
    held = newest(db.observations(None))
    followed = read[read.index.isin(calendar(packages.load()).series)]
    older = followed[followed.map(last_day) < held[followed.index].map(last_day)]
    assert older.empty, older
