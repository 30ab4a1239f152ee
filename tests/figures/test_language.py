import pytest

from digitalbay.figures.language import Translator, localised, mainland_forms, to_traditional


def test_label_in_each_language():
    chinese = {"{n} cities": "{n} 座城市的数据"}
    assert Translator("en", chinese)("{n} cities", n=11) == "11 cities"
    assert Translator("zh-Hans", chinese)("{n} cities", n=11) == "11 座城市的数据"
    assert Translator("zh-Hant", chinese)("{n} cities", n=11) == "11 座城市的數據"


def test_label_without_chinese_is_refused():
    with pytest.raises(KeyError, match="no Chinese for the label 'Rank'"):
        Translator("zh-Hans", {})("Rank")


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="expected one of en, zh-Hans, zh-Hant"):
        Translator("fr", {})


def test_traditional_chooses_the_character_by_its_word():
    assert to_traditional("里程、后台、干部与系统里的数据") == "里程、後台、幹部與系統裏的數據"


def test_traditional_is_that_of_official_names():
    # OpenCC writes 户 for Hong Kong; both governments write 戶.
    assert to_traditional("一户通账户") == "一戶通賬戶"


def test_traditional_has_the_words_of_hong_kong_and_macao():
    text = "“数字政府”的移动支付、固定宽带与服务器，无人干预"
    assert to_traditional(text) == "「數字政府」的流動支付、固定寬頻與伺服器，無人干預"


def test_traditional_has_the_forms_in_use():
    # The reference forms that OpenCC takes from Hong Kong's standard are seldom printed.
    assert to_traditional("阅读税务说明、公布社群") == "閱讀稅務說明、公布社群"


def test_mainland_forms_lead_back():
    assert mainland_forms("固定寬頻用戶") == ("固定寬帶用户", "固定宽带用户")


def test_localised_picks_one_of_a_pair():
    assert [localised(lang, "data", "数据") for lang in ("en", "zh-Hans", "zh-Hant")] == [
        "data",
        "数据",
        "數據",
    ]
