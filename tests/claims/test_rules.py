"""Every claim of the ledger has its rule, and every rule its claim."""

import csv
import json
import subprocess
from pathlib import Path

import pytest

import digitalbay as db
from digitalbay import claims
from digitalbay.figures.mime import RECORD
from digitalbay.figures.verdicts import VERSIONS

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"


def test_rules_and_claims_are_the_same():
    assert set(claims.RULES[1]) == set(db.ledger()["claim"].str.lower())


def test_versions_of_rules_are_those_of_their_texts():
    texts = db.rules()
    for version, rules in claims.RULES.items():
        assert set(rules) == set(texts.loc[texts["version"] == version, "claim"].str.lower())


def test_a_rule_is_found_by_its_claim():
    assert claims.decide("H2").because == claims.h2().because


def test_no_rule_is_told_with_those_there_are():
    with pytest.raises(AttributeError, match="no rule 'x9'; there are n1, n2"):
        claims.decide("X9")
    with pytest.raises(AttributeError, match="no rule 'r1' of version 2"):
        claims.decide("R1", version=2)


def test_rules_stand_in_git_as_registered():
    for rule in db.rules().itertuples():
        path = "claims" if rule.version == 1 else "rules"
        found = shown(rule.commit, f"data/claims/{path}.csv")
        if found is None:
            pytest.skip("a checkout without its history")
        texts = {(row["rule_en"], row["rule_zh"]) for row in found if row["claim"] == rule.claim}
        assert (rule.rule_en, rule.rule_zh) in texts, (rule.claim, rule.version)


def shown(commit, path):
    """Return the rows of a table as of a commit, or None if it is not here."""
    command = ["git", "show", f"{commit}:{path}"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    return list(csv.DictReader(run.stdout.decode().splitlines())) if run.returncode == 0 else None


@pytest.fixture(scope="module", params=[None, "2022-12-31"])
def decisions(request):
    """The day and the decision on every claim of the ledger."""
    found = {claim: claims.decide(claim, request.param) for claim in db.ledger()["claim"]}
    return request.param, found


def test_every_verdict_is_also_given_with_weaker_evidence(decisions):
    day, found = decisions
    for claim, decision in found.items():
        with db.weaker_evidence():
            again = claims.decide(claim, day)
        assert decision.weaker == again.verdict, claim
        weaker = {number: also for number, (_, also) in decision.earlier.items()}
        assert weaker == {n: verdict for n, (verdict, _) in again.earlier.items()}, claim


def test_verdicts_that_weaker_evidence_turns_say_so_in_the_book(decisions):
    day, found = decisions
    turned = {claim for claim, d in found.items() if d.weaker != d.verdict}
    if day is None:
        assert turned
        told = {r["claim"] for r in verdicts() if "With evidence of grade C" in r["because"]}
        assert told == turned
        earlier = {
            (claim, VERSIONS[number])
            for claim, decision in found.items()
            for number, (verdict, weaker) in decision.earlier.items()
            if verdict != weaker
        }
        said = {
            (r["claim"], v) for r in verdicts() for v in VERSIONS.values() if f"{v}_weaker" in r
        }
        assert said == earlier


def verdicts():
    """Yield the verdicts in the committed notebooks."""
    for path in NOTEBOOKS.glob("*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                record = output.get("data", {}).get(RECORD, {})
                if record.get("kind") == "verdict":
                    yield record


def test_no_verdict_rests_on_weaker_evidence(decisions):
    for claim, decision in decisions[1].items():
        for rows in decision.rows:
            assert "C" not in set(rows.get("grade", [])), claim


def test_no_rule_and_no_chapter_drops_a_grade_in_silence():
    package = Path(claims.__file__).parent
    for path in [*package.rglob("*.py"), *NOTEBOOKS.glob("*.ipynb")]:
        text = path.read_text("utf-8").replace('\\"', '"')
        assert '["grade"].isin(' not in text, path.name
