import ast
import math
import re
from pathlib import Path

import pandas as pd
import pytest

from digitalbay.figures import language
from digitalbay.figures.language import (
    MissingWordError,
    Words,
    localised,
    mainland_forms,
    to_traditional,
)
from digitalbay.statements import (
    Bilingual,
    Joined,
    Listed,
    Named,
    Number,
    Period,
    Portion,
    Rank,
    Statement,
    Word,
)

PACKAGE = Path(language.__file__).parents[1]
CHINESE = re.compile("[\u3400-\u9fff]")


def written(value):
    return [Words(lang).write(value) for lang in ("en", "zh-Hans", "zh-Hant")]


@pytest.fixture
def words(monkeypatch):
    """Make the words of a chapter whose catalog has one text."""
    chinese = {"{n} cities": "{n}座城市的数据"}
    monkeypatch.setattr(language, "chapter_words", lambda chapter: chinese)
    return lambda lang: Words(lang, "chapter")


def test_text_in_each_language(words):
    assert words("en")("{n} cities", n=11) == "11 cities"
    assert words("zh-Hans")("{n} cities", n=11) == "11座城市的数据"
    assert words("zh-Hant")("{n} cities", n=11) == "11座城市的數據"


def test_chapter_has_the_words_of_the_package_too(words):
    assert words("zh-Hans")("Place") == "地区"


def test_text_without_chinese_is_refused(words):
    with pytest.raises(MissingWordError, match=r"no Chinese for 'Ranked by' in chapter\.po"):
        words("zh-Hans")("Ranked by")
    with pytest.raises(MissingWordError, match="in the package's catalog"):
        Words("zh-Hant")("Ranked by")


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="expected one of en, zh-Hans, zh-Hant"):
        Words("fr")


@pytest.mark.parametrize(
    ("period", "texts"),
    [
        ("2019", ["2019", "2019年", "2019年"]),
        ("2019-12", ["December 2019", "2019年12月", "2019年12月"]),
        ("2019-12-05", ["5 December 2019", "2019年12月5日", "2019年12月5日"]),
        ("2021-H1", ["the first half of 2021", "2021年上半年", "2021年上半年"]),
        ("2021-Q4", ["the fourth quarter of 2021", "2021年第四季度", "2021年第四季度"]),
        ("2019/2021", ["2019 to 2021", "2019年至2021年", "2019年至2021年"]),
        # What both ends share is said once.
        ("2022-01/2022-05", ["January to May 2022", "2022年1月至5月", "2022年1月至5月"]),
        ("2020-10-12/2020-10-18", ["12 to 18 October 2020", *["2020年10月12日至18日"] * 2]),
        (
            "2020-09-12/2020-10-18",
            ["12 September to 18 October 2020", *["2020年9月12日至10月18日"] * 2],
        ),
        ("2021-12/2022-03", ["December 2021 to March 2022", *["2021年12月至2022年3月"] * 2]),
        (
            "2021-Q1/2021-Q3",
            [
                "the first quarter of 2021 to the third quarter of 2021",
                *["2021年第一季度至2021年第三季度"] * 2,
            ],
        ),
    ],
)
def test_dates_have_their_precision(period, texts):
    assert written(Period(period)) == texts


@pytest.mark.parametrize(
    ("rank", "texts"),
    [
        (Rank(1), ["1st", "第1位", "第1位"]),
        (Rank(22), ["22nd", "第22位", "第22位"]),
        (Rank(113), ["113th", "第113位", "第113位"]),
        # A bound on a rank says where the place lies, not how many there are.
        (Rank(11, bound="at_least"), ["below 10th", "第10位以后", "第10位以後"]),
        (Rank(10, bound="at_most"), ["10th or better", "第10位或更前", "第10位或更前"]),
        (Rank(70, bound="about"), ["about 70th", "约第70位", "約第70位"]),
        (Rank(None), ["not on record", "无记录", "無紀錄"]),
    ],
)
def test_ranks_are_places_in_an_order(rank, texts):
    assert written(rank) == texts


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (Listed(["a"]), ["a", "a", "a"]),
        (Listed(["a", "b"]), ["a and b", "a和b", "a及b"]),
        (Listed(["a", "b", "c"]), ["a, b and c", "a、b和c", "a、b及c"]),
        (Listed(["a", "b"], ","), ["a, b", "a、b", "a、b"]),
        (Listed(["a", "b"], ";"), ["a; b", "a；b", "a；b"]),
        (Listed([]), ["none", "无", "無"]),
        (Listed([Named("area", "macao"), Period("2019")]), ["Macao and 2019", *["澳门和2019年"]]),
    ],
)
def test_lists_are_joined_as_the_language_does(value, texts):
    found = written(value)
    assert found[: len(texts)] == texts


@pytest.mark.parametrize(
    ("portion", "texts"),
    [
        (Portion(0, 4), ["none of the four", "四项中无一项"]),
        (Portion(2, 4), ["two of the four", "四项中两项"]),
        (Portion(4, 4), ["all four", "全部四项"]),
        (Portion(2, 9, "city"), ["two of the nine", "九市中两市"]),
        (Portion(3, 20), ["3 of the 20", "20项中3项"]),
        (Portion(2, 2), ["both", "两项均"]),
        (Portion(0, 2), ["neither of the two", "两项中无一项"]),
        (Portion(1, 1), ["the only one", "唯一一项"]),
        (Portion(0, 1), ["none", "无"]),
    ],
)
def test_portions_count_in_words(portion, texts):
    assert written(portion)[:2] == texts
    assert written(portion)[2] == to_traditional(texts[1])


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        (Number(1234.56, ",.1f"), ["1,234.6"] * 3),
        (Number(-0.5, "+.1f"), ["\N{MINUS SIGN}0.5"] * 3),
        (Number(-0.02, "+.1f"), ["0.0"] * 3),
        (Number(0.02, "+.1f"), ["0.0"] * 3),
        (Number(-0.0002, ".1%"), ["0.0%"] * 3),
        (Number(50, ",.0f", "at_least"), ["at least 50", "至少50", "至少50"]),
        (Number(50, ",.0f", "at_most"), ["at most 50", "至多50", "至多50"]),
        (Number(50, ",.0f", "about"), ["about 50", "约50", "約50"]),
    ],
)
def test_bounds_are_said(number, texts):
    assert written(number) == texts


@pytest.mark.parametrize(
    "value",
    [None, math.nan, pd.NA, Number(None), Number(math.nan), Period(None), Portion(0, 0)],
)
def test_what_is_not_known_is_said(value):
    assert written(value) == ["not on record", "无记录", "無紀錄"]
    said = [Words(lang)("{said}.", said=value) for lang in ("en", "zh-Hans")]
    assert said == ["Not on record as of the chosen day.", "截至所选日期无记录。"]


def test_one_unknown_value_makes_the_whole_statement_unknown():
    inner = Statement("about {value}", {"value": Number(None)})
    assert (
        Words("en")("{first} to {last}", first="a", last=inner)
        == "Not on record as of the chosen day."
    )


def test_statements_follow_each_other():
    parts = [Statement("{said}.", {"said": Word("Place")}), Statement("{said}.", {"said": 5})]
    assert written(Joined(parts))[:2] == ["Place. 5.", "地区。5。"]


def test_data_bring_both_languages():
    assert written(Bilingual("data", "数据")) == ["data", "数据", "數據"]


def test_names_come_from_the_data():
    assert written(Named("area", "macao")) == ["Macao", "澳门", "澳門"]


@pytest.mark.parametrize(
    "path",
    [
        path
        for room in ("figures", "publish")
        for path in sorted((PACKAGE / room).rglob("*.py"))
        # Kinds of characters, where texts break, and how years and numbers are written.
        if path.stem not in {"cells", "foreign", "language", "search", "theme", "twins", "widths"}
    ],
    ids=lambda path: path.stem,
)
def test_no_chinese_stands_in_code(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    told = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, kinds)}
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    wrong = [t for t in texts if isinstance(t, str) and t not in told and CHINESE.search(t)]
    assert not wrong, "words stand in the catalog"


def test_traditional_chooses_the_character_by_its_word():
    assert to_traditional("里程、后台、干部与系统里的数据") == "里程、後台、幹部與系統裏的數據"


def test_traditional_is_that_of_official_names():
    # OpenCC writes 户 for Hong Kong; both governments write 戶.
    assert to_traditional("一户通账户") == "一戶通賬戶"
    assert to_traditional("31个中8个，一个中心") == "31個中8個，一個中心"


def test_traditional_has_the_words_of_hong_kong_and_macao():
    text = "“数字政府”的移动支付、固定宽带与服务器，无人干预"
    assert to_traditional(text) == "「數字政府」的流動支付、固定寬頻與伺服器，無人干預"


def test_traditional_has_the_forms_in_use():
    # The reference forms that OpenCC takes from Hong Kong's standard are seldom printed.
    assert to_traditional("阅读税务说明、公布社群") == "閱讀稅務說明、公布社群"


def test_mainland_forms_lead_back():
    assert mainland_forms("固定寬頻用戶") == ("固定寬帶用户", "固定宽带用户", "固定宽频用户")


def test_localised_picks_one_of_a_pair():
    assert [localised(lang, "data", "数据") for lang in ("en", "zh-Hans", "zh-Hant")] == [
        "data",
        "数据",
        "數據",
    ]


def test_a_period_brings_its_own_words(monkeypatch):
    monkeypatch.setattr(language, "chapter_words", lambda chapter: WRONG)
    period = {"at": Period("2017")}
    assert Words("en", "02-3")("In {at}", **period) == "In 2017"
    for lang in ("zh-Hans", "zh-Hant"):
        words = Words(lang, "02-3")
        with pytest.raises(ValueError, match=r"02-3: the Chinese of 'In \{at\}' writes '2017年年'"):
            words("In {at}", **period)
        assert words("In {at}", at=2017) == "2017年"
        assert words("At the end of {at}", **period) == "2017年年底"
        assert words("Month {at}", **period).startswith("2017年的月")
        with pytest.raises(ValueError, match=r"\{at\} brings its own 月"):
            words("Month {at}, {at}", at=Period("2019-12"))


WRONG = {
    "In {at}": "{at}年",
    "At the end of {at}": "{at}年底",
    "Month {at}": "{at}的月份",
    "Month {at}, {at}": "{at}，{at}月",
}
