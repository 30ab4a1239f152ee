"""The card of a verdict and its entry in the ledger tell every rule and every part."""

from docutils import nodes

import digitalbay as db
from digitalbay.publish.cards import card
from digitalbay.publish.entries import entry

RECORD = {
    "claim": "H5a", "verdict": "not_testable", "lack": "open", "because": "It is unknown.",
    "first": "partly", "second": "contradicted", "uri": "03.html#claim-h5a",
}  # fmt: skip


def test_a_card_tells_what_each_older_rule_gave():
    text = card(RECORD, None, "en").astext()
    assert "Third rule, " in text
    newer, older = text.index("By the second rule"), text.index("By the first rule")
    assert text[newer:older].rstrip().endswith("Contradicted")
    assert text[older:].rstrip().endswith("Partly supported")


def test_an_entry_gives_each_rule_its_own_verdict():
    (claim,) = db.ledger()[lambda rows: rows["claim"] == "H5a"].itertuples()
    text = entry(claim, RECORD, "en").astext()
    third, second, first = (text.index(f"{name} rule:") for name in ("Third", "Second", "First"))
    assert "Verdict: Contradicted" in text[second:first]
    assert "Verdict: Partly supported" in text[first:]
    assert "Verdict: Not testable" in text[third:second]


def test_a_card_shows_the_parts_of_a_claim_apart():
    parts = [
        {"name": "what the plan says", "verdict": "partly"},
        {"name": "stations", "verdict": "not_testable", "lack": "open", "because": "Target 2."},
    ]
    record = {"claim": "T2", "verdict": "partly", "because": "So.", "parts": parts}
    text = card(record, None, "en").astext()
    assert "Part (what the plan says): Partly supported" in text
    assert "what is published leaves it open. Target 2." in text


def test_a_card_tells_a_verdict_of_several_parts_once():
    parts = [
        {"name": f"firms of {at}", "verdict": "not_testable", "lack": "unfound", "because": "So."}
        for at in ("2023", "2025")
    ]
    parts += [{"name": "stations", "verdict": "supported"}]
    record = {"claim": "E1", "verdict": "partly", "because": "It is so.", "parts": parts}
    box = card(record, None, "en")
    assert box.astext().count("Not testable") == 1
    assert "Parts (2): Not testable with public data: not found" in box.astext()
    (listed,) = box.findall(nodes.bullet_list)
    assert [item.astext() for item in listed] == ["firms of 2023. So.", "firms of 2025. So."]
    assert "Part (stations): Supported" in box.astext()
