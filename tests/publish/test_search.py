from docutils import nodes
from docutils.core import publish_doctree

from digitalbay.publish.search import also, documents, split, synonyms

WORDS = [("broadband", "宽带", "寬頻"), ("ai", "人工智能")]


def test_query_finds_what_the_text_holds():
    text = set(split("广东省数字政府改革建设“十四五”规划"))
    for query in ("数字政府", "改革建设", "十四五", "广东"):
        assert set(split(query)) <= text
    assert not set(split("治理")) <= text


def test_words_of_latin_script_stay_whole():
    assert split("TOP500 榜单") == ["TOP500", "榜单"]


def test_traditional_text_is_found_by_the_words_of_the_mainland():
    found = also("固定寬頻用戶", "zh-Hant", [])
    for query in ("寬帶", "宽带", "用户"):
        assert set(split(query)) <= set(found)


def test_simplified_text_is_found_in_traditional():
    assert set(split("數據")) <= set(also("数据", "zh-Hans", []))


def test_a_term_is_found_by_its_name_in_the_other_languages():
    assert {"宽带", "寬頻"} <= set(also("Fixed broadband lines", "en", WORDS))
    assert "broadband" in also("固定宽带", "zh-Hans", WORDS)


def test_a_word_of_latin_script_is_not_found_within_another():
    assert also("Retail aid", "en", [("ail", "病")]) == []
    assert "人工" in also("AI in schools", "en", WORDS)
    assert "人工" in also("said of said_ai, and of AI", "en", WORDS)
    assert also("said of said_ai", "en", WORDS) == []


def test_a_name_that_begins_with_a_quote_is_found_by_its_other_name():
    assert "paid" in also("“免申即享”发放金额", "zh-Hans", [("paid", "“免申即享”发放金额")])


def test_what_a_text_says_itself_is_not_repeated():
    assert "broadband" not in also("broadband", "en", WORDS)


def test_each_section_is_a_document_without_its_tables_and_code():
    page = publish_doctree("""
Page
====
First words.

Part
----
Said here. ::

   code()

===== =====
cell  other
===== =====

Deeper
~~~~~~
Said below.
""")
    top = nodes.section("", *page.children, ids=["page"])
    whole = nodes.document(page.settings, page.reporter, "", top)
    found = {title: text for _, title, text, _ in documents(whole)}
    assert found["Part"] == "Said here."
    assert "Said below." in found["Deeper"]
    assert "code()" not in "".join(found.values())
    assert "cell" not in "".join(found.values())


def test_synonyms_come_from_glossary_places_and_readers(tmp_path):
    head = "term,en,zh_hans,zh_hant,accepted,definition_en,definition_zh,reference"
    (tmp_path / "glossary.csv").write_text(f"{head}\nclaim,Claim,论断,論斷,,,,\n", "utf-8")
    (tmp_path / "synonyms.txt").write_text("数码港 = Cyberport\n", "utf-8")
    found = synonyms(tmp_path)
    assert ("claim", "论断", "論斷") in found
    assert found[-1] == ("数码港", "cyberport")
    assert ("shenzhen", "深圳") in found
    assert any("broadband" in words[0] and len(words) > 1 for words in found)
    assert synonyms(tmp_path / "none") == found[:-2]
