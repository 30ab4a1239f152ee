import json
import shutil
import subprocess

import pytest

from digitalbay.publish.search import BigramSearch, ChineseSearch, split

TEXTS = [
    "数字政府",
    "粤港澳大湾区 GBA 2022",
    "5G基站，每万人",
    "Macao's GDP",
    "數",
    "e-government 一网通办",
]


def test_query_finds_what_the_text_holds():
    text = set(split("广东省数字政府改革建设“十四五”规划"))
    for query in ("数字政府", "改革建设", "十四五", "广东"):
        assert set(split(query)) <= text
    assert not set(split("治理")) <= text


def test_words_of_latin_script_stay_whole():
    assert split("TOP500 榜单") == ["TOP500", "榜单"]


@pytest.mark.parametrize("query", ["寬頻", "寬帶", "宽带", "用戶"])
def test_traditional_text_is_found_by_the_words_of_the_mainland(query):
    assert set(split(query)) <= set(ChineseSearch({}).split("固定寬頻用戶"))


@pytest.mark.parametrize("text", TEXTS)
def test_page_and_index_split_alike(text):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed; the browser tests search for real")
    call = f"console.log(JSON.stringify(splitQuery({json.dumps(text)})))"
    script = f"{BigramSearch.js_splitter_code}\n{call}"
    out = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert json.loads(out.stdout) == split(text)
