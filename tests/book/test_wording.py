"""What every page of every edition says, read for what no person would have written."""

import csv
import re
from functools import partial
from pathlib import Path

import pytest

from .conftest import EDITIONS, HTML, pages
from .reading import BLOCKS, passages, passages_of

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
CHINESE = [edition for edition in EDITIONS if edition != "en"]
WORDING = list(csv.DictReader((ROOT / "book" / "wording.csv").read_text("utf-8").splitlines()))
HAN = "[㐀-鿿]"
# It has every language.
GLOSSARY = "book/glossary.html"
# Rows behind a figure are those of its download: dates as ISO 8601, names of sources as they are.
DATA = {"db-scroll"}
# Titles and names of sources are not ours.
SOURCES = {"db-credits", "db-cited", "db-source-list", "citation", "db-explorer"}

ISO = re.compile(r"(?<![\d/-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?(?![\d-])")
# Counts of nothing or of everything that only a template writes.
COUNTS = {
    "en": re.compile(
        r"(?<![\d.,])0 of (?:the |its )?\w|(?<![\d.,/])(\d+) of (?:the |all )?\1(?![\d.,%/])"
        r"|none of the (?:one|two)\b|(?<!\d)0/\d|(?<![\d.,:/])\b0 (?!to\b|points\b)[a-z]+s\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?<![\d.,])(?:0|零)(?:个|個|项|項|份|座|家|地|市)(?![百千万亿萬億])"
        r"|(?<![\d.,])(\d+)(?:个|個|项|項|份|座|家|地|市)[^，。；、：（）]{0,6}中[有的]?(?:有)?\1"
        r"(?:个|個|项|項|份|座|家|地|市)|(?<!\d)0/\d"
    ),
}
HALF = re.compile(rf"(?<={HAN})[:;,.?!()]|[:;,.?!()](?={HAN})")
# Figures and tables are numbered so by Sphinx, in Chinese too.
SPACE = re.compile(rf"(?<={HAN}) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) (?={HAN})")
NUMBERED = re.compile(r"[图圖表] \d+ ?")
DOUBLED = {
    "en": re.compile(r"\b([A-Za-z]+) \1\b"),
    "zh": re.compile(r"([的了个個是在为為与與和及项項于於]|[，。；：、])\1|[，；：、][。，；]"),
}
MISSING = re.compile(r"\bnan\b|\bNaN\b|\bNaT\b|<NA>|\bNone\b(?! of\b| has\b| is\b| was\b)|\{\w*\}")
RAW = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
# Characters that are simplified only, and frequent.
SIMPLE = re.compile(
    "[两个项为这么国发区证数据业务办设规经济县门间质报记录观测评类级统网络东实总广产]"
)
ENGLISH = re.compile(r"(?:[A-Za-z][A-Za-z’'-]+,? ){4}[A-Za-z]+")


def language(edition: str) -> str:
    return "en" if edition == "en" else "zh"


def found(edition, pattern, outside=frozenset(), kinds=None, clean=None, but=frozenset()):
    """List the passages in which a pattern is, outside of parts with some classes.

    Without `clean` a text is read with its citations; the pages of `but` are left out.
    """
    return [
        f"{passage.page} <{passage.kind}>: …{text[max(0, hit.start() - 40) : hit.end() + 40]}…"
        for passage in passages(edition)
        if not passage.inside & set(outside)
        and (kinds is None or passage.kind in kinds)
        and passage.page not in but
        for text in [clean(passage.told) if clean else re.sub("[⟦⟧]", "", passage.text)]
        for hit in [pattern.search(text)]
        if hit
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_dates_are_written_by_language(edition):
    assert found(edition, ISO, DATA) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_count_is_one_that_only_a_template_writes(edition):
    # A city's place among those with data: "13 of 13" is a rank in a table.
    ranks = {page for page in pages(edition) if page.startswith("notebooks/city-")}
    pattern = COUNTS[language(edition)]
    assert found(edition, pattern, DATA, but=ranks) == []
    assert found(edition, pattern, DATA | {"db-table"}) == []


@pytest.mark.parametrize("edition", CHINESE)
def test_marks_beside_chinese_are_chinese(edition):
    # The English name of an entry of the dictionary may hold a sign of documents in brackets.
    # A case has both its names in one cell; formulas of the methods hold words.
    names = BLOCKS - {"dt"} | {"alt"}
    methods = {"notebooks/a3-methods.html"}
    assert found(edition, HALF, {"db-explorer"}, names, but=methods) == []


@pytest.mark.parametrize("edition", CHINESE)
def test_no_space_parts_chinese_from_latin(edition):
    # Rules and their reasons are as they were registered; tables hold names of documents and cases.
    outside = SOURCES | DATA | {"db-claim", "db-table"}
    assert found(edition, SPACE, outside, clean=partial(NUMBERED.sub, "")) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_word_is_doubled(edition):
    assert found(edition, DOUBLED[language(edition)], SOURCES) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_value_is_a_programs_word_for_none(edition):
    assert found(edition, MISSING) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_heads_of_tables_are_words(edition):
    assert found(edition, RAW, kinds={"th", "caption"}) == []
    for path in sorted((HTML / edition / "_downloads").glob("*/*.csv")):
        # The observations of an indicator are the package's own table.
        if path.parent.name != "observations":
            head = next(csv.reader([path.read_text("utf-8-sig").splitlines()[0]]))
            assert [name for name in head if RAW.fullmatch(name)] == [], path


@pytest.mark.parametrize("edition", CHINESE)
def test_no_english_is_left_in_chinese(edition):
    # The dictionary and the list of cases give the English name beside the Chinese one.
    outside = SOURCES | {"db-dictionary", "db-explorer"}
    assert found(edition, ENGLISH, outside, clean=str, but={GLOSSARY}) == []


def test_chinese_in_english_is_a_name():
    # Beside their English name, or as the sign of a series of documents.
    bare = re.compile(rf"(?<![（(\[“‘《{HAN[1:-1]}]){HAN}+(?![^(\[]*[)\]])")
    outside = SOURCES | {"db-dictionary", "db-explorer", "db-table", "db-scroll"}
    kinds = {"p", "li", "h1", "h2", "h3", "th", "alt"}
    # How to write Chinese is said in its words.
    assert found("en", bare, outside, kinds, clean=str, but={"book/extend.html"}) == []


def test_traditional_pages_are_traditional():
    # A source is named as it names itself; tables hold names of documents.
    outside = SOURCES | DATA | {"db-table"}
    names = BLOCKS - {"dt"} | {"alt"}
    assert found("zh-hant", SIMPLE, outside, names, clean=str, but={GLOSSARY}) == []


@pytest.mark.parametrize("row", WORDING, ids=lambda row: row["wrong"])
def test_avoided_words_do_not_occur(row):
    editions = [each for each in EDITIONS if each.startswith(row["edition"].lower())]
    # Sources, and rules as they were registered, keep their words.
    outside = SOURCES | {"db-wording", "db-verdict", "db-claim", "db-rules"}
    for edition in editions:
        assert found(edition, re.compile(re.escape(row["wrong"])), outside) == []


PAGE = """<title>no</title><article><p>In 2019-12 <code>2020-01</code> it <b>rose</b>.</p>
<ul><li>One<ul><li>Two</li></ul></li></ul><pre>2020-01</pre><img class="a" alt="A chart."></article>
<p>outside</p>"""


def test_reading_takes_what_is_read():
    read = [(p.kind, p.text) for p in passages_of(PAGE)]
    assert read == [
        ("p", "In 2019-12 ¤ it rose."),
        ("li", "One"),
        ("li", "Two"),
        ("alt", "A chart."),
    ]


@pytest.mark.parametrize(
    ("pattern", "wrong", "right"),
    [
        (ISO, "2019-12，广东发布", "2019年12月"),
        (ISO, "on 2019-12-31", "of 2019-2022 and 1800-2019-12"),
        (COUNTS["en"], "In 0 of 4 topics", "In none of the four topics"),
        (COUNTS["en"], "11 of 11 cities", "10 of 11 cities"),
        (COUNTS["en"], "0/14", "10/14"),
        (COUNTS["en"], "has 0 values", "of 0 to 100 points, 10 values"),
        (COUNTS["zh"], "有0个是", "有10个是"),
        (COUNTS["zh"], "11个城市中11个", "11个城市中10个"),
        (HALF, "广东: 累计", "广东：累计"),
        (HALF, "普华永道, 2022", "GDP (PPP), 2022"),
        (SPACE, "共 5G基站", "共5G基站"),
        (DOUBLED["en"], "of the the city", "of the city"),
        (DOUBLED["zh"], "全部十一个个城市", "全部十一个城市"),
        (MISSING, "was nan in", "None of them was Nansha"),
        (RAW, "per_10k", "Per 10,000"),
    ],
)
def test_each_pattern_tells_wrong_from_right(pattern, wrong, right):
    assert pattern.search(wrong)
    assert not pattern.search(right)
