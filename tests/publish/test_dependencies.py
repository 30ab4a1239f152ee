"""A page of the data package is read again when its own rows change, and only then."""

import shutil

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

import digitalbay as db
from digitalbay.data import sealing
from digitalbay.data.location import root, using
from digitalbay.data.package import read

from .test_data_pages import CONFIG

PAGES = {
    "population": "{dictionary} population",
    "policy": "{dictionary} policy",
    "families": "{families}",
    "statistics": "{source-list} statistics",
    "press": "{source-list} press",
    "downloads": "{data-downloads}",
}


@pytest.fixture
def build(tmp_path):
    """Return a function that builds the pages and returns those that were read."""
    data = shutil.copytree(root(), tmp_path / "data")
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONFIG, encoding="utf-8")
    index = "\n".join(["# Book", "", "```{toctree}", *PAGES, "```", ""])
    (source / "index.md").write_text(index, encoding="utf-8")
    for name, directive in PAGES.items():
        text = f"# {name}\n\n```{directive}\n```\n"
        (source / f"{name}.md").write_text(text, encoding="utf-8")

    def built():
        pages = []
        with docutils_namespace(), using(data):
            app = Sphinx(source, source, tmp_path / "out", tmp_path / "trees", "dummy", status=None)
            app.connect("env-before-read-docs", lambda app, env, names: pages.extend(names))
            app.build()
        return set(pages)

    built.data = data
    return built


def edit(data, file, old, new):
    path = data / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    # Without the checks, which take seconds.
    package, _ = read(data, sealed=False, judged=False)
    sealing.apply(data, package)


def test_only_the_pages_of_rows_that_changed_are_read(build):
    assert build() == {"index", *PAGES}
    assert build() == set()
    row = db.observations("population_census", areas="guangdong").iloc[0]
    value = f"population_census,guangdong,{row['period']},{row['value']:.15g}"
    edit(build.data, "observations/population.csv", value, f"{value}1")
    assert build() == {"population", "downloads"}
    source = db.sources().query("kind == 'press'").iloc[0]
    edit(build.data, "reference/sources.csv", source["title"], f"{source['title']} x")
    again = build()
    assert {"press", "downloads"} <= again
    assert not {"statistics", "families"} & again
