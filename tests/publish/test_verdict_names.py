"""How verdicts are named in boxes and tables."""

import json
from pathlib import Path

import pytest

from digitalbay.publish.cards import verdict_of

PROJECT = Path(__file__).parents[2]
RECORD = {
    "verdict": "not_testable",
    "lack": "unfound",
    "weaker": "contradicted",
    "first": "partly",
    "first_weaker": "supported",
}


@pytest.mark.parametrize(
    ("lang", "newest", "first"),
    [
        (
            "en",
            "Not testable with public data: not found (with evidence of grade C: Contradicted)",
            "Partly supported (with evidence of grade C: Supported)",
        ),
        (
            "zh-Hans",
            "公开数据无法检验：未找到（若计入C级证据：不成立）",
            "部分成立（若计入C级证据：成立）",
        ),
        (
            "zh-Hant",
            "公開數據無法檢驗：未找到（若計入C級證據：不成立）",
            "部分成立（若計入C級證據：成立）",
        ),
    ],
)
def test_a_verdict_says_what_weaker_evidence_would_give(lang, newest, first):
    assert verdict_of(RECORD, lang, "judgement") == newest
    assert verdict_of(RECORD, lang, "judgement", "first") == first


def test_nothing_is_said_of_weaker_evidence_that_gives_the_same():
    assert verdict_of({"verdict": "supported"}, "en", "judgement") == "Supported"
    assert verdict_of({}, "en", "judgement") == "Not yet examined"


def test_every_table_of_claims_shows_the_verdicts():
    """A list of what cannot be tested would hide what evidence of grade C says of it."""
    told = [
        "".join(cell["source"])
        for path in sorted((PROJECT / "notebooks").glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    ]
    columns = [
        line.removeprefix(":columns: ").split()
        for text in told
        if "{ledger}" in text
        for line in text.splitlines()
        if line.startswith(":columns: ")
    ]
    assert columns
    assert all("verdict" in names for names in columns)
