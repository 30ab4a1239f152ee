"""The bibliography comes from the table of sources, and the text cites what it holds."""

import csv
import re
from pathlib import Path

import pytest
from pybtex.database import parse_string
from pybtex.plugin import find_plugin

import digitalbay as db
from digitalbay.publish.bibliography import WORKS, as_bibtex, bibliography
from digitalbay.publish.citing import CHINESE

from .prose import markdown_of

ROOT = Path(__file__).parents[2]
PORTUGUESE = r"(?i)[ãáâçéêíóôõú]|\bda\b|\bdo governo\b"
CITE = re.compile(r"\{cite\}`([^`]+)`")


def cited() -> dict[str, set[str]]:
    """Keys cited by each page."""
    found: dict[str, set[str]] = {}
    for where, text in markdown_of(ROOT):
        keys = {key for keys in CITE.findall(text) for key in keys.split(",")}
        found.setdefault(where.partition("[")[0], set()).update(keys)
    return found


def test_every_source_has_an_entry_that_reads_back():
    entries = bibliography(ROOT / WORKS)
    again = parse_string(as_bibtex(entries), "bibtex").entries
    sources = db.sources().fillna("").set_index("source")
    assert set(sources.index) < set(again)
    for key in sources.index:
        assert dict(again[key].fields) == {k: v for k, v in entries[key].items() if k != "author"}
        assert str(again[key].persons["author"][0]) == entries[key]["author"]
        assert again[key].fields.get("url", "") == sources.loc[key, "address"]


def has_chinese(text: str) -> bool:
    return bool(re.search("[\u3400-\u9fff]", text))


def only_chinese(text: str) -> bool:
    return has_chinese(text) and not re.search("[A-Za-z]{2}", text)


def test_what_is_named_in_chinese_has_an_english_name():
    sources = db.sources()
    for column in ("title", "publisher"):
        chinese = sources[column].map(has_chinese)
        english = sources[f"{column}_en"]
        # No English beside English, no Chinese in it.
        portuguese = sources[column].str.contains(PORTUGUESE)
        assert english[~chinese & ~portuguese].eq("").all()
        assert english[~chinese & portuguese].ne("").all()
        assert not english.map(has_chinese).any()
        assert chinese.sum() > 600
    often = sources["publisher"].map(sources["publisher"].value_counts()) >= 3
    assert sources.loc[often & sources["publisher"].map(has_chinese), "publisher_en"].ne("").all()
    # One body has one name.
    assert sources.groupby("publisher")["publisher_en"].nunique().eq(1).all()


def test_who_signs_in_english_has_its_chinese_name_in_chinese_editions():
    sources = db.sources().set_index("source")
    chinese, traditional = bibliography(lang="zh-Hans"), bibliography(lang="zh-Hant")
    named = sources[sources["publisher_zh"].ne("")]
    assert len(named) > 400
    for key, source in named.iterrows():
        assert not has_chinese(source["publisher"])
        assert as_text(source["publisher_zh"].replace("；", "、")) in chinese[key]["author"]
    assert traditional["wdi-en-pop-dnst-2021"]["author"] == "{世界銀行}"
    # One body has one name; the keys are those of the sources.
    assert named.groupby("publisher")["publisher_zh"].nunique().eq(1).all()


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"title": "规划", "howpublished": "国发1号", "year": "2021"},
            "国务院。规划。国发1号，2021。",
        ),
        ({"title": "如何？", "year": "2020"}, "国务院。如何？2020。"),
        ({"title": "规划", "url": "https://a.org/b"}, "国务院。规划。https://a.org/b"),
        (
            {"title": "Report", "year": "2020", "author": "{World Bank}"},
            "World Bank. Report. 2020.",
        ),
    ],
)
def test_entries_in_chinese_have_chinese_marks(fields, text):
    entries = parse_string(as_bibtex({"a": {"author": "{国务院}"} | fields}), "bibtex")
    (entry,) = find_plugin("pybtex.style.formatting", CHINESE)().format_bibliography(entries)
    assert entry.text.render_as("text") == text


def test_an_edition_cites_in_its_language():
    sources = db.sources().set_index("source")
    english, chinese = bibliography(lang="en"), bibliography(lang="zh-Hans")
    for key, source in sources.iterrows():
        author, title = english[key]["author"], english[key]["title"]
        assert not (source["publisher_en"] and has_chinese(author)), key
        assert not (source["title_en"] and only_chinese(title)), key
        assert only_chinese(title) <= (not source["title_en"])
        # The original is what a reader looks for.
        assert as_text(source["title"]) in title
        assert chinese[key]["title"] == f"{{{as_text(source['title'])}}}"


def as_text(title: str) -> str:
    return re.sub(r"[&%$#_]", lambda sign: f"\\{sign[0]}", title).replace("~", r"\textasciitilde{}")


def test_signs_of_tex_are_escaped():
    titles = [fields["title"] for fields in bibliography().values()]
    assert any(r"\&" in title for title in titles)
    assert not any(re.search(r"(?<!\\)[&%#$_]", title) for title in titles)


def test_work_must_not_take_the_key_of_a_source(tmp_path):
    key = db.sources()["source"].iloc[0]
    path = tmp_path / "works.csv"
    names = "author,author_en,title,title_en,published_in,published_in_en"
    path.write_text(f"key,{names},year\n{key},A,,B,,,,2020\n", encoding="utf-8")
    with pytest.raises(ValueError, match=key):
        bibliography(path)


def test_every_notebook_cites_its_main_sources():
    pages = cited()
    notebooks = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert all(pages[name] for name in notebooks)


def test_what_is_cited_is_known_and_dated():
    entries = bibliography(ROOT / WORKS)
    for page, keys in cited().items():
        for key in keys:
            assert "year" in entries[key], f"{page} cites {key}"


def test_every_work_is_cited():
    everything = set().union(*cited().values())
    works = csv.DictReader((ROOT / WORKS).read_text("utf-8").splitlines())
    assert {row["key"] for row in works} <= everything
