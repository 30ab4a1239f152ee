"""The example: a book about another region, with data and rules of its own."""

import resource
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import digitalbay as db
from digitalbay.data import location
from digitalbay.data.checks import inspect
from digitalbay.data.package import load
from digitalbay.files import read_tree

ROOT = Path(__file__).parents[1] / "examples" / "yangtze-delta"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PLACES = ("shanghai", "suzhou", "hangzhou")
TITLES = ["Three cities of the Yangtze delta", "长三角三市"]
# Seconds of all processes: what a clock shows depends on what else a machine does.
MOST = 60


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The example, copied and built from nothing."""
    root = tmp_path_factory.mktemp("elsewhere") / ROOT.name
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "digitalbay", "book", "--format", "html"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stdout + done.stderr
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert taken < MOST
    return root


def page(built, path):
    return BeautifulSoup((built / "_build" / "html" / path).read_text("utf-8"), "html.parser")


def test_its_data_are_its_own_and_sound():
    package, problems = inspect(ROOT / "data")
    assert problems == []
    with location.using(ROOT / "data"):
        assert db.CITIES == PLACES
    assert set(package.table("observations")["area"]) == set(PLACES)


def test_its_numbers_are_those_of_the_cited_sources():
    here, there = (load(root).table("observations") for root in (ROOT / "data", None))
    columns = ["indicator", "area", "period", "published", "value", "source"]
    both = here[columns].merge(there[columns], how="left", indicator=True)
    assert (both["_merge"] == "both").all()
    cited = load(ROOT / "data").table("sources").set_index("source")
    known = load().table("sources").set_index("source")
    pd.testing.assert_frame_equal(cited, known.loc[cited.index])


def test_its_two_languages_are_built_and_no_other(built):
    html = built / "_build" / "html"
    assert sorted(path.name for path in html.iterdir() if path.is_dir()) == ["en", "zh-hans"]
    titles = [page(built, f"{edition}/book/intro.html").h1.text for edition in ("en", "zh-hans")]
    assert [title.rstrip("#") for title in titles] == TITLES
    links = page(built, "en/notebooks/02-patents.html").select(".db-languages a")
    assert [link["hreflang"] for link in links] == ["en", "zh-CN"]
    for edition in ("en", "zh-hans"):
        for path in NOTEBOOKS:
            shown = page(built, f"{edition}/notebooks/{path.stem}.html")
            assert shown.select("figure.db-figure img[alt]")


@pytest.mark.parametrize(
    ("claim", "notebook", "english", "chinese"),
    [
        ("S1", "01-spending", "Supported", "成立"),
        ("S2", "02-patents", "Partly supported", "部分成立"),
    ],
)
def test_a_verdict_by_its_own_rule_stands_there(built, claim, notebook, english, chinese):
    for edition, verdict in (("en", english), ("zh-hans", chinese)):
        box = page(built, f"{edition}/notebooks/{notebook}.html").select_one(".db-verdict")
        assert box.p.text == f"{claim} · {verdict}"
        ledger = page(built, f"{edition}/book/intro.html").select("table a")
        assert verdict in [link.text for link in ledger]


def test_no_link_of_it_leads_nowhere(built):
    html = built / "_build" / "html"
    # What lies in _static are the theme's templates.
    for path in (p for p in html.rglob("*.html") if "_static" not in p.parts):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for link in soup.select("a[href], link[href], script[src], img[src]"):
            address = link.get("href") or link.get("src")
            if ":" in address or address.startswith("#"):
                continue
            assert (path.parent / address.partition("#")[0].partition("?")[0]).exists(), address


def test_its_notebooks_hold_what_they_give(built):
    for path in NOTEBOOKS:
        kept, made = (
            [cell.get("outputs") for cell in nbformat.read(each, as_version=4).cells]
            for each in (path, built / "_build" / "notebooks" / "en" / path.name)
        )
        assert kept == made


def test_building_it_leaves_its_sources_as_they_are(built):
    def sources(root):
        tree = read_tree(root).items()
        return {n: c for n, c in tree if not {"_build", "__pycache__"} & set(n.parts)}

    assert sources(built) == sources(ROOT)


@pytest.fixture
def rules(monkeypatch):
    """The modules of its rules, with its data."""
    monkeypatch.syspath_prepend(str(ROOT / "notebooks"))
    with location.using(ROOT / "data"):
        yield import_module("spending"), import_module("patents")


def spent(*shares):
    """Make rows of two years in which the cities gave these shares of a budget of 100."""
    kinds = ("fiscal_expenditure_science_technology", "fiscal_expenditure_general_budget")
    rows = [
        (kind, area, period, value)
        for area, both in zip(PLACES, shares, strict=False)
        for period, share in zip(("2015", "2023"), both, strict=False)
        for kind, value in zip(kinds, (share, 100.0), strict=True)
    ]
    return pd.DataFrame(rows, columns=["indicator", "area", "period", "value"])


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        (((1, 2), (1, 2), (1, 2)), "supported"),
        (((1, 2), (1, 1), (2, 1)), "partly"),
        (((2, 1), (1, 1), (2, 1)), "contradicted"),
        (((1, 2), (1, 2)), "not_testable"),
        (((1,), (1, 2), (1, 2)), "not_testable"),
    ],
)
def test_the_rule_on_shares(rules, shares, verdict):
    assert rules[0].decide_s1(spent(*shares)).verdict == verdict


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        (((1, 2, 3), (1, 2, 3), (1, 2, 3)), "supported"),
        (((1, 2, 3), (1, 1, 3), (3, 2, 4)), "partly"),
        (((1, 2, 2), (1, 1, 3), (3, 2, 1)), "contradicted"),
        (((1, 2, 3), (1, 2, 3)), "not_testable"),
        (((1, 2), (1, 2, 3), (1, 2, 3)), "not_testable"),
    ],
)
def test_the_rule_on_patents(rules, counts, verdict):
    rows = [
        (area, str(2017 + n), float(value))
        for area, values in zip(PLACES, counts, strict=False)
        for n, value in enumerate(values)
    ]
    made = pd.DataFrame(rows, columns=["area", "period", "value"])
    assert rules[1].decide_s2(made).verdict == verdict
